"""A worksheet part in two halves: its rows, which can be huge, and the frame around them.

The frame is parsed; rows are walked by regular expressions, which is sound because `<` cannot stand
in attribute values and sheets that carry comments or CDATA are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from mso_sheets.adapters.excel import markup
from mso_sheets.adapters.excel.cells import column_number
from mso_sheets.adapters.excel.markup import Element
from mso_sheets.errors import WorkbookError

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "drawingHF", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""The sequence of CT_Worksheet (ECMA-376 part 1, 18.3.1.99)."""

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(/?)>")
_ROW = re.compile(rb"<((?:\w+:)?)row\b([^>]*?)(/?)>")
_CELL = re.compile(rb"<((?:\w+:)?)c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_NUMBER = re.compile(rb"""(?:^|\s)r\s*=\s*["']([0-9]+)""")
_LETTERS = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Z]+)""")
_ATTRIBUTE = re.compile(rb"""([\w:.]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """`frame` is the part with an empty `<sheetData/>`; `rows` what stood inside it."""

    frame: bytes
    rows: bytes
    prefix: str = ""

    @property
    def root(self) -> Element:
        """The parsed frame."""
        return markup.parse(self.frame)

    def placed(
        self, name: str, fragment: bytes, keep: Callable[[Element], bool] = lambda _: False
    ) -> SheetPart:
        """With the frame's children `name` replaced by `fragment`, except those that `keep` spares."""
        return replace(self, frame=markup.place(self.frame, name, fragment, ORDER, keep))

    def to_bytes(self) -> bytes:
        """The whole part again."""
        found = _DATA.search(self.frame)
        if not found:
            return self.frame
        tag = f"{self.prefix}sheetData".encode()
        body = b"<" + tag + b">" + self.rows + b"</" + tag + b">"
        return self.frame[: found.start()] + body + self.frame[found.end() :]


class Row(NamedTuple):
    """One row's number (from 1), its tag's attributes as written, and its cells."""

    number: int
    attributes: bytes
    cells: bytes
    start: int
    end: int


class CellNode(NamedTuple):
    """One `<c>` element: where it is, its attributes as written, what is inside, and the whole."""

    row: int
    column: int
    attributes: bytes
    inner: bytes
    whole: bytes

    @property
    def style(self) -> str:
        """The number of its cell format, empty for the default."""
        return attributes_of(self.attributes).get("s", "")

    @property
    def has_formula(self) -> bool:
        """Whether a formula gives its value."""
        return re.search(rb"<(?:\w+:)?f[\s/>]", self.inner) is not None

    @property
    def filled(self) -> bool:
        """Whether it holds anything but a format."""
        return bool(self.inner.strip())


def split(data: bytes) -> SheetPart:
    """The two halves of a worksheet part.

    Raises:
        WorkbookError: the part holds comments or CDATA, which no spreadsheet program writes.
    """
    if b"<!--" in data or b"<![CDATA[" in data:
        raise WorkbookError(
            "A sheet's XML holds comments or CDATA, which cannot be edited safely.",
            "Open the workbook in Excel or LibreOffice, save it, and run again.",
        )
    found = _DATA.search(data)
    if not found:
        return SheetPart(markup.place(data, "sheetData", b"<sheetData/>", ORDER), b"")
    prefix = found[1].decode()
    empty = f"<{prefix}sheetData/>".encode()
    if found[2]:
        return SheetPart(data[: found.start()] + empty + data[found.end() :], b"", prefix)
    tag = f"</{prefix}sheetData>".encode()
    close = data.rindex(tag)
    frame = data[: found.start()] + empty + data[close + len(tag) :]
    return SheetPart(frame, data[found.end() : close], prefix)


def attributes_of(raw: bytes) -> dict[str, str]:
    """A tag's attributes; values stay escaped as they were."""
    return {
        found[1].decode(): (found[2] if found[2] is not None else found[3]).decode()
        for found in _ATTRIBUTE.finditer(raw)
    }


def each_row(rows: bytes) -> Iterator[Row]:
    """The rows in order. A row without a number follows the one before it (18.3.1.73)."""
    number, place = 0, 0
    while found := _ROW.search(rows, place):
        stated = _NUMBER.search(found[2])
        number = int(stated[1]) if stated else number + 1
        place = found.end()
        if not found[3]:
            close = b"</" + found[1] + b"row>"
            inner_end = rows.index(close, place)
            cells, place = rows[place:inner_end], inner_end + len(close)
        else:
            cells = b""
        yield Row(number, found[2], cells, found.start(), place)


def each_cell(row: Row) -> Iterator[CellNode]:
    """The cells of a row in order. A cell without a reference follows the one before it."""
    column = 0
    for found in _CELL.finditer(row.cells):
        stated = _LETTERS.search(found[2])
        column = _column(stated[1]) if stated else column + 1
        yield CellNode(row.number, column, found[2], found[3] or b"", found[0])


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def row_bytes(number: int, attributes: bytes, cells: bytes, prefix: str = "") -> bytes:
    """A `<row>` element: its attributes with the number set anew and no `spans` (a mere hint)."""
    kept = {k: v for k, v in attributes_of(attributes).items() if k not in ("r", "spans")}
    pairs = "".join(f' {key}="{value}"' for key, value in kept.items())
    tag = f'<{prefix}row r="{number}"{pairs}'.encode()
    return tag + (b">" + cells + f"</{prefix}row>".encode() if cells else b"/>")
