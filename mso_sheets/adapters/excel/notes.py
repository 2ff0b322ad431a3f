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

_FORMULA = re.compile(rb"(<(?:\w+:)?f\b[^>]*>)([^<]*)(</(?:\w+:)?f>)")
_LINKED_FORMULA = re.compile(rb"""<(?:\w+:)?f\b[^>]*\bt=["'](?:shared|array|dataTable)["']""")
_REFERENCE = re.compile(
    r"\"[^\"]*\"|'(?:[^']|'')*'|(?<![\w.!\[\]])(\$?[A-Z]{1,3})([0-9]+)(?![\w(.])"
)
_CELL_NUMBER = re.compile(rb"""(\br=["'])[A-Z]+[0-9]+(["'])""")


@dataclass(frozen=True, slots=True)
class OldTab:
    """Our tab as it is in the file: its part, its values as read, and its cells beyond ours."""

    part: SheetPart
    values: RawTab
    nodes: Mapping[int, Mapping[int, CellNode]] = field(default_factory=dict)


def open_old_tab(part: SheetPart, values: RawTab, width: int) -> OldTab:
    """Collects the cells right of column `width`, by row and column."""
    nodes: dict[int, dict[int, CellNode]] = {}
    for row in each_row(part.rows):
        beyond = {cell.column: cell for cell in each_cell(row) if cell.column > width}
        if beyond:
            nodes[row.number] = beyond
    return OldTab(part, values, nodes)


def moves(write: TabWrite, old: OldTab) -> dict[int, int]:
    """Old row -> new row, by the key in the first column; rows over the header stay."""
    places = {row: row for row in range(1, write.header_row)}
    new_rows: dict[Cell, int] = {}
    for row in range(write.header_row, len(write.grid) + 1):
        key = plain(write.grid[row - 1][0]) if write.grid[row - 1] else None
        if key not in (None, ""):
            new_rows.setdefault(key, row)
    for row in range(1, old.values.height + 1):
        key = old.values.cell(row, 1)
        if key in new_rows:
            places[row] = new_rows.pop(key)
    return places | _moves_of_orphans(write, old, places)


def _moves_of_orphans(write: TabWrite, old: OldTab, places: Mapping[int, int]) -> dict[int, int]:
    """Notes under the table belong to rows that are gone; the same values tell which."""
    width = len(write.content.columns)
    waiting = [row for row in old.nodes if row not in places]
    found: dict[int, int] = {}
    for number in range(len(write.grid) - write.header_row + 1, len(write.notes)):
        wanted = _trimmed(write.notes[number])
        for row in waiting if wanted else ():
            if row not in found and _trimmed(old.values.row(row)[width:]) == wanted:
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
    still = all(places.get(row) == row for row in old.nodes)
    for row, nodes in old.nodes.items():
        for column, node in nodes.items():
            kept = _kept(write, old, node, places.get(row), still=still)
            if kept:
                cells.setdefault(places[row], {})[column] = kept
    return cells


def _kept(write: TabWrite, old: OldTab, node: CellNode, row: int | None, *, still: bool) -> bytes:
    """The element of an old note in its new row; empty when it is not to be kept as it was."""
    if row is None:
        return b""
    if row >= write.header_row:
        value = _note(write, row, node.column)
        if value != old.values.cell(node.row, node.column):
            return b""
        if value is None and node.filled and not node.has_formula:
            return b""
    if row == node.row and (still or not _LINKED_FORMULA.search(node.inner)):
        return node.whole
    if _LINKED_FORMULA.search(node.inner):
        value = old.values.cell(node.row, node.column)
        return cell_xml(row, node.column, value, node.style, old.part.prefix)
    return _moved(node, row)


def _note(write: TabWrite, row: int, column: int) -> Cell:
    number, place = row - write.header_row, column - len(write.content.columns) - 1
    if number >= len(write.notes) or place >= len(write.notes[number]):
        return None
    value = write.notes[number][place]
    return None if value == "" else value


def _moved(node: CellNode, row: int) -> bytes:
    """The element with its reference, and what its formula says of its own row, in the new row."""
    place = a1(row, node.column).encode()
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
