"""Our tabs drawn by XlsxWriter into a scratch workbook in memory; only its parts are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from mso_sheets.adapters import looks
from mso_sheets.adapters.excel import charts
from mso_sheets.adapters.excel.formats import Formats
from mso_sheets.adapters.excel.layout import has_figures, last_table_row, lay_out
from mso_sheets.adapters.excel.scratch import Scratch, earlier, is_live, plain, put
from mso_sheets.adapters.fitting import lines_in
from mso_sheets.model.changes import GridValue, TabWrite
from mso_sheets.model.result import Figure, Link, ValueKind
from mso_sheets.model.tab import TabColumn


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
        shown = _alike(values, spec) if spec.kind == "person" else values
        _write_column(scratch, sheet, write.header_row, column, spec.kind, shown)
    for row in range(end, len(write.grid)):
        for column, value in enumerate(write.grid[row]):
            if value not in (None, ""):
                put(sheet, row, column, value, scratch.formats.freshness())


def _alike(values: Sequence[GridValue], spec: TabColumn) -> Sequence[GridValue]:
    """Names as links if each fits on one line, else all as words: LibreOffice cuts a longer link."""
    width = looks.width_of(spec)
    names = {value.text for value in values if isinstance(value, Link)}
    if all(lines_in(name, width) == 1 for name in names):
        return values
    return [plain(value) for value in values]


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
    formats = scratch.formats
    for number, row in enumerate(write.grid[: write.header_row], 1):
        if number == write.header_row:
            styles = [formats.header(spec.kind) for spec in write.content.columns]
        elif number in (3, 4) and has_figures(write):
            styles = _tile_styles(formats, write, number)
        else:
            styles = [formats.title() if number == 1 else formats.freshness()] * len(row)
        solid = number == write.header_row or (number in (3, 4) and has_figures(write))
        for column, (value, style) in enumerate(zip(row, styles, strict=False)):
            if solid or value not in (None, ""):
                put(sheet, number - 1, column, value, style)


def _tile_styles(formats: Formats, write: TabWrite, number: int) -> list[Any]:
    """Formats of the figures' names (row 3) or values (row 4); a tile begins where a name stands."""
    names = write.grid[2]
    figures = iter(write.content.figures)
    styles = []
    for column in range(len(write.content.columns)):
        first = column < len(names) and names[column] not in (None, "")
        if number == 3:
            styles.append(formats.figure_name(first=first))
            continue
        figure: Figure | None = next(figures, None) if first else None
        value = plain(write.grid[3][column]) if column < len(write.grid[3]) else None
        styles.append(formats.figure_value(figure.kind if figure else "text", value, first=first))
    return styles
