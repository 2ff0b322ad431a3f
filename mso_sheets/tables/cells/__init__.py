"""Cells of one column to typed values: every cell is read, empty, or told with its remedy.

The regular cells of a column go through one numpy or pandas operation; odd ones alone are read
with care, each different text once. Nothing that a cell holds raises, and nothing is guessed: what
two readings fit is a problem unless the rest of the column or the workbook's locale decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.booleans import read_booleans
from mso_sheets.tables.cells.choices import read_choices
from mso_sheets.tables.cells.dates import read_dates
from mso_sheets.tables.cells.numbers import read_numbers
from mso_sheets.tables.cells.outcome import BadCell, Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.people import read_people_lists, read_persons
from mso_sheets.tables.cells.percents import read_percents
from mso_sheets.tables.cells.references import read_references
from mso_sheets.tables.cells.texts import read_id, read_text

__all__ = ["BadCell", "Dialect", "Fault", "ReadColumn", "read_column", "read_columns"]

Reader = Callable[[Sequence[Cell], Column, Dialect, Vocabulary], ReadColumn]
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "id": read_id,
        "text": read_text,
        "person": read_persons,
        "people": read_people_lists,
        "date": read_dates,
        "number": read_numbers,
        "percent": read_percents,
        "boolean": read_booleans,
        "choice": read_choices,
        "references": read_references,
    }
)


def read_column(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Types the cells of one column; `values` is as long as `cells`, index 0, 1, 2...

    A person column keeps its text as typed: `cells.people.resolve` splits and names people once
    the directory is known.
    """
    return READERS[column.kind](cells, column, dialect, vocabulary)


def read_columns(
    columns: Mapping[str, tuple[Sequence[Cell], Column]], dialect: Dialect, vocabulary: Vocabulary
) -> Mapping[str, ReadColumn]:
    """Types the columns of one table, name by name.

    A date column that leaves days and months open is read by the order that the table's other
    date columns prove, if they prove one.
    """
    found = {
        name: read_column(cells, column, dialect, vocabulary)
        for name, (cells, column) in columns.items()
    }
    orders = {read.order for read in found.values()} - {""}
    if len(orders) != 1 or dialect.order:
        return found
    informed = replace(dialect, order=orders.pop())
    for name, (cells, column) in columns.items():
        if column.kind == "date" and not found[name].order:
            found[name] = read_column(cells, column, informed, vocabulary)
    return found
