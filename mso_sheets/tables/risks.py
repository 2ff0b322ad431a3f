"""Risks: one row a risk, assumption, issue or dependency.

Probability and impact are numbers 1-5; words of such a scale ("Very high") are read as their number.
"""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="risks",
    tab="Risks",
    id_field="risk_id",
    id_prefix="RSK",
    closed_when={"status": ("Closed",)},
    columns=(
        Column("Risk ID", "id"),
        Column("Type", "choice", choices="risk_type"),
        Column("Title", "text"),
        Column("Project ID", "id", refers_to="projects"),
        Column("Probability", "number", choices="scale"),
        Column("Impact", "number", choices="scale"),
        Column("Owner", "person", tracked=True),
        Column("Response", "text"),
        Column("Review date", "date"),
        Column("Status", "choice", choices="risk_status", tracked=True),
    ),
)
