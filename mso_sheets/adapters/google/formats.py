"""How a tab of ours looks when it is made. Later writes leave people's colours and filters alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mso_sheets.adapters import looks
from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import Json, grid_range
from mso_sheets.model.changes import GridValue, TabWrite
from mso_sheets.model.result import ValueKind
from mso_sheets.model.tab import TabColumn

# Pixels of a digit of the default font, and of a cell's edges.
CHARACTER, PADDING = 7, 5
FOOT_ROWS = 12
"""At most so many rows of a closing note may have stood where rows of the table stand now."""
# Words that are coloured like a state of health.
LIKE: tuple[tuple[str, str], ...] = (("Blocked", "Off track"), ("Overdue", "Off track"))
# https://developers.google.com/workspace/sheets/api/guides/formats
NUMBER_FORMATS: dict[ValueKind, Json] = {
    "percent": {"type": "PERCENT", "pattern": "0%"},
    "points": {"type": "NUMBER", "pattern": "+0;-0;0"},
    "days": {"type": "NUMBER", "pattern": "0"},
    "date": {"type": "DATE", "pattern": "d mmm yy"},
}


def rgb(color: str) -> Json:
    """`#rrggbb` as Google's colour style."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


def dress(batch: Batch, write: TabWrite, sheet_id: int) -> None:
    """Everything but the values: fonts, widths, number formats, colours by word, filter, warning."""
    width, header = len(write.content.columns), write.header_row
    _paint(batch, sheet_id, (1, 1), 1, _text(bold=True, size=looks.TITLE_SIZE))
    _paint(batch, sheet_id, (2, 2), 1, _text(color=looks.GREY, size=looks.SMALL_SIZE))
    if write.content.figures:
        _paint_tiles(batch, sheet_id, header, width)
    _paint(batch, sheet_id, (header, header), width, header_format())
    for column, _ in enumerate(write.content.columns, 1):
        set_width(batch, sheet_id, column, looks.width_of(write.content.columns[column - 1]))
    _fold(batch, write.content.columns, sheet_id)
    dress_rows(batch, write, sheet_id, header + 1, None)
    _color_words(batch, write, sheet_id)
    _band(batch, write, sheet_id)
    # The whole grid's width: sorting by the filter must take people's notes along.
    whole = grid_range(sheet_id, header, None, 1, None)
    batch.add("setBasicFilter", filter={"range": whole})
    _warn(batch, write.content.columns, sheet_id)


def _fold(batch: Batch, columns: Sequence[TabColumn], sheet_id: int) -> None:
    """Columns of detail in groups that are closed when the tab is made; people open and close them."""
    for first, last in _runs([column.folded for column in columns]):
        place = {
            "sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": first - 1, "endIndex": last,
        }  # fmt: skip
        batch.add("addDimensionGroup", range=place)
        group = {"range": place, "depth": 1, "collapsed": True}
        batch.add("updateDimensionGroup", dimensionGroup=group, fields="collapsed")


def dress_foot(batch: Batch, write: TabWrite, sheet_id: int, old_height: int) -> None:
    """The closing note runs over its row, where rows of keys wrap; only when it moves."""
    last, height = write.header_row + len(write.content.rows), len(write.grid)
    if not write.content.footer or height == old_height:
        return
    if write.header_row < old_height <= last:
        _wrap(
            batch, sheet_id, (max(old_height - FOOT_ROWS, write.header_row) + 1, old_height), "WRAP"
        )
    if height > last:
        _wrap(batch, sheet_id, (last + 1, height), "OVERFLOW_CELL")


def _wrap(batch: Batch, sheet_id: int, rows: tuple[int, int], strategy: str) -> None:
    area = grid_range(sheet_id, rows[0], rows[1], 1, 1)
    cell = {"userEnteredFormat": {"wrapStrategy": strategy}}
    batch.add("repeatCell", range=area, cell=cell, fields="userEnteredFormat.wrapStrategy")


def dress_rows(
    batch: Batch, write: TabWrite, sheet_id: int, first_row: int, last_row: int | None
) -> None:
    """The formats of table rows, column by column, for rows that nobody has formatted yet."""
    for number, column in enumerate(write.content.columns, 1):
        area = grid_range(sheet_id, first_row, last_row, number, number)
        cell = {"userEnteredFormat": _column_format(column.kind)}
        fields = (
            "userEnteredFormat(numberFormat,horizontalAlignment,verticalAlignment,wrapStrategy)"
        )
        batch.add("repeatCell", range=area, cell=cell, fields=fields)


def dress_tiles(batch: Batch, write: TabWrite, sheet_id: int) -> None:
    """Number formats of the headline figures: they move when a figure comes or goes."""
    figures = write.content.figures
    if not figures:
        return
    names, values = write.grid[write.header_row - 4], write.header_row - 2
    kinds = iter(figure.kind for figure in figures)
    cells = [{"userEnteredFormat": _tile_format(name, kinds)} for name in names]
    batch.write(
        sheet_id,
        (values, 1),
        (values, len(cells)),
        [{"values": cells}],
        "userEnteredFormat(numberFormat,horizontalAlignment)",
    )


def _tile_format(name: GridValue, kinds: Iterator[ValueKind]) -> Json:
    if not name:
        return {}
    number = NUMBER_FORMATS.get(next(kinds, "text"))
    left = {"horizontalAlignment": "LEFT"}
    return {"numberFormat": number, **left} if number else left


def _column_format(kind: ValueKind) -> Json:
    found: Json = {
        "verticalAlignment": "TOP",
        "wrapStrategy": "WRAP" if looks.wraps(kind) else "CLIP",
        "horizontalAlignment": looks.alignment(kind).upper(),
    }
    if kind in NUMBER_FORMATS:
        found["numberFormat"] = NUMBER_FORMATS[kind]
    return found


def _text(*, bold: bool = False, size: int = looks.TEXT_SIZE, color: str = looks.INK) -> Json:
    return {"textFormat": {"bold": bold, "fontSize": size, "foregroundColorStyle": rgb(color)}}


def header_format() -> Json:
    """A header cell, of our tabs and of those that `init` makes."""
    return {
        **_text(bold=True, color=looks.HEADER_INK),
        "backgroundColorStyle": rgb(looks.HEADER_FILL),
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
    }


def _paint_tiles(batch: Batch, sheet_id: int, header: int, width: int) -> None:
    """Names over values on a band of their own."""
    ground = {"backgroundColorStyle": rgb(looks.BAND)}
    small = _text(color=looks.GREY, size=looks.SMALL_SIZE)
    large = _text(bold=True, size=looks.FIGURE_SIZE)
    _paint(batch, sheet_id, (header - 3, header - 3), width, {**small, **ground})
    _paint(batch, sheet_id, (header - 2, header - 2), width, {**large, **ground})


def _paint(batch: Batch, sheet_id: int, rows: tuple[int, int], width: int, look: Json) -> None:
    fields = f"userEnteredFormat({','.join(look)})"
    area = grid_range(sheet_id, rows[0], rows[1], 1, width)
    batch.add("repeatCell", range=area, cell={"userEnteredFormat": look}, fields=fields)


def set_width(batch: Batch, sheet_id: int, column: int, characters: float) -> None:
    """The width of a column, in characters."""
    place = {
        "sheetId": sheet_id,
        "dimension": "COLUMNS",
        "startIndex": column - 1,
        "endIndex": column,
    }
    pixels = {"pixelSize": round(characters * CHARACTER) + PADDING}
    batch.add("updateDimensionProperties", range=place, properties=pixels, fields="pixelSize")


def set_height(batch: Batch, sheet_id: int, row: int, pixels: int) -> None:
    """The height of one row of ours."""
    place = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
    batch.add(
        "updateDimensionProperties",
        range=place,
        properties={"pixelSize": pixels},
        fields="pixelSize",
    )


def _color_words(batch: Batch, write: TabWrite, sheet_id: int) -> None:
    areas = [
        grid_range(sheet_id, write.header_row + 1, None, number, number)
        for number, column in enumerate(write.content.columns, 1)
        if column.kind in {"health", "status"}
    ]
    color_states(batch, areas)


def color_states(batch: Batch, areas: Sequence[Json], first: int = 0) -> None:
    """A rule a state: a cell that contains its word takes its colours. `first` = the rules before."""
    states = {state.word: state for state in looks.STATES}
    words = [*states, *(word for word, _ in LIKE)] if areas else []
    alike = dict(LIKE)
    for place, word in enumerate(words, first):
        state = states[alike.get(word, word)]
        condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": word}]}
        color_rule(batch, areas, condition, (state.background, state.ink), place)


def color_rule(
    batch: Batch, areas: Sequence[Json], condition: Json, colors: tuple[str, str], place: int
) -> None:
    """One conditional format: background and text where `condition` holds."""
    look = {
        "backgroundColorStyle": rgb(colors[0]),
        "textFormat": {"foregroundColorStyle": rgb(colors[1])},
    }
    rule = {"ranges": list(areas), "booleanRule": {"condition": condition, "format": look}}
    batch.add("addConditionalFormatRule", rule=rule, index=place)


def _band(batch: Batch, write: TabWrite, sheet_id: int) -> None:
    band(batch, grid_range(sheet_id, write.header_row, None, 1, len(write.content.columns)))


def band(batch: Batch, area: Json) -> None:
    """Every other row a thin band, under a header."""
    colors = {
        "headerColorStyle": rgb(looks.HEADER_FILL),
        "firstBandColorStyle": rgb("#FFFFFF"),
        "secondBandColorStyle": rgb(looks.BAND),
    }
    batch.add("addBanding", bandedRange={"range": area, "rowProperties": colors})


def _warn(batch: Batch, columns: Sequence[TabColumn], sheet_id: int) -> None:
    """People are warned before they type into our columns, save where they are meant to tick."""
    for first, last in _runs([column.kind != "checkbox" for column in columns]):
        protection: dict[str, Any] = {
            "range": grid_range(sheet_id, 1, None, first, last),
            "description": "Written by MSO Sheets at every run. Your own notes go to the right.",
            "warningOnly": True,
        }
        batch.add("addProtectedRange", protectedRange=protection)


def _runs(wanted: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last position (from 1) of each unbroken run of True."""
    first = 0
    for number, yes in enumerate([*wanted, False], 1):
        if yes and not first:
            first = number
        elif not yes and first:
            yield first, number - 1
            first = 0
