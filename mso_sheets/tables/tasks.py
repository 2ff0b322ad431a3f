"""Tasks: one row a task, milestone or deliverable of a project."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="tasks",
    tab="Tasks",
    id_field="task_id",
    id_prefix="TSK",
    closed_when={"status": ("Complete", "Cancelled")},
    columns=(
        Column("Task ID", "id", required=True),
        Column("Project ID", "id", required=True, refers_to="projects"),
        Column("Task", "text", required=True),
        Column("Type", "choice", choices="task_type"),
        Column("Owner", "person", required=True, tracked=True),
        Column("Team", "text"),
        Column("Status", "choice", required=True, choices="status", tracked=True),
        Column("Start date", "date"),
        Column("Due date", "date", required=True, tracked=True),
        Column("Baseline start", "date"),
        Column("Baseline due", "date"),
        Column("Completed date", "date"),
        Column("Effort (days)", "number"),
        Column("% complete", "percent", tracked=True),
        Column("Predecessors", "references", refers_to="tasks"),
        Column("Notes", "text"),
    ),
)
