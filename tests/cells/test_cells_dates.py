from __future__ import annotations

import pytest

from mso_sheets.model.cells import Cell
from tests.cells.cell_readings import dates, reading


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (46093.0, "2026-03-12"),
        (46093, "2026-03-12"),
        (46093.99, "2026-03-12"),
        (20261231.0, "2026-12-31"),
        ("2026-03-12", "2026-03-12"),
        ("  2026-03-12\u00a0", "2026-03-12"),
        ("2026-03-12T23:30:00-04:00", "2026-03-12"),
        ("2026-03-12 10:00:00 +0000 UTC", "2026-03-12"),
        ("20261231", "2026-12-31"),
        ("2026/3/2", "2026-03-02"),
        ("2026-W14-2", "2026-03-31"),
        ("12 Mar 2026", "2026-03-12"),
        ("March 12th, 2026", "2026-03-12"),
        ("Thursday, 12 March 2026", "2026-03-12"),
        ("12-mar.-26", "2026-03-12"),
        ("12mar2026", "2026-03-12"),
        ("1er mars 2026", "2026-03-01"),
        ("12 août 2026", "2026-08-12"),
        ("12. März 2026", "2026-03-12"),
        ("12 de março de 2026", "2026-03-12"),
        ("12 de marzo del 2026", "2026-03-12"),
        ("jueves 12 de marzo de 2026", "2026-03-12"),
        ("2026年3月12日", "2026-03-12"),
        ("2026年3月12日(木)", "2026-03-12"),
        ("２０２６／０３／１２", "2026-03-12"),
        ("٢٠٢٦-٠٣-١٢", "2026-03-12"),
        ("๑๒/๐๓/2026", None),
        ("25/12/2026", "2026-12-25"),
        ("12/25/2026", "2026-12-25"),
        ("31/12/95", "1995-12-31"),
        ("05/05/2026", "2026-05-05"),
        ("10 DEC 32", "2032-12-10"),
    ],
)
def test_a_date_alone_in_a_column_without_locale(cell: str | float, day: str | None) -> None:
    assert dates([cell]) == [day]


@pytest.mark.parametrize(
    ("cell", "rule", "remedy"),
    [
        (
            "03/04/2026",
            "date-ambiguous",
            "Type 2026-04-03 for 3 April 2026 or 2026-03-04 for 4 March 2026",
        ),
        ("31/02/2026", "date-impossible", "the nearest is 2026-02-28"),
        ("31.04.2026", "date-impossible", "the nearest is 2026-04-30"),
        ("2026-02-30", "date-impossible", "the nearest is 2026-02-28"),
        ("2026-13-05", "date-impossible", "year-month-day"),
        ("0000-00-00", "date-impossible", "year-month-day"),
        ("12 Mar", "date-no-year", "2026-03-12"),
        ("12/3", "date-no-year", "Add the year"),
        ("3月12日", "date-no-year", "2026-03-12"),
        ("Q3 2026", "date-is-period", "Q3 2026 ends on 2026-09-30"),
        ("March 2026", "date-is-period", "2026-03-31"),
        (2026.0, "date-is-period", "2026-12-31"),
        ("12-14 June 2026", "date-range", "the last day"),
        ("12/03/2026 - 14/03/2026", "date-range", "the last day"),
        ("46093", "date-number", "Type 2026-03-12 if 12 March 2026 is meant"),
        (45.0, "date-number", "in place of the number"),
        (True, "date-checkbox", "in place of the checkbox"),
        ("12/03/202", "date-unreadable", "year-month-day"),
        ("13/03/2206", "date-implausible", "this reads as 13 March 2206"),
        ("1 March 1026", "date-implausible", "Check the year"),
        ("25/12/2026 18;00", "date-unreadable", "year-month-day"),
        ("25/12/2026 25:00", "date-time", "there is no 25:00"),
        ("tomorrow", "date-unreadable", "year-month-day"),
        ("令和8年度3月12日", "date-unreadable", "year-month-day"),
        ("12²/03/2026", "date-unreadable", "year-month-day"),
        ("12 Mar 2026?", "date-unreadable", "year-month-day"),
        ("192.168.1.1", "date-unreadable", "year-month-day"),
        ("#REF!", "cell-error", "Mend the formula"),
        ("Loading...", "cell-loading", "read again at the next run"),
    ],
)
def test_what_is_no_date_is_told_with_its_remedy(cell: str | float, rule: str, remedy: str) -> None:
    found = reading([cell], "date")
    assert found.values == [None]
    assert found.rules == {0: [rule]}
    assert remedy in found.bad(0).fix


def test_an_impossible_day_says_how_long_its_month_is() -> None:
    assert (
        reading(["31/02/2026"], "date").bad(0).expected
        == "a day that exists: February 2026 has 28 days"
    )
    assert reading(["2028-02-30"], "date").bad(0).expected.endswith("February 2028 has 29 days")


PLACEHOLDERS = (
    "TBD|n/a|?|to be defined|por definir|a definir|à définir|noch offen|待定|未定|sin fecha|k.A."
)


@pytest.mark.parametrize("word", PLACEHOLDERS.split("|"))
def test_placeholders_are_no_date_and_are_told(word: str) -> None:
    found = reading([word], "date", header="Due date")
    assert found.values == [None]
    assert (found.bad(0).rule, found.bad(0).severity) == ("placeholder", "warning")
    assert found.bad(0).fix == "Type the due date as soon as it is known, or leave the cell empty."


def test_a_dash_is_an_empty_cell_unless_the_column_must_be_filled() -> None:
    assert reading(["-", "—", "", None, "\u200b"], "date").rules == {}
    assert reading(["-", "", None], "date", required=True).rules == {0: ["placeholder"]}


def test_a_weekday_that_contradicts_its_date_is_asked_about_and_the_date_read() -> None:
    found = reading(["Friday 12 March 2026", "jeu. 12 mars 2026"], "date")
    assert [str(value.date()) for value in found.values] == ["2026-03-12", "2026-03-12"]
    assert found.rules == {0: ["date-weekday"]}
    assert "12 March 2026 is a Thursday" in found.bad(0).fix


def test_the_time_of_day_is_kept_only_where_the_column_keeps_it() -> None:
    cells: list[Cell] = [
        46093.75,
        "2026-03-12 09:30",
        "12 Mar 2026 2:57 p.m.",
        "2026年3月12日 下午3时30分",
        "12.03.2026 13.12",
    ]
    plain = reading(cells, "date", "de_DE")
    timed = reading(cells, "date", "de_DE", time=True)
    assert {str(value) for value in plain.values} == {"2026-03-12 00:00:00"}
    assert [str(value.time()) for value in timed.values] == [
        "18:00:00", "09:30:00", "14:57:00", "15:30:00", "13:12:00",
    ]  # fmt: skip


def test_stamps_with_an_offset_move_to_the_workbooks_zone_where_times_are_kept() -> None:
    cells = ["2026-07-01T23:30:00Z", "2026-07-01 23:30"]
    timed = reading(cells, "date", time=True, zone="Europe/Madrid")
    assert [str(value) for value in timed.values] == ["2026-07-02 01:30:00", "2026-07-01 23:30:00"]
    assert dates(cells) == ["2026-07-01", "2026-07-01"]


def test_midnight_and_rounding_keep_serials_in_their_second() -> None:
    found = reading([46093 + 9.5 / 24, 46093 + 1 / 86400], "date", time=True)
    assert [str(value) for value in found.values] == ["2026-03-12 09:30:00", "2026-03-12 00:00:01"]
