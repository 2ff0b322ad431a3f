from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.tables.cells import Dialect, read_columns
from mso_sheets.tables.cells.orders import Triple, decide, full_year, options, usual_order
from tests.cells.cell_readings import TODAY, WORDS, dates, reading


def test_a_day_above_twelve_decides_the_whole_column() -> None:
    assert dates(["25/03/2026", "03/04/2026"]) == ["2026-03-25", "2026-04-03"]
    assert dates(["03/25/2026", "03/04/2026"]) == ["2026-03-25", "2026-03-04"]
    assert dates(["3/25/26", "3/4/26"]) == ["2026-03-25", "2026-03-04"]
    assert dates(["31/02/2026", "03/04/2026"]) == [None, "2026-04-03"]


def test_evidence_beats_the_locale_and_is_told() -> None:
    found = reading(["25/03/2026", "03/04/2026"], "date", "en_US")
    assert [str(value.date()) for value in found.values] == ["2026-03-25", "2026-04-03"]
    assert found.rules == {1: ["date-against-locale"]}
    assert "as '25/03/2026' shows, although the workbook's locale en_US" in found.bad(1).fix
    assert found.read.evidence.startswith("day first, as '25/03/2026' shows")


def test_evidence_with_the_locale_is_no_question() -> None:
    assert reading(["25/03/2026", "03/04/2026"], "date", "en_GB").rules == {}


def test_two_orders_in_one_column_leave_the_rest_open() -> None:
    cells = ["25/03/2026", "03/25/2026", "03/04/2026", "07/07/2026"]
    assert dates(cells, "en_GB") == ["2026-03-25", "2026-03-25", None, "2026-07-07"]
    assert reading(cells, "date", "en_GB").rules == {2: ["date-ambiguous"]}


@pytest.mark.parametrize(
    ("locale", "day"),
    [
        ("en_US", "2026-03-04"),
        ("en_GB", "2026-04-03"),
        ("en-IN", "2026-04-03"),
        ("de_DE", "2026-04-03"),
        ("fr_FR", "2026-04-03"),
        ("es_ES", "2026-04-03"),
        ("pt_BR", "2026-04-03"),
        ("zh_CN", None),
        ("ja_JP", None),
        ("en_CA", None),
        ("", None),
    ],
)
def test_without_evidence_the_locale_decides(locale: str, day: str | None) -> None:
    assert dates(["03/04/2026"], locale) == [day]


def test_numbers_with_dots_are_never_month_first_by_the_locale_alone() -> None:
    assert dates(["03.04.2026"], "en_US") == [None]
    assert dates(["03.04.2026", "03/25/2026"], "en_US") == [None, "2026-03-25"]
    assert dates(["03.04.2026", "03.25.2026"], "en_US") == ["2026-03-04", "2026-03-25"]
    assert dates(["03.04.2026"], "de_DE") == ["2026-04-03"]


def test_two_digit_years_stand_first_only_where_that_is_the_custom() -> None:
    assert dates(["26/03/12", "26/12/25"], "ja_JP") == ["2026-03-12", "2026-12-25"]
    assert dates(["26/03/12"], "en_GB") == ["2012-03-26"]
    assert dates(["26/03/12"]) == [None]
    assert dates(["25/03/26"]) == ["2026-03-25"]
    assert dates(["12/03/26", "31/03/26"], "zh_CN") == ["2026-03-12", "2026-03-31"]


def test_serials_in_a_column_of_the_other_order_may_be_swapped_and_are_asked_about() -> None:
    """A month-first sheet keeps 25/03 as text and takes 03/04 for 4 March: serial 46085."""
    found = reading(["25/03/2026", 46085.0, 46087.0, 46088.0], "date", "en_US")
    assert found.rules == {
        1: ["date-maybe-swapped"],
        2: ["date-maybe-swapped"],
        3: ["date-maybe-swapped"],
    }
    assert reading(["25/03/2026", 46085.0, 46099.0], "date", "en_US").rules == {}
    assert reading(["25/03/2026", 46085.0], "date", "en_GB").rules == {}


def test_another_column_of_the_table_lends_its_proof() -> None:
    columns: dict[str, tuple[Sequence[Cell], Column]] = {
        "start_date": (["3/25/26", "3/1/26"], Column("Start date", "date")),
        "due_date": (["4/5/26", "4/6/26"], Column("Due date", "date")),
        "notes": (["4/5/26", None], Column("Notes", "text")),
    }
    found = read_columns(columns, Dialect("", TODAY), WORDS)
    assert [str(day.date()) for day in found["due_date"].values] == ["2026-04-05", "2026-04-06"]
    assert found["due_date"].evidence == "month first, as another column of this table shows"
    assert found["notes"].values.tolist()[0] == "4/5/26"


def test_columns_that_prove_two_orders_lend_nothing() -> None:
    columns: dict[str, tuple[Sequence[Cell], Column]] = {
        "start_date": (["3/25/26"], Column("Start date", "date")),
        "finished": (["25/3/26"], Column("Finished date", "date")),
        "due_date": (["4/5/26"], Column("Due date", "date")),
    }
    found = read_columns(columns, Dialect("", TODAY), WORDS)
    assert found["due_date"].values.isna().all()


@pytest.mark.parametrize(
    ("digits", "year"),
    [
        ("26", 2026),
        ("75", 2075),
        ("76", 1976),
        ("99", 1999),
        ("0026", 26),
        ("6", None),
        ("202", None),
    ],
)
def test_two_digits_are_the_nearest_year(digits: str, year: int | None) -> None:
    assert full_year(digits, date(2026, 11, 23)) == year


def test_locales_without_one_custom_decide_nothing() -> None:
    assert {usual_order(name) for name in ("", "en", "en_CA", "fr_CA")} == {""}
    assert {usual_order(name) for name in ("de", "zh_HK", "sv_SE.UTF-8", "en_IN")} == {"DMY"}
    assert {usual_order(name) for name in ("en_US", "en-US", "es_US")} == {"MDY"}
    assert {usual_order(name) for name in ("ja", "zh_TW", "hu_HU")} == {"YMD"}


def test_a_year_between_day_and_month_is_read_only_when_the_order_is_told() -> None:
    triple = Triple(("13", "2021", "01"), "-")
    assert options(triple, decide([("13-2021-01", triple)], "en_GB", TODAY), TODAY) == ()
