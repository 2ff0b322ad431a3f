"""Projects: one row a project."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="projects",
    tab="Projects",
    id_field="project_id",
    id_prefix="PRJ",
    closed_when={"status": ("Complete", "Cancelled"), "stage": ("Closed",)},
    columns=(
        Column("Project ID", "id", required=True),
        Column("Project", "text", required=True),
        Column("Owner", "person", required=True, tracked=True),
        Column("Sponsor", "person"),
        Column("Team", "text"),
        Column("Market", "text"),
        Column("Objective", "text"),
        Column("Stage", "choice", choices="stage"),
        Column("Status", "choice", choices="status", tracked=True),
        Column("Health", "choice", choices="health", tracked=True),
        Column("Priority", "choice", choices="priority"),
        Column("Start date", "date"),
        Column("Due date", "date", required=True, tracked=True),
        Column("Baseline due date", "date"),
        Column("Finished date", "date"),
        Column("% complete", "percent", tracked=True),
        Column("Weight", "number"),
        Column("Last update", "date"),
        Column("Next step", "text"),
        Column("Blocker", "text"),
        Column("Channel", "text"),
        Column("Link", "text"),
        Column("Notes", "text"),
    ),
)
