"""What a run wants written: our tabs, and the narrow verified writes into people's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.result import Link
from mso_sheets.model.tab import TabContent, View

GridValue = Cell | Link
Reason = Literal["mint-id", "accept-action", "press", "init"]


@dataclass(frozen=True, slots=True)
class NotesColumn:
    """A column of people's own notes to the right of ours: its header cell and a value a row."""

    values: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TabWrite:
    """The whole of one tab of ours as it should be.

    `grid` is the full rectangle from A1 that is ours, row by row, values already plain (dates as
    serials); `notes` what people typed to the right, re-ordered with its rows: a rectangle that
    starts at column `len(content.columns) + 1` and row `header_row`. Cells beyond both that were
    filled before are cleared in the same write. `is_new` = the tab must be made and formatted.
    """

    content: TabContent
    grid: Sequence[Sequence[GridValue]]
    header_row: int
    notes: Sequence[Sequence[Cell]] = ()
    is_new: bool = False
    sheet_id: int | None = None
    old_height: int = 0
    old_width: int = 0


@dataclass(frozen=True, slots=True)
class CellWrite:
    """One cell of a person's row. Written only if `identity` still stands in that row.

    `identity` maps sheet columns (from 1) to the values that were read there; `before` is what the
    cell held, so it can be put back if the row had moved.
    """

    table: str
    tab: str
    sheet_id: int
    row: int
    column: int
    value: Cell
    before: Cell
    identity: Mapping[int, Cell]
    reason: Reason
    kind: Literal["text", "number", "date", "boolean"] = "text"


@dataclass(frozen=True, slots=True)
class RowAppend:
    """A row added below the last row of a person's table: sheet column (from 1) -> value.

    `source` is the key that makes it happen once.
    """

    table: str
    tab: str
    sheet_id: int
    row: int
    values: Mapping[int, Cell]
    source: str
    dates: frozenset[int] = frozenset()
    header_row: int = 0
    """The table's header (0 = not told): a row right below it does not take on its looks."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """What makes a row late: its day in `date` has passed, and `status` is none of `closed`."""

    date: str
    status: str
    closed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewTab:
    """A person's tab that `init` makes: headers in row 1, notes and dropdowns on them."""

    title: str
    headers: tuple[str, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    checkboxes: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()
    rows: Sequence[Sequence[Cell]] = ()
    above: Sequence[Sequence[Cell]] = ()
    """Rows over the headers (a title, as people write one); then the headers are not in row 1."""
    states: frozenset[str] = frozenset()
    """Headers of columns whose words are coloured (health, status)."""
    late: Lateness | None = None
    views: tuple[View, ...] = ()
    text: bool = False
    """True: words to read, a line a row (Read me); no table."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything one atomic write holds. Nothing of it lands unless all of it does."""

    run_id: str
    tabs: tuple[TabWrite, ...] = ()
    cells: tuple[CellWrite, ...] = ()
    appends: tuple[RowAppend, ...] = ()
    state_rows: tuple[tuple[Cell, ...], ...] = ()
    """Rows to add below the last row of `_mso_state` (the tab is made when missing)."""
    state_reset: bool = False
    """True: replace the whole of `_mso_state` by `state_rows` (compaction, fresh start)."""
    new_tabs: tuple[NewTab, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.tabs or self.cells or self.appends or self.state_rows or self.new_tabs)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a write did: the new snapshot's generation, and verified writes that were dropped."""

    generation: int
    dropped: tuple[str, ...] = ()
    """Sentences: which verified write was not made, and why."""
    after: Snapshot | None = None
    """`base` with its generation, tokens and `_mso_state` tab brought forward: what the confirming
    write is based on, so that no second read is needed. Other tabs are as in `base`."""
