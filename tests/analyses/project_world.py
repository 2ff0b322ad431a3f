"""Random projects and tasks as rows of a sheet, and the oracle's world of the same tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.model.cells import Cell
from mso_sheets.model.history import History
from mso_sheets.model.table import Tables
from mso_sheets.settings.models import WorkbookSettings
from tests.analyses.people_world import plain_rows, world_of
from tests.making import TODAY, Rows, serial
from tests.oracle.projects import Week, World

STATUSES = (
    "Not started",
    "In progress",
    "Blocked",
    "On hold",
    "Pending review",
    "Complete",
    "Cancelled",
)
PROJECT_HEADER = (
    "Project ID", "Project", "Owner", "Stage", "Status", "Health", "Start date", "Due date",
    "Baseline due date", "% complete", "Weight", "Last update",
)  # fmt: skip
TASK_HEADER = (
    "Task ID", "Project ID", "Task", "Type", "Owner", "Status", "Start date", "Due date",
    "Baseline start", "Baseline due", "Completed date", "Effort (days)", "% complete", "Predecessors",
)  # fmt: skip


def world(
    tables: Mapping[str, str | Rows],
    past: History | None = None,
    rules: WorkbookSettings | None = None,
    day: date = TODAY,
) -> tuple[Tables, Context]:
    """Tables by name, read, with their context on a Tuesday (14 April 2026)."""
    return world_of(day, rules, past, 9, as_is=False, **tables)


def records(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The rows of a result by key."""
    return {
        row["key"]: {str(name): value for name, value in row.items()}
        for row in frame.to_dict("records")
    }


def random_projects(random: Random, today: date, count: int) -> Rows:
    """A Projects tab: most are running, some lack what they should have."""
    rows: list[list[Cell]] = [list(PROJECT_HEADER)]
    for number in range(1, count + 1):
        start = today + timedelta(days=random.randrange(-90, 15))
        due = start + timedelta(days=random.randrange(10, 160))
        rows.append(
            [
                f"P-{number}",
                f"Project {number}",
                random.choice(["Ana", "Ben", ""]),
                random.choice(["Design", "Execution", "Progress tracking", "Review", ""]),
                random.choice(
                    ["In progress"] * 6 + ["Not started", "On hold", "Complete", "Blocked", ""]
                ),
                random.choice(["On track", "On track", "At risk", "Off track", ""]),
                _maybe(random, 0.9, serial(start)),
                _maybe(random, 0.9, serial(due)),
                _maybe(random, 0.4, serial(due - timedelta(days=random.randrange(0, 20)))),
                _maybe(random, 0.4, random.randrange(0, 20) / 20),
                None,
                _maybe(random, 0.8, serial(today - timedelta(days=random.randrange(0, 18)))),
            ]
        )
    return rows


def random_tasks(random: Random, today: date, projects: int, most: int) -> Rows:
    """A Tasks tab: up to `most` tasks a project, of every status, with gaps, outlines and cycles."""
    rows: list[list[Cell]] = [list(TASK_HEADER)]
    names: list[str] = []
    for project in range(1, projects + 1):
        with_effort, tidy = random.random() < 0.6, random.random() < 0.6
        for number in range(1, random.randrange(1, most + 1)):
            name = f"T{project}-{number}" + random.choice(["", "", "", ".1"])
            row = _task(random, today, f"P-{project}", name, names, with_effort=with_effort)
            rows.append(_tidied(row, random, today) if tidy else row)
            names.append(name)
    rows[-1][1] = "P-99"
    return rows


def _task(
    random: Random, today: date, project: str, name: str, others: list[str], *, with_effort: bool
) -> list[Cell]:
    start = today + timedelta(days=random.randrange(-80, 60))
    due = start + timedelta(days=random.randrange(0, 30))
    status = random.choice([*STATUSES, "Complete", "Complete", "In progress", "Not started"])
    milestone = random.random() < 0.2
    waits = random.sample(others, min(len(others), random.choice([0, 0, 1, 1, 2])))
    if random.random() < 0.06:
        waits.append(f"T{random.randrange(1, 5)}-{random.randrange(1, 6)}")
    return [
        name,
        project,
        f"Task {name}",
        "Milestone" if milestone else "Task",
        random.choice(["Ana", "Ben", "Cem", ""]),
        status,
        None if milestone else _maybe(random, 0.85, serial(start)),
        _maybe(random, 0.93, serial(due)),
        _maybe(random, 0.4, serial(start - timedelta(days=random.randrange(0, 9)))),
        _maybe(random, 0.4, serial(due - timedelta(days=random.randrange(0, 9)))),
        serial(min(due, today)) if status == "Complete" and random.random() < 0.9 else None,
        random.choice([0.5, 1.0, 3.0, 5.0, 8.0]) if with_effort and random.random() < 0.8 else None,
        _maybe(random, 0.5, random.randrange(0, 21) / 20),
        ", ".join(waits) or None,
    ]


def _tidied(row: list[Cell], random: Random, today: date) -> list[Cell]:
    """The same task in good order: done when it was due, under way when it should be."""
    column = TASK_HEADER.index
    start, due, now = row[column("Start date")], row[column("Due date")], serial(today)
    if isinstance(due, float) and due < now:
        row[column("Status")], row[column("Completed date")] = "Complete", due - random.randrange(3)
    elif isinstance(start, float) and isinstance(due, float) and start <= now < due:
        row[column("Status")] = "In progress"
        row[column("% complete")] = round((now - start) / (due - start), 2)
    else:
        row[column("Status")], row[column("% complete")] = "Not started", None
    for name in ("Baseline start", "Baseline due"):
        row[column(name)] = None
    if row[column("Status")] == "Not started":
        row[column("Predecessors")] = None
    return row


def _maybe(random: Random, chance: float, value: Cell) -> Cell:
    return value if random.random() < chance else None


def oracle_world(tables: Tables, context: Context) -> World:
    """The same tables and calendars for the oracle."""
    calendars = context.calendars
    return World(
        today=context.today,
        projects=plain_rows(tables["projects"]),
        tasks=plain_rows(tables["tasks"]),
        team=_week(calendars.team),
        people={name: _week(own) for name, own in calendars.by_person.items()},
    )


def _week(calendar: WorkingCalendar) -> Week:
    return Week(calendar.mask, calendar.holidays, calendar.extra)
