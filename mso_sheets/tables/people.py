"""People: one row a person; the only source of mentions, aliases, leave and delegates."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="people",
    tab="People",
    id_field="name",
    columns=(
        Column("Name", "text", required=True),
        Column("Email", "text"),
        Column("Slack ID", "id"),
        Column("Aliases", "text"),
        Column("Team", "text"),
        Column("Manager", "person"),
        Column("Time zone", "text"),
        Column("Working days", "text"),
        Column("Country", "text"),
        Column("Leave from", "date"),
        Column("Leave to", "date"),
        Column("Delegate", "person"),
        Column("Active", "boolean"),
    ),
)
