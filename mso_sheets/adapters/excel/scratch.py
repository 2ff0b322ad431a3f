"""The scratch workbook in memory that XlsxWriter writes into, and how one value is put there."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mso_sheets.adapters.excel.cells import fitted, number_xml
from mso_sheets.adapters.excel.formats import Formats
from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import GridValue
from mso_sheets.model.result import Link

MOST_LINKS, LONGEST_LINK = 65_000, 2_000
_LINKS = ("https://", "http://", "mailto:", "internal:")
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip


class Scratch:
    """The scratch workbook. Its first sheet is a dummy, so that none of ours is the selected one.

    `date_offset` is what the user's workbook takes off dates (1904 system).
    """

    def __init__(self, date_offset: int = 0) -> None:
        self.date_offset = date_offset
        self._buffer = BytesIO()
        self.book: Any = xlsxwriter.Workbook(self._buffer, _OPTIONS)
        self.formats = Formats(self.book)
        self.book.add_worksheet("_")
        self._count = 1

    def add(self, title: str) -> tuple[Worksheet, str]:
        """A new sheet and the name that its part will have."""
        self._count += 1
        return self.book.add_worksheet(title), f"xl/worksheets/sheet{self._count}.xml"

    def to_bytes(self) -> bytes:
        """The workbook as a file."""
        self.book.close()
        return self._buffer.getvalue()


def plain(value: GridValue) -> Cell:
    """A grid's value as a cell holds it."""
    return value.text if isinstance(value, Link) else value


def earlier(value: GridValue, offset: int) -> GridValue:
    """A date's serial in a workbook whose dates count `offset` days less; all else as it is."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return value - offset
    return value


def put(sheet: Worksheet, row: int, column: int, value: GridValue, style: Any) -> None:
    """Writes one value (row and column from 0) as what it is; text is never taken for a formula."""
    if isinstance(value, Link):
        _put_link(sheet, row, column, value, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, str) and value:
        sheet.write_string(row, column, fitted(value), style)
    elif isinstance(value, float | int) and number_xml(value):
        sheet.write_number(row, column, value, style)
    elif style is not None:
        sheet.write_blank(row, column, None, style)


def _put_link(sheet: Worksheet, row: int, column: int, link: Link, style: Any) -> None:
    fits = link.url.startswith(_LINKS) and len(link.url) <= LONGEST_LINK
    if not fits or sheet.hlink_count >= MOST_LINKS or not link.text:
        put(sheet, row, column, link.text, style)
        return
    sheet.write_url(row, column, link.url, style, fitted(link.text))


def is_live(value: GridValue) -> bool:
    """Whether a value leads somewhere."""
    return isinstance(value, Link) and value.url.startswith(_LINKS)
