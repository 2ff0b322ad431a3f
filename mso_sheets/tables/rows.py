"""Which rows below a header are records, and why the others are not; every row is one or the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.tables.reasons import (
    BELOW,
    BLANK,
    HIDDEN,
    NOTE,
    PRE_NUMBERED,
    SECTION,
    Judge,
    Words,
    shape,
)
from mso_sheets.tables.sighting import Match

SAMPLE = 500
"""Rows from which the forms of ids are learnt."""
MOST_TITLES = 2
"""So many rows with a name alone may stand above each other as titles; more are a list of names."""


@dataclass(frozen=True, slots=True)
class Rows:
    """`used` sheet rows in order; `excluded` sheet row -> reason; `hidden` used rows nobody sees."""

    used: Sequence[int]
    excluded: Mapping[int, str] = field(default_factory=dict)
    hidden: int = 0
    assumed: tuple[int, ...] = ()
    """Rows taken for the title of a section though nothing but their place says so."""

    @property
    def reasons(self) -> Mapping[str, int]:
        """Reason -> how many rows."""
        return dict(sorted(Counter(self.excluded.values()).items()))


def sort_rows(
    tab: RawTab, match: Match, last: int, words: Words, ignore_hidden: bool = False
) -> Rows:
    """Every row from below the header to `last`, as used or with the reason why not.

    Full rows are records at once; only rows that lack two of the columns that records have are
    looked at one by one.
    """
    return _Sorter(tab, match, last, words).sort(ignore_hidden)


class _Sorter:
    def __init__(self, tab: RawTab, match: Match, last: int, words: Words) -> None:
        self.tab, self.match = tab, match
        self.judge = Judge(tab, match, words)
        self.first, self.last = match.line.row + 1, last
        self.thin = frozenset(self._thin_rows())
        self.judge.shapes = self._shapes()
        self.excluded: dict[int, str] = {}

    def sort(self, ignore_hidden: bool) -> Rows:
        for row in sorted(self.thin):
            if reason := self.judge.reason(row, self.judge.filled(row)):
                self.excluded[row] = reason
        if self.first <= self.last and self.judge.is_hint(self.judge.filled(self.first)):
            self.excluded[self.first] = NOTE
        titles = self._bare_titles()
        self._drop_prepared_tail()
        self._drop_foreign_blocks()
        self._name_notes()
        hidden = self._hidden(ignore_hidden)
        rows = range(self.first, self.last + 1)
        used = [row for row in rows if row not in self.excluded] if self.excluded else rows
        return Rows(used, self.excluded, hidden, titles)

    def _thin_rows(self) -> list[int]:
        """Rows that lack two of the columns that records have."""
        schema, places = self.match.schema, self.match.places
        required = [places[c.field] for c in schema.columns if c.required and c.field in places]
        probes = required if len(required) > 2 else list(places.values())
        height = max(0, self.last - self.first + 1)
        lacking = np.zeros(height, dtype=np.int16)
        for column in probes:
            lacking += self._blank(column, height)
        found: list[int] = (np.flatnonzero(lacking >= min(2, len(probes))) + self.first).tolist()
        return found

    def _blank(self, column: int, height: int) -> npt.NDArray[np.int16]:
        cells = self.tab.columns[column - 1][self.first - 1 : self.last]
        blank = np.ones(height, dtype=np.int16)
        if all(cells):
            blank[: len(cells)] = 0
        else:
            blank[: len(cells)] = [cell is None or cell == "" for cell in cells]
        return blank

    def _shapes(self) -> frozenset[str]:
        """The forms of the ids of full rows ("ACT-9")."""
        if not self.judge.id_column:
            return frozenset()
        cells = self.tab.columns[self.judge.id_column - 1]
        rows = range(self.first, min(self.last, self.first + SAMPLE, len(cells)) + 1)
        full = (cells[row - 1] for row in rows if row not in self.thin and row <= len(cells))
        return frozenset(shape(cell) for cell in full if isinstance(cell, str))

    def _bare_titles(self) -> tuple[int, ...]:
        """Rows with a name and nothing else right above a full row, unless there are many."""
        lone = {r for r in self.thin if r not in self.excluded and self.judge.is_lone_name(r)}
        titles: list[int] = []
        for row in sorted(lone):
            if row + 1 in self.thin or row == self.last:
                continue
            above = row
            while above - 1 in lone:
                above -= 1
            if row - above < MOST_TITLES:
                titles += range(above, row + 1)
        self.excluded |= dict.fromkeys(titles, SECTION)
        return tuple(titles)

    def _drop_prepared_tail(self) -> None:
        """Rows at the end that hold nothing but a counter and the same ready-made choices."""
        tail: list[int] = []
        defaults: Mapping[int, Cell] = {}
        for row in range(self.last, self.first - 1, -1):
            if row in self.excluded:
                continue
            if row not in self.thin:
                break
            filled = self.judge.filled(row)
            picked = {c: v for c, v in filled.items() if self.judge.kinds.get(c) == "choice"}
            others = {c: v for c, v in filled.items() if c not in picked}
            if not picked or not self.judge.is_unfilled(others) or (tail and picked != defaults):
                break
            defaults = picked
            tail.append(row)
        if len(tail) > 1:
            self.excluded |= dict.fromkeys(tail, PRE_NUMBERED)

    def _drop_foreign_blocks(self) -> None:
        """Blocks at the end, behind a blank row, in which no row looks like a record of this table."""
        if BLANK not in self.excluded.values():
            return
        row = self.last
        while row >= self.first:
            block: list[int] = []
            while row >= self.first and self.excluded.get(row) != BLANK:
                block.append(row)
                row -= 1
            used = [r for r in block if r not in self.excluded]
            if row < self.first or any(self.judge.record_like(r) for r in used[:50]):
                return
            self.excluded |= dict.fromkeys(used, BELOW)
            row -= 1

    def _name_notes(self) -> None:
        """A lone text below the last record is a note, not the title of a section."""
        sections = [row for row, reason in self.excluded.items() if reason == SECTION]
        rows = range(self.last, self.first - 1, -1)
        last = next((r for r in rows if r not in self.excluded), 0) if sections else 0
        self.excluded |= {row: NOTE for row in sections if row > last > 0}

    def _hidden(self, ignore: bool) -> int:
        """Hidden rows that count; when they are to be ignored they are set aside instead."""
        rows = (r for r in self.tab.hidden_rows if self.first <= r <= self.last)
        unseen = [row for row in rows if row not in self.excluded]
        if ignore:
            self.excluded |= dict.fromkeys(unseen, HIDDEN)
        return 0 if ignore else len(unseen)
