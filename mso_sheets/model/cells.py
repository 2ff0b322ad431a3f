"""Cells exactly as a backend read them: values, places, merges; nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Cell = str | float | bool | None
"""One cell: text, number (dates are serials since 1899-12-30), checkbox, or empty."""

Backend = Literal["google", "xlsx"]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged rectangle; rows and columns count from 1, ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class RawTab:
    """One tab as read, column by column.

    `columns[c][r]` is the cell in sheet column `c + 1` and sheet row `r + 1`; columns may be
    shorter than others (trailing empties are trimmed), none is longer than `row_count`.
    `ours` is the name in our marker ("Summary", "Follow-ups", "_mso_state", ...), whatever the tab
    is called today; None on a person's tab.
    """

    title: str
    sheet_id: int
    columns: Sequence[Sequence[Cell]]
    row_count: int = 0
    column_count: int = 0
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    ours: str | None = None
    index: int = 0

    @property
    def height(self) -> int:
        """Rows that hold anything, counted from row 1."""
        return max((len(column) for column in self.columns), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at sheet `row` and `column` (both from 1); None beyond what was read."""
        if not 1 <= column <= len(self.columns):
            return None
        values = self.columns[column - 1]
        value = values[row - 1] if 1 <= row <= len(values) else None
        return None if value == "" else value

    def row(self, row: int) -> list[Cell]:
        """The cells of one sheet row (from 1), as wide as the tab."""
        return [self.cell(row, column) for column in range(1, len(self.columns) + 1)]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole workbook at one moment, from one complete read.

    `generation` is the number of the last atomic write by us (0 = never written), `tokens` those of
    the standing ones that this account may take away; `taken_ids` are
    the protected-range ids in use, which the next generation must avoid; `fingerprint` identifies
    the stored bytes for backends that have no tokens.
    """

    name: str
    spreadsheet_id: str
    title: str
    backend: Backend
    locale: str
    time_zone: str
    tabs: tuple[RawTab, ...]
    url: str = ""
    generation: int = 0
    tokens: tuple[int, ...] = ()
    taken_ids: frozenset[int] = frozenset()
    fingerprint: str = ""
    notes: tuple[str, ...] = field(default=())
    unsettled: bool = False
    """A run died before it had put right what its last write met: `apply` does that first."""

    def tab(self, title: str) -> RawTab | None:
        """The tab with exactly this title."""
        return next((tab for tab in self.tabs if tab.title == title), None)

    def our_tab(self, name: str) -> RawTab | None:
        """Our tab of this name, found by its marker, whatever its title is now."""
        return next((tab for tab in self.tabs if tab.ours == name), None)

    def link(self, tab: RawTab, a1: str) -> str:
        """The address of a cell: a URL for Google, `internal:'Tab'!A1` for a local file."""
        if self.backend == "google":
            return f"{self.url}#gid={tab.sheet_id}&range={a1}"
        title = tab.title.replace("'", "''")
        return f"internal:'{title}'!{a1}"


def column_letter(column: int) -> str:
    """The letters of a column number: 1 -> A, 27 -> AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The A1 name of a cell; both count from 1."""
    return f"{column_letter(column)}{row}"
