"""Milestones: due, forecast, slip since the first promise, what blocks each and what each pushes.

One row a milestone, done or not, and a row for each task that is late, or critical and forecast so;
the one that slips most first, projects on hold and finished rows last.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.covering import covering
from mso_sheets.methods.milestone_gaps import cycle_gaps, late_gaps
from mso_sheets.methods.portfolio import (
    Projects,
    Work,
    first_known,
    project_names,
    projects_of,
    texts,
    work_of,
)
from mso_sheets.methods.recollection import first_promises, ledger_of
from mso_sheets.methods.schedule_health import schedule_health
from mso_sheets.methods.scheduling import Forecasts, forecast_dates
from mso_sheets.methods.slips import rebaselines
from mso_sheets.methods.task_facts import blocker_name, cycle_name
from mso_sheets.methods.wording import counted, listed, short_day
from mso_sheets.model.result import Figure, Result, ResultColumn
from mso_sheets.model.table import Tables

TITLE = "Milestones"
READS = ("tasks",)
ALSO_READS = ("projects", "actions")
COLUMNS = (
    ResultColumn("key", "Task ID", "key", 10),
    ResultColumn("milestone", "Milestone or late task", "text", 28),
    ResultColumn("type", "Type", "text", 10),
    ResultColumn("project", "Project", "text", 9),
    ResultColumn("owner", "Owner", "person", 14),
    ResultColumn("state", "State", "status", 14),
    ResultColumn("due", "Due", "date", 8),
    ResultColumn("forecast", "Forecast", "date", 8),
    ResultColumn("slip", "Slip", "days", 6),
    ResultColumn("moved", "Moved", "number", 6),
    ResultColumn("retroactive", "After the fact", "number", 7),
    ResultColumn("critical", "Critical path", "text", 12),
    ResultColumn("float", "Float", "days", 6),
    ResultColumn("blocked_by", "Blocked by", "long", 28),
    ResultColumn("knock_on", "Knock-on", "days", 8),
    ResultColumn("link", "Row", "link", 8),
)
NEAR = 1e-9
Flags = npt.NDArray[np.bool_]


def analyse(tables: Tables, context: Context) -> Result:
    """Milestones and late tasks of projects that are neither complete nor cancelled."""
    given = tables.get("projects")
    projects = projects_of(given.frame if given else None, tables["tasks"].frame)
    work = work_of(tables["tasks"].frame, projects)
    forecasts = forecast_dates(work, projects, context.today, context.calendars.team)
    frame = _frame(work, projects, forecasts, context)
    actions = tables.get("actions")
    action_for = covering(actions.frame if actions else None)
    return Result(
        name="milestones",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(frame),
        notes=tuple(_notes(work, projects, forecasts, context)),
        gaps=(
            *late_gaps(frame, action_for),
            *cycle_gaps(
                work,
                projects,
                forecasts,
                lambda row: context.row_link("tasks", row),
                action_for,
            ),
        ),
    )


def _frame(work: Work, projects: Projects, forecasts: Forecasts, context: Context) -> pd.DataFrame:
    team = context.calendars.team
    late = np.nan_to_num(context.calendars.days_late(work.owners, work.due, context.today))
    late = np.where(work.unfinished, late, 0.0)
    ledger = ledger_of(context.history, "tasks")
    promised = first_known(work.base_due, first_promises(ledger, work.ids))
    from_promise = team.between(first_known(promised, work.due), forecasts.finish)
    known = ledger.reindex(list(work.ids))
    pushed = np.nan_to_num(team.between(work.due, forecasts.finish)) > 0
    count = len(work.ids)
    rest = forecasts.schedule.total_float[:count]
    critical = work.unfinished & (rest <= NEAR)
    paused = _in(work, projects, ("On hold",))
    over = _in(work, projects, ("Complete", "Cancelled"))
    telling = work.milestone | (work.unfinished & ((late > 0) | (pushed & critical)))
    table = pd.DataFrame(
        {
            "key": pd.Series(work.keys, dtype="str"),
            "milestone": pd.Series(work.names, dtype="str"),
            "type": np.where(work.milestone, "Milestone", "Task"),
            "project": pd.Series(project_names(work, projects), dtype="str"),
            "owner": pd.Series(work.owners, dtype="str"),
            "state": _states(work, late, forecasts.blocking.blocked[:count], pushed, paused),
            "due": work.due.astype("datetime64[s]"),
            "forecast": forecasts.finish.astype("datetime64[s]"),
            "slip": from_promise,
            "days_late": late,
            "first_promise": promised.astype("datetime64[s]"),
            "moved": known["moves"].to_numpy(dtype=np.float64),
            "retroactive": known["retroactive"].to_numpy(dtype=np.float64),
            "critical": np.where(critical, "yes", ""),
            "float": np.where(work.unfinished, np.round(rest), np.nan),
            "blocked_by": pd.Series(_blockers(work, projects, forecasts), dtype="str"),
            "knock_on": np.where(work.unfinished, np.round(forecasts.knock_on[:count]), np.nan),
            "holds_up": np.where(work.unfinished, forecasts.held.count[:count], 0),
            "done": work.complete,
            "row": work.rows,
        }
    ).loc[work.counted & ~over & telling]
    links = [context.row_link("tasks", row) for row in table["row"]]
    table["link"] = pd.Series(links, index=table.index, dtype="object")
    table["order"] = np.where(table["done"], 2, np.where(table["state"] == "On hold", 1, 0))
    order = table.sort_values(
        ["order", "slip", "due", "key"], ascending=[True, False, True, True], kind="stable"
    )
    return order.drop(columns="order").reset_index(drop=True)


def _in(work: Work, projects: Projects, words: tuple[str, ...]) -> Flags:
    """Tasks whose project has one of these statuses."""
    found: Flags = np.isin(texts(projects.frame["status"]), words)
    return np.append(found, False)[work.project]


def _states(
    work: Work, late: npt.NDArray[np.float64], blocked: Flags, pushed: Flags, paused: Flags
) -> list[str]:
    """The first of these that holds: done, late, blocked, slipping, else the status as given."""
    states = np.select(
        [work.complete, paused, late > 0, work.status == "Blocked", pushed, blocked],
        ["Done", "On hold", "Late", "Blocked", "Slipping", "Waiting"],
        default="",
    )
    return [
        state or status or "Not started"
        for state, status in zip(states.tolist(), work.status.tolist(), strict=True)
    ]


def _blockers(work: Work, projects: Projects, forecasts: Forecasts) -> list[str]:
    """The root blocker of each task in words; a cycle's name for its members and what waits for it."""
    names = [*work.keys, *projects.keys]
    words = [""] * len(work.ids)
    told: dict[int, str] = {}
    for place in np.flatnonzero(forecasts.blocking.blocked[: len(words)]).tolist():
        root = int(forecasts.blocking.root[place])
        if root >= 0 and root not in told:
            told[root] = blocker_name(work, projects, root)
        words[place] = told.get(root, "a dependency cycle")
    for knot in forecasts.schedule.cycles:
        for node in knot.members:
            if node < len(words):
                words[node] = f"cycle {cycle_name(names, knot)}"
    return words


def _figures(frame: pd.DataFrame) -> tuple[Figure, ...]:
    marks = frame[frame["type"] == "Milestone"]
    still = marks[~marks["done"]]
    basis = f"of {counted(len(still), 'open milestone')}"
    return (
        Figure("Milestones done", f"{int(marks['done'].sum())} of {len(marks)}", "text"),
        Figure("Late", int((still["days_late"] > 0).sum()), basis=basis),
        Figure("Forecast late", int((still["forecast"] > still["due"]).sum()), basis=basis),
        Figure("Moved at least once", int((still["moved"] > 0).sum()), basis=basis),
        Figure("Late tasks", int((frame["type"] == "Task").sum())),
    )


def _notes(work: Work, projects: Projects, forecasts: Forecasts, context: Context) -> Iterator[str]:
    yield "Slip: working days from the first promise (baseline, else history) to the forecast"
    if context.history.started is None:
        yield "No history yet: how often a date moved is known from the next day on"
    linked = sum(bool(wanted) for wanted in work.predecessors)
    tasks = counted(len(work.ids), "task")
    yield f"Critical path and float rest on the predecessors of {linked} of {tasks}"
    among = work.counted & ~_in(work, projects, ("Cancelled", "On hold"))
    found = schedule_health(work, forecasts.links, context.today, among)
    if found.bei is not None and found.missed is not None:
        yield (
            f"Done against due by now: BEI {found.bei:.2f} (good from 0.95); "
            f"{found.missed:.0%} of {found.wanted} due by now not done in time (good up to 5%)"
        )
    if found.missing_logic is not None and found.missing_logic > 0.05:
        yield f"{found.missing_logic:.0%} of open tasks linked to nothing: their float says little"
    if found.invalid_dates:
        wrong = counted(found.invalid_dates, "task")
        yield f"{wrong} with a finish after today, or a due date before the start"
    yield from _new_plans(work, projects, context)


def _new_plans(work: Work, projects: Projects, context: Context) -> Iterator[str]:
    """Days on which a project's dates moved together: told, and slips still count from the first."""
    if context.history.started is None:
        return
    names = pd.Series(project_names(work, projects), index=work.ids, dtype="str")
    still = names[work.unfinished].value_counts()
    moves = rebaselines(
        context.history.of("tasks", "due_date"),
        names[~names.index.duplicated()],
        still,
        context.calendars.team,
    )
    told = [
        f"{row['group']} on {short_day(row['day'].date(), context.today)} "
        f"({row['rows']} of {row['open']} open dates)"
        for row in moves.tail(5).to_dict("records")
    ]
    if told:
        yield f"Re-planned, slips still count from the first promise: {listed(told)}"
