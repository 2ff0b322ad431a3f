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
    return list(_rows(tab)) if tab is not None else []


def _rows(tab: RawTab) -> Iterator[StateRow]:
    columns = [list(tab.columns[c]) if c < len(tab.columns) else [] for c in range(5)]
    height = max((len(column) for column in columns), default=0)
    padded = [column + [None] * (height - len(column)) for column in columns]
    for kind, key, at, run, data in list(zip(*padded, strict=True))[1:]:
        if kind:
            try:
                yield StateRow(
                    _text(kind), _text(key), _text(at), _text(run), json.loads(_text(data))
                )
            except ValueError:
                continue


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
