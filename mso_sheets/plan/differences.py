"""The cell-level difference that a dry run prints."""

from __future__ import annotations

from dataclasses import dataclass

from mso_sheets.model.cells import Cell, Snapshot, a1
from mso_sheets.model.changes import TabWrite
from mso_sheets.tabs.place import full_grid, plain


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that would change."""

    a1: str
    before: Cell
    after: Cell


def cell_changes(write: TabWrite, snapshot: Snapshot) -> list[CellChange]:
    """Every cell of one of our tabs that would hold something else."""
    old = snapshot.our_tab(write.content.name)
    target = full_grid(write)
    height = max(len(target), old.height if old else 0)
    width = max(max((len(row) for row in target), default=0), len(old.columns) if old else 0)
    changes = []
    for row in range(1, height + 1):
        wanted = target[row - 1] if row <= len(target) else []
        for column in range(1, width + 1):
            after = plain(wanted[column - 1]) if column <= len(wanted) else None
            before = plain(old.cell(row, column)) if old else None
            if before != after:
                changes.append(CellChange(a1(row, column), before, after))
    return changes
