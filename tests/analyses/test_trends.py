"""Eight weeks by hand and against a plain count."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest

from mso_sheets.analyses import trends
from mso_sheets.model.history import History
from mso_sheets.model.result import Result
from tests.analyses.people_world import history_of
from tests.analyses.project_world import records, world

ACTIONS = """
    | Action ID | Action | Owner | Date raised | Due date   | Closed date | Status    |
    | A-1       | a      | Ana   | 2026-03-30  | 2026-04-03 | 2026-04-02  | Complete  |
    | A-2       | b      | Ana   | 2026-03-31  | 2026-04-03 | 2026-04-08  | Complete  |
    | A-3       | c      | Ana   | 2026-04-07  | 2026-04-10 |             | Open      |
    | A-4       | d      | Ana   | 2026-04-13  | 2026-04-14 |             | Open      |
    | A-5       | e      | Ana   | 2026-04-13  | 2026-04-20 | 2026-04-13  | Complete  |
    | A-6       | f      | Ana   | 2026-04-07  | 2026-04-10 |             | Cancelled |
    | A-7       | g      | Ana   | 2026-04-07  |            |             | Open      |
"""


def trends_of(past: History | None = None, **tables: str) -> Result:
    return trends.analyse(*world(tables, past))


COUNTS = ["opened", "closed", "overdue", "due", "on_time"]


def week(result: Result, name: str, *columns: str) -> list[Any]:
    row = records(result.frame)[name]
    return [row[column] for column in columns or COUNTS]


def test_each_week_counts_what_was_opened_closed_overdue_and_due() -> None:
    result = trends_of(actions=ACTIONS)
    assert len(result.frame) == 8
    assert result.frame["key"].tolist()[-3:] == ["2026-W14", "2026-W15", "2026-W16"]
    assert week(result, "2026-W14") == [2, 1, 1, 2, 1]
    # A-3 is overdue at the end of its week; A-2 was closed late in it.
    assert week(result, "2026-W15") == [2, 1, 1, 1, 0]
    # The week so far: A-4 is due today and not yet late or on time.
    assert week(result, "2026-W16") == [2, 1, 1, 0, 0]


def test_a_week_in_which_nothing_was_due_has_no_rate() -> None:
    result = trends_of(actions=ACTIONS)
    assert week(result, "2026-W14", "on_time_rate") == [0.5]
    assert pd.isna(week(result, "2026-W16", "on_time_rate")[0])


def test_the_rate_over_eight_weeks_is_of_all_that_was_due() -> None:
    figure = trends_of(actions=ACTIONS).figures[-1]
    assert figure.value == pytest.approx(1 / 3)
    assert figure.basis == "of 3 that were due, tasks and actions"


def test_a_due_date_that_moved_counts_as_it_stood_then() -> None:
    moved = ("2026-04-14T08:05:00+00:00", "actions", "A-3", "due_date", "2026-04-02", "2026-04-10")
    result = trends_of(history_of([moved], date(2026, 3, 2)), actions=ACTIONS)
    # Through the week of 6 April A-3 was promised for the 2nd, before it was raised.
    assert week(result, "2026-W15", "due", "overdue") == [0, 1]


def test_tasks_and_actions_are_added_and_kept_apart_beside() -> None:
    tasks = """
        | Task ID | Project ID | Task | Owner | Due date   | Completed date | Status   |
        | T-1     | P-1        | t    | Ana   | 2026-04-08 | 2026-04-08     | Complete |
    """
    result = trends_of(actions=ACTIONS, tasks=tasks)
    assert week(result, "2026-W15", "closed") == [2]
    kinds = records(result.more["by_kind"])
    assert kinds["2026-W15 tasks"]["closed"] == kinds["2026-W15 actions"]["closed"] == 1
    assert "tasks: 1 row whose opening day nobody wrote not in Opened" in result.notes


def test_what_no_column_tells_comes_from_the_history() -> None:
    tasks = """
        | Task ID | Project ID | Task | Owner | Due date   | Status   |
        | T-1     | P-1        | t    | Ana   | 2026-04-08 | Complete |
    """
    first = ("2026-03-02T08:00:00+00:00", "tasks", "T-0", "status", None, "Open")
    added = ("2026-03-31T08:00:00+00:00", "tasks", "T-1", "status", None, "Open")
    done = ("2026-04-07T08:00:00+00:00", "tasks", "T-1", "status", "Open", "Complete")
    past = history_of([first, added, done], date(2026, 3, 2))
    result = trends_of(past, tasks=tasks)
    assert week(result, "2026-W14", "opened") == [1]
    assert week(result, "2026-W15", "closed", "due", "on_time") == [1, 1, 1]


def test_health_by_week_is_told_for_the_weeks_that_history_covers() -> None:
    assert trends_of(actions=ACTIONS).more["health_by_week"].empty
    past = history_of(
        [
            ("2026-04-01T08:00:00+00:00", "projects", "P-1", "computed_health", None, "On track"),
            ("2026-04-01T08:00:00+00:00", "projects", "P-2", "computed_health", None, "On track"),
            (
                "2026-04-09T08:00:00+00:00",
                "projects",
                "P-2",
                "computed_health",
                "On track",
                "At risk",
            ),
        ],
        date(2026, 4, 1),
    )
    weekly = trends_of(past, actions=ACTIONS).more["health_by_week"]
    assert weekly["week"].dt.strftime("%d %b").tolist() == ["30 Mar", "06 Apr", "13 Apr"]
    assert weekly["On track"].tolist() == [2, 1, 1]
    assert weekly["At risk"].tolist() == [0, 1, 1]


def test_neither_tasks_nor_actions_is_said() -> None:
    assert trends_of(projects="| Project ID | Project |").unavailable


@pytest.mark.parametrize("seed", range(4))
def test_random_weeks_are_as_a_plain_count_says(seed: int) -> None:
    random, today = Random(seed), date(2026, 4, 14)
    items = []
    for number in range(60):
        raised = today - timedelta(days=random.randrange(90))
        due = raised + timedelta(days=random.randrange(30))
        closed = raised + timedelta(days=random.randrange(40))
        items.append((f"A-{number}", raised, due, closed if closed <= today else None))
    rows = "\n".join(
        f"| {name} | x | Ana | {raised} | {due} | {closed or ''} | {'Complete' if closed else 'Open'} |"
        for name, raised, due, closed in items
    )
    header = "| Action ID | Action | Owner | Date raised | Due date | Closed date | Status |\n"
    frame = trends_of(actions=header + rows).frame
    for row in frame.to_dict("records"):
        first = row["week"].date()
        last = min(first + timedelta(days=6), today)
        due_then = [item for item in items if first <= item[2] <= last]
        in_time = [item for item in due_then if item[3] and item[3] <= item[2]]
        decided = [item for item in due_then if item in in_time or item[2] < today]
        assert row["opened"] == sum(first <= item[1] <= last for item in items)
        assert row["closed"] == sum(
            bool(item[3]) and first <= item[3] <= last for item in items if item[3]
        )
        assert row["overdue"] == sum(
            item[1] <= last and item[2] < last and not (item[3] and item[3] <= last)
            for item in items
        )
        assert (row["due"], row["on_time"]) == (len(decided), len(in_time))
