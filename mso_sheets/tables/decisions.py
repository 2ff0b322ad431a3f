"""Decisions: one row something that was decided."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="decisions",
    tab="Decisions",
    id_field="decision_id",
    id_prefix="DEC",
    closed_when={"status": ("Superseded",)},
    columns=(
        Column("Decision ID", "id"),
        Column("Date", "date"),
        Column("Decision", "text"),
        Column("Decided by", "people"),
        Column("Meeting ID", "id", refers_to="meetings"),
        Column("Rationale", "text"),
        Column("Review date", "date"),
        Column("Status", "choice", choices="decision_status", tracked=True),
    ),
)
