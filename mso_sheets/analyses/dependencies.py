"""Dependencies: the root blockers, what each holds up and for whom; what could not be followed.

A root blocker is an unfinished task (or project) that waits for nothing itself and has unfinished
tasks below it. The one that holds most first, then the one with least float.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.covering import Covering, covering
from mso_sheets.methods.portfolio import Projects, Work, days, projects_of, texts, work_of
from mso_sheets.methods.scheduling import Forecasts, forecast_dates
from mso_sheets.methods.task_facts import cycle_name
from mso_sheets.methods.wording import counted, listed, working_days
from mso_sheets.model.cells import a1
from mso_sheets.model.result import Figure, Gap, Result, ResultColumn
from mso_sheets.model.table import Problem, Table, Tables

TITLE = "Dependencies"
READS = ("tasks",)
ALSO_READS = ("projects", "actions")
COLUMNS = (
    ResultColumn("key", "Blocker", "key", 10),
    ResultColumn("what", "What", "text", 28),
    ResultColumn("project", "Project", "text", 9),
    ResultColumn("owner", "Owner", "person", 14),
    ResultColumn("due", "Due", "date", 8),
    ResultColumn("days_late", "Late", "days", 6),
    ResultColumn("holds", "Holds up", "number", 8),
    ResultColumn("weight", "Days of effort held", "number", 9),
    ResultColumn("projects_held", "Other projects held", "text", 20),
    ResultColumn("waiting", "Who waits", "text", 28),
    ResultColumn("float", "Float", "days", 6),
    ResultColumn("link", "Row", "link", 8),
)


def analyse(tables: Tables, context: Context) -> Result:
    """Root blockers, cross-project waits, cycles and references that lead nowhere."""
    given, table = tables.get("projects"), tables["tasks"]
    projects = projects_of(given.frame if given else None, table.frame)
    work = work_of(table.frame, projects)
    forecasts = forecast_dates(work, projects, context.today, context.calendars.team)
    frame = _frame(work, projects, forecasts, context)
    actions = tables.get("actions")
    action_for = covering(actions.frame if actions else None)
    return Result(
        name="dependencies",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(frame, work, forecasts),
        notes=tuple(_notes(work, forecasts)),
        gaps=tuple(_gaps(frame, action_for)),
        problems=tuple(_problems(work, projects, forecasts, table)),
    )


def _frame(work: Work, projects: Projects, forecasts: Forecasts, context: Context) -> pd.DataFrame:
    """One row a root blocker; nodes beyond the tasks are projects that tasks wait for."""
    count, held = len(work.ids), forecasts.held
    roots = np.flatnonzero(held.is_root)
    owners = np.concatenate([work.owners, texts(projects.frame["owner"])])
    due = np.concatenate([work.due, days(projects.frame["due_date"])])
    late = np.nan_to_num(context.calendars.days_late(owners, due, context.today))
    homes = [*work.project.tolist(), *range(len(projects.ids))]
    waits = _waiting(work, projects, forecasts, homes)
    rows = [*work.rows.tolist(), *projects.frame.index.tolist()]
    keys, names = [*work.keys, *projects.keys], [*work.names.tolist(), *projects.names]
    whole = [*projects.keys, ""]
    links = [
        context.row_link("tasks" if node < count else "projects", rows[node])
        for node in roots.tolist()
    ]
    table = pd.DataFrame(
        {
            "key": pd.Series([keys[node] for node in roots.tolist()], dtype="str"),
            "what": pd.Series([names[node] for node in roots.tolist()], dtype="str"),
            "project": pd.Series([whole[homes[node]] for node in roots.tolist()], dtype="str"),
            "owner": pd.Series(owners[roots], dtype="str"),
            "due": due[roots].astype("datetime64[s]"),
            "days_late": late[roots],
            "holds": held.count[roots],
            "weight": np.round(held.weight[roots], 1),
            "projects_held": pd.Series([waits[node][0] for node in roots.tolist()], dtype="str"),
            "waiting": pd.Series([waits[node][1] for node in roots.tolist()], dtype="str"),
            "float": np.round(forecasts.schedule.total_float[roots]),
            "row": [rows[node] for node in roots.tolist()],
            "link": pd.Series(links, dtype="object"),
        }
    )
    status = np.append(texts(projects.frame["status"]), "")
    running = pd.Series([status[homes[node]] for node in roots.tolist()], dtype="str")
    table = table.assign(home=running)
    # What only a finished or cancelled project waits for holds nobody up any more.
    over = table["home"].isin(("Complete", "Cancelled")) & (table["projects_held"] == "")
    table = table[~over]
    order = ["holds", "weight", "float", "key"]
    return table.sort_values(
        order, ascending=[False, False, True, True], kind="stable"
    ).reset_index(drop=True)


def _waiting(
    work: Work, projects: Projects, forecasts: Forecasts, homes: list[int]
) -> Mapping[int, tuple[str, str]]:
    """Root blocker -> the other projects whose tasks it drives, and the owners who wait."""
    held: dict[int, dict[str, None]] = defaultdict(dict)
    people: dict[int, dict[str, None]] = defaultdict(dict)
    root = forecasts.blocking.root[: len(work.ids)]
    for place in np.flatnonzero(root >= 0).tolist():
        node, home = int(root[place]), int(work.project[place])
        if home >= 0 and home != homes[node]:
            held[node][projects.keys[home]] = None
        if work.owners[place]:
            people[node][str(work.owners[place])] = None
    return defaultdict(
        lambda: ("", ""),
        {n: (listed(list(held[n])), listed(list(people[n]))) for n in {*held, *people}},
    )


def _figures(frame: pd.DataFrame, work: Work, forecasts: Forecasts) -> tuple[Figure, ...]:
    blocked = forecasts.blocking.blocked[: len(work.ids)] & work.counted
    still = int((work.unfinished & work.counted).sum())
    across = int((frame["projects_held"] != "").sum())
    return (
        Figure("Root blockers", len(frame)),
        Figure("Late root blockers", int((frame["days_late"] > 0).sum()), basis=f"of {len(frame)}"),
        Figure("Waiting tasks", int(blocked.sum()), basis=f"of {counted(still, 'open task')}"),
        Figure("Across projects", across, basis="root blockers that another project waits for"),
        Figure("Dependency cycles", len(forecasts.schedule.cycles)),
    )


def _notes(work: Work, forecasts: Forecasts) -> Iterator[str]:
    linked = sum(bool(wanted) for wanted in work.predecessors)
    yield f"Rests on the predecessors of {linked} of {counted(len(work.ids), 'task')}"
    if forecasts.links.unknown:
        yield f"{counted(len(forecasts.links.unknown), 'predecessor')} that no task has: not followed"
    if forecasts.links.refused:
        yield f"{counted(len(forecasts.links.refused), 'link')} other than finish-to-start: not followed"


def _gaps(frame: pd.DataFrame, action_for: Covering) -> Iterator[Gap]:
    """Root blockers that are late, or that another project waits for."""
    across = frame["projects_held"] != ""
    pressing = across | ((frame["days_late"] > 0) & (frame["home"] != "On hold"))
    for row in frame[pressing].to_dict("records"):
        late = f"{working_days(row['days_late'])} late" if row["days_late"] > 0 else "not late yet"
        others = f", {row['projects_held']} among them" if row["projects_held"] else ""
        waits = f"; {row['waiting']} wait" if row["waiting"] else ""
        yield Gap(
            key=f"dependency/{row['key']}",
            kind="dependency",
            what=f"{row['key']} {row['what']} holds up {counted(row['holds'], 'task')}{others}",
            evidence=f"{late}{waits}",
            owner=row["owner"],
            close_by="Finish it, or agree how the others go on without it",
            project=row["project"],
            action=action_for(f"dependency/{row['key']}", row["key"]),
            size=float(row["holds"]),
            link=row["link"],
        )


def _problems(
    work: Work, projects: Projects, forecasts: Forecasts, table: Table
) -> Iterator[Problem]:
    """Cycles once each, and links of a kind that is not followed, at their cell of Predecessors."""
    names = [*work.keys, *projects.keys]
    for knot in forecasts.schedule.cycles:
        told = cycle_name(names, knot)
        yield _problem(
            work, table, knot.path[0], "dependency-cycle", told, "an order in which tasks can be done",
            f"Take one of these IDs out of Predecessors: {told}.",
        )  # fmt: skip
    for place, reference, kind in forecasts.links.refused:
        yield _problem(
            work, table, place, "dependency-kind", reference, "finish-to-start, with a lag if need be",
            f"Write the ID alone or with a lag ('FS+2'); {kind} is not followed.",
        )  # fmt: skip


def _problem(
    work: Work, table: Table, place: int, rule: str, value: str, expected: str, fix: str
) -> Problem:
    row, column = int(work.rows[place]), table.places.get("predecessors", 0)
    return Problem(
        rule=rule,
        table="tasks",
        tab=table.tab,
        cells=a1(row, column) if column else f"{row}:{row}",
        header=table.headers.get("predecessors", "Predecessors"),
        value=value,
        expected=expected,
        fix=fix,
        severity="warning",
        row=row,
        column=column,
        owner=str(work.owners[place]),
        record=str(work.ids[place]),
        blocks=f"the forecast of {work.keys[place]}",
    )
