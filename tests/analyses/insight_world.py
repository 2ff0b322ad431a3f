"""A context for analyses under test: tables from small markdown, no history unless given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context, RowLinks
from mso_sheets.analyses.world import calendars_of, people_of
from mso_sheets.model.cells import Cell
from mso_sheets.model.history import Event, History
from mso_sheets.model.result import Result
from mso_sheets.model.table import Accounting, Table, Tables
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.registry import SCHEMAS
from tests.making import TODAY, serial, settings_of, tables_of

EVENT_FIELDS = ("at", "table", "record", "field", "before", "after", "kind", "by")


def history_of(events: Sequence[Event] = ()) -> History:
    """The events as the frame that analyses ask."""
    columns: dict[str, Any] = {
        "day": pd.Series([pd.Timestamp(event.day) for event in events], dtype="datetime64[s]")
    }
    for name in EVENT_FIELDS:
        columns[name] = pd.Series([getattr(event, name) for event in events], dtype="object")
    return History(pd.DataFrame(columns), min((event.day for event in events), default=None))


def context_of(
    tables: Tables,
    today: date = TODAY,
    rules: WorkbookSettings | None = None,
    events: Sequence[Event] = (),
    hour: int = 9,
) -> Context:
    """The world on `today` at 09:00 UTC."""
    settings = rules or settings_of()
    now = datetime(today.year, today.month, today.day, hour, tzinfo=UTC)
    people = people_of(tables.get("people"))
    calendars = calendars_of(tables, settings, people, today, now, "UTC")
    return Context(
        today, now, settings, calendars, history_of(events), people,
        RowLinks({name: f"#{name}!" for name in SCHEMAS}),
    )  # fmt: skip


def world_of(
    today: date = TODAY,
    rules: WorkbookSettings | None = None,
    events: Sequence[Event] = (),
    hour: int = 9,
    **tables: Any,
) -> tuple[Tables, Context]:
    """Tables and their context in one go."""
    made = tables_of(today=today, rules=rules, **tables)
    return made, context_of(made, today, rules, events, hour)


def row_of(result: Result, **wanted: object) -> dict[str, Any]:
    """The one row of a result's frame whose columns have these values."""
    rows = [
        row
        for row in result.frame.to_dict("records")
        if all(row[name] == value for name, value in wanted.items())
    ]
    assert len(rows) == 1, f"{len(rows)} rows with {wanted}"
    return {str(name): value for name, value in rows[0].items()}


def monthly(
    kpi: str, targets: Sequence[float | None], actuals: Sequence[float | None], **more: str
) -> list[list[Cell]]:
    """Rows of a monthly KPI that ends in March 2026, without the header: see `KPI_HEADER`."""
    months = pd.period_range(end="2026-03", periods=len(actuals), freq="M")
    return [
        [
            more.get("id", "K-1"), kpi, more.get("market"), more.get("product"), more.get("unit"),
            more.get("direction"), serial(month.end_time.date()), target, actual,
        ]
        for month, target, actual in zip(months, targets, actuals, strict=True)
    ]  # fmt: skip


KPI_HEADER: list[Cell] = [
    "KPI ID",
    "KPI",
    "Market",
    "Product",
    "Unit",
    "Direction",
    "Period",
    "Target",
    "Actual",
]


def table_of(name: str, frame: pd.DataFrame) -> Table:
    """A table as the reader would hand it over, with absent columns filled."""
    kinds = {"date": "datetime64[s]", "number": "float64", "percent": "float64"}
    for column in SCHEMAS[name].columns:
        if column.field not in frame:
            kind = kinds.get(column.kind, "str")
            frame[column.field] = pd.Series(
                np.nan if kind == "float64" else None, frame.index, dtype=kind
            )
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    places = {column.field: n for n, column in enumerate(SCHEMAS[name].columns, 1)}
    schema, count = SCHEMAS[name], Accounting(len(frame), len(frame))
    return Table(schema, schema.tab, 1, 1, frame, count, places, {})
