"""Ids that stand twice: the first row keeps the id, later ones are shown and never written to."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from mso_sheets.model.table import Table
from mso_sheets.tables.findings import Finding


def identity_of(table: Table) -> tuple[str, ...]:
    """The fields that together tell rows apart; empty where nothing does (an event log)."""
    return table.schema.unique or ((table.schema.id_field,) if table.schema.id_field else ())


def duplicate_rows(table: Table) -> pd.Series:
    """True for every row whose identity an earlier row has."""
    names = [name for name in identity_of(table) if table.has(name)]
    if not names or not all(table.has(column) for column in identity_of(table)[:1]):
        return pd.Series(False, index=table.frame.index)
    keys = table.frame[names]
    if len(names) == 1:
        single = keys[names[0]].str.lower()
        return pd.Series(single.duplicated(keep="first") & single.notna())
    folded = keys.apply(lambda column: column.str.lower() if column.dtype == "str" else column)
    told = folded[names[0]].notna() & folded.notna().sum(axis=1).gt(int(len(names) > 1))
    return pd.Series(folded.duplicated(keep="first") & told)


def duplicate_ids(table: Table) -> Iterator[Finding]:
    """One finding a doubled identity, naming the row that keeps it."""
    names = [name for name in identity_of(table) if table.has(name)]
    later = table.frame.index[table.frame["duplicate"]]
    if not len(later):
        return
    frame = _alike(table.frame[names], later)
    keys = [frame[name].map(_key) for name in names]
    every = pd.Series(list(zip(*keys, strict=True)), index=frame.index)
    first = {key: row for row, key in reversed(list(every.items()))}
    for row in later:
        yield Finding(
            rule="id-duplicate",
            field=names[0],
            rows=[int(row)],
            values=[str(table.frame.at[row, names[0]])],
            expected=f"the same {_spoken(table, names)} as row {first[every[row]]}",
            fix=f"Give this row its own {table.schema.column(names[-1]).header}, or delete it if it is a copy.",
        )


def _alike(frame: pd.DataFrame, later: pd.Index[int]) -> pd.DataFrame:
    """The rows that share their first field with a doubled row: no others can be its first."""
    folded = (
        frame.iloc[:, 0].map(_key)
        if frame.dtypes.iloc[0] != "str"
        else frame.iloc[:, 0].str.lower()
    )
    return frame[folded.isin(folded.loc[later])]


def _key(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _spoken(table: Table, names: list[str]) -> str:
    headers = [table.schema.column(name).header for name in names]
    return headers[0] if len(headers) == 1 else f"{', '.join(headers[:-1])} and {headers[-1]}"
