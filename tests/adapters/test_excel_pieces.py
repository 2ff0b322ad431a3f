"""Small parts of the .xlsx adapter, each alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mso_sheets.adapters import looks
from mso_sheets.adapters.excel import book, markup, styles
from mso_sheets.adapters.excel.package import Package
from mso_sheets.errors import WorkbookError
from mso_sheets.model.result import ValueKind
from mso_sheets.model.tab import TabColumn
from tests.adapters.excel_books import (
    CHART,
    parts,
    plain_book,
    put,
    tab_write,
)

STYLES = (
    '<styleSheet xmlns="m"><numFmts><numFmt numFmtId="164" formatCode="{}"/></numFmts>'
    '<cellXfs><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs></styleSheet>'
)


@pytest.mark.parametrize(
    ("code", "dated"),
    [
        ("d mmm yyyy", True),
        ("[$-409]mmm-yy;@", True),
        ("[h]:mm", True),
        ("0.00%", False),
        ("#,##0 &quot;days&quot;", False),
        ("[Red]-0;0", False),
        ("\\d0", False),
        ("General", False),
    ],
)
def test_a_format_is_a_date_by_its_letters_outside_quotes(code: str, *, dated: bool) -> None:
    assert styles.is_date(STYLES.format(code).encode(), 0) is dated


def test_built_in_formats_are_known() -> None:
    data = STYLES.format("0").encode()
    assert [styles.is_date(data, number) for number in (1, 2, 99)] == [True, False, False]


@pytest.mark.parametrize("name", ["Summary", "Follow-ups", "_mso_state", "Übersicht 概要", "a.b"])
def test_a_marker_carries_any_name_and_finds_any_title(tmp_path: Path, name: str) -> None:
    package = Package(plain_book(tmp_path / "book.xlsx").read_bytes())
    book.set_names(package, book.marker(name, "Actions"))
    assert {key: sheet.title for key, sheet in book.marked(package).items()} == {name: "Actions"}
    assert "'It''s'!$1:$1048576" in book.marker(name, "It's").values()


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_parts_in_any_encoding_come_in_utf_8(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><r>é</r>'
    data = markup.to_utf8(text.encode(encoding))
    assert data == text.replace(encoding, "UTF-8").encode()
    assert markup.parse(data).text == "é"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert markup.to_utf8(b"\xef\xbb\xbf<r/>") == b"<r/>"


ORDER = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<r><a/><d/></r>", "<r><a/><c/><d/></r>"),
        ("<r><c x='1'/><c/></r>", "<r><c/></r>"),
        ("<r></r>", "<r><c/></r>"),
        ("<x:r><x:b>&gt;</x:b><q/></x:r>", "<x:r><x:b>&gt;</x:b><q/><x:c/></x:r>"),
    ],
)
def test_a_child_is_put_where_the_schema_wants_it(before: str, after: str) -> None:
    assert markup.place(before.encode(), "c", b"<c/>", ORDER).decode() == after


def test_an_attribute_is_set_in_its_tag_alone_even_with_brackets_in_values() -> None:
    data = b"<r><c n=\"a&gt;b\" m='>'/>text</r>"
    element = markup.parse(data).children[0]
    changed = markup.with_attributes(data, element, {"n": 'x"&\n', "k": "1", "m": None})
    assert changed == b'<r><c n="x&quot;&amp;&#10;" k="1"/>text</r>'


@pytest.mark.parametrize("data", [b"<r><c></r>", b"<r/><r/>", b""])
def test_what_is_not_well_formed_is_a_damaged_workbook(data: bytes) -> None:
    with pytest.raises(WorkbookError, match="damaged"):
        markup.parse(data)


@pytest.mark.parametrize(
    ("kind", "values", "shown"),
    [
        ("number", [1.0, 2.0, True, "x"], "#,##0"),
        ("number", [0.87, 2.0], "#,##0.0#"),
        ("number", [1234.5, 2.0], "#,##0"),
        ("days", [1.5], "0.0"),
        ("percent", [0.5], "0%"),
        ("points", [1.0], "+0;-0;0"),
        ("text", ["x"], ""),
    ],
)
def test_number_formats_follow_kind_and_values(
    kind: ValueKind, values: list[float | str], shown: str
) -> None:
    assert looks.number_format(kind, values) == shown


def test_columns_are_never_too_narrow_for_their_kind() -> None:
    widths = [looks.width_of(TabColumn("x", kind, 2)) for kind in ("date", "percent", "text")]
    assert widths[0] > widths[1] > widths[2] > 2


def test_rates_are_drawn_as_percent(tmp_path: Path) -> None:
    from dataclasses import replace

    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write(charts=(replace(CHART, unit="percent"),)))
    chart = next(data for name, data in parts(path).items() if "/charts/" in name)
    assert b'<c:numFmt formatCode="0%"' in chart
