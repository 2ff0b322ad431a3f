"""Cells of one column to typed values: every cell is read, empty, or told with its remedy.

The regular cells of a column go through one numpy or pandas operation; odd ones alone are read
with care, each different text once. Nothing that a cell holds raises, and nothing is guessed: what
two readings fit is a problem unless the rest of the column or the workbook's locale decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.booleans import read_booleans
from mso_sheets.tables.cells.choices import read_choices
from mso_sheets.tables.cells.dates import read_dates
from mso_sheets.tables.cells.numbers import read_numbers
from mso_sheets.tables.cells.outcome import BadCell, Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.percents import read_percents
from mso_sheets.tables.cells.texts import read_id, read_text

__all__ = ["BadCell", "Dialect", "Fault", "ReadColumn", "read_column"]

Reader = Callable[[Sequence[Cell], Column, Dialect, Vocabulary], ReadColumn]
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "id": read_id,
        "text": read_text,
        "date": read_dates,
        "number": read_numbers,
        "percent": read_percents,
        "boolean": read_booleans,
        "choice": read_choices,
    }
)


def read_column(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Types the cells of one column; `values` is as long as `cells`, index 0, 1, 2...

    A person column keeps its text as typed: `cells.people.resolve` splits and names people once
    the directory is known.
    """
    return READERS.get(column.kind, read_text)(cells, column, dialect, vocabulary)
