from __future__ import annotations

import pytest

from mso_sheets.tables.cells.periods import period_end, spoken
from tests.cells.cell_readings import dates, reading


@pytest.mark.parametrize(
    ("cell", "end"),
    [
        ("Q3 2026", "2026-09-30"),
        ("2026-Q3", "2026-09-30"),
        ("3Q26", "2026-09-30"),
        ("Q3'26", "2026-09-30"),
        ("T3 2026", "2026-09-30"),
        ("3. Quartal 2026", "2026-09-30"),
        ("1er trimestre 2026", "2026-03-31"),
        ("2026年第3季度", "2026-09-30"),
        ("H1 2026", "2026-06-30"),
        ("2026年上半年", "2026-06-30"),
        ("2026-W14", "2026-04-05"),
        ("2026-W53", "2027-01-03"),
        ("W14 2026", "2026-04-05"),
        ("KW 14/2026", "2026-04-05"),
        ("week 14 of 2026", "2026-04-05"),
        ("Mar 2026", "2026-03-31"),
        ("février 2028", "2028-02-29"),
        ("Mar-26", "2026-03-31"),
        ("Mar '26", "2026-03-31"),
        ("2026-03", "2026-03-31"),
        ("03/2026", "2026-03-31"),
        ("2026年3月", "2026-03-31"),
        ("2026", "2026-12-31"),
        (2026.0, "2026-12-31"),
        (202603.0, "2026-03-31"),
        (46112.0, "2026-03-31"),
        ("2026-03-15", "2026-03-15"),
    ],
)
def test_a_period_is_its_last_day_where_the_column_allows_periods(
    cell: str | float, end: str
) -> None:
    found = reading([cell], "date", period=True)
    assert dates([cell], period=True) == [end]
    assert found.rules == {}


@pytest.mark.parametrize(
    ("cell", "end", "name"),
    [
        ("W14", "2026-04-05", "week 14 of 2026"),
        ("Q3", "2026-09-30", "Q3 2026"),
        ("March", "2026-03-31", "March 2026"),
    ],
)
def test_a_period_without_a_year_is_this_years_and_asked_about(
    cell: str, end: str, name: str
) -> None:
    found = reading([cell], "date", period=True)
    assert dates([cell], period=True) == [end]
    assert (found.bad(0).rule, found.bad(0).severity) == ("period-no-year", "question")
    assert f"Read as {name}, which ends on {end}" in found.bad(0).fix


@pytest.mark.parametrize(
    "cell",
    ["FY26", "Q5 2026", "2026-W60", "S2 2026", "Mar 26", "26-Mar", "Mar-12", "H3 2026", "M3"],
)
def test_what_may_mean_two_periods_or_none_is_refused(cell: str) -> None:
    found = reading([cell], "date", period=True)
    assert found.values == [None]
    assert 0 in found.rules


def test_ends_of_periods_that_do_not_exist_are_none() -> None:
    assert period_end("week", 2025, 53) is None
    assert period_end("month", 2026, 13) is None
    assert period_end("quarter", 0, 1) is None


def test_days_are_spoken_in_english_whatever_the_machine() -> None:
    end = period_end("month", 2026, 3)
    assert end is not None
    assert spoken(end) == "31 March 2026"
