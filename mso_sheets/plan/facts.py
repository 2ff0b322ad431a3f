"""What a run adds to the workbook's memory: events, and marks that the next run compares with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mso_sheets import history
from mso_sheets.model.result import Report
from mso_sheets.model.state import StateRow
from mso_sheets.model.table import Tables
from mso_sheets.plan.accepting import Accepted
from mso_sheets.plan.minting import Minted
from mso_sheets.plan.options import Moment
from mso_sheets.plan.remembered import Remembered


def events(
    remembered: Remembered, tables: Tables, health: Mapping[str, str], now: Moment, run: str
) -> list[StateRow]:
    """What changed since the last run; `health` is the computed health by project, once known."""
    before = history.last_seen(remembered.rows)
    current = history.current_values(tables, health, before)
    found = history.differences(before, current, tables.found)
    return history.event_rows(found, now.today, now.at, run)


def computed_health(report: Report) -> Mapping[str, str]:
    """Project id -> computed health, for the rule that two days must agree before it improves."""
    progress = report.result("progress")
    if progress is None or progress.frame.empty:
        return {}
    health = progress.frame["raw_health" if "raw_health" in progress.frame else "health"]
    pairs = zip(progress.frame["key"], health, strict=True)
    return {str(key): str(word) for key, word in pairs}


def marks(
    remembered: Remembered,
    tables: Tables,
    minted: Minted,
    accepted: Accepted,
    now: Moment,
    run: str,
) -> list[StateRow]:
    """Rows a table (shrink guard), headers (renames), high-water marks, settled proposals."""
    now_known: dict[str, Any] = {
        "rows": {
            **remembered.mark("rows"),
            **{n: t.accounting.used for n, t in tables.found.items()},
        },
        "headers": {**remembered.mark("headers"), **_headers(tables)},
        "high": dict(minted.marks),
    }
    if accepted.keys:
        now_known["high"]["actions"] = minted.highest("actions") + len(accepted.keys)
    rows = [
        StateRow("mark", key, now.at, run, value)
        for key, value in now_known.items()
        if value != remembered.mark(key)
    ]
    verdicts = {
        **dict.fromkeys(accepted.keys, "accepted"),
        **dict.fromkeys(accepted.rejected, "rejected"),
    }
    settled = [
        StateRow("mark", f"proposal:{key}", now.at, run, verdict)
        for key, verdict in verdicts.items()
        if not remembered.mark(f"proposal:{key}")
    ]
    return [*rows, *settled]


def _headers(tables: Tables) -> dict[str, str]:
    return {
        f"{name}.{field}": f"{column}:{table.headers.get(field, '')}"
        for name, table in tables.found.items()
        for field, column in table.places.items()
    }
