"""Worlds for the tests about people and meetings: tables with their context; the sample; plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.world import build_context
from mso_sheets.history import COLUMNS
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.history import History
from mso_sheets.model.table import Table, Tables
from mso_sheets.sample import sample_workbook
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.reading import read_tables
from mso_sheets.tables.registry import SCHEMAS
from tests.making import TODAY, Rows, rows_of, settings_of, shipped_vocabulary, snapshot_of

MONDAY = date(2026, 11, 23)
Change = tuple[str, str, str, str, Any, Any]
"""day, table, record, field, before, after."""


def history_of(
    changes: Sequence[Change] = (),
    started: date | None = None,
    last_digest: date | None = None,
    last_digest_at: str = "",
    marks: dict[str, str] | None = None,
) -> History:
    """A history of changes; a change without `before` adds the field, one without a field removes."""
    rows = [
        (day[:10], day, table, record, name, before, after, _kind(name, before), "")
        for day, table, record, name, before, after in changes
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    return History(frame, started, last_digest, marks or {}, last_digest_at)


def _kind(name: str, before: Any) -> str:
    return "removed" if not name else "added" if before is None else "changed"


def world_of(
    today: date = TODAY,
    rules: WorkbookSettings | None = None,
    past: History | None = None,
    hour: int = 9,
    *,
    as_is: bool = False,
    **tables: str | Rows,
) -> tuple[Tables, Context]:
    """Tables from markdown or rows, and their context at `hour` UTC of `today`.

    Required columns that are left out are added, empty, unless the tabs are to be taken `as_is`.
    """
    tabs = {
        SCHEMAS[name].tab: content if as_is else _with_required(name, content)
        for name, content in tables.items()
    }
    return _world(snapshot_of(tabs), today, rules or settings_of(timezone="UTC"), past, hour)


def sample_world(day: date = MONDAY, past: History | None = None) -> tuple[Tables, Context]:
    """The sample workbook of a day, read."""
    tabs: dict[str, Rows] = {
        tab.title: [*tab.above, tab.headers, *tab.rows] for tab in sample_workbook(day)
    }
    return _world(snapshot_of(tabs), day, settings_of(timezone="UTC"), past, 9)


def _world(
    snapshot: Snapshot, today: date, rules: WorkbookSettings, past: History | None, hour: int
) -> tuple[Tables, Context]:
    tables = read_tables(snapshot, rules, shipped_vocabulary(), today)
    now = datetime(today.year, today.month, today.day, hour, tzinfo=UTC)
    return tables, build_context(tables, rules, today, now, past or history_of(), snapshot)


def _with_required(name: str, content: str | Rows) -> Rows:
    rows = [list(row) for row in (rows_of(content) if isinstance(content, str) else content)]
    missing = [c.header for c in SCHEMAS[name].columns if c.required and c.header not in rows[0]]
    width = len(rows[0])
    body = [[*row, *[None] * (width - len(row) + len(missing))] for row in rows[1:]]
    return [[*rows[0], *missing], *body]


def plain_rows(table: Table) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries: dates as `date`, missing as None, texts as "" when missing."""
    out = []
    texts = {c.field for c in table.schema.columns if c.kind in ("id", "text", "choice", "person")}
    for row, record in zip(table.frame.index, table.frame.to_dict("records"), strict=True):
        plain: dict[str, Any] = {"row": int(row)}
        for name, value in record.items():
            missing = not isinstance(value, (tuple, list)) and pd.isna(value)
            plain[str(name)] = ("" if name in texts else None) if missing else _plain(value)
        out.append(plain)
    return out


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, pd.Timestamp) else value
