"""The sample workbook as a real .xlsx: dates as dates, dropdowns, frozen headers, sensible widths."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import NewTab
from mso_sheets.sample import sample_workbook

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_NARROW, _WIDE, _SPARE_ROWS = 9, 46, 200
_POINTS_A_LINE, _MOST_LINES = 13.5, 10


def write_sample(path: Path | str, day: date) -> None:
    """Writes the sample of `day` to `path` (replaced if there); the same bytes for the same day."""
    write_tabs(path, sample_workbook(day), day)


def write_tabs(path: Path | str, tabs: Sequence[NewTab], day: date) -> None:
    """Writes a team's tabs as a workbook that somebody made on `day`."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {"title": "MSO demo", "created": datetime(day.year, day.month, day.day)}
        )
        formats = _formats(book)
        for tab in tabs:
            _write_tab(book.add_worksheet(tab.title), tab, formats)


def _formats(book: Any) -> dict[str, Any]:
    top = {"valign": "top", "font_name": "Arial", "font_size": 10}
    head = {**top, "bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True}
    return {
        "head": book.add_format(head),
        "title": book.add_format({**top, "bold": True, "font_size": 13}),
        "plain": book.add_format(top),
        "long": book.add_format({**top, "text_wrap": True}),
        "date": book.add_format({**top, "align": "left", "num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({**top, "align": "left", "num_format": "dd/mm/yyyy hh:mm"}),
        "month": book.add_format({**top, "align": "left", "num_format": "mmm yyyy"}),
        "percent": book.add_format({**top, "num_format": "0%"}),
    }


def _write_tab(sheet: Worksheet, tab: NewTab, formats: dict[str, Any]) -> None:
    head = len(tab.above)
    for number, row in enumerate(tab.above):
        sheet.write_row(number, 0, ["" if cell is None else cell for cell in row], formats["title"])
    sheet.write_row(head, 0, tab.headers, formats["head"])
    for column, header in enumerate(tab.headers):
        values = [row[column] for row in tab.rows]
        style = _style(tab, header, values)
        _write_column(sheet, head + 1, column, values, formats[style], formats["plain"])
        sheet.set_column(column, column, _width(header, values, style))
        if header in tab.choices:
            _add_dropdown(sheet, head + 1, len(tab.rows), column, tab.choices[header])
    for number, row in enumerate(tab.rows, start=head + 1):
        lines = max((_lines(cell) for cell in row if isinstance(cell, str)), default=1)
        if lines > 1:
            sheet.set_row(number, _POINTS_A_LINE * min(lines, _MOST_LINES))
    sheet.freeze_panes(head + 1, 2)


def _lines(text: str) -> int:
    """Lines that a text takes in a column of the widest width; not every program fits rows itself."""
    return sum(-(-max(len(line), 1) // _WIDE) for line in text.splitlines())


def _style(tab: NewTab, header: str, values: Sequence[Cell]) -> str:
    if header in tab.percents:
        return "percent"
    if header in tab.dates:
        timed = any(isinstance(value, float) and value % 1 for value in values)
        return "moment" if timed else "month" if header == "Period" else "date"
    return (
        "long"
        if any(isinstance(value, str) and len(value) > _WIDE for value in values)
        else "plain"
    )


def _write_column(
    sheet: Worksheet, first: int, column: int, values: Sequence[Cell], style: Any, plain: Any
) -> None:
    for row, value in enumerate(values, start=first):
        if value is None or value == "":
            continue
        if isinstance(value, str) and value in _ERRORS:
            sheet.write_formula(row, column, f"={value}", plain, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, plain)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)


def _width(header: str, values: Sequence[Cell], style: str) -> float:
    if style in ("date", "month", "percent"):
        return 11.5
    longest = max(
        (len(line) for value in values for line in str(value or "").splitlines()), default=0
    )
    return min(_WIDE, max(_NARROW, len(header) + 2, longest + 2))


def _add_dropdown(
    sheet: Worksheet, first: int, count: int, column: int, choices: tuple[str, ...]
) -> None:
    """A list that suggests and does not forbid: people's own words stay possible."""
    rule = {"validate": "list", "source": list(choices), "error_type": "information"}
    sheet.data_validation(first, column, first + count + _SPARE_ROWS, column, rule)
