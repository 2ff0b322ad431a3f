"""What people type right of our columns, in tabs that are rewritten under it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from mso_sheets.adapters.excel.notes import shift_rows
from mso_sheets.model.cells import Cell
from mso_sheets.model.tab import TabColumn
from tests.adapters.excel_books import (
    ROWS,
    edit_part,
    open_book,
    parts,
    plain_book,
    put,
    sheet_part,
    sheet_xml,
    tab_write,
    write_parts,
)
from tests.adapters.excel_validity import faults

GREEN = PatternFill("solid", fgColor="FF00FF00")
REVERSED = ROWS[::-1]


def noted_book(path: Path) -> Path:
    """Summary with, right of it, what people typed: a header, a date, a formula, a fill."""
    put(plain_book(path), tab_write())
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Summary"]
    sheet["E4"], sheet["E5"], sheet["E7"] = "Ask when", 46150, "later"
    sheet["E5"].number_format = "dd/mm/yy"
    sheet["E5"].font = Font(bold=True)
    sheet["F5"] = '=C5*2+$C$5+C6&"C5"&Actions!A5'
    sheet["F6"].fill = GREEN
    sheet["E6"].hyperlink = "https://example.com/plan"
    sheet["E6"] = "plan"
    sheet["G1"] = "Ana keeps notes here"
    book.save(path)
    return path


def test_notes_move_with_their_row_and_keep_format_formula_and_link(tmp_path: Path) -> None:
    path = noted_book(tmp_path / "book.xlsx")
    put(path, tab_write(REVERSED, notes=[["Ask when"], ["later"], ["plan"], [46150.0]]))
    assert faults(path) == []
    sheet: Any = openpyxl.load_workbook(path)["Summary"]
    assert [sheet.cell(row, 5).value for row in (4, 5, 6)] == ["Ask when", "later", "plan"]
    assert (sheet["E7"].number_format, sheet["E7"].font.bold) == ("dd/mm/yy", True)
    assert sheet["F7"].value == '=C7*2+$C$5+C6&"C5"&Actions!A5'
    assert sheet["F5"].value is None
    assert sheet["F6"].fill.fgColor.rgb == "FF00FF00"
    assert (sheet["E6"].hyperlink.ref, sheet["E6"].hyperlink.target) == (
        "E6", "https://example.com/plan",
    )  # fmt: skip
    assert sheet["G1"].value == "Ana keeps notes here"


def test_notes_of_a_row_that_is_gone_keep_their_format_under_the_table(tmp_path: Path) -> None:
    path = noted_book(tmp_path / "book.xlsx")
    notes: list[list[Cell]] = [["Ask when"], ["plan"], ["later"], [None], [46150.0]]
    put(path, tab_write(ROWS[1:], notes=notes))
    assert faults(path) == []
    sheet: Any = openpyxl.load_workbook(path)["Summary"]
    assert (sheet["E8"].number_format, sheet["E8"].value.day) == ("dd/mm/yy", 8)
    assert sheet["A7"].value is None
    assert (sheet["E5"].value, sheet["E5"].hyperlink.target) == ("plan", "https://example.com/plan")


def test_a_note_that_was_changed_by_the_run_is_written_as_a_value(tmp_path: Path) -> None:
    path = noted_book(tmp_path / "book.xlsx")
    tab = put(path, tab_write(notes=[["Ask when"], ["another"], ["plan"], ["later"]]))
    summary = tab.our_tab("Summary")
    assert summary
    assert [summary.cell(row, 5) for row in range(4, 8)] == ["Ask when", "another", "plan", "later"]
    assert faults(path) == []


def test_notes_that_are_not_handed_over_are_cleared(tmp_path: Path) -> None:
    path = noted_book(tmp_path / "book.xlsx")
    summary = put(path, tab_write()).our_tab("Summary")
    assert summary
    assert summary.cell(5, 5) is None
    assert summary.cell(7, 5) is None
    assert summary.cell(1, 7) == "Ana keeps notes here"


def test_leftover_rows_of_a_longer_table_are_cleared(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    summary = put(path, tab_write(ROWS[:1])).our_tab("Summary")
    assert summary
    assert summary.height == 5


def test_shared_formulas_become_their_values_only_when_rows_moved(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    shared = (
        '<c r="E5"><f t="shared" ref="E5:E6" si="0">C5*2</f><v>0.76</v></c>',
        '<c r="E6"><f t="shared" si="0"/><v>1.42</v></c>',
    )
    for row, cell in zip((5, 6), shared, strict=True):
        place = sheet_xml(path, "Summary").index(f'<row r="{row + 1}"')
        head = sheet_xml(path, "Summary")[:place].removesuffix("</row>")
        edit_part(path, sheet_part(path, "Summary"), head + "</row>", head + cell + "</row>")
    notes: list[list[Cell]] = [[None], [0.76], [1.42]]
    put(path, tab_write(notes=notes))
    assert all(cell in sheet_xml(path, "Summary") for cell in shared)
    summary = put(path, tab_write(REVERSED, notes=[[None], [None], [1.42], [0.76]]))
    assert "<f " not in sheet_xml(path, "Summary")
    tab = summary.our_tab("Summary")
    assert tab
    assert (tab.cell(6, 5), tab.cell(7, 5)) == (1.42, 0.76)


def test_the_calculation_chain_forgets_formulas_that_are_gone(tmp_path: Path) -> None:
    path = noted_book(tmp_path / "book.xlsx")
    content = parts(path)
    content["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<c r="A9" i="1"/><c r="B9"/><c r="F5" i="2"/><c r="C9" i="1"/></calcChain>'
    )
    content["xl/worksheets/sheet1.xml"] = content["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", b'<row r="9"><c r="A9"><f>1</f></c><c r="B9"><f>1</f></c>'
        b'<c r="C9"><f>1</f></c></row></sheetData>')  # fmt: skip
    write_parts(path, content)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    edit_part(path, "xl/_rels/workbook.xml.rels", "</Relationships>", '<Relationship Id="rIdC" '
              f'Type="{office}/calcChain" Target="calcChain.xml"/></Relationships>')  # fmt: skip
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    edit_part(path, "[Content_Types].xml", "</Types>",
              f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>')  # fmt: skip
    assert faults(path) == []
    put(path, tab_write(ROWS[1:]))
    assert faults(path) == []
    assert parts(path)["xl/calcChain.xml"].count(b"<c ") == 3


def test_a_calculation_chain_with_nothing_left_goes(tmp_path: Path) -> None:
    from tests.adapters.excel_books import rich_book

    path = rich_book(tmp_path / "book.xlsx")
    put(path, tab_write(notes=[["n"], [1.0]]))
    edit_part(path, "xl/calcChain.xml", '<c r="F1" i="1"/>', '<c r="E5" i="4"/>')
    assert [tab.sheet_id for tab in open_book(path).read().tabs if tab.ours] == [4]
    put(path, tab_write())
    assert "xl/calcChain.xml" not in parts(path)
    assert faults(path) == []


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("D8*2", "D12*2"),
        ("$D8+E$8", "$D12+E$8"),
        ("D80+D18", "D80+D18"),
        ('"D8"&D8', '"D8"&D12'),
        ("Data!D8", "Data!D8"),
        ("'D8'!A1+D8", "'D8'!A1+D12"),
        ("LOG10(D8)+D8X", "LOG10(D12)+D8X"),
        ("SUM(D8:F8)", "SUM(D12:F12)"),
        ("Table1[D8]", "Table1[D8]"),
    ],
)
def test_a_formula_that_moves_with_its_row_follows_it(formula: str, moved: str) -> None:
    assert shift_rows(formula, 8, 12) == moved


def test_a_new_column_of_ours_pushes_notes_right_with_their_looks(tmp_path: Path) -> None:
    path = noted_book(tmp_path / "book.xlsx")
    columns = (*tab_write().content.columns, TabColumn("Owner", "person"))
    rows = [(*row, "Ana") for row in REVERSED]
    notes: list[list[Cell]] = [["Ask when"], ["later"], ["plan"], [46150.0]]
    put(path, tab_write(rows, columns=columns, notes=notes))
    assert faults(path) == []
    sheet: Any = openpyxl.load_workbook(path)["Summary"]
    assert (sheet["E7"].value, sheet["F7"].number_format) == ("Ana", "dd/mm/yy")
    assert sheet["G7"].value == '=C7*2+$C$5+C6&"C5"&Actions!A5'
    assert sheet["F6"].hyperlink.target == "https://example.com/plan"
    assert sheet["G1"].value == "Ana keeps notes here"


def test_a_column_that_somebody_put_between_ours_goes_to_the_right(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Summary"]
    sheet.insert_cols(2)
    sheet["B4"], sheet["B6"] = "Mine", 46150
    sheet["B6"].number_format = "dd/mm/yy"
    book.save(path)
    put(path, tab_write(notes=[["Mine"], [None], [46150.0]]))
    assert faults(path) == []
    sheet = openpyxl.load_workbook(path)["Summary"]
    assert [sheet.cell(4, column).value for column in range(1, 6)] == [
        "Project", "Health", "Done", "Due", "Mine",
    ]  # fmt: skip
    assert (sheet["E6"].number_format, sheet["B6"].value) == ("dd/mm/yy", "▲ At risk")
