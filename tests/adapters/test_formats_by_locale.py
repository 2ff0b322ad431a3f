"""Dates and numbers are written as values with neutral formats: each workbook's locale shows them."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from mso_sheets.adapters import looks
from mso_sheets.adapters.google.cells import cell_data, target_in
from mso_sheets.adapters.google.formats import NUMBER_FORMATS
from mso_sheets.model.changes import GridValue
from mso_sheets.model.result import ValueKind
from mso_sheets.model.tab import TabColumn
from mso_sheets.tabs.values import cell_value
from tests.adapters.excel_books import plain_book, put, tab_write

BOUND = re.compile(r"\[\$|[€$£¥]|\"")
"""What ties a format to one language: a locale's tag, a currency, fixed words."""
KINDS: tuple[ValueKind, ...] = ("date", "number", "percent", "points", "days")
DUE = date(2026, 4, 30)
ROW = (cell_value(DUE), 1_234_567.0, 0.45, -24.0, 6.0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_format_names_no_language_on_either_backend(kind: ValueKind) -> None:
    code = looks.number_format(kind, [1_234.5])
    assert code
    assert not BOUND.search(code)
    google = NUMBER_FORMATS.get(kind)
    assert google is None or not BOUND.search(google["pattern"])


def test_both_backends_show_a_date_alike_with_the_month_as_a_word() -> None:
    assert NUMBER_FORMATS["date"] == {"type": "DATE", "pattern": looks.number_format("date")}
    assert "mmm" in looks.number_format("date"), "3/4 is read as April here and as March there"


def test_an_xlsx_holds_values_that_the_reader_s_own_excel_shows(tmp_path: Path) -> None:
    columns = tuple(TabColumn(kind, kind, 12) for kind in ("key", *KINDS))
    rows: list[list[GridValue]] = [["K", *ROW]]
    put(plain_book(tmp_path / "team.xlsx"), tab_write(rows, columns=columns))
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx")["Summary"]
    place = next(cell.row for cell in sheet["A"] if cell.value == "K")
    shown = {cell.value: cell.number_format for cell in sheet[place][1:]}
    assert shown == {
        datetime(2026, 4, 30): "d mmm yy",
        1_234_567: "#,##0",
        0.45: "0%",
        -24: "+0;-0;0",
        6: "0",
    }


def test_google_gets_numbers_and_never_their_words() -> None:
    for value in ROW:
        assert isinstance(value, float)
        assert cell_data(value, target_in({})) == {"userEnteredValue": {"numberValue": value}}
