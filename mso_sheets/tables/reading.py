"""From a whole workbook to typed tables: find, type, check, account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import pandas as pd

from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.model.table import Accounting, Column, Table, Tables, TableSchema
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.folding import fold, fold_cell
from mso_sheets.tables.registry import SCHEMAS

NOTHING: Mapping[str, str] = MappingProxyType({})
NO_ROWS: Mapping[str, int] = MappingProxyType({})


def read_tables(
    snapshot: Snapshot,
    rules: WorkbookSettings,
    vocabulary: Vocabulary,
    today: date,
    *,
    known: Mapping[str, str] = NOTHING,
    last_rows: Mapping[str, int] = NO_ROWS,
    accept_shrink: bool = False,
) -> Tables:
    """All tables of the workbook, typed, and every problem in them."""
    found = {}
    for schema in SCHEMAS.values():
        titles = {fold(t) for t in (schema.tab, *schema.tab_aliases, *vocabulary.tabs.get(schema.name, ()))}
        tab = next((t for t in snapshot.tabs if t.ours is None and fold(t.title) in titles), None)
        table = _read(tab, schema, vocabulary) if tab else None
        if table:
            found[schema.name] = table
    return Tables(found)


def _read(tab: RawTab, schema: TableSchema, vocabulary: Vocabulary) -> Table | None:
    names = {}
    for column in reversed(schema.columns):
        own = vocabulary.headers.get(schema.name, {}).get(column.field, ())
        for alias in (*own, *vocabulary.shared.get(column.field, ())):
            names.setdefault(fold(alias), column.field)
    names |= {fold(column.header): column.field for column in schema.columns}
    for header_row in range(1, min(tab.height, 30) + 1):
        places: dict[str, int] = {}
        for place, cell in enumerate(tab.row(header_row), 1):
            name = names.get(fold_cell(cell))
            if name:
                places.setdefault(name, place)
        if all(c.field in places for c in schema.columns if c.required) and places:
            return _typed(tab, schema, header_row, places)
    return None


def _typed(tab: RawTab, schema: TableSchema, header_row: int, places: Mapping[str, int]) -> Table:
    rows = range(header_row + 1, tab.height + 1)
    used = [row for row in rows if any(cell not in (None, "") for cell in tab.row(row))]
    data: dict[str, pd.Series] = {}
    for column in schema.columns:
        place = places.get(column.field, 0)
        data[column.field] = _values([tab.cell(row, place) for row in used], column, used)
        if column.kind == "person":
            data[f"{column.field}_all"] = data[column.field].map(lambda v: () if pd.isna(v) else (v,))
    frame = pd.DataFrame(data, index=pd.Index(used, name="row"))
    frame["duplicate"] = False
    count = Accounting(len(rows), len(used), {"blank": len(rows) - len(used)} if len(rows) > len(used) else {})
    headers = {name: str(tab.cell(header_row, place)) for name, place in places.items()}
    return Table(schema, tab.title, tab.sheet_id, header_row, frame, count, places, headers)


def _values(cells: Sequence[Cell], column: Column, used: Sequence[int]) -> pd.Series:
    if column.kind == "date":
        numbers = [c if isinstance(c, float) else None for c in cells]
        days = pd.to_datetime(pd.Series(numbers, dtype="float64"), unit="D", origin="1899-12-30")
        return pd.Series(days.to_numpy().astype("datetime64[s]"), index=used)
    if column.kind in ("number", "percent"):
        return pd.Series([c if isinstance(c, float) else None for c in cells], index=used, dtype="float64")
    if column.kind == "boolean":
        return pd.Series([c if isinstance(c, bool) else None for c in cells], index=used, dtype="boolean")
    texts = [None if c in (None, "") else f"{c:g}" if isinstance(c, float) else str(c) for c in cells]
    if column.kind in ("people", "references"):
        parts = [tuple(p.strip() for p in t.split(",")) if t else () for t in texts]
        return pd.Series(parts, index=used, dtype="object")
    return pd.Series(texts, index=used, dtype="str")
