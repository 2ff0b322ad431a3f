"""People's notes to the right of our columns: moved on the server, so that formats go along.

A date or a formula that somebody typed would turn into a bare number if its value were written
anew. Rows whose notes stay where they are are not touched at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from mso_sheets.adapters.google.batch import VALUES, Batch
from mso_sheets.adapters.google.cells import grid_range, row_data
from mso_sheets.adapters.google.image import same
from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.changes import TabWrite
from mso_sheets.model.result import Link

Row = tuple[Cell, ...]
# Columns beyond the last used one in which somebody may type meanwhile.
SPARE_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class NotesMove:
    """What becomes of the notes of one tab; rows and columns are the sheet's, from 1.

    `moved` maps new rows to old ones, `written` new rows to values that stand nowhere yet,
    `emptied` are rows whose notes went elsewhere.
    """

    sheet_id: int
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    moved: dict[int, int] = field(default_factory=dict)
    written: dict[int, Row] = field(default_factory=dict)
    emptied: tuple[int, ...] = ()

    @property
    def blank(self) -> Row:
        """A row without notes."""
        return (None,) * (self.last_column - self.first_column + 1)

    def source(self, row: int) -> int | None:
        """The row whose notes are in `row` after the move; None where they were typed or taken."""
        if row in self.emptied or row in self.written:
            return None
        return self.moved.get(row, row)


def plan_move(write: TabWrite, old: RawTab) -> NotesMove:
    """Compares where notes are with where they should be."""
    first = len(write.content.columns) + 1
    needed = max(len(old.columns), first - 1 + max(map(len, write.notes), default=0))
    last = max(first, min(old.column_count, needed + SPARE_COLUMNS))
    last_row = max(old.height, write.header_row + len(write.notes) - 1)
    rows = range(write.header_row, last_row + 1)
    standing = {r: tuple(old.cell(r, c) for c in range(first, last + 1)) for r in rows}
    wanted = {r: _wanted(write, r, last - first + 1) for r in rows}
    changed = [row for row in rows if not same_rows(standing[row], wanted[row])]
    sources = _sources(old, standing)
    moved, written = {}, {}
    for row in changed:
        if has_notes(wanted[row]):
            source = _take(sources, wanted[row], key_at(write, row))
            if source is None:
                written[row] = wanted[row]
            else:
                moved[row] = source
    emptied = tuple(row for row in changed if row not in moved and row not in written)
    return NotesMove(old.sheet_id, write.header_row, last_row, first, last, moved, written, emptied)


def _wanted(write: TabWrite, row: int, width: int) -> Row:
    place = row - write.header_row
    values = list(write.notes[place]) if place < len(write.notes) else []
    plain = [None if value == "" else value for value in values]
    return tuple(plain + [None] * (width - len(plain)))


def has_notes(row: Row) -> bool:
    """Whether anything stands in a row."""
    return any(value is not None for value in row)


def same_rows(left: Row, right: Row) -> bool:
    """Whether two rows hold the same."""
    return all(same(a, b) for a, b in zip(left, right, strict=True))


def key_at(write: TabWrite, row: int) -> Cell:
    """The key of a row in the new grid; that of the header is its first label."""
    value = write.grid[row - 1][0] if row <= len(write.grid) and write.grid[row - 1] else None
    return value.text if isinstance(value, Link) else value


def _sources(old: RawTab, standing: dict[int, Row]) -> dict[Row, list[tuple[Cell, int]]]:
    """Notes as they stand -> the key and row of each place where they do."""
    found: dict[Row, list[tuple[Cell, int]]] = {}
    for row, notes in standing.items():
        if has_notes(notes):
            found.setdefault(notes, []).append((old.cell(row, 1), row))
    return found


def _take(sources: dict[Row, list[tuple[Cell, int]]], notes: Row, key: Cell) -> int | None:
    """The row that holds these notes, that of the same key first."""
    places = sources.get(notes, [])
    if not places:
        return None
    best = next((place for place in places if same(place[0], key)), places[0])
    if len(places) > 1:
        places.remove(best)
    return best[1]


def move_notes(batch: Batch, move: NotesMove, state_id: int, at: tuple[int, int]) -> int:
    """Adds the moves; `at` is a free corner of `_mso_state`. Returns the rows that it took there.

    The way out and back leads over cells further down and right, never up or left: so relative
    references of people's formulas cannot fall off the sheet's edge.
    """
    corner = (max(at[0], move.first_row), max(at[1], move.first_column))
    rows, columns = batch.grids[move.sheet_id]
    if move.moved:
        last_row, last_column = min(move.last_row, rows), min(move.last_column, columns)
        source = (move.sheet_id, move.first_row, last_row, move.first_column, last_column)
        batch.copy(source, state_id, corner)
    for first, last in _runs(move.emptied):
        start, end = (first, move.first_column), (last, min(move.last_column, columns))
        batch.write(move.sheet_id, start, end, fields=f"{VALUES},note")
    for row, values in move.written.items():
        start, end = (row, move.first_column), (row, move.last_column)
        batch.write(move.sheet_id, start, end, row_data([values], batch.target))
    if not move.moved:
        return 0
    _bring_back(batch, move, state_id, corner)
    return corner[0] - at[0] + move.last_row - move.first_row + 1


def _bring_back(batch: Batch, move: NotesMove, state_id: int, at: tuple[int, int]) -> None:
    width, height = move.last_column - move.first_column, move.last_row - move.first_row
    for group in _parallel(sorted(move.moved.items())):
        (new, old), count = group[0], len(group)
        top = at[0] + old - move.first_row
        held = (state_id, top, top + count - 1, at[1], at[1] + width)
        batch.ensure(state_id, top + count - 1, at[1] + width)
        batch.copy(held, move.sheet_id, (new, move.first_column))
    rows, columns = batch.grids[state_id]
    last = (min(at[0] + height, rows), min(at[1] + width, columns))
    area = grid_range(state_id, at[0], last[0], at[1], last[1])
    batch.add("updateCells", range=area, rows=[], fields="*")


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken run of rows."""
    found = []
    for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in group]
        found.append((numbers[0], numbers[-1]))
    return found


def _parallel(moves: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Moves of neighbouring rows to neighbouring rows, together."""
    found = groupby(enumerate(moves), key=lambda p: (p[1][0] - p[0], p[1][1] - p[0]))
    return [[move for _, move in group] for _, group in found]
