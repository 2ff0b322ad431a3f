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
    "long": 20, "text": 9, "key": 12, "person": 11, "status": 11, "health": 13, "link": 9,
    "date": 10, "percent": 7, "code": 9, "spark": 12,
}  # fmt: skip
_KEPT = 0.65
"""The part of its wished width that a column keeps whatever happens."""
_ELASTIC: frozenset[ValueKind] = frozenset({"long", "text", "key", "person", "status"})


FOLDED: Mapping[str, frozenset[str]] = {
    "KPI gaps": frozenset(
        {"Share of it", "Heads for", "Price, volume, mix", "Year", "Unit"}
    ),
    "Knowledge index": frozenset({"Tags", "Version", "Like"}),
    "Workflow review": frozenset(
        {
            "Row", "There now", "Time, median h", "Time, P85 h", "Wait, P85 h", "Wait in all, h", "SLA, h",
            "SLA: runs", "Extra runs", "Map", "Saving low", "Saving high", "n", "Basis", "Source", "Mermaid",
        }
    ),
}  # fmt: skip
"""Tab -> columns of detail; without them it fits a laptop's screen."""


def folded(tab: str, columns: Sequence[TabColumn]) -> tuple[TabColumn, ...]:
    """The columns, those of detail made out of sight."""
    names = FOLDED.get(tab, frozenset())
    return tuple(replace(column, folded=column.label in names) for column in columns)


def fitted(columns: Sequence[TabColumn]) -> tuple[TabColumn, ...]:
    """The columns, those of words narrowed in proportion until all of them fit a laptop's screen.

    None gets narrower than its kind of value, the longest word of its header or two thirds of its
    wish; very many columns therefore stay wider than a screen.
    """
    wide = [replace(column, width=max(column.width, _floor(column))) for column in columns]
    seen = [column for column in wide if not column.folded]
    over = sum(c.width for c in seen) - (SCREEN - PER_COLUMN * len(seen)) // PER_CHARACTER
    spare = {
        n: c.width - _floor(c) for n, c in enumerate(wide) if c.kind in _ELASTIC and not c.folded
    }
    share = min(max(over, 0) / max(sum(spare.values()), 1), 1)
    return tuple(
        replace(column, width=column.width - _rounded_up(spare.get(number, 0) * share))
        for number, column in enumerate(wide)
    )


def pixels(columns: Sequence[TabColumn]) -> int:
    """How wide the columns are on a screen, those that are folded left out."""
    return sum(PER_CHARACTER * column.width + PER_COLUMN for column in columns if not column.folded)


def _floor(column: TabColumn) -> int:
    words = max((len(word) for word in column.label.split()), default=0)
    kept = _rounded_up(column.width * _KEPT) if column.kind in _ELASTIC else column.width
    return max(_LEAST.get(column.kind, 5), words + 1, kept)


def _rounded_up(number: float) -> int:
    return -int(-number // 1)
