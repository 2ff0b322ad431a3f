from __future__ import annotations

from pathlib import Path

import pytest

from mso_sheets.errors import RefusedError, WorkbookError
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Changes
from tests.adapters.excel_books import edit_part, open_book, plain_book, sheet_part, sheet_xml
from tests.adapters.excel_validity import faults

Rows = tuple[tuple[Cell, ...], ...]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return plain_book(tmp_path / "book.xlsx")


def write(path: Path, rows: Rows, *, reset: bool = False) -> Snapshot:
    book = open_book(path)
    book.apply(Changes("r", state_rows=rows, state_reset=reset), book.read())
    assert faults(path) == []
    return book.read()


def state(snapshot: Snapshot) -> list[list[Cell]]:
    tab = snapshot.our_tab("_mso_state")
    assert tab
    assert tab.hidden
    return [tab.row(row) for row in range(1, tab.height + 1)]


def test_rows_are_added_below_the_last_and_never_change_those_above(path: Path) -> None:
    first = state(write(path, (("event", "007", 1.5, True), ("claim", "=1+1", None, "a\nb\r c"))))
    xml = sheet_xml(path, "_mso_state")
    second = state(write(path, (("event", " x "),)))
    assert first == [["event", "007", 1.5, True], ["claim", "=1+1", None, "a\nb\r c"]]
    assert second == [*first, ["event", " x ", None, None]]
    assert xml.split("</sheetData>")[0] in sheet_xml(path, "_mso_state")


def test_a_reset_replaces_all_of_it(path: Path) -> None:
    write(path, (("a",), ("b",), ("c",)))
    assert state(write(path, (("z", 1.0),), reset=True)) == [["z", 1.0]]
    assert state(write(path, (("y", 2.0),))) == [["z", 1.0], ["y", 2.0]]


def test_a_reset_to_nothing_leaves_an_empty_tab(path: Path) -> None:
    write(path, (("a",),))
    assert state(write(path, (), reset=True)) == []


def test_an_empty_row_in_between_keeps_the_place_of_those_below(path: Path) -> None:
    assert state(write(path, (("a",), (None,), ("c",)))) == [["a"], [None], ["c"]]


def test_rows_that_only_carry_a_height_far_below_do_not_push_the_state_down(path: Path) -> None:
    """LibreOffice writes such a row 1,048,576."""
    write(path, (("a",),))
    far = '<row r="1048576" ht="12.8" customHeight="1"/></sheetData>'
    edit_part(path, sheet_part(path, "_mso_state"), "</sheetData>", far)
    assert state(write(path, (("b",),))) == [["a"], ["b"]]


def test_a_person_who_shows_the_state_keeps_seeing_it(path: Path) -> None:
    write(path, (("a",),))
    edit_part(path, "xl/workbook.xml", ' state="hidden"', "")
    snapshot = write(path, (("b",),))
    tab = snapshot.our_tab("_mso_state")
    assert tab
    assert not tab.hidden


def test_a_strangers_tab_of_that_name_is_refused(path: Path) -> None:
    edit_part(path, "xl/workbook.xml", 'name="Actions"', 'name="_mso_state"')
    with pytest.raises(RefusedError):
        write(path, (("a",),))


def test_a_text_that_excel_would_cut_is_an_error_and_nothing_is_written(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(WorkbookError, match="32,767"):
        write(path, (("x" * 32_768,),))
    assert path.read_bytes() == before
