"""All tables of the contract, found by walking this package for files that declare a `SCHEMA`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from mso_sheets.model.table import TableSchema

ORDER = (
    "projects", "tasks", "actions", "meetings", "decisions", "risks", "kpis", "workflow_steps",
    "step_log", "improvements", "knowledge", "people", "holidays",
)  # fmt: skip
"""The contract's order; a table that is not named here comes after, by name."""


def _declares_schema(path: Path) -> bool:
    """Only such files are imported, so that the walk stays light and free of cycles."""
    return "\nSCHEMA = " in path.read_text(encoding="utf-8")


def _walk(folder: Path) -> Mapping[str, TableSchema]:
    names = [module.name for module in pkgutil.iter_modules([str(folder)]) if not module.ispkg]
    files = [name for name in names if _declares_schema(folder / f"{name}.py")]
    found = [importlib.import_module(f"mso_sheets.tables.{name}").SCHEMA for name in files]
    ranks = {name: rank for rank, name in enumerate(ORDER)}
    found.sort(key=lambda schema: (ranks.get(schema.name, len(ranks)), schema.name))
    return MappingProxyType({schema.name: schema for schema in found})


SCHEMAS: Mapping[str, TableSchema] = _walk(Path(__file__).parent)
"""Table name -> schema, in the contract's order."""
