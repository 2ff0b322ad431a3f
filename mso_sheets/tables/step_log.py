"""Step log: one row a step that was done in a case; an event log, so nothing in it is unique."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="step_log",
    tab="Step log",
    columns=(
        Column("Workflow ID", "id", required=True, refers_to="workflow_steps"),
        Column("Case ID", "id", required=True),
        Column("Step", "text", required=True),
        Column("Started", "date", time=True),
        Column("Finished", "date", required=True, time=True),
        Column("Person", "person"),
    ),
)
