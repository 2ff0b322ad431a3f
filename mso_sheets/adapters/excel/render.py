"""Our tabs drawn by XlsxWriter into a scratch workbook in memory; only its parts are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from mso_sheets.adapters.excel import charts
from mso_sheets.adapters.excel.formats import Formats
from mso_sheets.adapters.excel.layout import last_table_row, lay_out
from mso_sheets.adapters.excel.scratch import Scratch, earlier, is_live, plain, put
from mso_sheets.model.changes import GridValue, TabWrite
from mso_sheets.model.result import Figure, ValueKind


def draw_tab(
    scratch: Scratch, title: str, write: TabWrite, data_sheet: str, charts_row: int,
    widths: Mapping[int, float],
) -> str:  # fmt: skip
    """Draws one tab of ours and returns the name of its part.

    `data_sheet` is the title of the hidden sheet with the charts' numbers, `charts_row` where the
    charts go (from 1), `widths` the widths that people gave to columns (from 1).
    """
    sheet, part = scratch.add(title)
    _write_cells(scratch, sheet, write)
    lay_out(scratch.formats, sheet, write, widths)
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


def _write_cells(scratch: Scratch, sheet: Worksheet, write: TabWrite) -> None:
    end = last_table_row(write)
    _write_head(scratch, sheet, write)
    table = write.grid[write.header_row : end]
    for column, spec in enumerate(write.content.columns):
        values = [row[column] if column < len(row) else None for row in table]
        _write_column(scratch, sheet, write.header_row, column, spec.kind, values)
    for row in range(end, len(write.grid)):
        for column, value in enumerate(write.grid[row]):
            if value not in (None, ""):
                put(sheet, row, column, value, scratch.formats.freshness())


def _write_column(
    scratch: Scratch, sheet: Worksheet, first: int, column: int, kind: ValueKind,
    values: Sequence[GridValue],
) -> None:  # fmt: skip
    formats, cells = scratch.formats, [plain(value) for value in values]
    style, linked = formats.value(kind, cells), formats.value(kind, cells, link=True)
    offset = scratch.date_offset if kind == "date" else 0
    for row, value in enumerate(values, first):
        put(sheet, row, column, earlier(value, offset), linked if is_live(value) else style)


def _write_head(scratch: Scratch, sheet: Worksheet, write: TabWrite) -> None:
    """Title, freshness, headline figures and the header row."""
    formats, head = scratch.formats, write.grid[: write.header_row]
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
