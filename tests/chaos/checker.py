"""The judge of a campaign: looks at the workbook and the channel alone, and trusts no worker.

It knows what people typed (by the text of each action, which never changes) and every tab that a
worker ever tried to write: what stands in a tab of ours must be one of those, whole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from mso_sheets.model.changes import Changes
from tests.chaos.ground import Ground
from tests.fakes.book import Grid

ROWS_KEPT = 40
"""How many attempted contents of a tab are kept to compare with."""


@dataclass
class Checker:
    """What it found: `Counter` by kind, each with a sentence."""

    ground: Ground
    typed: dict[str, Grid] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    attempts: dict[str, list[Grid]] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.typed = {title: _copy(grid) for title, grid in self.ground.people().items()}

    def planned(self, changes: Changes) -> None:
        """A worker is about to write these tabs."""
        for write in changes.tabs:
            kept = self.attempts.setdefault(write.content.name, [])
            kept.append([[_same(cell) for cell in row] for row in write.grid])
            del kept[:-ROWS_KEPT]

    def people_typed(self, title: str, grid: Grid) -> None:
        """From now on this is what people left in a tab."""
        self.typed[title] = _copy(grid)

    def after_round(self, key: str) -> None:
        """Looks at everything; `key` is the digest that was due."""
        self._check_posts(key)
        self.check_people()
        for title, grid in self.ground.ours().items():
            self._check_tab(title, grid, key)

    def _check_posts(self, key: str) -> None:
        count = self.ground.posted().count(key)
        if count > 1:
            self._tell("duplicate", f"{key}: {count} posts")
        if count == 0:
            self._tell("missing", key)

    def check_people(self) -> None:
        """Every cell is as people left it; blank ID cells may be filled, each ID for one action."""
        for title, grid in self.ground.people().items():
            if title == "Actions":
                self._check_actions(grid)
            elif _trimmed(grid) != _trimmed(self.typed[title]):
                self._tell("foreign", f"{title} was changed")
            self.typed[title] = _copy(grid)

    def _check_actions(self, grid: Grid) -> None:
        was, now = _by_text(self.typed["Actions"]), _by_text(grid)
        if list(was) != list(now):
            self._tell("foreign", f"rows of Actions: {list(was)} -> {list(now)}")
        for text, row in now.items():
            before = was.get(text, row)
            filled = before[0] is None and str(row[0]).startswith("ACT-")
            if row[1:] != before[1:] or not (row[0] == before[0] or filled):
                self._tell("foreign", f"{before} -> {row}")
            if row[0] is not None:
                self._check_name(str(row[0]), text)
        ids = [row[0] for row in now.values() if row[0] is not None]
        if len(set(ids)) != len(ids):
            self._tell("foreign", f"an ID twice: {ids}")

    def _check_name(self, record: str, text: str) -> None:
        if self.names.setdefault(record, text) != text:
            self._tell("wrong row", f"{record} is {text!r} and was {self.names[record]!r}")

    def _check_tab(self, title: str, grid: Grid, key: str) -> None:
        if len([row for row in grid if row and row[0]]) < 3:
            self._tell("blank", f"{title} at {key}")
            return
        tried = self.attempts.get(title, [])
        if not any(_is_whole(grid, attempt) for attempt in reversed(tried)):
            self._tell("mixed", f"{title} at {key} is nothing that a run wrote")
        if title == "Follow-ups":
            self._check_notes(grid)

    def _check_notes(self, grid: Grid) -> None:
        keys = {row[0] for row in grid if row and row[0]}
        for key, note in self.notes.items():
            rows = [row[0] if row else None for row in grid if note in row]
            if len(rows) != 1 or (key in keys and rows != [key]):
                self._tell("note", f"the note on {key} stands at {rows}")

    def _tell(self, kind: str, sentence: str) -> None:
        self.found[kind] += 1
        self.details.append(f"{kind}: {sentence}")


def _same(value: Any) -> Any:
    text = getattr(value, "text", value)
    if isinstance(text, int) and not isinstance(text, bool):
        return float(text)
    return None if text == "" else text


def _copy(grid: Grid) -> Grid:
    return [[_same(cell) for cell in row] for row in grid]


def _trimmed(grid: Grid) -> Grid:
    rows = []
    for row in _copy(grid):
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _by_text(grid: Grid) -> dict[str, list[Any]]:
    """Action text -> its row, in the order of the text: a sort by people is no change."""
    rows = [[*row, *[None] * (6 - len(row))] for row in _trimmed(grid)[1:] if len(row) > 1]
    return dict(sorted((str(row[1]), row) for row in rows))


def _is_whole(grid: Grid, attempt: Grid) -> bool:
    width = len(attempt[0])
    standing = _trimmed([row[:width] for row in grid])
    return standing == _trimmed(attempt)
