"""What people typed to the right of our columns: it stays, with its looks, and follows its row.

A note that moves with its row keeps its own `<c>` element: format, date, shared text, formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mso_sheets.adapters.excel.cells import cell_xml
from mso_sheets.adapters.excel.scratch import plain
from mso_sheets.adapters.excel.sheetpart import CellNode, SheetPart, each_cell, each_row
from mso_sheets.model.cells import Cell, RawTab, a1
from mso_sheets.model.changes import TabWrite
from mso_sheets.tabs.standing import Standing, key_text, standing

_FORMULA = re.compile(rb"(<(?:\w+:)?f\b[^>]*>)([^<]*)(</(?:\w+:)?f>)")
_LINKED_FORMULA = re.compile(rb"""<(?:\w+:)?f\b[^>]*\bt=["'](?:shared|array|dataTable)["']""")
_REFERENCE = re.compile(
    r"\"[^\"]*\"|'(?:[^']|'')*'|(?<![\w.!\[\]])(\$?[A-Z]{1,3})([0-9]+)(?![\w(.])"
)
_CELL_NUMBER = re.compile(rb"""(\br=["'])[A-Z]+[0-9]+(["'])""")


@dataclass(frozen=True, slots=True)
class OldTab:
    """Our tab as it is in the file: its part, what stands in it, and the width that ours will have.

    `nodes` are the cells that are not ours: row -> the column that they go to -> element.
    """

    part: SheetPart
    stands: Standing
    width: int
    nodes: dict[int, dict[int, CellNode]] = field(default_factory=dict)

    @property
    def values(self) -> RawTab:
        """The cells as read."""
        return self.stands.tab

    def new_column(self, row: int, column: int) -> int:
        """Where a cell of an old column goes; 0 when it is ours. People's columns follow ours."""
        stands, theirs = self.stands, self.stands.theirs
        if row < stands.header_row:
            return column if column > self.width else 0
        if column in theirs:
            return self.width + theirs.index(column) + 1
        last = max([*theirs, *stands.ours.values()], default=0)
        beyond = bool(last) and column > last
        return column - last + self.width + len(theirs) if beyond else 0


def open_old_tab(part: SheetPart, values: RawTab, write: TabWrite) -> OldTab:
    """Finds people's cells in a tab of ours: beside its table, and right of it over the header."""
    columns = write.content.columns
    old = OldTab(part, standing(values, columns), len(columns))
    for row in each_row(part.rows):
        places = ((old.new_column(row.number, cell.column), cell) for cell in each_cell(row))
        kept = {column: cell for column, cell in places if column}
        if kept:
            old.nodes[row.number] = kept
    return old


def moves(write: TabWrite, old: OldTab) -> dict[int, int]:
    """Old row -> new row, by the key in the first column; rows over the header stay."""
    places = {row: row for row in range(1, min(write.header_row, old.stands.header_row))}
    new_rows: dict[str, int] = {}
    for row in range(write.header_row, len(write.grid) + 1):
        key = plain(write.grid[row - 1][0]) if write.grid[row - 1] else None
        if key not in (None, ""):
            new_rows.setdefault(key_text(key), row)
    for row in range(old.stands.header_row, old.values.height + 1) if old.stands.header_row else ():
        key = old.values.cell(row, 1)
        if key is not None and key_text(key) in new_rows:
            places[row] = new_rows.pop(key_text(key))
    return places | _moves_of_orphans(write, old, places)


def _moves_of_orphans(write: TabWrite, old: OldTab, places: Mapping[int, int]) -> dict[int, int]:
    """Notes under the table without a key belong to rows that are gone; their values tell which."""
    waiting = [row for row in old.nodes if row not in places]
    found: dict[int, int] = {}
    for number in range(len(write.grid) - write.header_row + 1, len(write.notes)):
        wanted = _trimmed(write.notes[number])
        for row in waiting if wanted else ():
            values = [old.values.cell(row, column) for column in old.stands.theirs]
            if row not in found and _trimmed(values) == wanted:
                found[row] = write.header_row + number
                break
    return found


def _trimmed(values: Sequence[Cell]) -> list[Cell]:
    kept = [None if value == "" else value for value in values]
    while kept and kept[-1] is None:
        kept.pop()
    return kept


def note_cells(
    write: TabWrite, old: OldTab | None, places: Mapping[int, int]
) -> dict[int, dict[int, bytes]]:
    """The cells right of our columns: row -> column -> `<c>` element."""
    width = len(write.content.columns)
    cells: dict[int, dict[int, bytes]] = {}
    for row, values in enumerate(write.notes, write.header_row):
        for column, value in enumerate(values, width + 1):
            if value not in (None, ""):
                cells.setdefault(row, {})[column] = cell_xml(row, column, value)
    if old is None:
        return cells
    still = all(
        places.get(row) == row and all(column == node.column for column, node in nodes.items())
        for row, nodes in old.nodes.items()
    )
    for row, nodes in old.nodes.items():
        new_row = places.get(row, 0)
        for column, node in nodes.items() if new_row else ():
            kept = _kept(write, old, node, new_row, column, still=still)
            if kept:
                cells.setdefault(new_row, {})[column] = kept
    return cells


def _kept(
    write: TabWrite, old: OldTab, node: CellNode, row: int, column: int, *, still: bool
) -> bytes:
    """The element of an old note in its new place; empty when it is not to be kept as it was."""
    before = old.values.cell(node.row, node.column)
    if row >= write.header_row:
        value = _note(write, row, column)
        if value != before or (value is None and node.filled and not node.has_formula):
            return b""
    linked = _LINKED_FORMULA.search(node.inner)
    if (row, column) == (node.row, node.column) and (still or not linked):
        return node.whole
    if linked:
        return cell_xml(row, column, before, node.style, old.part.prefix)
    return _moved(node, row, column)


def _note(write: TabWrite, row: int, column: int) -> Cell:
    number, place = row - write.header_row, column - len(write.content.columns) - 1
    if number >= len(write.notes) or place >= len(write.notes[number]):
        return None
    value = write.notes[number][place]
    return None if value == "" else value


def _moved(node: CellNode, row: int, column: int) -> bytes:
    """The element with its reference, and what its formula says of its own row, in the new row."""
    place = a1(row, column).encode()
    whole = _CELL_NUMBER.sub(rb"\g<1>" + place + rb"\g<2>", node.whole, count=1)

    def shifted(found: re.Match[bytes]) -> bytes:
        return found[1] + shift_rows(found[2].decode(), node.row, row).encode() + found[3]

    return _FORMULA.sub(shifted, whole)


def shift_rows(formula: str, old: int, new: int) -> str:
    """A formula that moved with its row: relative references to its own row follow."""

    def shifted(found: re.Match[str]) -> str:
        own = found[2] is not None and int(found[2]) == old
        return f"{found[1]}{new}" if own else found[0]

    return _REFERENCE.sub(shifted, formula)
