"""What is wrong in people's data, cause by cause, and how it is told: one line a cause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mso_sheets.model.cells import Cell, RawTab, Snapshot, a1, column_letter
from mso_sheets.model.table import Problem, Severity, Table
from mso_sheets.tables.folding import whole

FOLD_FROM = 6
"""So many cells with one cause become one line."""
MOST_CAUSES = 200
"""A rule with more causes than this in one column is one line all the same."""
NEVER_FOLDED = frozenset({"id-blank"})
"""Each of these rows may get its own mend (a minted id); a great many are one line too."""


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
    teller = _Teller(table, tab, snapshot)
    return [problem for finding in _merged(findings) for problem in teller.tell(finding)]


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding where a rule has more causes in a column than anybody would read."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.field, finding.severity), []).append(finding)
    for group in groups.values():
        if len(group) <= MOST_CAUSES:
            yield from group
            continue
        cells = sorted((row, n) for n, one in enumerate(group) for row in one.rows)
        values = [group[n].values[0] for _, n in cells]
        yield replace(group[0], rows=[row for row, _ in cells], values=values, one_cause=True)


class _Teller:
    """Knows the rows of one table by their sheet row."""

    def __init__(self, table: Table, tab: RawTab, snapshot: Snapshot) -> None:
        self.table, self.tab, self.snapshot = table, tab, snapshot
        self._columns: dict[str, list[Cell]] = {}

    def tell(self, finding: Finding) -> Iterator[Problem]:
        """The problems of one finding: a line a cell, or one line where a cause has many cells."""
        for numbers in self._groups(finding):
            rows = [finding.rows[number] for number in numbers]
            alone = finding.rule in NEVER_FOLDED and len(rows) <= MOST_CAUSES
            if len(rows) >= FOLD_FROM and not alone:
                yield self._many(finding, rows, finding.values[numbers[0]])
                continue
            for number in numbers:
                yield self._one(finding, finding.rows[number], finding.values[number])

    def _groups(self, finding: Finding) -> list[list[int]]:
        """Positions of the finding's cells that go into one line if they are many."""
        shaped: dict[str, list[int]] = {}
        for number, value in enumerate(finding.values):
            shaped.setdefault("" if finding.one_cause else _shape(value), []).append(number)
        every = list(range(len(finding.rows)))
        return list(shaped.values()) if len(shaped) <= MOST_CAUSES else [every]

    def _one(self, finding: Finding, row: int, value: Cell) -> Problem:
        column = self.table.places.get(finding.field, 0)
        cells = a1(row, column) if column else f"{row}:{row}"
        record = next(iter(self._texts(self.table.schema.id_field, [row])), "")
        typed = self.tab.cell(row, column) if column else None
        value = typed if isinstance(typed, str) and isinstance(value, str) else value
        return Problem(
            rule=finding.rule,
            table=self.table.name,
            tab=self.tab.title,
            cells=cells,
            header=self.table.headers.get(finding.field, ""),
            value=whole(value) if isinstance(value, str) else value,
            expected=whole(finding.expected),
            fix=whole(finding.fix),
            severity=finding.severity,
            row=row,
            column=column,
            owner=next(iter(self._texts("owner", [row])), ""),
            record=record,
            blocks=blocked(self.table.name, finding.field, record),
            link=self.snapshot.link(self.tab, cells),
        )

    def _many(self, finding: Finding, rows: Sequence[int], value: Cell) -> Problem:
        first = self._one(finding, rows[0], value)
        letter = column_letter(first.column) if first.column else ""
        cells = f"{letter}{min(rows)}:{letter}{max(rows)}"
        owners = Counter(self._texts("owner", rows))
        return replace(
            first,
            cells=cells,
            count=len(rows),
            owner=next(iter(owners)) if len(owners) == 1 else "",
            owners=tuple((owner, count) for owner, count in owners.most_common() if owner),
            record="",
            blocks=blocked(self.table.name, finding.field, f"{len(rows)} rows"),
            link=self.snapshot.link(self.tab, cells),
        )

    def _texts(self, name: str, rows: Sequence[int]) -> list[str]:
        """The texts of one field in some sheet rows, empty where there is none."""
        frame = self.table.frame
        if not name or name not in frame.columns:
            return []
        if name not in self._columns:
            self._columns[name] = frame[name].tolist()
        places = np.searchsorted(frame.index.to_numpy(), np.array(rows))
        picked = [self._columns[name][place] for place in places.tolist()]
        return [text if isinstance(text, str) else "" for text in picked]


def _shape(value: Cell) -> str:
    """What values with one cause have in common: all but their digits, case and outer spaces."""
    return (
        re.sub(r"\d+", "9", str(value).strip().casefold())
        if isinstance(value, str)
        else str(type(value))
    )


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
