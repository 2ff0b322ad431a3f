"""Native charts: their numbers stand right of the state's columns, drawn over our tab's empty row.

Which charts were ever made is remembered in metadata of `_mso_state`: a chart that a person
deleted is not made again, one that was moved stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import Json, grid_range, row_data
from mso_sheets.adapters.google.formats import rgb, set_height
from mso_sheets.adapters.google.ranges import STATE_WIDTH
from mso_sheets.adapters.google.structure import (
    CHARTS,
    ChartPlace,
    Structure,
    chart_places_text,
    derived_id,
)
from mso_sheets.model.changes import TabWrite
from mso_sheets.model.tab import Chart

FIRST_COLUMN = STATE_WIDTH + 2
LEAST_ROOM = 9
WIDTH, HEIGHT, GAP = 316, 190, 12
KINDS: Mapping[str, Json] = {
    "stacked-column": {"chartType": "COLUMN", "stackedType": "STACKED"},
    "column": {"chartType": "COLUMN"},
    "bar": {"chartType": "BAR"},
    "line": {"chartType": "LINE"},
}


METADATA_ID = derived_id("metadata/charts")


def chart_key(write: TabWrite, chart: Chart) -> str:
    """A chart's name in the whole workbook."""
    return f"{write.content.name}/{chart.name}"


def placed(known: Mapping[str, ChartPlace], tabs: Sequence[TabWrite]) -> dict[str, ChartPlace]:
    """Where the numbers of every chart stand after this write; blocks of columns never move."""
    places = dict(known)
    for write in tabs:
        for chart in write.content.charts:
            key, series = chart_key(write, chart), len(chart.series)
            old = places.get(key)
            if old is None or series >= old.room:
                old = ChartPlace(end_of(places) + 1, 0, 0, max(LEAST_ROOM, series + 1))
            places[key] = ChartPlace(old.column, len(chart.labels), series, old.room)
    return places


def end_of(places: Mapping[str, ChartPlace]) -> int:
    """The last column of `_mso_state` that belongs to the state or to charts."""
    return max((p.column + p.room - 1 for p in places.values()), default=FIRST_COLUMN - 1)


def known_after(structure: Structure, places: Mapping[str, ChartPlace]) -> Structure:
    """What the next write knows of charts without asking."""
    new = {derived_id(f"chart/{key}") for key in places if key not in structure.chart_places}
    number = structure.chart_metadata_id
    if places != structure.chart_places and number is None:
        number = METADATA_ID
    return replace(
        structure,
        charts=structure.charts | new,
        chart_places=places,
        chart_metadata_id=number,
    )


def draw_charts(
    batch: Batch,
    tabs: Sequence[TabWrite],
    sheet_ids: Mapping[str, int],
    structure: Structure,
    places: Mapping[str, ChartPlace],
    state_id: int,
) -> None:
    """Numbers of all charts, new charts, and new ranges of charts whose size changed."""
    for write in tabs:
        sheet_id = sheet_ids[write.content.name]
        for number, chart in enumerate(write.content.charts):
            key = chart_key(write, chart)
            place, old = places[key], structure.chart_places.get(key)
            _write_numbers(batch, chart, place, old, state_id)
            spec, chart_id = spec_of(chart, place, state_id), derived_id(f"chart/{key}")
            if old is None:
                position = _position(sheet_id, write.header_row - 1, number)
                set_height(batch, sheet_id, write.header_row - 1, HEIGHT + GAP)
                batch.add(
                    "addChart", chart={"chartId": chart_id, "spec": spec, "position": position}
                )
            elif old != place and chart_id in structure.charts:
                batch.add("updateChartSpec", chartId=chart_id, spec=spec)
    if places != structure.chart_places:
        _remember(batch, structure, places, state_id)


def _remember(
    batch: Batch, structure: Structure, places: Mapping[str, ChartPlace], state_id: int
) -> None:
    text = chart_places_text(places)
    if structure.chart_metadata_id is None:
        batch.mark(state_id, CHARTS, text, METADATA_ID)
        return
    batch.add(
        "updateDeveloperMetadata",
        dataFilters=[{"developerMetadataLookup": {"metadataId": structure.chart_metadata_id}}],
        developerMetadata={"metadataValue": text},
        fields="metadataValue",
    )


def _write_numbers(
    batch: Batch, chart: Chart, place: ChartPlace, old: ChartPlace | None, state_id: int
) -> None:
    head = ["", *(series.name for series in chart.series)]
    body = [
        [
            label,
            *(series.values[row] if row < len(series.values) else None for series in chart.series),
        ]
        for row, label in enumerate(chart.labels)
    ]
    height = 1 + max(place.labels, old.labels if old else 0)
    first, last = (1, place.column), (height, place.column + place.room - 1)
    batch.write(state_id, first, last, row_data([head, *body], batch.target))


def spec_of(chart: Chart, place: ChartPlace, state_id: int) -> Json:
    """The chart itself, over its block of numbers."""
    horizontal = chart.kind == "bar"
    series = [
        {
            "series": _source(state_id, place, place.column + number),
            "targetAxis": "BOTTOM_AXIS" if horizontal else "LEFT_AXIS",
            **({"colorStyle": rgb(one.color)} if one.color else {}),
        }
        for number, one in enumerate(chart.series, 1)
    ]
    return {
        "title": chart.title,
        "altText": f"{chart.title}: {', '.join(one.name for one in chart.series)}",
        # The numbers stand on a hidden tab.
        "hiddenDimensionStrategy": "SHOW_ALL",
        "basicChart": {
            **KINDS[chart.kind],
            "legendPosition": "RIGHT_LEGEND" if len(chart.series) > 1 else "NO_LEGEND",
            "headerCount": 1,
            "domains": [{"domain": _source(state_id, place, place.column)}],
            "series": series,
        },
    }


def _source(state_id: int, place: ChartPlace, column: int) -> Json:
    area = grid_range(state_id, 1, 1 + place.labels, column, column)
    return {"sourceRange": {"sources": [area]}}


def _position(sheet_id: int, row: int, number: int) -> Json:
    """Side by side over the empty row above the header; four fill a laptop's screen."""
    return {
        "overlayPosition": {
            "anchorCell": {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": 0},
            "offsetXPixels": number * (WIDTH + GAP),
            "offsetYPixels": GAP // 2,
            "widthPixels": WIDTH,
            "heightPixels": HEIGHT,
        }
    }
