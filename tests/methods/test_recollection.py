"""What history tells, each answer on a handful of events."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.methods.covering import covering
from mso_sheets.methods.recollection import earlier_words, ledger_of, past_health, word_on
from mso_sheets.methods.throughput import day_after, throughput
from mso_sheets.methods.wording import counted, listed, points, short_day, shortened
from mso_sheets.model.history import History

COLUMNS = ["day", "at", "table", "record", "field", "before", "after", "kind", "by"]


def history(*events: tuple[str, str, str, str, Any, Any], started: date | None = None) -> History:
    rows = [
        (day, f"{day}T08:00:00+00:00", table, record, field, before, after,
         "added" if before is None else "changed", "")
        for day, table, record, field, before, after in events
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    return History(frame, started)


def test_past_health_is_a_row_of_changes_and_stands_until_the_next() -> None:
    past = past_health(
        history(
            ("2026-04-01", "projects", "P-1", "computed_health", None, "On track"),
            ("2026-04-08", "projects", "P-1", "computed_health", "On track", "At risk"),
            ("2026-04-08", "projects", "P-1", "health", "On track", "At risk"),
        )
    )["P-1"]
    assert past == [(date(2026, 4, 1), "On track"), (date(2026, 4, 8), "At risk")]
    assert word_on(past, date(2026, 3, 31)) == ""
    assert word_on(past, date(2026, 4, 7)) == "On track"
    assert word_on(past, date(2026, 4, 14)) == "At risk"


@pytest.mark.parametrize(
    ("runs", "today", "words"),
    [
        (1, date(2026, 4, 8), []),
        (2, date(2026, 4, 8), ["On track"]),
        (2, date(2026, 4, 30), ["On track"]),
        (3, date(2026, 4, 8), ["Off track", "On track"]),
        (3, date(2026, 4, 9), ["Off track", "On track"]),
        (3, date(2026, 4, 10), ["On track"]),
    ],
)
def test_earlier_words_are_those_of_the_last_runs(runs: int, today: date, words: list[str]) -> None:
    past = [(date(2026, 4, 1), "Off track"), (date(2026, 4, 8), "On track")]
    assert earlier_words(past, today, runs) == words


def test_before_the_second_day_there_is_no_ledger() -> None:
    events = ("2026-04-01", "tasks", "T-1", "due_date", None, "2026-05-01")
    assert ledger_of(history(events), "tasks").empty
    assert len(ledger_of(history(events, started=date(2026, 4, 1)), "tasks")) == 1


def days(*texts: str) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    return np.array(texts, dtype="datetime64[D]")


def test_weeks_are_whole_and_empty_ones_count_from_the_beginning() -> None:
    # Tuesday 14 April: the week of the 13th is not whole. Group 0 began in the week of 23 March.
    found = throughput(
        np.array([0, 0, 0, 0, 1]),
        days("2026-04-13", "2026-04-12", "2026-04-06", "2026-03-30", "2026-04-01"),
        3,
        days("2026-03-25", "NaT", "NaT"),
        date(2026, 4, 14),
    )
    assert found.of(0) == [0, 1, 2]
    assert found.of(1) == [1, 0]
    assert found.of(2) == []
    assert found.of(0, window=2) == [1, 2]


def test_a_finish_before_the_stated_beginning_moves_the_beginning() -> None:
    found = throughput(np.array([0]), days("2026-03-30"), 1, days("2026-04-08"), date(2026, 4, 14))
    assert found.of(0) == [1, 0]


def test_a_forecast_in_weeks_is_a_working_day_or_the_due_date_of_that_week() -> None:
    team, sunday = WorkingCalendar(), date(2026, 4, 12)
    assert day_after(2, sunday, None, team) == date(2026, 4, 27)
    assert day_after(1, date(2026, 4, 14), date(2026, 4, 17), team) == date(2026, 4, 17)
    assert day_after(2, date(2026, 4, 14), date(2026, 4, 17), team) == date(2026, 4, 28)
    assert day_after(None, sunday, None, team) is None


def actions(*texts: str, status: str = "In progress") -> pd.DataFrame:
    frame = pd.DataFrame({"action": pd.Series(texts, dtype="str")})
    frame["action_id"] = [f"A-{number}" for number in range(1, len(texts) + 1)]
    frame["status"] = status
    for name in ("definition_of_done", "notes", "waiting_on"):
        frame[name] = pd.Series([None] * len(texts), dtype="str")
    return frame


def test_an_open_action_covers_what_it_names_as_a_whole_word() -> None:
    found = covering(actions("Fix R-30", "close (r-3).", "do schedule/P-1, please"))
    assert found("R-3") == "A-2"
    assert found("R-30") == "A-1"
    assert found("schedule/P-1") == "A-3"
    assert found("R-4", "R-3") == "A-2"
    assert found("P-1") == ""


def test_a_closed_action_or_none_covers_nothing() -> None:
    assert covering(actions("Fix R-3", status="Complete"))("R-3") == ""
    assert covering(None)("R-3") == ""


def test_words_are_said_as_people_say_them() -> None:
    assert [counted(n, "task") for n in (0, 1, 2, 0.5)] == [
        "0 tasks",
        "1 task",
        "2 tasks",
        "0.5 tasks",
    ]
    assert [points(n) for n in (24.4, 1.0, 0.44)] == ["24 points", "1 point", "0.4 points"]
    assert listed(["a", "b", "c"], most=2) == "a, b and 1 more"
    assert short_day(date(2026, 6, 2), date(2026, 4, 14)) == "2 Jun"
    assert short_day(date(2027, 6, 2), date(2026, 4, 14)) == "2 Jun 2027"
    assert shortened("a  long\nname of things", 9) == "a long n…"
