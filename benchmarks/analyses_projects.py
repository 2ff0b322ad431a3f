"""CPU seconds that 20,000 tasks of 400 projects, 20,000 actions and 60,000 events cost.

    python -m benchmarks.analyses_projects [TASKS]

Reading is not counted; the yardstick is one pass of a plain Python loop over the same tasks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from time import process_time
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets import app
from mso_sheets.analyses.context import Context, Person, RowLinks
from mso_sheets.history import COLUMNS
from mso_sheets.methods.calendar import Calendars, WorkingCalendar
from mso_sheets.model.history import History
from mso_sheets.model.result import Result
from mso_sheets.model.table import Accounting, Table, Tables
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.registry import SCHEMAS

TODAY = date(2026, 4, 14)
A_PROJECT = 50
PEOPLE = 200
LIMIT = 2.0
KINDS: dict[str, Any] = {"date": "datetime64[s]", "number": "float64", "percent": "float64"}


def days_from(offsets: np.ndarray, share: float, chance: np.random.Generator) -> np.ndarray:
    """Days relative to today; a `share` of them is known."""
    days = np.datetime64(TODAY) + offsets.astype("timedelta64[D]")
    return np.where(chance.random(offsets.size) < share, days, np.datetime64("NaT"))


def table_of(name: str, values: Mapping[str, Sequence[object] | np.ndarray], rows: int) -> Table:
    """A typed table; columns that are not given are empty."""
    schema, index = SCHEMAS[name], pd.RangeIndex(2, rows + 2, name="row")
    columns: dict[str, pd.Series[Any]] = {}
    for column in schema.columns:
        given = values.get(column.field)
        if column.kind in ("references", "people"):
            filled = pd.Series(list(given) if given is not None else [()] * rows, dtype="object")
        else:
            kind: Any = KINDS.get(column.kind, "str")
            cells: Any = given if given is not None else [None] * rows
            filled = pd.Series(cells).astype(kind)
        columns[column.field] = filled.set_axis(index)
    places = {column.field: place for place, column in enumerate(schema.columns, 1)}
    frame = pd.DataFrame(columns).assign(duplicate=False)
    return Table(schema, schema.tab, 1, 1, frame, Accounting(rows, rows), places)


def tasks_of(rows: int, chance: np.random.Generator) -> Table:
    """Chains of tasks within projects, some across, a few cycles."""
    project = np.arange(rows) // A_PROJECT
    start = chance.integers(-120, 90, rows)
    due = start + chance.integers(0, 40, rows)
    past = due < -3
    status = np.where(past, "Complete", np.where(start < 0, "In progress", "Not started"))
    status = np.where(chance.random(rows) < 0.05, "Cancelled", status)
    status = np.where(chance.random(rows) < 0.06, "In progress", status)
    waits = [
        tuple(f"T-{other}" for other in {max(n - int(step), 0), int(far)} - {n}) if link else ()
        for n, (step, far, link) in enumerate(
            zip(
                chance.integers(1, 6, rows),
                np.where(
                    chance.random(rows) < 0.03, chance.integers(0, rows, rows), np.arange(rows)
                ),
                chance.random(rows) < 0.8,
                strict=True,
            )
        )
    ]
    return table_of(
        "tasks",
        {
            "task_id": [f"T-{n}" for n in range(rows)],
            "project_id": [f"PRJ-{n}" for n in project],
            "task": [f"Task number {n} of the plan" for n in range(rows)],
            "type": np.where(chance.random(rows) < 0.1, "Milestone", "Task"),
            "owner": [f"Person {n}" for n in chance.integers(0, PEOPLE, rows)],
            "status": status,
            "start_date": days_from(start, 0.9, chance),
            "due_date": days_from(due, 0.97, chance),
            "baseline_due": days_from(due - chance.integers(0, 12, rows), 0.5, chance),
            "completed_date": np.where(
                status == "Complete", days_from(due, 1, chance), np.datetime64("NaT")
            ),
            "effort_days": np.where(
                chance.random(rows) < 0.8, chance.integers(1, 15, rows), np.nan
            ),
            "percent_complete": np.where(status == "In progress", chance.random(rows), np.nan),
            "predecessors": waits,
        },
        rows,
    )


def projects_of(rows: int, chance: np.random.Generator) -> Table:
    """Projects of every stage."""
    start = chance.integers(-200, -20, rows)
    return table_of(
        "projects",
        {
            "project_id": [f"PRJ-{n}" for n in range(rows)],
            "project": [f"Project {n}" for n in range(rows)],
            "owner": [f"Person {n}" for n in chance.integers(0, PEOPLE, rows)],
            "status": chance.choice(["In progress"] * 8 + ["On hold", "Complete"], rows),
            "stage": chance.choice(["Design", "Execution", "Progress tracking", "Review"], rows),
            "health": chance.choice(["On track", "At risk"], rows),
            "start_date": days_from(start, 1, chance),
            "due_date": days_from(start + chance.integers(60, 300, rows), 1, chance),
            "last_update": days_from(chance.integers(-20, 0, rows), 1, chance),
        },
        rows,
    )


def actions_of(rows: int, chance: np.random.Generator) -> Table:
    """Actions, some of which name risks and gaps."""
    raised = chance.integers(-200, 0, rows)
    due = raised + chance.integers(1, 60, rows)
    done = chance.random(rows) < 0.6
    return table_of(
        "actions",
        {
            "action_id": [f"ACT-{n}" for n in range(rows)],
            "action": [f"Send paper {n} about RSK-{n % 3000} to the bank" for n in range(rows)],
            "owner": [f"Person {n}" for n in chance.integers(0, PEOPLE, rows)],
            "status": np.where(done, "Complete", "In progress"),
            "date_raised": days_from(raised, 0.9, chance),
            "due_date": days_from(due, 0.95, chance),
            "closed_date": np.where(done, days_from(due, 0.9, chance), np.datetime64("NaT")),
        },
        rows,
    )


def risks_of(rows: int, chance: np.random.Generator) -> Table:
    """Risks and issues."""
    return table_of(
        "risks",
        {
            "risk_id": [f"RSK-{n}" for n in range(rows)],
            "type": chance.choice(["Risk", "Issue"], rows),
            "title": [f"Risk {n}" for n in range(rows)],
            "project_id": [f"PRJ-{n}" for n in chance.integers(0, 400, rows)],
            "probability": chance.integers(1, 6, rows).astype(float),
            "impact": chance.integers(1, 6, rows).astype(float),
            "status": chance.choice(["Open", "Closed"], rows),
        },
        rows,
    )


def history_of(tasks: int, chance: np.random.Generator) -> History:
    """First values of all tasks, 20,000 moves of due dates, health of all projects."""
    first = [
        ("2026-01-05", "a", "tasks", f"T-{n}", field, None, value, "added", "")
        for n in range(tasks)
        for field, value in (("status", "Not started"), ("due_date", "2026-03-01"))
    ]
    moves = []
    for n, back in zip(
        chance.integers(0, tasks, tasks), sorted(chance.integers(1, 90, tasks))[::-1], strict=True
    ):
        day = TODAY - timedelta(days=int(back) - 1)
        moved = (day - timedelta(days=3), day + timedelta(days=9))
        words = [each.isoformat() for each in (day, *moved)]
        moves.append((words[0], words[0], "tasks", f"T-{n}", "due_date", *words[1:], "changed", ""))
    frame = pd.DataFrame([*first, *moves], columns=COLUMNS)
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    return History(frame, date(2026, 1, 5), TODAY - timedelta(days=1))


def best_of(run: Callable[[], Result], times: int = 3) -> tuple[float, Result]:
    """The least CPU seconds of some runs (a shared machine only ever adds), and the last answer."""
    spent = []
    for _ in range(times):
        started = process_time()
        result = run()
        spent.append(process_time() - started)
    return min(spent), result


def names() -> list[str]:
    """Every analysis that `refresh` and `daily-followups` ask for, once."""
    started = app.start({}, None)
    jobs = (started.job(name) for name in ("refresh", "daily-followups"))
    return list(dict.fromkeys(name for job in jobs for name in job.analyses))


def main() -> int:
    """Prints CPU seconds and rows, an analysis a line; 1 when all together pass the limit."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    chance = np.random.default_rng(1)
    made = [
        projects_of(max(rows // A_PROJECT, 1), chance),
        tasks_of(rows, chance),
        actions_of(rows, chance),
        risks_of(max(rows // 7, 1), chance),
    ]
    tables = Tables({table.name: table for table in made})
    off = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
    own = {f"Person {n}": WorkingCalendar("1111001", off) for n in range(20)}
    context = Context(
        today=TODAY,
        now=datetime(2026, 4, 14, 9, tzinfo=UTC),
        rules=WorkbookSettings(spreadsheet="x.xlsx"),
        calendars=Calendars(WorkingCalendar("1111100", off), own),
        history=history_of(rows, chance),
        people={
            f"Person {n}": Person(f"Person {n}", team=f"Team {n % 12}", manager=f"Person {n // 10}")
            for n in range(PEOPLE)
        },
        row_link=RowLinks(
            {"projects": "#projects!A", "tasks": "#tasks!A", "actions": "#actions!A"}
        ),
    )
    started = process_time()
    late = sum(row["due_date"] < pd.Timestamp(TODAY) for row in made[1].frame.to_dict("records"))
    print(
        f"{'plain loop over tasks':24} {process_time() - started:6.2f} s   {late:7,} due before today"
    )
    total = 0.0
    for name in names():
        module = import_module(f"mso_sheets.analyses.{name}")
        if any(table not in tables for table in module.READS):
            continue
        analyse = module.analyse
        spent, result = best_of(partial(analyse, tables, context))
        total += spent
        print(f"{name:24} {spent:6.2f} s   {len(result.frame):7,} rows, {len(result.gaps):,} gaps")
    print(
        f"{'all':24} {total:6.2f} s   {rows:,} tasks, {rows:,} actions, {len(context.history.frame):,} events"
        f" (at most {LIMIT:g} s)"
    )
    return int(rows <= 20_000 and total > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
