from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mso_sheets.errors import RefusedError
from mso_sheets.model.changes import Changes, NewTab
from tests.adapters.excel_books import (
    open_book,
    openpyxl_book,
    plain_book,
    put,
    stored,
    xlsxwriter_book,
)
from tests.adapters.excel_validity import faults

ACTIONS = NewTab(
    "Follow-up list",
    ("Action ID", "Action", "Due date", "% complete", "Status", "Accept"),
    notes={"Action ID": "ACT-0001; left blank, it is filled in", "Status": "What it is now"},
    choices={"Status": ("Not started", "In progress", "Complete")},
    dates=frozenset({"Due date"}),
    checkboxes=frozenset({"Accept"}),
    percents=frozenset({"% complete"}),
    rows=(("ACT-1", "=Send", 46126.0, 0.45, "Complete", True), ("ACT-2", "Ask", None, None, None, None)),
)  # fmt: skip


@pytest.mark.parametrize("maker", [plain_book, xlsxwriter_book, openpyxl_book])
def test_new_tabs_join_any_workbook_and_leave_its_parts_alone(tmp_path: Path, maker: Any) -> None:
    path = maker(tmp_path / "book.xlsx")
    before = stored(path)
    snapshot = put(path, new_tabs=(ACTIONS, NewTab("People", ("Name",))))
    assert faults(path) == []
    shared = {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    }
    assert {n for n, data in before.items() if stored(path).get(n) != data} <= shared
    tab = snapshot.tab("Follow-up list")
    assert tab
    assert tab.ours is None
    assert tab.row(1) == list(ACTIONS.headers)
    assert tab.row(2) == ["ACT-1", "=Send", 46126.0, 0.45, "Complete", True]
    assert snapshot.tabs[-1].title == "People"


def test_headers_are_frozen_and_explained_and_columns_guide_what_is_typed(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, new_tabs=(ACTIONS,))
    sheet: Any = openpyxl.load_workbook(path)["Follow-up list"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet["A1"].comment.text == "ACT-0001; left blank, it is filled in"
    assert (sheet["C2"].number_format, sheet["D2"].number_format) == ("d mmm yyyy", "0%")
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists == {
        "E2:E1003": '"Not started,In progress,Complete"', "F2:F1003": '"TRUE,FALSE"',
    }  # fmt: skip
    styles = [sheet.column_dimensions[letter].number_format for letter in "CD"]
    assert styles == ["d mmm yyyy", "0%"]
    assert (sheet.auto_filter.ref, sheet.print_title_rows) == ("A1:F3", "$1:$1")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_rows_over_the_headers_push_them_down(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    tab = NewTab("Tasks", ("Task ID", "Task"), above=(("Our tasks",), ()), rows=(("T-1", "Go"),))
    read = put(path, new_tabs=(tab,)).tab("Tasks")
    assert read
    assert [read.row(row) for row in range(1, 5)] == [
        ["Our tasks", None], [None, None], ["Task ID", "Task"], ["T-1", "Go"],
    ]  # fmt: skip
    assert openpyxl.load_workbook(path)["Tasks"].freeze_panes == "A4"


def test_a_title_that_exists_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    before = path.read_bytes()
    book = open_book(path)
    changes = Changes("r", new_tabs=(NewTab("People", ("Name",)), NewTab("ACTIONS", ("ID",))))
    with pytest.raises(RefusedError, match='"ACTIONS" exists'):
        book.apply(changes, book.read())
    assert path.read_bytes() == before
