"""Monday 13 April 2026; office hours 9 to 17."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.methods.working_hours import OfficeHours

OFFICE = OfficeHours()
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)


def hours(start: str, end: str, office: OfficeHours = OFFICE) -> float:
    return float(
        office.between(np.array([start], "datetime64[s]"), np.array([end], "datetime64[s]"))[0]
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-04-13T10:00", "2026-04-13T12:30", 2.5),
        ("2026-04-13T16:00", "2026-04-14T10:00", 2.0),
        ("2026-04-10T16:00", "2026-04-13T10:00", 2.0),
        ("2026-04-11T08:00", "2026-04-12T20:00", 0.0),
        ("2026-04-13T07:00", "2026-04-13T21:00", 8.0),
        ("2026-04-13", "2026-04-20", 40.0),
        ("2026-04-14T10:00", "2026-04-13T16:00", -2.0),
    ],
)
def test_nights_and_weekends_do_not_count(start: str, end: str, expected: float) -> None:
    assert hours(start, end) == pytest.approx(expected)


def test_holidays_do_not_count_and_working_saturdays_do() -> None:
    calendar = WorkingCalendar(
        holidays=frozenset({date(2026, 4, 14)}), extra=frozenset({date(2026, 4, 18)})
    )
    assert hours("2026-04-13", "2026-04-20", OfficeHours(calendar)) == pytest.approx(40.0)


def test_no_time_has_no_hours() -> None:
    missing = np.array(["NaT"], "datetime64[s]")
    assert np.isnan(OFFICE.between(missing, np.array(["2026-04-13"], "datetime64[s]"))).all()


@pytest.mark.parametrize(
    ("start", "allowed", "due"),
    [
        (datetime(2026, 4, 13, 10), 4, datetime(2026, 4, 13, 14)),
        (datetime(2026, 4, 13, 16), 8, datetime(2026, 4, 14, 16)),
        (datetime(2026, 4, 10, 18), 1, datetime(2026, 4, 13, 10)),
        (datetime(2026, 4, 11, 12), 16, datetime(2026, 4, 14, 17)),
    ],
)
def test_a_deadline_is_found_in_working_time(
    start: datetime, allowed: float, due: datetime
) -> None:
    assert OFFICE.add(start, allowed) == due


@given(MOMENTS, st.integers(min_value=1, max_value=300))
def test_the_hours_up_to_a_deadline_are_those_allowed(start: datetime, allowed: int) -> None:
    due = OFFICE.add(start, allowed)
    assert hours(start.isoformat(), due.isoformat()) == pytest.approx(allowed)
    earlier = due - timedelta(seconds=1)
    assert hours(start.isoformat(), earlier.isoformat()) < allowed
