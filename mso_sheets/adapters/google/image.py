"""People's cells right before a verified write: what was typed, what it comes to, its format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mso_sheets.adapters.google.cells import Json
from mso_sheets.adapters.google.wire import CellData, Spreadsheet, plain
from mso_sheets.model.cells import Cell

IMAGE_FIELDS = (
    "spreadsheetId,sheets(properties(sheetId),data(startRow,startColumn,rowData(values("
    "userEnteredValue,effectiveValue,textFormatRuns,userEnteredFormat(numberFormat)))))"
)
DATES = frozenset({"DATE", "DATE_TIME"})
NOTHING = CellData()


@dataclass(frozen=True, slots=True)
class Image:
    """Cells by sheet id, row and column (from 1)."""

    cells: Mapping[int, Mapping[int, Mapping[int, CellData]]] = field(default_factory=dict)

    def cell(self, sheet_id: int, row: int, column: int) -> CellData:
        """One cell; an empty one where nothing was there."""
        return self.cells.get(sheet_id, {}).get(row, {}).get(column, NOTHING)

    def value(self, sheet_id: int, row: int, column: int) -> Cell:
        """What a cell comes to."""
        return plain(self.cell(sheet_id, row, column).effective_value)

    def is_computed(self, sheet_id: int, row: int, column: int) -> bool:
        """Whether a formula, here or next door, makes the cell's value."""
        cell = self.cell(sheet_id, row, column)
        typed = cell.user_entered_value
        if typed is None:
            return cell.effective_value is not None
        return typed.formula_value is not None

    def is_date(self, sheet_id: int, row: int, column: int) -> bool:
        """Whether the cell shows numbers as dates."""
        look = self.cell(sheet_id, row, column).user_entered_format
        return bool(look and look.number_format and look.number_format.type in DATES)

    def stands(self, sheet_id: int, row: int, marks: Mapping[int, Cell]) -> bool:
        """Whether a row holds exactly these values in these columns."""
        return all(same(self.value(sheet_id, row, c), value) for c, value in marks.items())

    def find(self, sheet_id: int, marks: Mapping[int, Cell], near: int) -> int | None:
        """The row that holds these values; of several the nearest to `near`."""
        rows: Iterable[int] = self.cells.get(sheet_id, {})
        found = [row for row in rows if self.stands(sheet_id, row, marks)]
        return min(found, key=lambda row: abs(row - near), default=None)


def image_of(book: Spreadsheet) -> Image:
    """The image out of a reply with grid data."""
    cells: dict[int, dict[int, dict[int, CellData]]] = {}
    for sheet in book.sheets:
        rows = cells.setdefault(sheet.properties.sheet_id, {})
        for part in sheet.data:
            for number, row in enumerate(part.row_data, part.start_row + 1):
                columns = enumerate(row.values, part.start_column + 1)
                rows.setdefault(number, {}).update(dict(columns))
    return Image(cells)


def as_typed(cell: CellData) -> Json:
    """A cell as a write puts it back: what was typed, links and date format included."""
    kept = CellData(
        user_entered_value=cell.user_entered_value,
        user_entered_format=cell.user_entered_format,
        text_format_runs=cell.text_format_runs,
    )
    built: Any = msgspec.to_builtins(kept)
    return dict(built)


def same(left: Cell, right: Cell) -> bool:
    """Whether two cells hold the same; empty text is an empty cell, TRUE is not 1."""
    left, right = (None if left == "" else left), (None if right == "" else right)
    return left == right and isinstance(left, bool) == isinstance(right, bool)
