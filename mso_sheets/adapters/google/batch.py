"""One atomic write in the making: requests in order, and every grid's size as it will be by then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mso_sheets.adapters.google.cells import Json, Target, grid_range
from mso_sheets.model.cells import Snapshot

if TYPE_CHECKING:
    from mso_sheets.adapters.google.guarded import Guarded

VALUES = "userEnteredValue,textFormatRuns"
# Room to grow, so that not every write has to.
SPARE_ROWS = 50


@dataclass(slots=True)
class Batch:
    """`grids` maps sheet ids to rows and columns; `guards` requests to the verified writes in them."""

    grids: dict[int, tuple[int, int]]
    target: Target
    requests: list[Json] = field(default_factory=list)
    guards: dict[int, tuple[Guarded, ...]] = field(default_factory=dict)

    def add(self, kind: str, **body: Any) -> None:
        """Appends one request."""
        self.requests.append({kind: body})

    def add_sheet(
        self,
        sheet_id: int,
        title: str,
        rows: int,
        columns: int,
        frozen: int = 0,
        frozen_columns: int = 0,
        **more: Any,
    ) -> None:
        """Makes a tab with an id of our choice: making it twice fails."""
        grid = {"rowCount": max(rows, frozen + 1), "columnCount": columns, "frozenRowCount": frozen}
        if frozen_columns:
            grid["frozenColumnCount"] = frozen_columns
        properties = {"sheetId": sheet_id, "title": title, "gridProperties": grid, **more}
        self.add("addSheet", properties=properties)
        self.grids[sheet_id] = (grid["rowCount"], columns)

    def mark(self, sheet_id: int, key: str, value: str, number: int | None = None) -> None:
        """Fixes a key and value to a tab; it survives renames and moves."""
        entry: Json = {
            "metadataKey": key,
            "metadataValue": value,
            "visibility": "DOCUMENT",
            "location": {"sheetId": sheet_id},
        }
        if number is not None:
            entry["metadataId"] = number
        self.add("createDeveloperMetadata", developerMetadata=entry)

    def ensure(self, sheet_id: int, rows: int, columns: int) -> None:
        """Adds rows and columns at the end where the grid is too small; it never cuts any."""
        have_rows, have_columns = self.grids[sheet_id]
        if columns > have_columns:
            self._append(sheet_id, "COLUMNS", columns - have_columns)
        if rows > have_rows:
            rows += SPARE_ROWS
            self._append(sheet_id, "ROWS", rows - have_rows)
        self.grids[sheet_id] = (max(rows, have_rows), max(columns, have_columns))

    def _append(self, sheet_id: int, dimension: str, length: int) -> None:
        self.add("appendDimension", sheetId=sheet_id, dimension=dimension, length=length)

    def write(
        self,
        sheet_id: int,
        first: tuple[int, int],
        last: tuple[int, int],
        rows: Iterable[Json] = (),
        fields: str = VALUES,
    ) -> None:
        """Fills the rectangle from `first` to `last` (row, column); what `rows` lack is cleared."""
        self.ensure(sheet_id, *last)
        area = grid_range(sheet_id, first[0], last[0], first[1], last[1])
        self.add("updateCells", range=area, rows=list(rows), fields=fields)

    def copy(
        self,
        source: tuple[int, int, int, int, int],
        sheet_id: int,
        first: tuple[int, int],
        kind: str = "PASTE_NORMAL",
    ) -> None:
        """Copies within the server: `source` is sheet id, first row, last row, first, last column."""
        rows, columns = source[2] - source[1], source[4] - source[3]
        last = (first[0] + rows, first[1] + columns)
        self.ensure(sheet_id, *last)
        self.add(
            "copyPaste",
            source=grid_range(*source),
            destination=grid_range(sheet_id, first[0], last[0], first[1], last[1]),
            pasteType=kind,
        )


def batch_on(base: Snapshot, target: Target) -> Batch:
    """An empty batch that knows the sizes of what was read."""
    return Batch({tab.sheet_id: (tab.row_count, tab.column_count) for tab in base.tabs}, target)
