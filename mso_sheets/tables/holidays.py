"""Holidays: one row a day off, or a working day after all (Working = yes)."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="holidays",
    tab="Holidays",
    columns=(
        Column("Date", "date"),
        Column("Name", "text"),
        Column("Region", "text"),
        Column("Working", "boolean"),
    ),
)
