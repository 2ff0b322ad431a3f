"""Columns that fit a laptop: a lead reads a tab at 1366 pixels without scrolling sideways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mso_sheets.model.result import ValueKind
from mso_sheets.model.tab import TabColumn

SCREEN = 1300
"""Pixels of a 1366 pixel screen that are left beside row numbers and scroll bar."""
PER_CHARACTER, PER_COLUMN = 7, 5
"""Pixels of a digit of the default font, and of a cell's edges: Excel's own (18.3.1.13)."""

_LEAST: Mapping[ValueKind, int] = {
    "long": 20, "text": 9, "key": 12, "person": 11, "status": 11, "health": 13, "link": 8,
    "date": 10, "percent": 7, "code": 9, "spark": 11,
}  # fmt: skip
_KEPT = 0.65
"""The part of its wished width that a column keeps whatever happens."""
_ELASTIC: frozenset[ValueKind] = frozenset({"long", "text", "key", "person", "status"})


def fitted(columns: Sequence[TabColumn]) -> tuple[TabColumn, ...]:
    """The columns, those of words narrowed in proportion until all of them fit a laptop's screen.

    None gets narrower than its kind of value, the longest word of its header or two thirds of its
    wish; very many columns therefore stay wider than a screen.
    """
    wide = [replace(column, width=max(column.width, _floor(column))) for column in columns]
    over = sum(c.width for c in wide) - (SCREEN - PER_COLUMN * len(wide)) // PER_CHARACTER
    spare = {n: c.width - _floor(c) for n, c in enumerate(wide) if c.kind in _ELASTIC}
    share = min(max(over, 0) / max(sum(spare.values()), 1), 1)
    return tuple(
        replace(column, width=column.width - _rounded_up(spare.get(number, 0) * share))
        for number, column in enumerate(wide)
    )


def pixels(columns: Sequence[TabColumn]) -> int:
    """How wide the columns are on a screen."""
    return sum(PER_CHARACTER * column.width + PER_COLUMN for column in columns)


def _floor(column: TabColumn) -> int:
    words = max((len(word) for word in column.label.split()), default=0)
    kept = _rounded_up(column.width * _KEPT) if column.kind in _ELASTIC else column.width
    return max(_LEAST.get(column.kind, 5), words + 1, kept)


def _rounded_up(number: float) -> int:
    return -int(-number // 1)
