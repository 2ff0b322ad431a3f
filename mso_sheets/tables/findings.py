"""What is wrong in people's data, cause by cause, and how it is told: one line a cause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from mso_sheets.model.cells import Cell, RawTab, Snapshot, a1, column_letter
from mso_sheets.model.table import Problem, Severity, Table

FOLD_FROM = 6
"""So many cells with one cause become one line."""
NEVER_FOLDED = frozenset({"id-blank"})
"""Each of these rows may get its own mend (a minted id)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken in one column, in one or many rows with the same cause.

    `values` stand beside `rows`; `field` is the column, empty when the whole row is meant.
    """

    rule: str
    field: str
    rows: Sequence[int]
    values: Sequence[Cell]
    expected: str
    fix: str
    severity: Severity = "error"
    one_cause: bool = False
    """Whether different values have the same cause, as with a contradiction between columns."""


def told(findings: Iterable[Finding], table: Table, snapshot: Snapshot) -> list[Problem]:
    """The findings of one table as problems, with places, owners, records and links."""
    tab = next(t for t in snapshot.tabs if t.sheet_id == table.sheet_id and t.title == table.tab)
    return [problem for finding in findings for problem in _told(finding, table, tab, snapshot)]


def _told(finding: Finding, table: Table, tab: RawTab, snapshot: Snapshot) -> Iterator[Problem]:
    groups: dict[str, list[int]] = {}
    for number, value in enumerate(finding.values):
        groups.setdefault("" if finding.one_cause else _shape(value), []).append(number)
    column = table.places.get(finding.field, 0)
    for numbers in groups.values():
        if len(numbers) >= FOLD_FROM and finding.rule not in NEVER_FOLDED:
            yield _many(finding, numbers, table, tab, snapshot, column)
            continue
        for number in numbers:
            yield _one(finding, number, table, tab, snapshot, column)


def _one(
    finding: Finding, number: int, table: Table, tab: RawTab, snapshot: Snapshot, column: int
) -> Problem:
    row = finding.rows[number]
    cells = a1(row, column) if column else f"{row}:{row}"
    record = _text_at(table, row, table.schema.id_field)
    typed = tab.cell(row, column) if column else None
    value = finding.values[number]
    return Problem(
        rule=finding.rule,
        table=table.name,
        tab=tab.title,
        cells=cells,
        header=table.headers.get(finding.field, ""),
        value=typed if isinstance(typed, str) and isinstance(value, str) else value,
        expected=finding.expected,
        fix=finding.fix,
        severity=finding.severity,
        row=row,
        column=column,
        owner=_text_at(table, row, "owner"),
        record=record,
        blocks=blocked(table.name, finding.field, record),
        link=snapshot.link(tab, cells),
    )


def _many(
    finding: Finding,
    numbers: Sequence[int],
    table: Table,
    tab: RawTab,
    snapshot: Snapshot,
    column: int,
) -> Problem:
    rows = [finding.rows[number] for number in numbers]
    letter = column_letter(column) if column else ""
    cells = f"{letter}{min(rows)}:{letter}{max(rows)}"
    owners = Counter(_text_at(table, row, "owner") for row in rows)
    first = _one(finding, numbers[0], table, tab, snapshot, column)
    return replace(
        first,
        cells=cells,
        count=len(rows),
        owner=next(iter(owners)) if len(owners) == 1 else "",
        owners=tuple((owner, count) for owner, count in owners.most_common() if owner),
        record="",
        blocks=blocked(table.name, finding.field, f"{len(rows)} rows"),
        link=snapshot.link(tab, cells),
    )


def _shape(value: Cell) -> str:
    """What values with one cause have in common: all but their digits, case and outer spaces."""
    return (
        re.sub(r"\d+", "9", str(value).strip().casefold())
        if isinstance(value, str)
        else str(type(value))
    )


def _text_at(table: Table, row: int, name: str) -> str:
    if not name or name not in table.frame.columns or row not in table.frame.index:
        return ""
    value = table.frame.at[row, name]
    return value if isinstance(value, str) and not pd.isna(value) else ""


BLOCKS: Mapping[str, str] = {
    "due_date": "lateness of {}",
    "owner": "who is told about {}",
    "status": "whether {} is open",
    "percent_complete": "progress of {}",
    "start_date": "planned progress of {}",
    "baseline_start": "planned progress of {}",
    "baseline_due": "planned progress of {}",
    "predecessors": "the critical path of {}",
    "target": "the gap of {}",
    "actual": "the gap of {}",
    "period": "the gap of {}",
    "last_verified": "the next review of {}",
    "health": "reported health of {}",
    "finished": "times of {}",
    "started": "times of {}",
}
"""Field -> the figure that waits until its cell is mended."""


def blocked(table: str, name: str, record: str) -> str:
    """Which figure waits for the mend of this field; empty when none does."""
    text = BLOCKS.get(name, "")
    return text.format(record or f"a row of {table.replace('_', ' ')}") if text else ""
