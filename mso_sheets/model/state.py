"""The rows of `_mso_state`: an append-only log of small facts, five cells a row.

Kinds: `book` (whose state this is), `events` (history, packed as JSON), `claim`, `sent`, `skip`,
`void` and `unknown` (the digest ledger), `mark` (a small fact: key -> text), `run` (a good run).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mso_sheets.model.cells import Cell, RawTab

STATE_TAB = "_mso_state"
STATE_HEADER: tuple[Cell, ...] = ("kind", "key", "at", "run", "data")
STATE_VERSION = 1
# The stricter of both worlds: 32,767 characters a cell in .xlsx, 50,000 in Sheets.
CELL_LIMIT = 30_000


@dataclass(frozen=True, slots=True)
class StateRow:
    """One fact. `at` is an ISO instant in UTC; `data` any JSON value."""

    kind: str
    key: str
    at: str
    run: str
    data: Any = None

    def cells(self) -> tuple[Cell, ...]:
        """The row as cells."""
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return (self.kind, self.key, self.at, self.run, text)


def read_state(tab: RawTab | None) -> list[StateRow]:
    """The facts of the state tab in order; a row that somebody damaged is passed over."""
    found = (fact for _, fact in _rows(tab)) if tab is not None else ()
    return [fact for fact in found if fact is not None]


def damaged_rows(tab: RawTab) -> list[int]:
    """Sheet rows that hold no fact though something stands there, and a log that lost its start."""
    facts = list(_rows(tab))
    broken = [row for row, fact in facts if fact is None]
    headless = bool(facts) and not any(fact and fact.kind == "book" for _, fact in facts)
    return broken or ([facts[0][0]] if headless else [])


def _rows(tab: RawTab) -> Iterator[tuple[int, StateRow | None]]:
    """Sheet row and its fact, None where it cannot be read."""
    columns = [list(tab.columns[c]) if c < len(tab.columns) else [] for c in range(5)]
    height = max((len(column) for column in columns), default=0)
    padded = [column + [None] * (height - len(column)) for column in columns]
    for number, (kind, key, at, run, data) in enumerate(zip(*padded, strict=True), 1):
        if number > 1 and (kind or data):
            yield number, _fact(kind, key, at, run, data)


def _fact(kind: Cell, key: Cell, at: Cell, run: Cell, data: Cell) -> StateRow | None:
    try:
        known = json.loads(_text(data)) if kind else None
    except ValueError:
        return None
    return StateRow(_text(kind), _text(key), _text(at), _text(run), known) if kind else None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def packed(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Groups JSON-able items so that each group's text fits one cell."""
    group: list[Any] = []
    size = 2
    for item in items:
        length = len(json.dumps(item, ensure_ascii=False, separators=(",", ":"))) + 1
        if group and size + length > CELL_LIMIT:
            yield group
            group, size = [], 2
        group.append(item)
        size += length
    if group:
        yield group
