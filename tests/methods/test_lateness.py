from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.methods.calendar import Calendars, WorkingCalendar
from mso_sheets.methods.lateness import (
    lateness,
    percentile,
    punctual,
    reminders,
    stages,
    week_ends,
)

MONDAY = date(2026, 11, 23)
SUNDAY_WEEK = WorkingCalendar("1111001", name="Sun-Thu")


def days(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return np.array(texts, dtype="datetime64[D]")


def test_due_friday_seen_monday_is_one_working_day_late() -> None:
    found = lateness(days("2026-11-20"), [""], Calendars(), MONDAY)
    assert found.late.tolist() == [1]
    assert found.past.tolist() == [True]


def test_each_owner_is_judged_by_their_own_week_and_their_own_day() -> None:
    calendars = Calendars(by_person={"Dov": SUNDAY_WEEK}, days={"Jun": date(2026, 11, 24)})
    due = days("2026-11-19", "2026-11-19", "2026-11-23", "2026-11-23", "NaT")
    found = lateness(due, ["Ana", "Dov", "Ana", "Jun", "Ana"], calendars, MONDAY)
    assert found.late[:4].tolist() == [2, 2, 0, 1]
    assert np.isnan(found.late[4])
    assert found.past.tolist() == [True, True, False, True, False]


def test_a_due_date_on_a_weekend_is_past_and_no_working_day_late() -> None:
    found = lateness(days("2026-11-20"), [""], Calendars(), date(2026, 11, 22))
    assert (found.past[0], found.late[0]) == (True, 0)


@pytest.mark.parametrize(
    ("day", "end"),
    [("2026-11-23", "2026-11-29"), ("2026-11-29", "2026-11-29"), ("1969-12-28", "1969-12-28")],
)
def test_a_week_ends_on_its_sunday(day: str, end: str) -> None:
    assert week_ends(days(day)).tolist() == [date.fromisoformat(end)]


def test_snoozed_goes_first_then_what_is_missing_then_the_date() -> None:
    due = days(
        "2026-11-20", "2026-11-20", "NaT", "2026-11-20", "2026-12-20", "2026-11-23", "2027-01-01"
    )
    found = lateness(due, [""] * 7, Calendars(), MONDAY)
    owned = np.array([False, False, True, True, True, True, True])
    blocked = np.array([False, False, False, True, True, False, False])
    snoozed = np.array([True, False, False, False, False, False, False])
    assert stages(found, due, owned, blocked, snoozed, 3).tolist() == [
        "snoozed", "no owner", "no date", "overdue", "blocked", "today", "later",
    ]  # fmt: skip


def test_reminders_are_the_nearest_threshold_that_is_reached() -> None:
    due = days("2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-23", "2026-11-20")
    found = lateness(due, [""] * 6, Calendars(), MONDAY)
    no = np.zeros(6, dtype=bool)
    stage = stages(found, due, ~no, no, no, 3)
    assert reminders(found, stage, (3, 1)).tolist() == ["1", "3", "3", "", "", ""]


def test_the_on_time_rate_has_what_is_still_open_in_its_denominator() -> None:
    due = days("2026-11-10", "2026-11-10", "2026-11-10", "2026-11-23", "2026-09-27", "2026-11-10")
    closed = days("2026-11-10", "2026-11-11", "NaT", "2026-11-23", "2026-09-27", "NaT")
    still_open = np.array([False, False, True, False, False, False])
    window, on_time = punctual(due, closed, still_open, MONDAY, 8)
    assert window.tolist() == [True, True, True, False, False, False]
    assert on_time.tolist() == [True, False, False, False, False, False]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, None), ([3.0], 0.85, 3.0), ([1.0, 2.0, 3.0, 10.0], 0.5, 2.0)],
)
def test_a_percentile_is_a_value_that_occurred(
    values: list[float], share: float, expected: float | None
) -> None:
    assert percentile(np.array(values), share) == expected


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-90, 90))
def test_lateness_counts_every_working_day_once(due: date, distance: int) -> None:
    today = date.fromordinal(due.toordinal() + distance)
    found = lateness(days(str(due)), [""], Calendars(), today)
    low, high = sorted((due, today))
    count = sum(
        date.fromordinal(n).weekday() < 5 for n in range(low.toordinal() + 1, high.toordinal() + 1)
    )
    assert found.late[0] == (count if distance >= 0 else -count)
    assert found.past[0] == (distance > 0)
