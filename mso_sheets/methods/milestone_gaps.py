"""Gaps of milestones and of tasks that wait for one another. A key stays the same over runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from mso_sheets.methods.covering import Covering
from mso_sheets.methods.portfolio import Projects, Work, project_names
from mso_sheets.methods.scheduling import Forecasts
from mso_sheets.methods.task_facts import cycle_name
from mso_sheets.methods.wording import counted, working_days
from mso_sheets.model.result import Gap, Link


def late_gaps(frame: pd.DataFrame, action_for: Covering) -> Iterator[Gap]:
    """Milestones that are late or forecast so."""
    still = frame[~frame["done"] & (frame["state"] != "On hold") & (frame["type"] == "Milestone")]
    for row in still[still["forecast"] > still["due"]].to_dict("records"):
        late = row["days_late"]
        how = f"{working_days(late)} late" if late > 0 else "forecast after its due date"
        held = f", holds up {counted(row['holds_up'], 'task')}" if row["holds_up"] else ""
        wait = f", waits for {row['blocked_by']}" if row["blocked_by"] else ""
        due, forecast = (f"{row[name]:%d %b %Y}" for name in ("due", "forecast"))
        yield Gap(
            key=f"schedule/{row['key']}",
            kind="schedule",
            what=f"Milestone {row['milestone']} is {how}",
            evidence=f"due {due}, forecast {forecast}{held}{wait}",
            owner=row["owner"],
            close_by="Set Status to Complete when it is done, or agree a new Due date",
            project=row["project"],
            action=action_for(f"schedule/{row['key']}", row["key"]),
            size=float(max(late, 0)),
            link=row["link"],
        )


def cycle_gaps(
    work: Work,
    projects: Projects,
    forecasts: Forecasts,
    link_of: Callable[[int], Link],
    action_for: Covering,
) -> Iterator[Gap]:
    """Each knot of tasks that wait for one another, once, by the names of its members."""
    names, homes = [*work.keys, *projects.keys], project_names(work, projects)
    for knot in forecasts.schedule.cycles:
        tasks = [node for node in knot.members if node < len(work.ids)]
        members = [names[node] for node in knot.members]
        first = tasks[0]
        yield Gap(
            key=f"dependency/{'+'.join(sorted(members))}",
            kind="dependency",
            what=f"Tasks wait for one another: {cycle_name(names, knot)}",
            evidence=f"{counted(len(members), 'task')}: none can ever begin; not scheduled, the rest is",
            owner=work.owners[first],
            close_by="Take one of these IDs out of Predecessors",
            project=homes[first],
            action=action_for(*members),
            size=float(len(members)),
            link=link_of(int(work.rows[first])),
        )
