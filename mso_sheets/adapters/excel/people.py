"""The narrow writes into people's tabs: one cell at a time, or one row below the last.

Nothing else of their sheets changes: not a format, not a formula, not the order of anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mso_sheets.adapters.excel import book, markup, styles
from mso_sheets.adapters.excel.cells import LAST_ROW, cell_xml, too_long
from mso_sheets.adapters.excel.extend import calculated_columns, extend_sheet
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.sheetpart import (
    CellNode,
    Row,
    SheetPart,
    each_cell,
    each_row,
    row_bytes,
    split,
)
from mso_sheets.model.cells import Cell, RawTab, Snapshot, a1
from mso_sheets.model.changes import CellWrite, RowAppend


@dataclass(slots=True)
class _SheetEdits:
    """What is asked of one sheet: cells of rows that exist, and new rows."""

    cells: dict[int, dict[int, CellWrite]] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[int, RowAppend] = field(default_factory=dict)


def write_people(
    package: Package, cells: Sequence[CellWrite], appends: Sequence[RowAppend], base: Snapshot
) -> list[str]:
    """Makes the verified writes and returns a sentence for each that was not made.

    A write is dropped when the row is not the one that was meant, when its cell holds a formula,
    or when the row to be added is taken.
    """
    dropped: list[str] = []
    edits: dict[str, _SheetEdits] = defaultdict(_SheetEdits)
    for write in cells:
        why = _why_not(write, base)
        if why:
            dropped.append(f"{write.tab}!{a1(write.row, write.column)} was not written: {why}.")
        else:
            edits[write.tab].cells[write.row][write.column] = write
    for append in appends:
        why = _why_not_added(append, base)
        if why:
            dropped.append(f"Row {append.row} was not added to {append.tab}: {why}.")
        else:
            edits[append.tab].rows[append.row] = append
    by_title = {sheet.title: sheet for sheet in book.sheets(package)}
    for title, wanted in edits.items():
        dropped += _edit_sheet(package, by_title[title], wanted)
    return dropped


def _tab(title: str, sheet_id: int, base: Snapshot) -> RawTab | None:
    """The person's tab that is meant; ours are never written this way."""
    tab = base.tab(title)
    return tab if tab and tab.sheet_id == sheet_id and tab.ours is None else None


def _why_not(write: CellWrite, base: Snapshot) -> str:
    tab = _tab(write.tab, write.sheet_id, base)
    if tab is None:
        return "the tab is not there any more"
    if any(not _same(tab.cell(write.row, c), value) for c, value in write.identity.items()):
        return "the row is another one now"
    if not _same(tab.cell(write.row, write.column), write.before):
        return "the cell has been changed meanwhile"
    if too_long(write.value):
        return "the text is longer than the 32,767 characters that a cell holds"
    return "" if 1 <= write.row <= LAST_ROW else "the sheet has no such row"


def _why_not_added(append: RowAppend, base: Snapshot) -> str:
    if _tab(append.tab, append.sheet_id, base) is None:
        return "the tab is not there any more"
    if any(too_long(value) for value in append.values.values()):
        return "a text is longer than the 32,767 characters that a cell holds"
    return "" if 1 <= append.row <= LAST_ROW else "the sheet is full"


def _same(one: Cell, other: Cell) -> bool:
    return ("" if one is None else one) == ("" if other is None else other)


def _edit_sheet(package: Package, sheet: book.Sheet, wanted: _SheetEdits) -> list[str]:
    part = split(package.part(sheet.part))
    editor = _Editor(package, sheet, part, wanted)
    rows = editor.edited_rows()
    added = sorted(set(wanted.rows) - editor.refused)
    part = SheetPart(part.frame, rows, part.prefix)
    part = extend_sheet(package, sheet, part, added)
    package.put(sheet.part, part.to_bytes(), checked=True)
    return editor.dropped


class _Editor:
    """One pass over a sheet's rows that changes the wanted ones."""

    def __init__(
        self, package: Package, sheet: book.Sheet, part: SheetPart, wanted: _SheetEdits
    ) -> None:
        self._package, self._sheet, self._part, self._wanted = package, sheet, part, wanted
        self._offset = book.date_offset(package)
        self._formulas = calculated_columns(package, sheet.part, sorted(wanted.rows))
        self.dropped: list[str] = []
        self.refused: set[int] = set()

    def edited_rows(self) -> bytes:
        """The rows with the wanted ones changed, put in, or added at the end."""
        edits: list[tuple[int, int, bytes]] = []
        waiting = sorted({*self._wanted.cells, *self._wanted.rows}, reverse=True)
        before: Row | None = None
        end = 0
        for row in each_row(self._part.rows):
            while waiting and waiting[-1] < row.number:
                number = waiting.pop()
                edits.append((row.start, row.start, self._changed(_empty(number), before)))
            if waiting and waiting[-1] == row.number:
                waiting.pop()
                edits.append((row.start, row.end, self._changed(row, before)))
            end = row.end
            if not waiting:
                break
            before = row
        edits += [(end, end, self._changed(_empty(n), before)) for n in reversed(waiting)]
        return markup.splice(self._part.rows, edits)

    def _changed(self, row: Row, before: Row | None) -> bytes:
        nodes = {cell.column: cell for cell in each_cell(row)}
        cells = {column: node.whole for column, node in nodes.items()}
        for column, write in self._wanted.cells.get(row.number, {}).items():
            cells |= self._cell(row, column, write, nodes.get(column))
        append = self._wanted.rows.get(row.number)
        if append:
            cells |= self._added(append, nodes, self._styles_above(row, before))
        body = b"".join(cell for _, cell in sorted(cells.items()))
        attributes = row.attributes or (_row_style(before) if append and before else b"")
        if not body and not row.attributes:
            return b""
        made = row_bytes(row.number, attributes, body, self._part.prefix)
        markup.check(made, self._sheet.title)
        return made

    def _cell(
        self, row: Row, column: int, write: CellWrite, node: CellNode | None
    ) -> Mapping[int, bytes]:
        if node and node.has_formula:
            place = f"{write.tab}!{a1(row.number, column)}"
            self.dropped.append(f"{place} was not written: it holds a formula.")
            return {}
        style = node.style if node else self._column_style(column)
        return {column: self._xml(row.number, column, write.value, style, write.kind == "date")}

    def _added(
        self, append: RowAppend, nodes: Mapping[int, CellNode], above: Mapping[int, str]
    ) -> Mapping[int, bytes]:
        if any(n.filled and (c in append.values or not n.has_formula) for c, n in nodes.items()):
            self.refused.add(append.row)
            self.dropped.append(
                f"Row {append.row} was not added to {append.tab}: it is not empty any more."
            )
            return {}
        found = {**above} | {column: node.style for column, node in nodes.items() if node.style}
        cells = {}
        for column in {*found, *append.values, *self._formulas}:
            style, value = found.get(column, ""), append.values.get(column)
            if column in nodes and nodes[column].filled:
                continue
            if value in (None, "") and column in self._formulas:
                cells[column] = self._formula(append.row, column, style)
            else:
                dated = column in append.dates
                cells[column] = self._xml(append.row, column, value, style, dated)
        return cells

    def _xml(self, row: int, column: int, value: Cell, style: str, dated: bool) -> bytes:
        if dated and isinstance(value, float | int) and not isinstance(value, bool):
            style = str(styles.dated(self._package, int(style or 0)))
            value -= self._offset
        return cell_xml(row, column, value, style, self._part.prefix)

    def _formula(self, row: int, column: int, style: str) -> bytes:
        prefix = self._part.prefix
        head = cell_xml(row, column, None, style, prefix).removesuffix(b"/>")
        return head + f"><{prefix}f>{self._formulas[column]}</{prefix}f></{prefix}c>".encode()

    def _styles_above(self, row: Row, before: Row | None) -> dict[int, str]:
        """The formats of the row right above, which the new row takes on unless it is a header."""
        if before is None or before.number == self._header_row(row.number):
            return {}
        near = before.number == row.number - 1 or before.number + 1 in self._wanted.rows
        return {c.column: c.style for c in each_cell(before) if c.style} if near else {}

    def _header_row(self, number: int) -> int:
        """The header above a new row: as told, else the first row that holds anything."""
        told = self._wanted.rows[number].header_row
        return told or next((r.number for r in each_row(self._part.rows) if r.cells), 0)

    def _column_style(self, column: int) -> str:
        listed = self._part.root.find("cols")
        for entry in listed.children if listed else []:
            if int(entry.attributes["min"]) <= column <= int(entry.attributes["max"]):
                return entry.attributes.get("style", "")
        return ""


def _empty(number: int) -> Row:
    return Row(number, b"", b"", 0, 0)


def _row_style(row: Row) -> bytes:
    """The part of a row's attributes that a row below it takes on: its format."""
    kept: Iterable[str] = (
        piece for piece in row.attributes.decode().split() if piece.startswith(("s=", "customF"))
    )
    return (" " + " ".join(kept)).encode()
