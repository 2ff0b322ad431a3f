"""The records of one table: cells of the used rows, merges filled, every column typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells import BadCell, Dialect, read_columns
from mso_sheets.tables.findings import Finding
from mso_sheets.tables.rows import Rows
from mso_sheets.tables.sighting import Match

EMPTY: Mapping[str, tuple[Any, str]] = {
    "date": (np.datetime64("NaT"), "datetime64[s]"),
    "number": (np.nan, "float64"),
    "percent": (np.nan, "float64"),
    "boolean": (pd.NA, "boolean"),
}
TUPLES = frozenset({"people", "references"})


@dataclass(frozen=True, slots=True)
class Records:
    """Typed columns by field, indexed by position from 0, and what was unreadable."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


def read_records(
    tab: RawTab, match: Match, rows: Rows, dialect: Dialect, vocabulary: Vocabulary
) -> Records:
    """Every schema column under its field name; those that the tab lacks are all missing."""
    filled = _merged(tab, match)
    present = [column for column in match.schema.columns if column.field in match.places]
    asked = {}
    for column in present:
        place = match.places[column.field]
        asked[column.field] = (cells_of(tab, place, rows.used, filled.get(place)), column)
    read = read_columns(asked, dialect, vocabulary)
    columns = {
        column.field: read[column.field].values
        if column.field in read
        else missing(column, len(rows.used))
        for column in match.schema.columns
    }
    findings = [
        finding
        for name, column_read in read.items()
        for finding in found(column_read.bad, name, rows.used)
    ]
    return Records(pd.DataFrame(columns, copy=False), tuple(findings))


def found(bad: Sequence[BadCell], name: str, used: Sequence[int]) -> list[Finding]:
    """Bad cells of one column, grouped by what is to be said about them."""
    groups: dict[tuple[str, str, str, str], list[BadCell]] = {}
    for cell in bad:
        groups.setdefault((cell.rule, cell.expected, cell.fix, cell.severity), []).append(cell)
    return [
        Finding(
            rule=cells[0].rule,
            field=name,
            rows=[used[cell.index] for cell in cells],
            values=[cell.value for cell in cells],
            expected=cells[0].expected,
            fix=cells[0].fix,
            severity=cells[0].severity,
        )
        for cells in groups.values()
    ]


def missing(column: Column, size: int) -> pd.Series:
    """A column that the tab lacks: missing values in the kind's type."""
    if column.kind in TUPLES:
        return pd.Series([()] * size, dtype="object")
    value, kind = EMPTY.get(column.kind, (None, "str"))
    return pd.Series(value, index=range(size), dtype=kind)


def cells_of(
    tab: RawTab, place: int, used: Sequence[int], filled: Mapping[int, Cell] | None = None
) -> Sequence[Cell]:
    """The cells of one sheet column in the used rows; `filled` adds values of merged cells."""
    cells = tab.columns[place - 1]
    if not used:
        return []
    if isinstance(used, range):
        picked = cells[used.start - 1 : used.stop - 1]
    else:
        reach = max(used) - len(cells)
        padded = [*cells, *[None] * reach] if reach > 0 else cells
        picked = (
            itemgetter(*(row - 1 for row in used))(padded)
            if len(used) > 1
            else [padded[used[0] - 1]]
        )
    if len(picked) == len(used) and not filled:
        return picked
    picked = [*picked, *[None] * (len(used) - len(picked))]
    if filled:
        places = {row: number for number, row in enumerate(used)}
        for row, value in filled.items():
            if row in places and picked[places[row]] in (None, ""):
                picked[places[row]] = value
    return picked


def _merged(tab: RawTab, match: Match) -> dict[int, dict[int, Cell]]:
    """Declared sheet column -> sheet row -> the value of the vertical merge that the row lies in."""
    declared = set(match.places.values())
    filled: dict[int, dict[int, Cell]] = {}
    for merge in tab.merges:
        if merge.first_row <= match.line.row or merge.last_row == merge.first_row:
            continue
        if merge.first_column in declared:
            value = tab.cell(merge.first_row, merge.first_column)
            below = range(merge.first_row + 1, merge.last_row + 1)
            filled.setdefault(merge.first_column, {}).update(dict.fromkeys(below, value))
    return filled
