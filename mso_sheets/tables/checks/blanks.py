"""Cells that must not be empty: ids, names, owners, dates; the row counts all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from mso_sheets.model.table import Column, Table, TableSchema
from mso_sheets.tables.findings import Finding

MAY_BE_BLANK = frozenset({("step_log", "finished")})
"""A case that still runs has no end yet."""
EVEN_WHEN_CLOSED = frozenset({"id", "text", "choice"})
"""Kinds that a closed record needs too; its owner or due date nobody misses."""
FIXES: Mapping[str, str] = {
    "owner": "Type the name of one accountable person.",
    "due_date": "Type the day on which it is due, such as 28 Feb 2026.",
    "status": "Type or pick a status.",
}


def blank_cells(table: Table, today: date) -> Iterator[Finding]:
    """Required columns with empty cells in rows that count."""
    for column in table.schema.columns:
        if not column.required or not table.has(column.field):
            continue
        if (table.name, column.field) in MAY_BE_BLANK:
            continue
        empty = table.frame[column.field].isna()
        if column.kind not in EVEN_WHEN_CLOSED:
            empty &= ~closed_rows(table)
        if (table.name, column.field) == ("kpis", "actual"):
            empty &= table.frame["period"] < np.datetime64(today)
        rows: list[int] = table.frame.index[empty.to_numpy(dtype=bool)].tolist()
        if rows:
            yield _finding(table.schema, column, rows)


def _finding(schema: TableSchema, column: Column, rows: list[int]) -> Finding:
    is_id = column.field == schema.id_field
    minted = f", such as {schema.id_prefix}-001" if schema.id_prefix else ""
    fix = (
        f"Type an id that no other row has{minted}."
        if is_id
        else f"Type the {column.header.lower()}."
    )
    return Finding(
        rule="id-blank" if is_id else f"{column.field.replace('_', '-')}-blank",
        field=column.field,
        rows=rows,
        values=[None] * len(rows),
        expected=f"{column.header} is empty",
        fix=FIXES.get(column.field, fix),
        severity="warning" if is_id and schema.id_prefix else "error",
    )


def closed_rows(table: Table) -> pd.Series:
    """Rows whose state says that nothing more is to come."""
    closed = pd.Series(False, index=table.frame.index)
    for name, words in table.schema.closed_when.items():
        closed |= table.frame[name].isin(words)
    return closed
