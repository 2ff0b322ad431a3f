"""Did notes land beside their keys? What people changed in the moment of the write is put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mso_sheets.adapters.google.evidence import Evidence, Sighting
from mso_sheets.adapters.google.image import same
from mso_sheets.adapters.google.notes import NotesMove, Row, has_notes, key_at, same_rows
from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.changes import TabWrite

# Rows that people may insert or delete in our tab between our read and our write.
MARGIN = 20


@dataclass(frozen=True, slots=True)
class Watched:
    """A tab whose notes there is evidence on: their move, and the keys as they are drawn.

    `keys` are those of all rows from the header's on.
    """

    move: NotesMove
    keys: tuple[Cell, ...]

    @property
    def first_row(self) -> int:
        """The header's row."""
        return self.move.first_row

    @property
    def last_row(self) -> int:
        """The last row that is drawn."""
        return self.first_row + len(self.keys) - 1

    @property
    def places(self) -> dict[Cell, int]:
        """Key -> its row in the new grid, the header among them."""
        found: dict[Cell, int] = {}
        for row, key in enumerate(self.keys, self.first_row):
            if key is not None:
                found.setdefault(key, row)
        return found


def watched(write: TabWrite, move: NotesMove) -> Watched:
    """The tab as it is drawn."""
    rows = range(write.header_row, len(write.grid) + 1)
    return Watched(move, tuple(key_at(write, row) for row in rows))


def is_at_risk(write: TabWrite, move: NotesMove, old: RawTab) -> bool:
    """Whether a change in that moment could part notes from their keys.

    So it is where there are notes, and where rows change places: somebody may type just then.
    """
    noted = range(move.first_column, len(old.columns) + 1)
    if any(value is not None for c in noted for value in old.columns[c - 1][move.first_row - 1 :]):
        return True
    rows = range(move.first_row, old.height + 1)
    places = watched(write, move).places
    return any(places.get(key, row) != row for row in rows if (key := old.cell(row, 1)) is not None)


def witness(evidence: Evidence, move: NotesMove) -> None:
    """Plans the copy of keys and notes as they stand in the moment of the write."""
    rows = (max(1, move.first_row - MARGIN), move.last_row + MARGIN)
    evidence.keep(move.sheet_id, rows, (1, 1))
    evidence.keep(move.sheet_id, rows, (move.first_column, move.last_column))


def corrected(drawn: Watched, sighting: Sighting) -> NotesMove | None:
    """The move that carries every note to its key; None when all are there.

    What counts is what stood there in the moment of the write: keys and notes that people sorted,
    inserted or typed until then. Notes without a key stay where they are; those whose key has no
    row any more are kept below.
    """
    move = drawn.move
    rows = _rows(move)
    keys, notes = _seen(move, sighting, rows)
    lies = {source: row for row in rows if (source := move.source(row)) is not None}
    places = drawn.places
    below = max(drawn.last_row, rows[-1]) + 1
    wanted: dict[int, int] = {}
    for row in (row for row in rows if has_notes(notes[row])):
        key = keys[row]
        if key is None or (row < move.first_row and key not in places):
            continue
        place = places.pop(key, below)
        below += place == below
        wanted[place] = row
    for row in [row for row in rows if row in wanted]:
        source = move.source(row)
        # Notes without a key make room.
        if source is not None and keys[source] is None and has_notes(notes[source]):
            wanted[below] = source
            below += 1
    return _difference(move, wanted, lies, notes)


def _rows(move: NotesMove) -> range:
    return range(max(1, move.first_row - MARGIN), move.last_row + MARGIN + 1)


def still_stands(drawn: Watched, sighting: Sighting, now: RawTab) -> bool:
    """Whether nobody has touched the keys and notes of our tab since the write."""
    move = drawn.move
    rows = _rows(move)
    _, notes = _seen(move, sighting, rows)
    columns = range(move.first_column, move.last_column + 1)
    lies = {row: source for row in rows if (source := move.source(row)) is not None}
    return all(
        same(now.cell(row, 1), key) for row, key in enumerate(drawn.keys, drawn.first_row)
    ) and all(
        same_rows(tuple(now.cell(row, c) for c in columns), notes[source])
        for row, source in lies.items()
        if source in notes
    )


def _seen(
    move: NotesMove, sighting: Sighting, rows: range
) -> tuple[dict[int, Cell], dict[int, Row]]:
    columns = range(move.first_column, move.last_column + 1)
    seen = {row: sighting.row(move.sheet_id, row, [1, *columns]) for row in rows}
    keys = {row: found.get(1) for row, found in seen.items()}
    return keys, {row: tuple(found.get(c) for c in columns) for row, found in seen.items()}


def _difference(
    move: NotesMove,
    wanted: Mapping[int, int],
    lies: Mapping[int, int],
    notes: Mapping[int, Row],
) -> NotesMove | None:
    """From where notes lie to where they are wanted; both as rows of the moment of the write."""
    moved = {new: lies[old] for new, old in wanted.items() if lies.get(old, new) != new}
    written = {new: notes[old] for new, old in wanted.items() if old not in lies}
    left = {lies[old] for old in wanted.values() if old in lies} - set(wanted)
    emptied = tuple(sorted(left))
    if not (moved or written):
        return None
    rows = [*moved, *moved.values(), *written, *emptied]
    return NotesMove(
        move.sheet_id,
        min(rows),
        max(rows),
        move.first_column,
        move.last_column,
        moved,
        written,
        emptied,
    )
