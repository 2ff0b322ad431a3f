"""Workflow steps: one row a step of a workflow; the workflow's id stands in many rows."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="workflow_steps",
    tab="Workflow steps",
    id_field="workflow_id",
    unique=("workflow_id", "step_no"),
    columns=(
        Column("Workflow ID", "id", required=True),
        Column("Workflow", "text"),
        Column("Step no.", "id", required=True),
        Column("Step", "text", required=True),
        Column("Role", "text"),
        Column("Owner", "person"),
        Column("Team", "text"),
        Column("Input", "text"),
        Column("Output", "text"),
        Column("Next steps", "references"),
        Column("SLA (hours)", "number"),
        Column("Process time (h)", "number"),
        Column("Wait time (h)", "number"),
        Column("Volume a week", "number"),
        Column("SOP ID", "id", refers_to="knowledge"),
        Column("Pain point", "text"),
    ),
)
