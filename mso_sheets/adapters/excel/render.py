"""Our tabs drawn by XlsxWriter into a scratch workbook in memory; only its parts are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mso_sheets.adapters import looks
from mso_sheets.adapters.excel import charts
from mso_sheets.adapters.excel.cells import number_xml, shortened
from mso_sheets.adapters.excel.formats import Formats
from mso_sheets.model.cells import Cell, a1
from mso_sheets.model.changes import GridValue, TabWrite
from mso_sheets.model.result import Figure, Link, ValueKind
from mso_sheets.model.tab import TabColumn

MOST_LINKS, LONGEST_LINK = 65_000, 2_000
_LINKS = ("https://", "http://", "mailto:", "internal:")
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
_A4, _PROMPT, _PROMPT_TITLE = 9, 255, 32
_LINE_HEIGHT, _TALLEST, _ROOM = 13, 300, 1.1
_TITLE_HEIGHT, _NAMES_HEIGHT, _VALUES_HEIGHT, _HEADER_HEIGHT = 28, 26, 24, 31


class Scratch:
    """The scratch workbook. Its first sheet is a dummy, so that none of ours is the selected one."""

    def __init__(self) -> None:
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


def draw_tab(
    scratch: Scratch, title: str, write: TabWrite, data_sheet: str, charts_row: int,
    widths: Mapping[int, float],
) -> str:  # fmt: skip
    """Draws one tab of ours and returns the name of its part.

    `data_sheet` is the title of the hidden sheet with the charts' numbers, `charts_row` where the
    charts go (from 1), `widths` the widths that people gave to columns (from 1).
    """
    sheet, part = scratch.add(title)
    _write_cells(scratch.formats, sheet, write)
    _arrange(sheet, write)
    _fit_rows(sheet, write, widths)
    _color(scratch.formats, sheet, write)
    _explain(sheet, write)
    if write.content.charts:
        charts.insert_charts(scratch.book, sheet, write.content.charts, data_sheet, charts_row)
    return part


def draw_chart_data(scratch: Scratch, title: str, write: TabWrite) -> str:
    """Writes the numbers of a tab's charts into their own sheet and returns the name of its part."""
    sheet, part = scratch.add(title)
    for row, values in enumerate(charts.data_rows(write.content.charts)):
        for column, value in enumerate(values):
            put(sheet, row, column, value, None)
    return part


def last_table_row(write: TabWrite) -> int:
    """The sheet row of the table's last row (the header's when the table is empty)."""
    return write.header_row + min(len(write.content.rows), len(write.grid) - write.header_row)


def plain(value: GridValue) -> Cell:
    """A grid's value as a cell holds it."""
    return value.text if isinstance(value, Link) else value


def put(sheet: Worksheet, row: int, column: int, value: GridValue, style: Any) -> None:
    """Writes one value (row and column from 0) as what it is; text is never taken for a formula."""
    if isinstance(value, Link):
        _put_link(sheet, row, column, value, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, str) and value:
        sheet.write_string(row, column, shortened(value), style)
    elif isinstance(value, float | int) and number_xml(value):
        sheet.write_number(row, column, value, style)
    elif style is not None:
        sheet.write_blank(row, column, None, style)


def _put_link(sheet: Worksheet, row: int, column: int, link: Link, style: Any) -> None:
    fits = link.url.startswith(_LINKS) and len(link.url) <= LONGEST_LINK
    if not fits or sheet.hlink_count >= MOST_LINKS or not link.text:
        put(sheet, row, column, link.text, style)
        return
    sheet.write_url(row, column, link.url, style, shortened(link.text))


def is_live(value: GridValue) -> bool:
    """Whether a value leads somewhere."""
    return isinstance(value, Link) and value.url.startswith(_LINKS)


def _write_cells(formats: Formats, sheet: Worksheet, write: TabWrite) -> None:
    end = last_table_row(write)
    _write_head(formats, sheet, write)
    table = write.grid[write.header_row : end]
    for column, spec in enumerate(write.content.columns):
        values = [row[column] if column < len(row) else None for row in table]
        _write_column(formats, sheet, write.header_row, column, spec.kind, values)
    for row in range(end, len(write.grid)):
        for column, value in enumerate(write.grid[row]):
            if value not in (None, ""):
                put(sheet, row, column, value, formats.freshness())


def _write_column(
    formats: Formats, sheet: Worksheet, first: int, column: int, kind: ValueKind,
    values: Sequence[GridValue],
) -> None:  # fmt: skip
    cells = [plain(value) for value in values]
    style, linked = formats.value(kind, cells), formats.value(kind, cells, link=True)
    for row, value in enumerate(values, first):
        put(sheet, row, column, value, linked if is_live(value) else style)


def _write_head(formats: Formats, sheet: Worksheet, write: TabWrite) -> None:
    """Title, freshness, headline figures and the header row."""
    head = write.grid[: write.header_row]
    figures = iter(write.content.figures)
    has_figures = bool(write.content.figures) and write.header_row >= 5
    for number, row in enumerate(head, 1):
        if number == write.header_row:
            styles = [formats.header(spec.kind) for spec in write.content.columns]
        elif has_figures and number == 3:
            styles = [formats.figure_name()] * len(row)
        elif has_figures and number == 4:
            styles = [_figure_style(formats, figures, value) for value in row]
        else:
            styles = [formats.title() if number == 1 else formats.freshness()] * len(row)
        for column, value in enumerate(row):
            if value not in (None, "") or number == write.header_row:
                style = styles[column] if column < len(styles) else formats.header()
                put(sheet, number - 1, column, value, style)


def _figure_style(formats: Formats, figures: Any, value: GridValue) -> Any:
    figure: Figure | None = next(figures, None) if value not in (None, "") else None
    return formats.figure_value(figure.kind if figure else "text", plain(value))


def _arrange(sheet: Worksheet, write: TabWrite) -> None:
    """Widths, heights, the frozen header, the filter, and how it prints."""
    columns = write.content.columns
    for column, spec in enumerate(columns):
        sheet.set_column(column, column, max(spec.width, 3))
    sheet.set_row(0, _TITLE_HEIGHT)
    if write.content.figures and write.header_row >= 5:
        sheet.set_row(2, _NAMES_HEIGHT)
        sheet.set_row(3, _VALUES_HEIGHT)
    sheet.set_row(write.header_row - 1, _HEADER_HEIGHT)
    sheet.freeze_panes(write.header_row, 0)
    sheet.autofilter(write.header_row - 1, 0, last_table_row(write) - 1, max(len(columns) - 1, 0))
    sheet.hide_gridlines(2)
    sheet.set_tab_color(looks.TAB)
    _arrange_print(sheet, write)


def _fit_rows(sheet: Worksheet, write: TabWrite, widths: Mapping[int, float]) -> None:
    """Heights of rows with wrapped text; LibreOffice does not work them out on opening."""
    wrapped = [
        (column, max(widths.get(column + 1, spec.width), 3))
        for column, spec in enumerate(write.content.columns)
        if looks.wraps(spec.kind)
    ]
    for row in range(write.header_row, last_table_row(write)):
        values = write.grid[row]
        lines = max(
            (_lines(values[c], width) for c, width in wrapped if c < len(values)), default=1
        )
        if lines > 1:
            sheet.set_row(row, min(_LINE_HEIGHT * lines + 3, _TALLEST))


def _lines(value: GridValue, width: float) -> int:
    """How many lines a text takes in a column of this width, in characters."""
    text = plain(value)
    if not isinstance(text, str) or (len(text) < width - 1 and "\n" not in text):
        return 1
    room = max(int(width * _ROOM) - 1, 1)
    return sum(max(len(wrap(part, room)), 1) for part in text[:2000].split("\n"))


def _arrange_print(sheet: Worksheet, write: TabWrite) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&A&R&8&P / &N")
    sheet.repeat_rows(write.header_row - 1)


def _color(formats: Formats, sheet: Worksheet, write: TabWrite) -> None:
    """States by colour as well as word; then a thin band on every other row."""
    first, end = write.header_row, last_table_row(write)
    if end == first:
        return
    for column, spec in enumerate(write.content.columns):
        if spec.kind == "health":
            _color_states(formats, sheet, first, end - 1, column)
    band = {
        "type": "formula", "criteria": f"=MOD(ROW()-{first},2)=0",
        "format": formats.rule(bg_color=looks.BAND),
    }  # fmt: skip
    sheet.conditional_format(first, 0, end - 1, max(len(write.content.columns) - 1, 0), band)


def _color_states(formats: Formats, sheet: Worksheet, first: int, last: int, column: int) -> None:
    for state in looks.STATES:
        style = formats.rule(bg_color=state.background, font_color=state.ink)
        rule = {
            "type": "text", "criteria": "containing", "value": state.word, "format": style,
            "stop_if_true": True,
        }  # fmt: skip
        sheet.conditional_format(first, column, last, column, rule)


def _explain(sheet: Worksheet, write: TabWrite) -> None:
    """A header's note shows when its cell is chosen; checkboxes offer their two values."""
    head, end = write.header_row - 1, last_table_row(write)
    for column, spec in enumerate(write.content.columns):
        if spec.note:
            sheet.data_validation(head, column, head, column, _prompt(spec))
        if spec.kind == "checkbox" and end > head + 1:
            choice = {"validate": "list", "source": ["TRUE", "FALSE"]}
            sheet.data_validation(head + 1, column, end - 1, column, choice)
    area = (
        f"A{write.header_row}:{a1(max(end, write.header_row), max(len(write.content.columns), 1))}"
    )
    sheet.ignore_errors({"number_stored_as_text": area})


def _prompt(spec: TabColumn) -> dict[str, str]:
    return {
        "validate": "any", "input_title": spec.label[:_PROMPT_TITLE],
        "input_message": spec.note[:_PROMPT],
    }  # fmt: skip
