"""A workbook in memory that behaves like the real ones: whole reads, atomic guarded writes.

People edit it between reads and writes; `fail_next` makes the next read or write go wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mso_sheets.errors import ConflictError, WorkbookError
from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.model.changes import Applied, Changes, TabWrite
from mso_sheets.model.state import STATE_TAB
from mso_sheets.ports import Requests
from mso_sheets.tabs.place import full_grid, plain

Grid = list[list[Cell]]


class MemoryStore:
    """The stored workbook, shared by every connection to it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.writes = 0

    def edit(self, title: str, change: Callable[[Grid], Grid]) -> None:
        """A person changes a tab by hand; the generation stays."""
        tabs = [
            _with_grid(tab, change(_grid(tab))) if tab.title == title else tab
            for tab in self.snapshot.tabs
        ]
        self.snapshot = replace(self.snapshot, tabs=tuple(tabs))

    def rename(self, title: str, new: str) -> None:
        """A person renames a tab."""
        tabs = [replace(t, title=new) if t.title == title else t for t in self.snapshot.tabs]
        self.snapshot = replace(self.snapshot, tabs=tuple(tabs))

    def grid(self, name: str) -> Grid:
        """What stands in a tab, ours by its name or a person's by its title."""
        tab = self.snapshot.our_tab(name) or self.snapshot.tab(name)
        return _grid(tab) if tab else []


class MemoryWorkbook:
    """One connection: the port `Workbook`."""

    def __init__(self, store: MemoryStore) -> None:
        self.store = store
        self.requests = Requests()
        self.before_write: Callable[[], None] | None = None
        self.after_write: Callable[[], None] | None = None
        self.read_error: WorkbookError | None = None

    def read(self) -> Snapshot:
        """The whole workbook."""
        self.requests.read += 2
        if self.read_error is not None:
            raise self.read_error
        return self.store.snapshot

    def apply(self, changes: Changes, base: Snapshot) -> Applied:
        """All or nothing on top of `base`; ConflictError when somebody of ours wrote since."""
        self.requests.write += 1
        if self.before_write is not None:
            self.before_write()
        current = self.store.snapshot
        if current.generation != base.generation:
            raise ConflictError
        done, dropped = _applied(current, changes)
        self.store.snapshot = done
        self.store.writes += 1
        if self.after_write is not None:
            self.after_write()
        return Applied(done.generation, dropped, done)


def _applied(current: Snapshot, changes: Changes) -> tuple[Snapshot, tuple[str, ...]]:
    tabs = list(current.tabs)
    for write in changes.tabs:
        _put(tabs, write)
    _put_state(tabs, changes)
    dropped = []
    for cell in changes.cells:
        at = next(n for n, tab in enumerate(tabs) if tab.title == cell.tab)
        grid = _grid(tabs[at])
        stands = {c: tabs[at].cell(cell.row, c) for c in cell.identity}
        if stands != dict(cell.identity) or tabs[at].cell(cell.row, cell.column) != cell.before:
            dropped.append(f"{cell.tab} row {cell.row} had moved")
            continue
        _set(grid, cell.row, cell.column, cell.value)
        tabs[at] = _with_grid(tabs[at], grid)
    for append in changes.appends:
        at = next(n for n, tab in enumerate(tabs) if tab.title == append.tab)
        grid = _grid(tabs[at])
        for column, value in append.values.items():
            _set(grid, append.row, column, value)
        tabs[at] = _with_grid(tabs[at], grid)
    return replace(current, tabs=tuple(tabs), generation=current.generation + 1), tuple(dropped)


def _put(tabs: list[RawTab], write: TabWrite) -> None:
    grid = [[plain(value) for value in row] for row in full_grid(write)]
    at = next((n for n, tab in enumerate(tabs) if tab.ours == write.content.name), None)
    if at is None:
        number = max((tab.sheet_id for tab in tabs), default=0) + 1
        fresh = RawTab(write.content.name, number, (), ours=write.content.name, index=len(tabs))
        tabs.append(_with_grid(fresh, grid))
        return
    head = _grid(tabs[at])[: write.header_row - 1]
    width = len(write.content.columns)
    for row, old in enumerate(head):
        grid[row] = [*grid[row], *old[width:]]
    tabs[at] = _with_grid(tabs[at], grid)


def _put_state(tabs: list[RawTab], changes: Changes) -> None:
    if not changes.state_rows:
        return
    at = next((n for n, tab in enumerate(tabs) if tab.ours == STATE_TAB), None)
    if at is None:
        number = max((tab.sheet_id for tab in tabs), default=0) + 1
        tabs.append(RawTab(STATE_TAB, number, (), ours=STATE_TAB, hidden=True, index=len(tabs)))
        at = len(tabs) - 1
    old = [] if changes.state_reset else _grid(tabs[at])
    tabs[at] = _with_grid(tabs[at], [*old, *(list(row) for row in changes.state_rows)])


def _grid(tab: RawTab) -> Grid:
    return [tab.row(row) for row in range(1, tab.height + 1)]


def _with_grid(tab: RawTab, grid: Sequence[Sequence[Cell]]) -> RawTab:
    width = max((len(row) for row in grid), default=0)
    rows = [[*row, *[None] * (width - len(row))] for row in grid]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return replace(
        tab, columns=columns, row_count=max(len(rows), 1000), column_count=max(width, 26)
    )


def _set(grid: Grid, row: int, column: int, value: Cell) -> None:
    while len(grid) < row:
        grid.append([])
    line = grid[row - 1]
    line.extend([None] * (column - len(line)))
    line[column - 1] = value


def contents(snapshot: Snapshot, *, ours: bool) -> Mapping[str, Grid]:
    """Every tab of ours, or of people's, as rows."""
    return {tab.title: _grid(tab) for tab in snapshot.tabs if (tab.ours is not None) == ours}
