"""Person columns: the accountable person's canonical name and all co-owners, through People."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from mso_sheets.model.table import TableSchema
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
        read = read_people(values, directory)
        findings += found(read.bad, column.field, used)
        columns[column.field] = read.accountable if column.kind == "person" else read.everyone
        if column.kind == "person":
            columns[f"{column.field}_all"] = read.everyone
    return pd.DataFrame(columns, copy=False), findings
