"""Person columns: the accountable person's canonical name and all co-owners, through People."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from mso_sheets.model.table import TableSchema
from mso_sheets.tables.cells import BadCell
from mso_sheets.tables.cells.people import Directory, read_people
from mso_sheets.tables.findings import Finding
from mso_sheets.tables.records import found


def directory_of(people: pd.DataFrame | None) -> Directory:
    """Who is known by which names; without a People table nobody is, and no name is doubted."""
    return Directory.of(pd.DataFrame({"name": []}) if people is None else people)


def name_people(
    frame: pd.DataFrame, schema: TableSchema, used: Sequence[int], directory: Directory
) -> tuple[pd.DataFrame, list[Finding]]:
    """The frame with people named as in People, and with `<field>_all` beside each person column."""
    columns: dict[str, pd.Series] = {}
    findings: list[Finding] = []
    for column in schema.columns:
        values = frame[column.field]
        columns[column.field] = values
        if column.kind not in {"person", "people"}:
            continue
        if column.kind == "people":
            read = read_people(values, directory)
            columns[column.field], bad = read.everyone, read.bad
        else:
            columns[column.field], columns[f"{column.field}_all"], bad = _named(values, directory)
        findings += found(bad, column.field, used)
    return pd.DataFrame(columns, copy=False), findings


def _named(
    values: pd.Series, directory: Directory
) -> tuple[pd.Series, pd.Series, tuple[BadCell, ...]]:
    """Accountable people and all co-owners; each different text is looked up once."""
    codes, texts = pd.factorize(values)
    read = read_people(pd.Series(texts, dtype="str"), directory)
    everyone = np.empty(len(texts) + 1, dtype=object)
    everyone[:] = [*read.everyone, ()]
    accountable = read.accountable.reindex([*range(len(texts)), -1]).take(codes)
    bad = [
        replace(cell, index=place)
        for cell in read.bad
        for place in np.flatnonzero(codes == cell.index).tolist()
    ]
    accountable.index = values.index
    named = pd.Series(everyone[codes], index=values.index, dtype="object")
    return accountable, named, tuple(sorted(bad, key=lambda cell: cell.index))
