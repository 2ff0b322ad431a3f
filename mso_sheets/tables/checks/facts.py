"""Facts that exclude each other within one row: finished before started, complete without a date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from mso_sheets.model.table import Severity, Table
from mso_sheets.tables.checks.blanks import closed_rows
from mso_sheets.tables.findings import FOLD_FROM, Finding

DONE = "Complete"


@dataclass(frozen=True, slots=True)
class Order:
    """`later` must not be before `earlier`; the problem stands at `later`."""

    rule: str
    earlier: str
    later: str
    severity: Severity = "error"


ORDERS: dict[str, tuple[Order, ...]] = {
    "projects": (
        Order("finished-before-started", "start_date", "finished_date"),
        Order("due-before-start", "start_date", "due_date"),
        Order("due-before-start", "start_date", "baseline_due_date", "warning"),
    ),
    "tasks": (
        Order("finished-before-started", "start_date", "completed_date"),
        Order("due-before-start", "start_date", "due_date"),
        Order("due-before-start", "baseline_start", "baseline_due", "warning"),
    ),
    "actions": (
        Order("finished-before-started", "date_raised", "closed_date"),
        Order("due-before-start", "date_raised", "due_date", "warning"),
    ),
    "step_log": (Order("finished-before-started", "started", "finished"),),
    "people": (Order("ends-before-start", "leave_from", "leave_to"),),
}
FINISHED = {"projects": "finished_date", "tasks": "completed_date", "actions": "closed_date"}
"""Table -> the day on which a record was closed."""
NOT_YET = {
    **FINISHED,
    "knowledge": "last_verified",
    "step_log": "finished",
    "improvements": "measured_on",
}
"""Table -> a day that cannot lie ahead."""


def impossible_facts(table: Table, today: date) -> Iterator[Finding]:
    """All contradictions of one table; every row still counts."""
    if table.frame.empty:
        return
    yield from _orders(table)
    yield from _closings(table)
    yield from _percents(table)
    yield from _stages(table)
    yield from _ahead(table, today)


def _orders(table: Table) -> Iterator[Finding]:
    frame = table.frame
    for order in ORDERS.get(table.name, ()):
        if not (table.has(order.earlier) and table.has(order.later)):
            continue
        first, second = _header(table, order.earlier), _header(table, order.later)
        yield from _finding(
            table,
            order.rule,
            order.later,
            frame[order.later] < frame[order.earlier],
            f"{second} is before {first}",
            f"Mend {second} or {first}; one of them is mistyped.",
            order.severity,
        )


def _closings(table: Table) -> Iterator[Finding]:
    name = FINISHED.get(table.name, "")
    if not name or not table.has(name) or not table.has("status"):
        return
    status, day = table.frame["status"], table.frame[name]
    header = _header(table, name)
    yield from _finding(
        table,
        "complete-without-date",
        name,
        status.eq(DONE).fillna(False) & day.isna(),
        f"Status is {DONE} and {header} is empty",
        f"Type the day on which it was done into {header}.",
        "warning",
    )
    yield from _finding(
        table,
        "closed-date-but-open",
        "status",
        status.notna() & ~closed_rows(table) & day.notna(),
        f"{header} is filled and Status says it is open",
        f"Set Status to {DONE}, or empty {header}.",
        "warning",
    )


def _percents(table: Table) -> Iterator[Finding]:
    if not (table.has("percent_complete") and table.has("status")):
        return
    status, share = table.frame["status"], table.frame["percent_complete"]
    header = _header(table, "percent_complete")
    yield from _finding(
        table,
        "full-but-not-complete",
        "status",
        share.ge(1) & status.notna() & ~closed_rows(table),
        f"{header} is 100% and Status is not {DONE}",
        f"Set Status to {DONE}, or lower {header}.",
        "warning",
    )
    yield from _finding(
        table,
        "complete-but-not-full",
        "percent_complete",
        share.lt(1) & status.eq(DONE).fillna(False),
        f"Status is {DONE} and {header} is below 100%",
        f"Type 100% into {header}, or set Status back.",
        "warning",
    )


def _stages(table: Table) -> Iterator[Finding]:
    if table.name != "projects" or not (table.has("stage") and table.has("status")):
        return
    status, stage = table.frame["status"], table.frame["stage"]
    open_word = status.notna() & ~status.isin(table.schema.closed_when["status"])
    yield from _finding(
        table,
        "closed-stage-but-open",
        "status",
        stage.eq("Closed").fillna(False) & open_word,
        "Stage is Closed and Status says it is open",
        "Set Status to Complete or Cancelled, or Stage back.",
        "warning",
    )


def _ahead(table: Table, today: date) -> Iterator[Finding]:
    name = NOT_YET.get(table.name, "")
    if not name or not table.has(name):
        return
    header = _header(table, name)
    tomorrow = np.datetime64(today) + np.timedelta64(1, "D")
    yield from _finding(
        table,
        "date-in-the-future",
        name,
        table.frame[name] >= tomorrow,
        f"{header} lies in the future",
        f"Type the day on which it really happened, or empty {header}.",
        "error",
    )


def _finding(
    table: Table,
    rule: str,
    name: str,
    wrong: pd.Series,
    expected: str,
    fix: str,
    severity: Severity,
) -> Iterator[Finding]:
    rows: list[int] = table.frame.index[wrong.to_numpy(dtype=bool)].tolist()
    if rows:
        shown = [_shown(value) for value in table.frame.loc[rows[:FOLD_FROM], name]]
        values = [*shown, *[shown[-1]] * (len(rows) - len(shown))]
        yield Finding(rule, name, rows, values, expected, fix, severity, one_cause=True)


def _shown(value: object) -> str | float | None:
    if isinstance(value, pd.Timestamp):
        return (
            value.strftime("%-d %b %Y")
            if value == value.normalize()
            else value.strftime("%-d %b %Y %H:%M")
        )
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float):
        return None if np.isnan(value) else value
    return str(value)


def _header(table: Table, name: str) -> str:
    return table.headers.get(name) or table.schema.column(name).header
