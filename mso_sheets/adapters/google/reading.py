"""Two requests for a whole workbook: its structure, then all cells of all tabs, by column."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from urllib.parse import quote

import msgspec

from mso_sheets.adapters.google.faults import not_whole
from mso_sheets.adapters.google.ranges import STATE_WIDTH, first_row_of, ranges_of, tab_of
from mso_sheets.adapters.google.structure import (
    HIDDEN_FIELDS,
    META_FIELDS,
    Structure,
    structure_of,
)
from mso_sheets.adapters.google.transport import Patience, Transport, parse_as
from mso_sheets.adapters.google.wire import (
    COLUMNS,
    BatchValues,
    FilteredValues,
    GridProperties,
    GridRange,
    Sheet,
    Spreadsheet,
    ValueRange,
)
from mso_sheets.errors import ConflictError, WorkbookError
from mso_sheets.model.cells import Cell, Merge, RawTab, Snapshot
from mso_sheets.model.state import STATE_TAB

# Longer addresses are refused by servers in between; the same read then goes by POST.
LONGEST_ADDRESS = 7_000
ROUNDS = 3
MANY_CELLS = 1_000_000
"""From here the collector's walks over cells, which never hold garbage, cost seconds a run."""
SAMPLED = 4_000
"""Cells from which it is told whether a column's texts repeat."""
GRID = "GRID"
RENDERING = {
    "majorDimension": "COLUMNS",
    "valueRenderOption": "UNFORMATTED_VALUE",
    "dateTimeRenderOption": "SERIAL_NUMBER",
}

Columns = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What two requests brought. `beside` are all columns of `_mso_state`, where a journal stands."""

    snapshot: Snapshot
    structure: Structure
    beside: Columns


def read_workbook(transport: Transport, name: str, url: str, hidden_rows: bool) -> Reading:
    """The whole workbook. Raises WorkbookError when any part of it is missing.

    The structure is read first: a write of ours in between makes the cells newer than the
    generation, so that a write upon them loses and is planned again, never the other way round.
    """
    patience = transport.patience()
    for _ in range(ROUNDS):
        book = read_structure(transport, patience, hidden_rows)
        structure = structure_of(book)
        grids = [sheet for sheet in book.sheets if sheet.properties.sheet_type == GRID]
        try:
            cells = _read_cells(transport, grids, structure, patience)
        except ConflictError:
            continue
        beside = _set_aside(cells, structure)
        snapshot = _snapshot(book, cells, name, url)
        if sum(len(column) for tab in snapshot.tabs for column in tab.columns) > MANY_CELLS:
            gc.freeze()
        return Reading(snapshot, structure, beside)
    raise WorkbookError(
        "The workbook's tabs were renamed or deleted again and again while they were read.",
        "Wait until that is done, then run again.",
        permanent=False,
    )


def read_structure(transport: Transport, patience: Patience, hidden_rows: bool) -> Spreadsheet:
    """Everything but the cells, one request."""
    mask = META_FIELDS % (HIDDEN_FIELDS if hidden_rows else "")

    def parse(content: bytes) -> Spreadsheet:
        book = parse_as(Spreadsheet)(content)
        if not book.sheets:
            raise not_whole()
        return book

    return transport.get("", {"fields": mask}, parse, patience)


def _read_cells(
    transport: Transport, sheets: Sequence[Sheet], structure: Structure, patience: Patience
) -> dict[int, Columns]:
    journal = bool(structure.journal)
    wanted = [(sheet, part) for sheet in sheets for part in ranges_of(sheet, journal=journal)]
    ranges = [part for _, part in wanted]
    if not ranges:
        return {}
    if sum(len(quote(part)) + len("&ranges=") for part in ranges) > LONGEST_ADDRESS:
        body = {"dataFilters": [{"a1Range": part} for part in ranges], **RENDERING}

        def parse_filtered(content: bytes) -> dict[int, Columns]:
            found = parse_as(FilteredValues)(content).value_ranges
            return columns_by_sheet(wanted, [match.value_range for match in found])

        return transport.get("/values:batchGetByDataFilter", {}, parse_filtered, patience, body)

    def parse(content: bytes) -> dict[int, Columns]:
        return columns_by_sheet(wanted, parse_as(BatchValues)(content).value_ranges)

    return transport.get("/values:batchGet", {"ranges": ranges, **RENDERING}, parse, patience)


def _set_aside(cells: dict[int, Columns], structure: Structure) -> Columns:
    """Takes the backend's own columns out of the state's."""
    state_id = structure.ours.get(STATE_TAB)
    beside = cells.get(state_id, []) if state_id is not None and structure.journal else []
    if state_id is not None and beside:
        cells[state_id] = beside[:STATE_WIDTH]
    return beside


def columns_by_sheet(
    wanted: Sequence[tuple[Sheet, str]], found: Sequence[ValueRange]
) -> dict[int, Columns]:
    """Sheet id -> columns. Raises TransientError when a range is missing or cannot be decoded."""
    by_place = {(tab_of(part.range), first_row_of(part.range)): part.values for part in found}
    columns: dict[int, Columns] = {}
    for sheet, asked in wanted:
        first_row = first_row_of(asked)
        part = by_place.get((sheet.properties.title, first_row))
        if part is None:
            raise not_whole()
        try:
            values = COLUMNS.decode(part)
        except msgspec.DecodeError as error:
            raise not_whole() from error
        known = columns.setdefault(sheet.properties.sheet_id, [])
        _extend(known, [_shared(_blanks_as_none(column)) for column in values], first_row - 1)
    return columns


def _blanks_as_none(column: list[Cell]) -> list[Cell]:
    return [None if value == "" else value for value in column] if "" in column else column


def _shared(column: list[Cell]) -> list[Cell]:
    """Equal texts of a long column as one object, where its first texts repeat: half of the memory."""
    sample = [cell for cell in column[:SAMPLED] if type(cell) is str]
    if len(column) <= SAMPLED or len(set(sample)) * 4 > len(sample):
        return column
    one = dict[Cell, Cell]().setdefault
    if set(map(type, column)) <= {str, type(None)}:
        return list(map(one, column, column))
    return [one(cell, cell) if type(cell) is str else cell for cell in column]


def _extend(known: Columns, more: Columns, rows_above: int) -> None:
    """Puts a chunk of rows under what is known; a column ends with its last value."""
    known.extend([] for _ in range(len(more) - len(known)))
    for column, values in zip(known, more, strict=False):
        if values:
            column.extend(repeat(None, rows_above - len(column)))
            column.extend(values)


def _snapshot(book: Spreadsheet, cells: dict[int, Columns], name: str, url: str) -> Snapshot:
    structure = structure_of(book)
    names = {sheet_id: marker for marker, sheet_id in structure.ours.items()}
    return Snapshot(
        name=name,
        spreadsheet_id=book.spreadsheet_id,
        title=book.properties.title,
        backend="google",
        locale=book.properties.locale,
        time_zone=book.properties.time_zone,
        tabs=tuple(_tab(sheet, cells, names) for sheet in book.sheets),
        url=url,
        generation=structure.generation,
        taken_ids=structure.taken_ids,
    )


def _tab(sheet: Sheet, cells: dict[int, Columns], names: dict[int, str]) -> RawTab:
    properties = sheet.properties
    columns = cells.get(properties.sheet_id, [])
    height = max(map(len, columns), default=0)
    return RawTab(
        title=properties.title,
        sheet_id=properties.sheet_id,
        columns=columns,
        row_count=max(properties.grid_properties.row_count, height),
        column_count=max(properties.grid_properties.column_count, len(columns)),
        merges=tuple(_merge(merge, properties.grid_properties) for merge in sheet.merges),
        hidden_rows=_hidden_rows(sheet),
        hidden=properties.hidden,
        ours=names.get(properties.sheet_id),
        index=properties.index,
    )


def _merge(merge: GridRange, grid: GridProperties) -> Merge:
    return Merge(
        first_row=merge.start_row_index + 1,
        last_row=grid.row_count if merge.end_row_index is None else merge.end_row_index,
        first_column=merge.start_column_index + 1,
        last_column=grid.column_count if merge.end_column_index is None else merge.end_column_index,
    )


def _hidden_rows(sheet: Sheet) -> frozenset[int]:
    rows = (
        (row, part.start_row + offset)
        for part in sheet.data
        for offset, row in enumerate(part.row_metadata, 1)
    )
    return frozenset(n for row, n in rows if row.hidden_by_user or row.hidden_by_filter)
