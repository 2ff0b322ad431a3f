"""A close look at people's cells right before they are written: one read, only when needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mso_sheets.adapters.google.image import IMAGE_FIELDS, Image, image_of
from mso_sheets.adapters.google.ranges import quoted
from mso_sheets.adapters.google.transport import Patience, Transport, parse_as
from mso_sheets.adapters.google.wire import CellData, ExtendedValue, Spreadsheet
from mso_sheets.model.cells import Cell, RawTab, Snapshot, column_letter
from mso_sheets.model.changes import CellWrite, RowAppend

# More cells than this and only the rows in question, with some around, are looked at.
MOST_CELLS = 200_000
AROUND = 50

Places = Mapping[int, Sequence[tuple[int, int]]]
"""Sheet id -> rows and columns."""


def look(transport: Transport, base: Snapshot, places: Places, patience: Patience) -> Image:
    """The cells around `places` as they are right now; no request when there are none."""
    tabs = {tab.sheet_id: tab for tab in base.tabs}
    within = ((tabs[n], inside(tabs[n], cells)) for n, cells in places.items() if n in tabs)
    ranges = [_range(tab, cells) for tab, cells in within if cells]
    if not ranges:
        return Image()
    parameters = {"ranges": ranges, "fields": IMAGE_FIELDS}
    return image_of(transport.get("", parameters, parse_as(Spreadsheet), patience))


def as_read(
    base: Snapshot, cells: Sequence[CellWrite], appends: Sequence[RowAppend]
) -> Image | None:
    """The image that `base` itself gives, when a fresh read is all that minting ids needs.

    None when a closer look is due: a person asked for the write, a row is added, or the id column
    goes on below the last row, as columns of formulas do (their empty text is a value to Google).
    """
    tabs = {tab.sheet_id: tab for tab in base.tabs}
    if appends or any(c.reason != "mint-id" or c.before is not None for c in cells):
        return None
    if any(_goes_on_below(tabs[c.sheet_id], c.column) for c in cells if c.sheet_id in tabs):
        return None
    image: dict[int, dict[int, dict[int, CellData]]] = {}
    for cell in cells:
        rows = image.setdefault(cell.sheet_id, {})
        rows[cell.row] = {c: _typed(value) for c, value in cell.identity.items()}
    return Image(image)


def _goes_on_below(tab: RawTab, column: int) -> bool:
    values = tab.columns[column - 1] if column <= len(tab.columns) else []
    return bool(values) and values[-1] is None


def _typed(value: Cell) -> CellData:
    if isinstance(value, bool):
        known = ExtendedValue(bool_value=value)
    elif isinstance(value, str):
        known = ExtendedValue(string_value=value)
    else:
        known = ExtendedValue(number_value=value)
    return CellData(user_entered_value=known, effective_value=known)


def inside(tab: RawTab, cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The cells that the tab's grid has; beyond it Google refuses to look."""
    return [
        (row, column)
        for row, column in cells
        if row <= tab.row_count and column <= tab.column_count
    ]


def _range(tab: RawTab, cells: Sequence[tuple[int, int]]) -> str:
    """All rows of the columns in question, so that a row that moved can be found."""
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    first, last = min(columns), max(columns)
    top, bottom = 1, tab.row_count
    if tab.row_count * (last - first + 1) > MOST_CELLS:
        top, bottom = max(1, min(rows) - AROUND), min(tab.row_count, max(rows) + AROUND)
    return f"{quoted(tab.title)}!{column_letter(first)}{top}:{column_letter(last)}{bottom}"


def places_of(
    cells: Iterable[CellWrite], appends: Iterable[RowAppend]
) -> dict[int, list[tuple[int, int]]]:
    """The cells that verified writes depend on."""
    places: dict[int, list[tuple[int, int]]] = {}
    for cell in cells:
        columns = [cell.column, *cell.identity]
        places.setdefault(cell.sheet_id, []).extend((cell.row, column) for column in columns)
    for append in appends:
        found = places.setdefault(append.sheet_id, [])
        found.extend((append.row, column) for column in append.values)
    return places
