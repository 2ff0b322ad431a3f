"""Whatever a sheet lacks, every analysis of projects answers, with one row a key and stable gaps."""

from __future__ import annotations

import math
from datetime import date, timedelta
from importlib import import_module
from random import Random
from typing import Any

import pandas as pd
import pytest

from mso_sheets.model.cells import Cell
from mso_sheets.model.history import History
from mso_sheets.model.result import Result
from tests.analyses.people_world import Change, history_of
from tests.analyses.project_world import random_projects, random_tasks, world
from tests.making import TODAY, Rows

NAMES = ("progress", "milestones", "dependencies", "changes", "trends", "stage_gates", "risks")
NEEDED = {"Project ID", "Project", "Task ID", "Task", "Owner", "Due date", "Status"}


def without_some_columns(random: Random, rows: Rows) -> Rows:
    keep = [n for n, name in enumerate(rows[0]) if name in NEEDED or random.random() < 0.5]
    return [[row[place] for place in keep] for row in rows]


def with_odd_cells(random: Random, rows: Rows) -> Rows:
    odd: list[Cell] = [None, "x", 1e7, -3.0, 43_000.0, "#REF!", True, "P-1", "T1-1, T1-1, ?"]
    return [
        rows[0],
        *(
            [random.choice(odd) if random.random() < 0.08 else cell for cell in row]
            for row in rows[1:]
        ),
    ]


def random_history(random: Random) -> History:
    changes: list[Change] = [("2026-02-02T08:00:00+00:00", "tasks", "T1-1", "status", None, "Open")]
    for back in range(40, 0, -1):
        day = (TODAY - timedelta(days=back)).isoformat()
        record = f"T{random.randrange(1, 5)}-{random.randrange(1, 9)}"
        dates = [(TODAY + timedelta(days=random.randrange(-60, 60))).isoformat() for _ in range(2)]
        table, field, before, after = random.choice(
            [
                ("tasks", "due_date", dates[0], dates[1]),
                ("tasks", "due_date", dates[0], None),
                ("tasks", "status", "In progress", "Complete"),
                ("tasks", "status", "Complete", None),
                ("tasks", "owner", "Ana", "Ben"),
                ("tasks", "", None, None),
                ("tasks", "status", None, "In progress"),
                ("projects", "due_date", dates[0], dates[1]),
                ("projects", "computed_health", "On track", "Off track"),
                ("kpis", "actual", 3.0, 4.0),
            ]
        )
        name = f"P-{random.randrange(1, 6)}" if table == "projects" else record
        changes.append((f"{day}T08:00:00+00:00", table, name, field, before, after))
    digest = random.choice([None, TODAY - timedelta(days=1)])
    return history_of(changes, date(2026, 2, 2), digest)


def results(seed: int) -> dict[str, Result]:
    random = Random(seed)
    tables: dict[str, Rows] = {
        "projects": random_projects(random, TODAY, random.choice([0, 1, 6])),
        "tasks": random_tasks(random, TODAY, 6, random.choice([2, 12])),
    }
    tables = {
        name: with_odd_cells(random, without_some_columns(random, rows))
        for name, rows in tables.items()
    }
    for name in [name for name in tables if random.random() < 0.1]:
        del tables[name]
    past = random.choice([None, random_history(random)])
    read, context = world(dict(tables), past)
    found = {}
    for name in NAMES:
        module: Any = import_module(f"mso_sheets.analyses.{name}")
        if all(table in read for table in module.READS):
            found[name] = module.analyse(read, context)
    return found


@pytest.mark.parametrize("seed", range(24))
def test_every_analysis_answers_whatever_a_sheet_lacks(seed: int) -> None:
    for name, result in results(seed).items():
        assert result.name == name
        assert result.frame.columns[0] == "key"
        assert result.frame["key"].is_unique, name
        assert {column.field for column in result.columns} <= set(result.frame.columns), name
        keys = [gap.key for gap in result.gaps]
        assert len(keys) == len(set(keys)), name
        assert all(math.isfinite(gap.size) and gap.what and gap.close_by for gap in result.gaps)


def test_the_same_sheet_gives_the_same_answer_twice() -> None:
    for first, second in zip(results(3).values(), results(3).values(), strict=True):
        pd.testing.assert_frame_equal(first.frame, second.frame)
        assert (first.figures, first.notes, first.gaps) == (
            second.figures,
            second.notes,
            second.gaps,
        )
