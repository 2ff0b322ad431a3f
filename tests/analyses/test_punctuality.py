from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from mso_sheets.analyses import punctuality
from mso_sheets.model.cells import Cell
from mso_sheets.model.result import Result
from tests.analyses.people_world import MONDAY, plain_rows, sample_world, world_of
from tests.making import serial
from tests.oracle.followups import on_time

PEOPLE = """
    | Name       | Team  | Working days |
    | Ana Silva  | North | Mon-Fri      |
    | Ben Okafor | South | Mon-Fri      |
"""
HEADER: list[Cell] = [
    "Action ID", "Action", "Owner", "Due date", "Status", "Date raised", "Closed date", "Project ID",
    "Meeting ID",
]  # fmt: skip


def group(result: Result, key: str) -> dict[str, object]:
    rows = result.frame[result.frame["key"] == key].to_dict("records")
    assert len(rows) == 1
    return {str(name): value for name, value in rows[0].items()}


def test_rates_have_open_items_in_their_denominator_and_few_are_marked() -> None:
    tables, context = world_of(
        MONDAY,
        people=PEOPLE,
        actions="""
            | Action ID | Action | Owner      | Due date   | Status    | Closed date | Project ID |
            | A-1       | Send   | Ana Silva  | 2026-11-10 | Done      | 2026-11-09  | P-1        |
            | A-2       | Send   | Ana Silva  | 2026-11-10 | Done      | 2026-11-12  | P-1        |
            | A-3       | Send   | Ana Silva  | 2026-11-16 | Open      |             | P-1        |
            | A-4       | Send   | Ben Okafor | 2026-11-10 | Done      | 2026-11-10  | P-2        |
            | A-5       | Send   | Ben Okafor | 2026-11-10 | Cancelled | 2026-11-20  | P-2        |
            | A-6       | Send   | Ben Okafor | 2026-12-10 | Open      |             | P-2        |
        """,
    )
    result = punctuality.analyse(tables, context)
    north = group(result, "Team: North")
    assert (north["due"], north["on_time"], north["p50"], north["p85"]) == (3, 1 / 3, 2, 5)
    assert north["note"] == "few: n=3"
    assert group(result, "Team: South")["on_time"] == 1
    assert group(result, "Project: P-1")["due"] == 3
    assert group(result, "All actions")["due"] == 4


def test_a_meeting_series_is_one_group_whatever_its_spelling() -> None:
    tables, context = world_of(
        MONDAY,
        meetings="""
            | Meeting ID | Date       | Meeting       |
            | M-1        | 2026-11-02 | Weekly review |
            | M-2        | 2026-11-09 | weekly review |
        """,
        actions="""
            | Action ID | Action | Owner     | Due date   | Status | Meeting ID |
            | A-1       | Send   | Ana Silva | 2026-11-10 | Open   | M-1        |
            | A-2       | Send   | Ana Silva | 2026-11-11 | Open   | M-2        |
        """,
    )
    result = punctuality.analyse(tables, context)
    assert group(result, "Meeting: Weekly review")["due"] == 2


def test_time_to_close_is_kaplan_meiers_median_with_open_items_censored() -> None:
    """Closed after 2, 4 and 6 working days, one cancelled after 4, one open for 5: S(4) = 0.6, S(6) = 0."""
    raised = date(2026, 11, 9)
    rows: list[list[Cell]] = [HEADER]
    for number, (day, status) in enumerate(
        [
            ("2026-11-11", "Done"),
            ("2026-11-13", "Done"),
            ("2026-11-17", "Done"),
            ("2026-11-13", "Cancelled"),
        ]
    ):
        rows.append([f"A-{number}", "Send", "Ana Silva", serial(date(2026, 11, 30)), status, serial(raised),
                     serial(date.fromisoformat(day)), None, None])  # fmt: skip
    rows.append(
        ["A-9", "Send", "Ana Silva", None, "Open", serial(date(2026, 11, 16)), None, None, None]
    )
    tables, context = world_of(MONDAY, actions=rows, people=PEOPLE)
    assert group(punctuality.analyse(tables, context), "All actions")["median"] == 6
    tables, context = world_of(MONDAY, actions=rows[:3], people=PEOPLE)
    assert group(punctuality.analyse(tables, context), "All actions")["median"] == 2


def test_a_median_is_not_given_while_fewer_than_half_closed() -> None:
    rows: list[list[Cell]] = [HEADER]
    for number in range(5):
        closed = serial(date(2026, 11, 12)) if number == 0 else None
        rows.append([f"A-{number}", "Send", "Ana Silva", None, "Done" if closed else "Open",
                     serial(date(2026, 11, 9)), closed, None, None])  # fmt: skip
    tables, context = world_of(MONDAY, actions=rows, people=PEOPLE)
    result = punctuality.analyse(tables, context)
    assert math.isnan(float(str(group(result, "All actions")["median"])))
    assert result.figures[3].value is None


def test_teams_of_different_pace_are_named_with_their_chance() -> None:
    rows: list[list[Cell]] = [HEADER]
    for number in range(40):
        owner, days = ("Ana Silva", 2) if number % 2 else ("Ben Okafor", 15)
        raised = MONDAY - timedelta(days=60)
        closed = raised + timedelta(days=days + number % 3)
        dates = (serial(closed), "Done", serial(raised), serial(closed))
        rows.append([f"A-{number}", "Send", owner, *dates, None, None])
    tables, context = world_of(MONDAY, actions=rows, people=PEOPLE)
    insight = punctuality.analyse(tables, context).insights[0]
    assert insight.sentence.startswith(
        "North closes half of its actions within 1 working day, South within 11"
    )
    assert insight.chance == "log-rank p < 0.001"


@pytest.mark.parametrize("day", [MONDAY, date(2027, 1, 6)])
def test_the_samples_rate_equals_the_oracle(day: date) -> None:
    tables, context = sample_world(day)
    kept, due = on_time(plain_rows(tables["actions"]), day)
    everything = group(punctuality.analyse(tables, context), "All actions")
    assert (everything["due"], everything["on_time"]) == (due, kept / due)


def test_nothing_due_gives_no_rate() -> None:
    tables, context = world_of(MONDAY, actions="| Action ID | Action |")
    result = punctuality.analyse(tables, context)
    assert [figure.value for figure in result.figures] == [None] * 4
