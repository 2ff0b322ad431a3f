"""Native charts of our tabs. Their numbers stand in a hidden sheet of ours, one a tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from mso_sheets.adapters import looks
from mso_sheets.model.tab import Chart

DATA_PREFIX = "_mso_charts"
"""How the titles of data sheets begin, and so how a chart of ours is known by its formulas."""

WIDTH, HEIGHT, GAP, IN_A_LINE = 316, 230, 12, 4
_TYPES: dict[str, dict[str, str]] = {
    "stacked-column": {"type": "column", "subtype": "stacked"},
    "column": {"type": "column"},
    "bar": {"type": "bar"},
    "line": {"type": "line"},
}
_SMALL = {"size": 9, "color": looks.GREY, "name": looks.FONT}


def data_title(tab: str) -> str:
    """The title of the hidden sheet that holds a tab's chart numbers (at most 31 characters)."""
    return f"{DATA_PREFIX} {tab}"[:31].rstrip()


def data_rows(charts: Sequence[Chart]) -> list[list[Any]]:
    """What stands in the hidden sheet: a block a chart, a row a label, an empty row between."""
    rows: list[list[Any]] = []
    for chart in charts:
        rows.append([chart.title, *(series.name for series in chart.series)])
        for number, label in enumerate(chart.labels):
            rows.append([label, *(_at(series.values, number) for series in chart.series)])
        rows.append([])
    return rows


def _at(values: Sequence[float | None], number: int) -> float | None:
    return values[number] if number < len(values) else None


def insert_charts(
    book: Workbook, sheet: Worksheet, charts: Sequence[Chart], data_sheet: str, row: int
) -> None:
    """Draws the charts, four side by side on a laptop's screen, from column A of `row` (from 1) downwards."""
    first = 0
    for number, chart in enumerate(charts):
        line, place = divmod(number, IN_A_LINE)
        offsets = {"x_offset": place * (WIDTH + GAP), "y_offset": 6 + line * (HEIGHT + GAP)}
        looks_of_frame = {"object_position": 3, "description": chart.title}
        drawn = _draw(book, chart, data_sheet, first)
        sheet.insert_chart(row - 1, 0, drawn, {**offsets, **looks_of_frame})
        first += len(chart.labels) + 2


def _number_format(chart: Chart) -> str:
    values = [value for series in chart.series for value in series.values]
    return looks.number_format(chart.unit, values) or "General"


def _draw(book: Workbook, chart: Chart, data_sheet: str, first: int) -> Any:
    drawn: Any = book.add_chart({**_TYPES[chart.kind], "name": chart.name})
    last = first + max(len(chart.labels), 1)
    alone = len(chart.series) == 1
    for number, series in enumerate(chart.series):
        color = looks.series_color(series.color, number)
        filled = {"line": {"color": color, "width": 2.25}} if chart.kind == "line" else {
            "fill": {"color": color}, "gap": 55, "border": {"none": True}}  # fmt: skip
        shown = {"value": True, "font": _SMALL, "num_format": _number_format(chart)}
        above = {"position": "above"} if chart.kind == "line" else {}
        labels = {"data_labels": {**shown, **above}} if alone else {}
        drawn.add_series({
            "name": [data_sheet, first, number + 1],
            "categories": [data_sheet, first + 1, 0, last, 0],
            "values": [data_sheet, first + 1, number + 1, last, number + 1],
            **filled, **labels,
        })  # fmt: skip
    _dress(drawn, chart, alone)
    return drawn


def _dress(drawn: Any, chart: Chart, alone: bool) -> None:
    quiet = {"num_font": _SMALL, "line": {"color": looks.LINE}, "major_tick_mark": "none"}
    numbers = {
        **quiet, "line": {"none": True}, "num_format": _number_format(chart), "visible": not alone,
        "major_gridlines": {"visible": not alone, "line": {"color": looks.LINE, "width": 0.75}},
    }  # fmt: skip
    words = {**quiet, "reverse": chart.kind == "bar", "major_gridlines": {"visible": False}}
    drawn.set_x_axis(numbers if chart.kind == "bar" else words)
    drawn.set_y_axis(words if chart.kind == "bar" else numbers)
    drawn.set_title({
        "name": chart.title, "overlay": False, "layout": {"x": 0.02, "y": 0.03},
        "name_font": {"size": 11, "bold": True, "color": looks.INK, "name": looks.FONT},
    })  # fmt: skip
    drawn.set_legend({"none": True} if alone else {"position": "bottom", "font": _SMALL})
    drawn.set_chartarea({"border": {"color": looks.LINE}, "fill": {"color": "#FFFFFF"}})
    drawn.set_size({"width": WIDTH, "height": HEIGHT})
    drawn.show_blanks_as("gap")
