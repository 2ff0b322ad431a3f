"""What the cells of a column look like, whatever its header says: evidence for `adopt` and renames."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells import Dialect, read_column
from mso_sheets.tables.folding import whole

SAMPLE = 60
REACH = 600
TELLING = frozenset({"date", "choice", "boolean"})
"""Kinds that few other columns could be read as; numbers, texts and ids prove little."""


def sample(tab: RawTab, column: int, header_row: int) -> list[Cell]:
    """The first filled cells below a header."""
    if not 1 <= column <= len(tab.columns):
        return []
    below = tab.columns[column - 1][header_row : header_row + REACH]
    return list(islice((cell for cell in below if cell not in (None, "")), SAMPLE))


def fitting(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> float:
    """Share of the cells that can be read as this column's kind; 1 where there are none."""
    if not cells:
        return 1.0
    read = read_column(cells, column, dialect, vocabulary)
    bad = {cell.index for cell in read.bad if cell.severity == "error"}
    return 1 - len(bad) / len(cells)


def examples(cells: Sequence[Cell], dates: bool = False, limit: int = 3) -> tuple[str, ...]:
    """A few different values as people see them."""
    shown = (_shown(cell, dates) for cell in cells)
    return tuple(islice(dict.fromkeys(shown), limit))


def _shown(cell: Cell, dates: bool) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and dates and 1 <= cell < 2_958_466:
        return (date(1899, 12, 30) + timedelta(days=int(cell))).isoformat()
    if isinstance(cell, float):
        return f"{cell:g}"
    text = whole(" ".join(str(cell).split()))
    return text if len(text) <= 40 else text[:39] + "…"
