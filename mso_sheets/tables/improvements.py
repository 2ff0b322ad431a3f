"""Improvements: one row a gap in a workflow and what is done about it.

Impact and effort are numbers 1-5; words of such a scale ("High") are read as their number.
"""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="improvements",
    tab="Improvements",
    id_field="improvement_id",
    id_prefix="IMP",
    closed_when={"status": ("Verified", "Rejected")},
    columns=(
        Column("Improvement ID", "id"),
        Column("Workflow ID", "id", refers_to="workflow_steps"),
        Column("Step no.", "id"),
        Column("Gap", "text"),
        Column("Root cause", "text"),
        Column("Proposal", "text"),
        Column("Impact", "number", choices="scale"),
        Column("Effort", "number", choices="scale"),
        Column("Owner", "person", tracked=True),
        Column("Status", "choice", choices="improvement_status", tracked=True),
        Column("Action ID", "id", refers_to="actions"),
        Column("Metric", "text"),
        Column("Baseline", "number"),
        Column("Target", "number"),
        Column("Actual", "number"),
        Column("Measured on", "date"),
    ),
)
