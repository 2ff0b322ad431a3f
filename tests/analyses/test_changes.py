"""What changed since the last digest, by hand: each kind, net of what went back and forth."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from mso_sheets.analyses import changes
from mso_sheets.model.history import History
from mso_sheets.model.result import Result
from tests.analyses.people_world import Change, history_of
from tests.analyses.project_world import records, world

FIRST = "2026-04-01T08:00:00+00:00"
MONDAY, TUESDAY = "2026-04-13T09:30:00+00:00", "2026-04-14T08:05:00+00:00"
TASKS = """
    | Task ID | Project ID | Task  | Owner | Due date   | Status      |
    | T-1     | P-1        | One   | Ana   | 2026-04-20 | Complete    |
    | T-2     | P-1        | Two   | Ben   | 2026-04-27 | In progress |
    | T-3     | P-1        | Three | Ben   | 2026-04-20 | In progress |
"""


def loaded(record: str, **values: str) -> list[Change]:
    return [(FIRST, "tasks", record, name, None, value) for name, value in values.items()]


def changes_of(past: History, **more: str) -> Result:
    return changes.analyse(*world({"tasks": TASKS, **more}, past))


def told(result: Result) -> list[tuple[str, str, str, Any, Any]]:
    frame = result.frame
    values = zip(
        frame["kind"], frame["record"], frame["title"], frame["before"], frame["after"], strict=True
    )
    return [tuple(None if pd.isna(v) else v for v in row) for row in values]  # type: ignore[misc]


def since(*news: Change, digest: date | None = None, at: str = "") -> History:
    load = [
        *loaded("T-1", status="In progress", due_date="2026-04-20", owner="Ana"),
        *loaded("T-2", status="Complete", due_date="2026-04-20", owner="Ana"),
        *loaded("T-9", status="In progress", due_date="2026-04-10", owner="Zed"),
    ]
    return history_of([*load, *news], date(2026, 4, 1), digest, at)


def test_the_first_run_says_that_there_is_no_history_yet() -> None:
    result = changes_of(history_of(loaded("T-1", status="Complete")))
    assert result.frame.empty
    assert result.notes == ("No history yet: changes are told from the next day on",)


def test_each_kind_of_change_is_told_with_its_before_and_after() -> None:
    result = changes_of(
        since(
            (TUESDAY, "tasks", "T-1", "status", "In progress", "Complete"),
            (TUESDAY, "tasks", "T-2", "status", "Complete", "In progress"),
            (TUESDAY, "tasks", "T-2", "owner", "Ana", "Ben"),
            (TUESDAY, "tasks", "T-2", "due_date", "2026-04-20", "2026-04-27"),
            (TUESDAY, "tasks", "T-3", "status", None, "In progress"),
            (TUESDAY, "tasks", "T-9", "", None, None),
        )
    )
    assert told(result) == [
        ("Slipped", "T-2", "Two", "20 Apr 2026", "27 Apr 2026"),
        ("Re-opened", "T-2", "Two", "Complete", "In progress"),
        ("Deleted", "T-9", "", "due 10 Apr 2026", None),
        ("Re-assigned", "T-2", "Two", "Ana", "Ben"),
        ("New", "T-3", "Three", None, None),
        ("Closed", "T-1", "One", "In progress", "Complete"),
    ]
    rows = records(result.frame)
    assert rows["tasks/T-2/slipped"]["days"] == 5
    assert rows["tasks/T-9/deleted"]["owner"] == "Zed"
    assert rows["tasks/T-1/closed"]["link"].text == "row 2"
    assert {figure.name: figure.value for figure in result.figures}["Slipped"] == 1


def test_what_went_back_to_what_it_was_is_no_change() -> None:
    result = changes_of(
        since(
            (TUESDAY, "tasks", "T-1", "due_date", "2026-04-20", "2026-04-27"),
            (TUESDAY, "tasks", "T-1", "due_date", "2026-04-27", "2026-04-20"),
            (TUESDAY, "tasks", "T-8", "status", None, "Open"),
            (TUESDAY, "tasks", "T-8", "", None, None),
        )
    )
    assert result.frame.empty


def test_what_changed_before_it_was_deleted_is_told_as_deleted_alone() -> None:
    result = changes_of(
        since(
            (TUESDAY, "tasks", "T-9", "due_date", "2026-04-10", "2026-04-17"),
            (TUESDAY, "tasks", "T-9", "", None, None),
        )
    )
    assert told(result) == [("Deleted", "T-9", "", "due 17 Apr 2026", None)]


def test_several_moves_are_one_slip_from_first_to_last() -> None:
    result = changes_of(
        since(
            (TUESDAY, "tasks", "T-2", "due_date", "2026-04-20", "2026-04-24"),
            ("2026-04-14T09:05:00+00:00", "tasks", "T-2", "due_date", "2026-04-24", "2026-04-27"),
        )
    )
    assert told(result) == [("Slipped", "T-2", "Two", "20 Apr 2026", "27 Apr 2026")]
    assert result.frame["days"].tolist() == [5]


def test_a_date_that_came_sooner_is_brought_forward() -> None:
    result = changes_of(since((TUESDAY, "tasks", "T-2", "due_date", "2026-04-27", "2026-04-20")))
    assert told(result)[0][0] == "Brought forward"
    assert result.frame["days"].tolist() == [-5]


def test_only_what_the_last_digest_did_not_know_is_told() -> None:
    early = ("2026-04-13T08:05:00+00:00", "tasks", "T-1", "status", "In progress", "Complete")
    late = (MONDAY, "tasks", "T-2", "owner", "Ana", "Ben")
    news = (TUESDAY, "tasks", "T-2", "due_date", "2026-04-20", "2026-04-27")
    digest = date(2026, 4, 13)
    by_hour = changes_of(since(early, late, news, digest=digest, at="2026-04-13T09:00:00+00:00"))
    assert [row[:2] for row in told(by_hour)] == [("Slipped", "T-2"), ("Re-assigned", "T-2")]
    by_day = changes_of(since(early, late, news, digest=digest))
    assert [row[:2] for row in told(by_day)] == [("Slipped", "T-2")]
    assert by_day.notes[0].startswith("Since the last digest, 13 Apr")


def test_without_a_digest_the_last_working_day_counts() -> None:
    friday = ("2026-04-10T08:05:00+00:00", "tasks", "T-1", "status", "In progress", "Complete")
    monday = (MONDAY, "tasks", "T-2", "owner", "Ana", "Ben")
    result = changes_of(since(friday, monday))
    assert [row[:2] for row in told(result)] == [("Re-assigned", "T-2")]


def test_a_tab_that_is_read_for_the_first_time_is_no_list_of_news() -> None:
    load = [(TUESDAY, "risks", f"R-{n}", "status", None, "Open") for n in range(30)]
    result = changes_of(since(*load))
    assert result.frame.empty
    assert "risks: 30 rows read for the first time, not listed as new" in result.notes


def test_who_pressed_a_button_is_named() -> None:
    past = since((TUESDAY, "tasks", "T-1", "status", "In progress", "Complete"))
    past.frame.loc[past.frame["at"] == TUESDAY, "by"] = "Ana"
    assert changes_of(past).frame["by"].tolist() == ["Ana"]
