"""Native, editable parts of a slide: text, tables and charts, by python-pptx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

from mso_sheets.adapters import looks
from mso_sheets.adapters.deck_fit import fitted, row_height
from mso_sheets.model.tab import Chart
from mso_sheets.tabs.charts import alt_text

Slide: TypeAlias = Any
"""python-pptx is typed in part only."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
EMU = 914_400
TEXT, SMALL, TABLE = 14, 12, 12


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same in the file's units."""
        return (
            int(self.left * EMU), int(self.top * EMU), int(self.width * EMU), int(self.height * EMU),
        )  # fmt: skip


def clean(text: object, most: int = 400) -> str:
    """Text that a slide can hold: no control signs, one line, shortened between words."""
    said = " ".join(CONTROL.sub(" ", str(text)).split())
    if len(said) <= most:
        return said
    kept = said[: most - 1]
    words = kept.rpartition(" ")[0] if said[most - 1] != " " else kept
    return (words if len(words) > most // 2 else kept).rstrip(" ,;:") + " …"


def add_text(
    slide: Slide, box: Box, lines: Sequence[tuple[str, str]], size: int = TEXT, *, name: str
) -> None:
    """A text box of paragraphs; each is (words in bold, words after them)."""
    points = import_module("pptx.util").Pt

    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    lines, size = fitted([(clean(s), clean(r)) for s, r in lines], box.width, box.height, size)
    for number, (strong, rest) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = points(size * 0.5)
        for words, bold in ((f"{clean(strong)} " if strong else "", True), (clean(rest), False)):
            if words:
                run = paragraph.add_run()
                run.text, run.font.size, run.font.bold = words, points(size), bold


def add_tiles(slide: Slide, box: Box, tiles: Sequence[tuple[str, str, str]]) -> None:
    """Headline figures side by side: number, name, what it rests on."""
    shapes = import_module("pptx.enum.shapes").MSO_SHAPE
    points = import_module("pptx.util").Pt

    gap = 0.12
    width = (box.width - gap * (len(tiles) - 1)) / max(len(tiles), 1)
    for number, (value, name, basis) in enumerate(tiles):
        place = Box(box.left + number * (width + gap), box.top, width, box.height)
        shape = slide.shapes.add_shape(shapes.RECTANGLE, *place.emu)
        shape.name = f"Figure: {clean(name, 60)}"
        shape.shadow.inherit = False
        _fill(shape, looks.BAND)
        shape.line.color.rgb = _rgb(looks.LINE)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = import_module("pptx.enum.text").MSO_ANCHOR.TOP
        for index, (words, size, bold) in enumerate(
            ((value, 22, True), (name, SMALL, False), (basis, SMALL, False))
        ):
            if words:
                paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
                paragraph.alignment = import_module("pptx.enum.text").PP_ALIGN.LEFT
                run = paragraph.add_run()
                run.text, run.font.size, run.font.bold = clean(words, 80), points(size), bold
                run.font.color.rgb = _rgb(looks.INK)


def add_table(
    slide: Slide,
    box: Box,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    name: str,
    right: frozenset[int] = frozenset(),
) -> None:
    """A native table; `widths` are shares; cells that say a health state carry its colours."""
    inches = [box.width * share / sum(widths) for share in widths]
    heights = [row_height(line, inches) for line in (headers, *rows)]
    place = Box(box.left, box.top, box.width, min(sum(heights), box.height))
    shape = slide.shapes.add_table(len(rows) + 1, len(headers), *place.emu)
    shape.name = name
    table = shape.table
    for column, wide in zip(table.columns, inches, strict=True):
        column.width = int(wide * EMU)
    for row, high in zip(table.rows, heights, strict=True):
        row.height = int(high * EMU)
    for number, line in enumerate([headers, *rows]):
        for place_of, words in enumerate(line):
            _cell(
                table.cell(number, place_of), words, number == 0, place_of in right, number % 2 == 0
            )


def _cell(cell: Any, words: str, header: bool, right: bool, banded: bool) -> None:
    align = import_module("pptx.enum.text").PP_ALIGN
    points = import_module("pptx.util").Pt

    cell.margin_left = cell.margin_right = int(0.06 * EMU)
    cell.margin_top = cell.margin_bottom = int(0.03 * EMU)
    state = next((s for s in looks.STATES if words.endswith(s.word) and len(words) < 22), None)
    fill, ink = looks.BAND if banded else "#FFFFFF", looks.INK
    if header:
        fill, ink = looks.HEADER_FILL, looks.HEADER_INK
    elif state is not None:
        fill, ink = state.background, state.ink
    _fill(cell, fill)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = align.RIGHT if right else align.LEFT
    run = paragraph.add_run()
    run.text, run.font.size = clean(words), points(TABLE)
    run.font.bold = header or state is not None
    run.font.color.rgb = _rgb(ink)


def add_chart(slide: Slide, box: Box, chart: Chart) -> None:
    """A native chart whose numbers can be edited in the slide; described for screen readers."""
    numbers = import_module("pptx.chart.data").CategoryChartData
    words = import_module("pptx.enum.chart")
    points = import_module("pptx.util").Pt

    kinds = {
        "bar": words.XL_CHART_TYPE.BAR_CLUSTERED, "line": words.XL_CHART_TYPE.LINE,
        "column": words.XL_CHART_TYPE.COLUMN_CLUSTERED, "stacked-column": words.XL_CHART_TYPE.COLUMN_STACKED,
    }  # fmt: skip
    data = numbers(number_format="0%" if chart.unit == "percent" else "General")
    data.categories = [clean(label, 40) for label in chart.labels]
    for series in chart.series:
        data.add_series(clean(series.name, 40), series.values)
    shape = slide.shapes.add_chart(kinds[chart.kind], *box.emu, data)
    shape.name = clean(chart.title, 80)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt_text(chart), 1_000))
    drawn: Any = shape.chart
    drawn.font.size = points(SMALL)
    drawn.has_title = True
    drawn.chart_title.text_frame.text = clean(chart.title, 90)
    drawn.chart_title.text_frame.paragraphs[0].runs[0].font.size = points(TEXT)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = (
            words.XL_LEGEND_POSITION.BOTTOM,
            False,
        )
    _dress(drawn, chart)


def _dress(drawn: Any, chart: Chart) -> None:
    plot = drawn.plots[0]
    if chart.kind != "line":
        plot.gap_width = 55
        plot.has_data_labels = True
        plot.data_labels.show_value = True
        plot.data_labels.number_format = "0%" if chart.unit == "percent" else "#,##0;-#,##0;"
        plot.data_labels.number_format_is_linked = False
    values = [value for series in chart.series for value in series.values if value is not None]
    if chart.kind == "bar" and values and min(values) >= 0:
        drawn.value_axis.minimum_scale = 0
        if chart.unit == "percent" and max(values) <= 1:
            drawn.value_axis.maximum_scale = 1
    if chart.kind == "bar":
        drawn.category_axis.reverse_order = True
        drawn.value_axis.visible = False
        places = import_module("pptx.enum.chart").XL_TICK_LABEL_POSITION

        drawn.category_axis.tick_label_position = places.LOW
    drawn.value_axis.has_major_gridlines = chart.kind != "bar"
    for number, series in enumerate(plot.series):
        color = _rgb(looks.series_color(chart.series[number].color, number))
        if chart.kind == "line":
            series.smooth = False
            series.format.line.color.rgb = color
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = color
            series.invert_if_negative = False
            for place, own in enumerate(chart.series[number].colors):
                fill = series.points[place].format.fill
                fill.solid()
                fill.fore_color.rgb = _rgb(own)


def _fill(shape: Any, color: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(color)


def _rgb(color: str) -> Any:
    color_of = import_module("pptx.dml.color").RGBColor

    return color_of.from_string(color.lstrip("#"))
