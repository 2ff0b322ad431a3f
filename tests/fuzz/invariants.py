"""What holds for every workbook, however broken: nothing raises, rows tie out, problems lead on."""

from __future__ import annotations

import pandas as pd

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.table import Table, Tables
from mso_sheets.tables.quality import owner_scores, quality_frame, table_scores
from mso_sheets.tables.registry import SCHEMAS

TYPES = {
    "date": "datetime64[s]", "number": "float64", "percent": "float64", "boolean": "boolean",
    "id": "str", "text": "str", "choice": "str", "person": "str",
}  # fmt: skip


def check(tables: Tables, snapshot: Snapshot) -> None:
    """AssertionError when something that must always hold does not."""
    for table in tables.found.values():
        _accounts(table, snapshot)
        _types(table)
        _identities(table)
    assert not set(tables.found) & set(tables.refused)
    titles = {tab.title for tab in snapshot.tabs} | {schema.tab for schema in SCHEMAS.values()}
    for problem in tables.problems:
        assert problem.tab in titles, problem
        assert problem.fix, problem
        assert problem.expected, problem
        assert problem.count >= 1, problem
    assert all(sentence.endswith(".") for sentence in tables.refused.values())
    frame = quality_frame(tables.problems)
    assert frame["key"].is_unique
    for scores in (table_scores(tables), owner_scores(tables)):
        assert scores["score"].between(0, 1).all()


def _accounts(table: Table, snapshot: Snapshot) -> None:
    account = table.accounting
    assert account.read == account.used + sum(account.excluded.values()), account
    assert account.used == len(table.frame), account
    assert all(count > 0 for count in account.excluded.values()), account
    tab = snapshot.tab(table.tab)
    assert tab is not None
    assert table.frame.index.is_unique
    assert table.frame.index.is_monotonic_increasing
    assert all(table.header_row < row <= tab.height for row in table.frame.index)
    first, last = min(table.places.values()), max(table.places.values())
    for row in table.frame.index:
        cells = [tab.cell(int(row), column) for column in range(1, len(tab.columns) + 1)]
        assert any(cell is not None for cell in cells), (table.name, row, first, last)


def _types(table: Table) -> None:
    for column in table.schema.columns:
        values = table.frame[column.field]
        if column.kind in ("people", "references"):
            assert all(isinstance(value, tuple) for value in values), column.field
        else:
            assert values.dtype == TYPES[column.kind], (column.field, values.dtype)
        if column.kind == "person":
            every = table.frame[f"{column.field}_all"]
            assert all(isinstance(value, tuple) for value in every)
            same = [
                v[:1] == (() if pd.isna(o) else (o,)) for v, o in zip(every, values, strict=True)
            ]
            assert all(same), column.field


def _identities(table: Table) -> None:
    """Among rows that are no duplicates an id stands once."""
    if table.schema.id_field and not table.schema.unique and table.has(table.schema.id_field):
        kept = table.frame.loc[~table.frame["duplicate"], table.schema.id_field].dropna()
        assert kept.str.lower().is_unique, table.name
