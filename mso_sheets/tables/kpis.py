"""KPIs: one row a KPI and period (and market, and product); a KPI's id stands in many rows."""

from __future__ import annotations

from mso_sheets.model.table import Column, TableSchema

SCHEMA = TableSchema(
    name="kpis",
    tab="KPIs",
    id_field="kpi_id",
    unique=("kpi_id", "project_id", "market", "product", "period"),
    tab_aliases=("KPI", "Metrics", "Scorecard"),
    columns=(
        Column("KPI ID", "id", required=True),
        Column("KPI", "text", required=True),
        Column("Project ID", "id", refers_to="projects"),
        Column("Market", "text"),
        Column("Product", "text"),
        Column("Unit", "text"),
        Column("Direction", "choice", choices="direction"),
        Column("Period", "date", required=True, period=True),
        Column("Target", "number", required=True),
        Column("Actual", "number", required=True, tracked=True),
        Column("Baseline", "number"),
        Column("Owner", "person"),
        Column("Source", "text"),
    ),
)
