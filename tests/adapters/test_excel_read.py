from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mso_sheets.errors import WorkbookError
from mso_sheets.model.cells import Merge, RawTab
from tests.adapters.excel_books import (
    DATA,
    edit_part,
    open_book,
    parts,
    plain_book,
    sheet_part,
    with_prefixes,
    write_parts,
    xlsxwriter_book,
)


def read_one(path: Path) -> RawTab:
    return open_book(path).read().tabs[0]


def kinds_book(path: Path, *, from_1904: bool = False) -> Path:
    """A column of every kind of cell, from A1 down."""
    values: list[tuple[Any, str]] = [
        ("text", ""), (12, ""), (12.5, ""), (True, ""), (False, ""),
        (date(2026, 4, 30), "d mmm yyyy"), (datetime(2026, 4, 30, 9, 30), "d mmm yyyy hh:mm"),
        (time(18, 0), "hh:mm"), (timedelta(hours=36), "[h]:mm"), (0.45, "0%"),
        (" two\nlines ", ""), ("'007", ""), ("", ""),
    ]  # fmt: skip
    options = {"date_1904": from_1904, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Kinds")
        for row, (value, style) in enumerate(values):
            sheet.write(row, 0, value, book.add_format({"num_format": style}) if style else None)
    return path


@pytest.mark.parametrize("from_1904", [False, True])
def test_each_kind_of_cell_comes_as_the_file_holds_it_with_dates_as_serials(
    tmp_path: Path, *, from_1904: bool
) -> None:
    tab = read_one(kinds_book(tmp_path / "book.xlsx", from_1904=from_1904))
    assert list(tab.columns[0]) == [
        "text", 12.0, 12.5, True, False, 46142.0, 46142.0 + 9.5 / 24, 0.75, 1.5, 0.45,
        " two\nlines ", "'007",
    ]  # fmt: skip
    assert [type(value) for value in tab.columns[0][1:5]] == [float, float, bool, bool]


def test_a_date_before_march_1900_keeps_the_serial_that_the_file_holds(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "d mmm yyyy"})
        for row, serial in enumerate((1, 59, 61)):
            sheet.write_number(row, 0, serial, style)
    assert read_one(tmp_path / "book.xlsx").columns[0] == [1.0, 59.0, 61.0]


def test_errors_are_text_with_their_name_and_formulas_their_last_value(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B4", '="a"&"<v>b"', None, "a<v>b")
        sheet.write_formula("D7", "=VLOOKUP(1,A:A,1,0)", None, "#N/A")
        sheet.write_formula("B5", "=2+2", None, 4)
        sheet.write_string("A3", 't="e"')
    tab = read_one(tmp_path / "book.xlsx")
    assert tab.cell(2, 2) == "#DIV/0!"
    assert tab.cell(7, 4) == "#N/A"
    assert (tab.cell(4, 2), tab.cell(5, 2), tab.cell(3, 1)) == ("a<v>b", 4.0, 't="e"')
    assert (tab.row_count, tab.column_count) == (7, 4)


def test_merges_hidden_rows_and_hidden_tabs_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet, other = book.add_worksheet("One"), book.add_worksheet("Two")
        sheet.write_column(0, 0, ["a", "b", "c", "d"])
        sheet.merge_range("B2:C4", "merged")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        other.very_hidden()
    one, two = open_book(tmp_path / "book.xlsx").read().tabs
    assert one.merges == (Merge(2, 4, 2, 3),)
    assert one.hidden_rows == {2, 4}
    assert (one.hidden, two.hidden) == (False, True)


def test_columns_are_trimmed_at_their_last_value_and_empty_tabs_have_none(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("Few")
        sheet.write("B3", "x")
        sheet.write_blank("D9", None, book.add_format({"bold": True}))
        book.add_worksheet("None")
    few, none = open_book(tmp_path / "book.xlsx").read().tabs
    assert [list(column) for column in few.columns] == [[], [None, None, "x"]]
    assert (none.columns, none.row_count, none.column_count) == ((), 0, 0)


def test_a_chart_sheet_has_no_cells_and_is_left_out_but_keeps_its_place(tmp_path: Path) -> None:
    tabs = open_book(xlsxwriter_book(tmp_path / "book.xlsx")).read().tabs
    assert [(tab.title, tab.index) for tab in tabs] == [("Projects", 0), ("Actions & more", 1)]


def test_prefixed_tags_and_rows_without_numbers_read_the_same(tmp_path: Path) -> None:
    rows = [("ID", "Days"), ("A-1", 3), ("A-2", 4)]
    path = plain_book(tmp_path / "book.xlsx", rows)
    expected = read_one(path)
    part = sheet_part(path, "Actions")
    content = parts(path)
    content[part] = re.sub(rb' (?:r|spans)="[A-Z0-9:]+"', b"", content[part])
    write_parts(path, content)
    assert read_one(path) == expected
    assert read_one(with_prefixes(path)) == expected


def test_the_snapshot_says_what_it_was_read_from(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "team tracker.xlsx")
    book = open_book(path)
    snapshot = book.read()
    assert (snapshot.name, snapshot.spreadsheet_id) == ("emea", "team tracker.xlsx")
    assert (snapshot.backend, snapshot.title) == ("xlsx", "team tracker")
    assert (snapshot.locale, snapshot.time_zone) == ("en_GB", "Europe/London")
    assert (snapshot.generation, book.requests.read, book.requests.write) == (0, 1, 0)
    assert snapshot.fingerprint.startswith(f"{path.stat().st_size}-{path.stat().st_mtime_ns}-")


def test_a_book_made_by_libreoffice_reads_like_its_original(tmp_path: Path) -> None:
    original = open_book(xlsxwriter_book(tmp_path / "book.xlsx")).read()
    saved = open_book(DATA / "made_by_libreoffice.xlsx").read()
    for title in ("Projects", "Actions & more"):
        one, other = original.tab(title), saved.tab(title)
        assert one
        assert other
        assert [list(column) for column in one.columns] == [list(c) for c in other.columns]
        assert one.merges == other.merges


BAD_FILES = {
    "an old .xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "protected by a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + "EncryptedPackage".encode("utf-16-le"),
    "an OpenDocument spreadsheet": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis",
    "not a whole .xlsx": b"PK\x03\x04 cut short",
}


@pytest.mark.parametrize("words", BAD_FILES)
def test_other_formats_are_refused_with_what_they_are_and_what_to_do(
    tmp_path: Path, words: str
) -> None:
    (tmp_path / "book.xlsx").write_bytes(BAD_FILES[words])
    with pytest.raises(WorkbookError, match=re.escape(words)) as raised:
        open_book(tmp_path / "book.xlsx").read()
    assert "save it as .xlsx" in raised.value.fix.replace("Save", "save")


def test_a_file_that_is_cut_short_may_be_tried_again(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    path.write_bytes(path.read_bytes()[:-700])
    with pytest.raises(WorkbookError) as raised:
        open_book(path).read()
    assert raised.value.permanent is False


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("spreadsheetml.sheet.main+xml", "spreadsheetml.sheet.binary+xml", r"\.xlsb"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
         "not an .xlsx"),
    ],
)  # fmt: skip
def test_packages_of_another_kind_are_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    edit_part(path, "[Content_Types].xml", old, new)
    with pytest.raises(WorkbookError, match=words):
        open_book(path).read()


def test_strict_open_xml_is_refused_by_name(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    edit_part(path, "xl/workbook.xml", main, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    with pytest.raises(WorkbookError, match="Strict Open XML"):
        open_book(path).read()


def test_a_document_type_is_refused_before_it_can_expand_anything(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook'
    edit_part(path, "xl/workbook.xml", "<workbook", bomb)
    with pytest.raises(WorkbookError, match="document type"):
        open_book(path).read()


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="no workbook at"):
        open_book(tmp_path / "none.xlsx").read()
    with pytest.raises(WorkbookError, match="is a folder"):
        open_book(tmp_path).read()


def test_a_damaged_member_is_found_by_its_checksum(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/workbook.xml")
    place = info.header_offset + 30 + len(info.filename)
    data[place + 20] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(WorkbookError, match="damaged"):
        open_book(path).read()
