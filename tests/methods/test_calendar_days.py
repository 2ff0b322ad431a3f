"""Truth: examples of NETWORKDAYS, NETWORKDAYS.INTL and WORKDAY in the makers' documentation."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from mso_sheets.methods.calendar import Calendars, WorkingCalendar

CASES = json.loads(
    (Path(__file__).parent.parent / "truth" / "business_days" / "cases.json").read_text()
)
MAY_DAY = date(2026, 5, 1)


def calendar_of(case: dict[str, Any]) -> WorkingCalendar:
    holidays = frozenset(date.fromisoformat(day) for day in case["holidays"])
    return WorkingCalendar(case.get("weekmask_mon_first", "1111100"), holidays)


def days(*texts: str) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    return np.array(texts, dtype="datetime64[D]")


@pytest.mark.parametrize("case", CASES["networkdays"], ids=lambda c: f"{c['start']}..{c['end']}")
def test_both_ends_are_counted_as_spreadsheets_do(case: dict[str, Any]) -> None:
    found = calendar_of(case).network_days(days(case["start"]), days(case["end"]))
    assert found.tolist() == [case["recomputed"]]


@pytest.mark.parametrize("case", CASES["workday"], ids=lambda c: f"{c['start']}+{c['days']}")
def test_adding_working_days_gives_the_date_of_the_documentation(case: dict[str, Any]) -> None:
    calendar, start = calendar_of(case), date.fromisoformat(case["start"])
    assert calendar.add(start, case["days"]).isoformat() == case["recomputed"]
    found = calendar.add_days(days(case["start"]), case["days"])
    assert str(found[0]) == case["recomputed"]


def test_whole_columns_are_added_as_one_by_one() -> None:
    calendar = WorkingCalendar(
        "1111100",
        frozenset({date(2026, 4, 3), date(2026, 4, 6), MAY_DAY}),
        frozenset({date(2026, 4, 11)}),
    )
    random = Random(7)
    starts = [date(2026, 4, 1) + timedelta(random.randrange(60)) for _ in range(200)]
    counts = [random.randrange(-25, 26) for _ in starts]

    found = calendar.add_days(np.array(starts, "datetime64[D]"), counts)

    expected = [calendar.add(start, count) for start, count in zip(starts, counts, strict=True)]
    assert found.tolist() == expected


def test_a_fraction_of_a_day_reaches_into_the_next_and_missing_stays_missing() -> None:
    found = WorkingCalendar().add_days(
        np.array(["2026-04-17", "NaT", "2026-04-17", "2026-04-17"], "datetime64[D]"),
        [0.2, 1.0, np.nan, 1.0000000001],
    )
    assert [str(day) for day in found] == ["2026-04-20", "NaT", "NaT", "2026-04-20"]


def test_network_days_of_a_missing_date_is_missing() -> None:
    found = WorkingCalendar().network_days(days("NaT", "2026-04-14"), days("2026-04-14", "NaT"))
    assert np.isnan(found).all()


def test_each_person_is_counted_by_their_own_calendar() -> None:
    calendars = Calendars(
        by_person={"Ben": WorkingCalendar("1111111"), "Zoe": WorkingCalendar("1000000")}
    )
    found = calendars.between(
        np.array(["Ana", "Ben", "Cy", "Zoe"], dtype=object),
        days("2026-04-03"),
        days("2026-04-13"),
    )
    assert found.tolist() == [6.0, 10.0, 6.0, 2.0]
