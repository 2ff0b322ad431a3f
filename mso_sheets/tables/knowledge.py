"""Knowledge: one row an SOP, guideline, policy, template, best practice, case or FAQ."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="knowledge",
    tab="Knowledge",
    id_field="doc_id",
    id_prefix="DOC",
    closed_when={"status": ("Archived",)},
    columns=(
        Column("Doc ID", "id", required=True),
        Column("Title", "text", required=True),
        Column("Type", "choice", required=True, choices="knowledge_type"),
        Column("Owner", "person", required=True, tracked=True),
        Column("Verifier", "person"),
        Column("Version", "text"),
        Column("Status", "choice", choices="knowledge_status", tracked=True),
        Column("Last verified", "date", tracked=True),
        Column("Review interval (days)", "number"),
        Column("Tags", "text"),
        Column("Link", "text"),
        Column("Summary", "text"),
        Column("Workflow ID", "id", refers_to="workflow_steps"),
        Column("Project ID", "id", refers_to="projects"),
    ),
)
