"""Actions: one row a follow-up that somebody owes."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="actions",
    tab="Actions",
    id_field="action_id",
    id_prefix="ACT",
    closed_when={"status": ("Complete", "Cancelled")},
    columns=(
        Column("Action ID", "id", required=True),
        Column("Action", "text", required=True),
        Column("Owner", "person", required=True, tracked=True),
        Column("Due date", "date", required=True, tracked=True),
        Column("Status", "choice", required=True, choices="status", tracked=True),
        Column("Priority", "choice", choices="priority"),
        Column("Project ID", "id", refers_to="projects"),
        Column("Meeting ID", "id", refers_to="meetings"),
        Column("Date raised", "date"),
        Column("Waiting on", "text"),
        Column("Definition of done", "text"),
        Column("Snooze until", "date", tracked=True),
        Column("Snooze reason", "text"),
        Column("Closed date", "date"),
        Column("Notes", "text"),
    ),
)
