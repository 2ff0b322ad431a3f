"""Meetings: one row a meeting with its notes."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="meetings",
    tab="Meetings",
    id_field="meeting_id",
    id_prefix="MTG",
    columns=(
        Column("Meeting ID", "id", required=True),
        Column("Date", "date", required=True),
        Column("Meeting", "text", required=True),
        Column("Project ID", "id", refers_to="projects"),
        Column("Chair", "person"),
        Column("Note taker", "person"),
        Column("Attendees", "people"),
        Column("Discussion", "text"),
        Column("Decisions", "text"),
        Column("Actions", "text"),
        Column("Notes link", "text"),
    ),
)
