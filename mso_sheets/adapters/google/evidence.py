"""What stood somewhere in the moment before it was overwritten, from within the same atomic write.

Before a risky request the batch copies the values of the rows it is about to touch to the right
side of `_mso_state`; the reply to the write brings them back. They also survive a lost reply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import Json
from mso_sheets.adapters.google.ranges import quoted
from mso_sheets.adapters.google.wire import GridData, Spreadsheet, plain
from mso_sheets.model.cells import Cell, column_letter

EVIDENCE_FIELDS = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(effectiveValue))))"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of some tab and the first row of its copy; all from 1, ends included."""

    sheet_id: int
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    at: int


@dataclass(slots=True)
class Evidence:
    """Where the copies of one batch stand: below each other, from row 1 of `column` on."""

    state_id: int
    state_title: str
    column: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def height(self) -> int:
        """Rows that the copies take."""
        return sum(block.last_row - block.first_row + 1 for block in self.blocks)

    @property
    def width(self) -> int:
        """Columns that the widest copy takes."""
        return max((b.last_column - b.first_column + 1 for b in self.blocks), default=0)

    def keep(self, sheet_id: int, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """Plans the copy of a rectangle: first and last row, first and last column."""
        self.blocks.append(Block(sheet_id, *rows, *columns, self.height + 1))

    def copy_all(self, batch: Batch) -> None:
        """Adds the copies to the batch; must come before the requests they plan_evidence on."""
        if not self.blocks:
            return
        last = (self.height, self.column + self.width - 1)
        batch.write(self.state_id, (1, self.column), last, fields="userEnteredValue")
        for block in self.blocks:
            rows, columns = _inside(block, batch.grids[block.sheet_id])
            if rows >= block.first_row and columns >= block.first_column:
                source = (block.sheet_id, block.first_row, rows, block.first_column, columns)
                batch.copy(source, self.state_id, (block.at, self.column), "PASTE_VALUES")

    @property
    def range(self) -> str:
        """The A1 range of all copies; empty when there are none."""
        if not self.blocks:
            return ""
        last = column_letter(self.column + self.width - 1)
        return f"{quoted(self.state_title)}!{column_letter(self.column)}1:{last}{self.height}"

    def options(self) -> Json:
        """What makes the reply to the write carry the copies."""
        if not self.blocks:
            return {}
        return {
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "responseRanges": [self.range],
        }

    def read(self, book: Spreadsheet | None) -> Sighting:
        """The copies out of a reply."""
        data = [part for sheet in (book.sheets if book else []) for part in sheet.data]
        return Sighting(tuple(self.blocks), _values(data, self.column))


@dataclass(frozen=True, slots=True)
class Sighting:
    """The values that stood in the blocks, by copied row and by column offset."""

    blocks: tuple[Block, ...]
    values: dict[tuple[int, int], Cell]

    def row(self, sheet_id: int, row: int, columns: Sequence[int]) -> dict[int, Cell]:
        """Column -> what stood in that row of a tab; columns that were not copied are left out."""
        found = {}
        for block in self.blocks:
            if block.sheet_id == sheet_id and block.first_row <= row <= block.last_row:
                at = block.at + row - block.first_row
                inside = (c for c in columns if block.first_column <= c <= block.last_column)
                found.update({c: self.values.get((at, c - block.first_column)) for c in inside})
        return found


def _inside(block: Block, grid: tuple[int, int]) -> tuple[int, int]:
    """The last row and column of the block that the grid has."""
    return min(block.last_row, grid[0]), min(block.last_column, grid[1])


def _values(data: Sequence[GridData], first_column: int) -> dict[tuple[int, int], Cell]:
    values = {}
    for part in data:
        for row, cells in enumerate(part.row_data, part.start_row + 1):
            for column, cell in enumerate(cells.values, part.start_column + 1):
                values[row, column - first_column] = plain(cell.effective_value)
    return values
