"""The four verified writes in people's tabs: that cell, that row, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Applied, CellWrite, Changes, RowAppend
from tests.adapters.excel_books import (
    edit_part,
    open_book,
    parts,
    plain_book,
    put,
    sheet_part,
    sheet_xml,
    stored,
    tab_write,
    with_prefixes,
)
from tests.adapters.excel_validity import faults

ROWS = [
    ("Action ID", "Action", "Due date", "Done", "Days"),
    ("ACT-1", "Send <draft>", date(2026, 4, 14), False, 3),
    (None, "Ask Ben", None, None, 4),
    ("ACT-3", "Close", date(2026, 4, 16), True, 5),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return plain_book(tmp_path / "book.xlsx", ROWS)


def cell(base: Snapshot, row: int, column: int, value: Cell, /, **changes: Any) -> CellWrite:
    """A write that is right in every way, unless `changes` say otherwise."""
    tab = base.tabs[0]
    write = CellWrite("actions", tab.title, tab.sheet_id, row, column, value,
                      tab.cell(row, column), {2: tab.cell(row, 2)}, "press")  # fmt: skip
    return replace(write, **changes)


def append(base: Snapshot, row: int, values: dict[int, Cell], **changes: Any) -> RowAppend:
    tab = base.tabs[0]
    return replace(RowAppend("actions", tab.title, tab.sheet_id, row, values, "m/1"), **changes)


def apply(path: Path, cells: Any = (), appends: Any = ()) -> tuple[Applied, Snapshot]:
    """Applies what `cells` and `appends` make of the snapshot."""
    book = open_book(path)
    base = book.read()
    changes = Changes("r", cells=tuple(write(base) for write in cells),
                      appends=tuple(write(base) for write in appends))  # fmt: skip
    applied = book.apply(changes, base)
    assert faults(path) == []
    return applied, book.read()


@pytest.mark.parametrize("prefixed", [False, True])
def test_one_cell_changes_and_no_other_byte_of_the_sheet(path: Path, *, prefixed: bool) -> None:
    if prefixed:
        with_prefixes(path)
    before, xml = stored(path), sheet_xml(path, "Actions")
    applied, after = apply(path, [lambda base: cell(base, 3, 1, "ACT-2", before=None)])
    assert applied.dropped == ()
    assert after.tabs[0].cell(3, 1) == "ACT-2"
    changed = {name for name, data in stored(path).items() if before.get(name) != data}
    assert changed <= {"xl/workbook.xml", sheet_part(path, "Actions")}
    x = "x:" if prefixed else ""
    new = (
        f'<{x}c r="A3" t="inlineStr"><{x}is><{x}t xml:space="preserve">ACT-2</{x}t></{x}is></{x}c>'
    )
    assert sheet_xml(path, "Actions") == xml.replace(
        f'<{x}row r="3" spans="1:5">', f'<{x}row r="3">{new}'
    )


def test_each_kind_of_value_keeps_the_cells_format(path: Path) -> None:
    apply(path, [
        lambda base: cell(base, 2, 3, 46130.0, kind="date"),
        lambda base: cell(base, 2, 2, "=1+1 & <b>"),
        lambda base: cell(base, 2, 4, True, kind="boolean"),
        lambda base: cell(base, 4, 5, 7.5, kind="number"),
        lambda base: cell(base, 4, 1, None),
    ])  # fmt: skip
    sheet: Any = openpyxl.load_workbook(path)["Actions"]
    assert (sheet["C2"].value.date(), sheet["C2"].number_format) == (
        date(2026, 4, 18),
        "dd/mm/yyyy",
    )
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1 & <b>", "s")
    assert (sheet["D2"].value, sheet["E4"].value, sheet["A4"].value) == (True, 7.5, None)


def test_a_date_in_a_cell_without_a_format_gets_a_date_format(path: Path) -> None:
    _, after = apply(path, [lambda base: cell(base, 3, 3, 46130.0, kind="date")])
    sheet: Any = openpyxl.load_workbook(path)["Actions"]
    assert (sheet["C3"].value.date(), sheet["C3"].number_format) == (date(2026, 4, 18), "mm-dd-yy")
    assert after.tabs[0].cell(3, 3) == 46130.0


def test_a_cell_in_a_row_that_the_file_does_not_have_is_put_in_its_place(path: Path) -> None:
    _, after = apply(path, [
        lambda base: cell(base, 9, 7, "below", identity={}),
        lambda base: cell(base, 7, 2, "between", identity={}),
    ])  # fmt: skip
    assert (after.tabs[0].cell(9, 7), after.tabs[0].cell(7, 2)) == ("below", "between")


DROPPED: dict[str, dict[str, Any]] = {
    "the row is another one now": {"identity": {2: "Ask Ana"}},
    "the cell has been changed meanwhile": {"before": "ACT-9"},
    "the tab is not there any more": {"tab": "Actons"},
    "longer than the 32,767 characters": {"value": "x" * 32_768},
    "the sheet has no such row": {"row": 2_000_000, "identity": {}, "before": None},
}


@pytest.mark.parametrize("why", DROPPED)
def test_a_write_that_does_not_fit_is_dropped_with_its_reason_and_the_rest_is_made(
    path: Path, why: str
) -> None:
    applied, after = apply(path, [
        lambda base: cell(base, 3, 1, "ACT-2", **DROPPED[why]), lambda base: cell(base, 4, 2, "Closed"),
    ])  # fmt: skip
    (sentence,) = applied.dropped
    assert why in sentence
    assert "was not written" in sentence
    assert (after.tabs[0].cell(3, 1), after.tabs[0].cell(4, 2)) == (None, "Closed")


def test_a_formula_is_never_overwritten(path: Path) -> None:
    edit_part(path, sheet_part(path, "Actions"), '<c r="E4"><v>5</v></c>',
              '<c r="E4"><f>2+3</f><v>5</v></c>')  # fmt: skip
    applied, _ = apply(path, [lambda base: cell(base, 4, 5, 6.0)])
    assert applied.dropped == ("Actions!E4 was not written: it holds a formula.",)
    assert "<f>2+3</f><v>5</v>" in sheet_xml(path, "Actions")


def test_a_tab_of_ours_is_never_written_cell_by_cell(path: Path) -> None:
    base = put(path, tab_write())
    ours = base.our_tab("Summary")
    assert ours
    write = CellWrite("actions", ours.title, ours.sheet_id, 5, 1, "x", "PRJ-1", {}, "press")
    applied = open_book(path).apply(Changes("r", cells=(write,)), base)
    assert len(applied.dropped) == 1


def test_an_appended_row_takes_the_formats_of_the_row_above(path: Path) -> None:
    new: dict[int, Cell] = {1: "ACT-4", 2: "New & shiny", 3: 46140.0, 5: 2.0}
    applied, after = apply(path, (), [lambda base: append(base, 5, new, dates=frozenset({3}))])
    assert applied.dropped == ()
    assert after.tabs[0].row(5) == ["ACT-4", "New & shiny", 46140.0, None, 2.0]
    sheet: Any = openpyxl.load_workbook(path)["Actions"]
    assert sheet["C5"].number_format == "dd/mm/yyyy"
    assert sheet.dimensions == "A1:E5"


def test_several_rows_are_appended_in_one_go(path: Path) -> None:
    _, after = apply(path, (), [
        lambda base: append(base, 6, {1: "ACT-5", 3: 46141.0}, dates=frozenset({3})),
        lambda base: append(base, 5, {1: "ACT-4", 3: 46140.0}, dates=frozenset({3})),
    ])  # fmt: skip
    assert [after.tabs[0].cell(row, 1) for row in (4, 5, 6)] == ["ACT-3", "ACT-4", "ACT-5"]
    sheet: Any = openpyxl.load_workbook(path)["Actions"]
    assert [sheet.cell(row, 3).number_format for row in (5, 6)] == ["dd/mm/yyyy"] * 2


def test_a_far_last_row_that_only_has_a_height_is_not_in_the_way(path: Path) -> None:
    """LibreOffice writes such a row."""
    far = '<row r="1048576" ht="12.8" customHeight="1"/></sheetData>'
    edit_part(path, sheet_part(path, "Actions"), "</sheetData>", far)
    _, after = apply(path, (), [lambda base: append(base, 5, {1: "ACT-4"})])
    assert after.tabs[0].cell(5, 1) == "ACT-4"
    assert sheet_xml(path, "Actions").count(far) == 1


def test_a_row_that_is_taken_is_not_overwritten(path: Path) -> None:
    applied, after = apply(path, (), [lambda base: append(base, 4, {1: "ACT-4"})])
    assert applied.dropped == ("Row 4 was not added to Actions: it is not empty any more.",)
    assert after.tabs[0].cell(4, 1) == "ACT-3"


def dressed_book(path: Path) -> Path:
    """A tab with an Excel table, its formula column, dropdowns and rules."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Actions")
        due = book.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#EEEEEE"})
        columns = [{"header": "Action ID"}, {"header": "Due", "format": due},
                   {"header": "Late", "formula": "=TODAY()-Acts[@Due]"}]  # fmt: skip
        sheet.add_table("A1:C3", {"name": "Acts", "columns": columns,
                                  "data": [["ACT-1", 46126], ["ACT-2", 46127]]})  # fmt: skip
        sheet.data_validation("A2:A3", {"validate": "length", "criteria": "<", "value": 20})
        sheet.conditional_format(
            "B2:B3", {"type": "cell", "criteria": ">", "value": 1, "format": due}
        )
        sheet.conditional_format("C2:C900", {"type": "2_color_scale"})
    return path


def test_a_table_and_its_rules_grow_with_the_row(tmp_path: Path) -> None:
    path = dressed_book(tmp_path / "book.xlsx")
    new: dict[int, Cell] = {1: "ACT-3", 2: 46130.0}
    _, after = apply(path, (), [lambda base: append(base, 4, new, dates=frozenset({2}))])
    assert after.tabs[0].row(4)[:2] == ["ACT-3", 46130.0]
    sheet: Any = openpyxl.load_workbook(path)["Actions"]
    assert (sheet.tables["Acts"].ref, sheet.tables["Acts"].autoFilter.ref) == ("A1:C4", "A1:C4")
    assert sheet["C4"].value == sheet["C3"].value == "=TODAY()-Acts[[#This Row],Due]"
    assert sheet["B4"].fill.fgColor.rgb == "FFEEEEEE"
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["A2:A4"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["B2:B4", "C2:C900"]


def test_a_table_with_a_row_of_totals_does_not_swallow_what_is_below(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Actions")
        sheet.add_table("A1:B3", {"total_row": True, "columns": [{"header": "ID"}, {"header": "N",
                        "total_function": "sum"}], "data": [["A", 1]]})  # fmt: skip
    apply(path, (), [lambda base: append(base, 4, {1: "B"})])
    table: Any = openpyxl.load_workbook(path)["Actions"]
    assert [t.ref for t in table.tables.values()] == ["A1:B3"]


def test_a_filter_and_its_hidden_name_grow_with_the_row(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Actions")
        sheet.write_column("A1", ["Action ID", "ACT-1"])
        sheet.autofilter("A1:B2")
    apply(path, (), [lambda base: append(base, 3, {1: "ACT-2"})])
    sheet = openpyxl.load_workbook(path)["Actions"]
    assert sheet.auto_filter.ref == "A1:B3"
    assert "'Actions'!$A$1:$B$3" in parts(path)["xl/workbook.xml"].decode()


@pytest.mark.parametrize("header_row", [0, 2])
def test_the_first_row_below_a_header_does_not_look_like_one(
    tmp_path: Path, header_row: int
) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        bold = book.add_format({"bold": True, "bg_color": "#000000"})
        sheet = book.add_worksheet("Actions")
        if header_row:
            sheet.write("A1", "The team's actions")
        sheet.write_row(max(header_row, 1) - 1, 0, ["Action ID", "Action"], bold)
    row = max(header_row, 1) + 1
    apply(path, (), [lambda base: append(base, row, {1: "ACT-1"}, header_row=header_row)])
    written: Any = openpyxl.load_workbook(path)["Actions"].cell(row, 1)
    assert (written.value, bool(written.font.bold)) == ("ACT-1", False)


def test_formulas_that_wait_in_the_row_stay_and_blanks_are_filled(path: Path) -> None:
    edit_part(path, sheet_part(path, "Actions"), "</sheetData>",
              '<row r="5"><c r="A5"/><c r="F5"><f>E5*2</f><v>0</v></c></row></sheetData>')  # fmt: skip
    apply(path, (), [lambda base: append(base, 5, {1: "ACT-4"})])
    assert '<c r="F5"><f>E5*2</f><v>0</v></c>' in sheet_xml(path, "Actions")


def test_a_date_is_the_same_day_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("Actions")
        sheet.write_row("A1", ["ID", "What", "Due"])
        sheet.write_row("A2", ["A", "b"])
    _, after = apply(path, [lambda base: cell(base, 2, 3, 46130.0, kind="date")],
                     [lambda base: append(base, 3, {1: "B", 3: 46131.0}, dates=frozenset({3}))])  # fmt: skip
    assert [after.tabs[0].cell(row, 3) for row in (2, 3)] == [46130.0, 46131.0]


def test_thousands_of_ids_in_a_large_sheet_take_one_pass(tmp_path: Path) -> None:
    path = plain_book(
        tmp_path / "book.xlsx", [("ID", "What"), *((None, f"t{n}") for n in range(6000))]
    )
    writes = [lambda base, row=row: cell(base, row, 1, f"A-{row}") for row in range(2, 2502)]
    _, after = apply(path, writes)
    assert after.tabs[0].columns[0] == ["ID", *(f"A-{row}" for row in range(2, 2502))]
