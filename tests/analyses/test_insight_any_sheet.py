"""Whatever people type: no analysis of KPIs, workflows, improvements or knowledge breaks."""

from __future__ import annotations

import random
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest

from mso_sheets.analyses import improvements, insights, knowledge, kpis, mining, workflow
from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.tables.registry import SCHEMAS
from tests.analyses.insight_world import world_of
from tests.making import serial

MODULES: tuple[ModuleType, ...] = (kpis, workflow, mining, improvements, knowledge, insights)
TABLES = (
    "kpis", "workflow_steps", "step_log", "improvements", "knowledge", "projects", "people", "actions",
)  # fmt: skip
ODD: tuple[Cell, ...] = ("#REF!", "TBD", "???", "-", " ", "0", True)
NUMBERS: tuple[Cell, ...] = (0.0, 1.0, -5.0, 100.0, 0.45, 1e12, 3.0, 5.0, 2.0)
WORDS: dict[str, tuple[Cell, ...]] = {
    "Status": (
        "Complete",
        "In progress",
        "Draft",
        "Verified",
        "Implemented",
        "Approved",
        "Archived",
    ),
    "Type": ("SOP", "Case", "FAQ", "Policy", "Best practice"),
    "Direction": ("Higher is better", "Lower is better"),
    "Next steps": ("1", "2", "3;1", "9", "End", "1, 2"),
    "Step no.": (1.0, 2.0, 3.0, 4.0),
    "Step": ("Check", "Pay", "Register", "check "),
}
TEXTS: tuple[Cell, ...] = (
    "Ana", "Ben", "Revenue", "Price", "Units", "DE", "FR", "Total", "launch plan", "%", "EUR", "a;b\nc",
    "https://example.com/x", "http://x",
)  # fmt: skip


def cell(column: Column, draw: random.Random) -> Cell:
    chance = draw.random()
    if chance < 0.25:
        return None if chance < 0.2 else draw.choice(ODD)
    if column.header in WORDS:
        return draw.choice(WORDS[column.header])
    if column.kind in ("number", "percent"):
        return draw.choice(NUMBERS)
    if column.kind == "date":
        return serial(date(2026, 4, 14) - timedelta(days=draw.randint(-60, 900))) + draw.random()
    if column.kind == "boolean":
        return draw.random() < 0.5
    return (
        f"{column.header[:3]}-{draw.randint(1, 6)}" if column.kind == "id" else draw.choice(TEXTS)
    )


def sheet(name: str, draw: random.Random) -> list[list[Cell]]:
    columns = [c for c in SCHEMAS[name].columns if c.required or draw.random() < 0.7]
    count = draw.choice([0, 1, 2, 5, 30])
    rows = [[cell(column, draw) for column in columns] for _ in range(count)]
    return [[column.header for column in columns], *rows]


@pytest.mark.parametrize("seed", range(8))
def test_no_sheet_breaks_an_analysis_and_keys_stay_apart(seed: int) -> None:
    draw = random.Random(seed)
    given: dict[str, Any] = {name: sheet(name, draw) for name in TABLES if draw.random() < 0.75}
    tables, context = world_of(**given)
    for module in MODULES:
        if all(name in tables for name in module.READS):
            result = module.analyse(tables, context)
            assert result.frame["key"].is_unique
            assert len({gap.key for gap in result.gaps}) == len(result.gaps)
            assert len({insight.key for insight in result.insights}) == len(result.insights)
