"""Which rows below a header are records, and why the others are not; every row is one or the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.folding import fold
from mso_sheets.tables.naming import squash
from mso_sheets.tables.sighting import Match

BLANK, SECTION, TOTAL, PRE_NUMBERED, NOTE = "blank", "section", "total", "pre-numbered", "note"
HIDDEN, SECOND_HEADER, BELOW = "hidden", "second header", "below the table"

_ID_LIKE = re.compile(r"(?=.*\d)[^\W\d_]{0,6}[-_.#/]*\d[\w.\-/]*|[A-Za-z0-9]*\d[A-Za-z0-9]*")
_RULE_LINE = re.compile(r"^[\W_]{2,}|[\W_]{3,}$|[:：]\s*$|^[▼►▶■●◆▲§]")
Filled = Mapping[int, Cell]


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


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words that mark rows, and the values that each choice column may hold."""

    totals: frozenset[str]
    sections: frozenset[str]
    choices: Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def words_of(vocabulary: Vocabulary) -> Words:
    """The words of a vocabulary, squashed once."""
    return Words(
        frozenset(squash(word) for word in vocabulary.totals),
        frozenset(squash(word) for word in vocabulary.sections),
        {
            name: frozenset(squash(w) for word, more in values.items() for w in (word, *more))
            for name, values in vocabulary.choices.items()
        },
    )


class Sorter:
    """Sorts the rows of one table: full rows are records at once, thin ones are looked at."""

    def __init__(self, tab: RawTab, match: Match, last: int, words: Words) -> None:
        self.tab, self.match, self.words = tab, match, words
        self.first, self.last = match.line.row + 1, last
        self.fields = {column: name for name, column in match.places.items()}
        self.kinds = {
            column: match.schema.column(name).kind for column, name in self.fields.items()
        }
        self.id_column = match.places.get(match.schema.id_field, 0)
        self.name_columns = self._name_columns()
        self._thin: frozenset[int] = frozenset()
        self._known_shapes: frozenset[str] | None = None
        self.wide = {
            m.first_row: m
            for m in tab.merges
            if m.last_column > m.first_column and m.first_row > match.line.row
        }

    def _name_columns(self) -> frozenset[int]:
        """The id's column and that of the first text: where people write a section's title."""
        texts = [
            c
            for c in self.match.schema.columns
            if c.kind == "text" and c.field in self.match.places
        ]
        named = [self.match.places[c.field] for c in texts[:1]]
        return frozenset([*named, self.id_column or self.match.span[0]])

    def sort(self, ignore_hidden: bool = False) -> Rows:
        """Every row from below the header to the last, as used or with the reason why not."""
        excluded = self._first_look()
        titles = self._bare_titles(excluded)
        self._drop_tail(excluded)
        self._drop_foreign(excluded)
        self._name_notes(excluded)
        hidden = 0
        if self.tab.hidden_rows:
            unseen = [
                r
                for r in self.tab.hidden_rows
                if self.first <= r <= self.last and r not in excluded
            ]
            hidden = 0 if ignore_hidden else len(unseen)
            excluded |= dict.fromkeys(unseen, HIDDEN) if ignore_hidden else {}
        rows = range(self.first, self.last + 1)
        used = [row for row in rows if row not in excluded] if excluded else rows
        return Rows(used, excluded, hidden, tuple(titles))

    def filled(self, row: int) -> Filled:
        """Column -> cell for what is filled in the table's columns of one row."""
        first, last = self.match.span
        found: dict[int, Cell] = {}
        for column in range(first, min(last, len(self.tab.columns)) + 1):
            cells = self.tab.columns[column - 1]
            cell = cells[row - 1] if row <= len(cells) else None
            if cell is not None and not (isinstance(cell, str) and not cell.strip()):
                found[column] = cell
        return found

    def _first_look(self) -> dict[int, str]:
        excluded: dict[int, str] = {}
        self._thin = frozenset(self._thin_rows())
        for row in sorted(self._thin):
            reason = self._reason(row, self.filled(row))
            if reason:
                excluded[row] = reason
        return excluded

    def _thin_rows(self) -> Iterable[int]:
        """Rows that lack two of the columns that records have."""
        schema, places = self.match.schema, self.match.places
        required = [places[c.field] for c in schema.columns if c.required and c.field in places]
        probes = required if len(required) > 2 else list(places.values())
        height = self.last - self.first + 1
        lacking = np.zeros(height, dtype=np.int16)
        for column in probes:
            lacking += self._blank(column, height)
        return (np.flatnonzero(lacking >= min(2, len(probes))) + self.first).tolist()

    def _blank(self, column: int, height: int) -> npt.NDArray[np.int16]:
        cells = self.tab.columns[column - 1][self.first - 1 : self.last]
        blank = np.ones(height, dtype=np.int16)
        if not cells.count(None) and not cells.count(""):
            blank[: len(cells)] = 0
        else:
            blank[: len(cells)] = [cell is None or cell == "" for cell in cells]
        return blank

    def _reason(self, row: int, filled: Filled) -> str:
        if not filled:
            return BLANK
        if self._is_total(filled):
            return TOTAL
        if self._is_unfilled(filled):
            return PRE_NUMBERED
        column, cell = next(iter(filled.items()))
        alone = len(filled) == 1
        if alone and isinstance(cell, str):
            return self._lone_text(row, column, cell)
        rest = [c for c in filled if c != column]
        if (
            isinstance(cell, str)
            and self._section_word(cell)
            and all(self._number_at(c, filled) for c in rest)
        ):
            return SECTION
        return ""

    def _lone_text(self, row: int, column: int, text: str) -> str:
        if column == self.id_column or (not self.id_column and column not in self.fields):
            return SECTION
        if column in self.name_columns:
            wide = row in self.wide and self.wide[row].first_column <= column
            shouted = text.isupper() and len(text) > 3
            marked = self._section_word(text) or bool(_RULE_LINE.search(text.strip()))
            return SECTION if wide or shouted or marked else ""
        if self.kinds.get(column) == "choice":
            return PRE_NUMBERED
        return NOTE

    def _section_word(self, text: str) -> bool:
        key = squash(text)
        first = fold(text).split(" ", 1)[0].rstrip("0123456789")
        wide = not text.isascii() and any(
            key.startswith(w) for w in self.words.sections if not w.isascii()
        )
        return first in self.words.sections or wide

    def _is_total(self, filled: Filled) -> bool:
        column, cell = next(iter(filled.items()))
        rest = {c: value for c, value in filled.items() if c != column}
        if not isinstance(cell, str):
            measured = all(self._number_at(c, filled) for c in filled)
            return measured and all(self.kinds.get(c) in {"number", "percent"} for c in filled)
        key = squash(cell)
        exact = key in self.words.totals
        if not exact and not self._starts_with_total(cell):
            return False
        return all(self._number_at(c, filled) for c in rest) or (exact and column == self.id_column)

    def _starts_with_total(self, text: str) -> bool:
        words, key = fold(text).split(), squash(text)
        starts = any(
            key.startswith(w) or key.endswith(w) for w in self.words.totals if not w.isascii()
        )
        return bool(words) and (words[0] in self.words.totals or (not text.isascii() and starts))

    def _number_at(self, column: int, filled: Filled) -> bool:
        cell = filled[column]
        if isinstance(cell, str):
            return bool(re.fullmatch(r"[^\w]*[\d.,'\s]+\s*[%\w]{0,3}", cell.strip()))
        return True

    def _is_unfilled(self, filled: Filled) -> bool:
        """Only a counter, unticked boxes and zeros: a row prepared for a record to come."""
        return all(self._prepared(column, cell) for column, cell in filled.items())

    def _prepared(self, column: int, cell: Cell) -> bool:
        if cell is False or (cell == 0 and not isinstance(cell, str)):
            return True
        counter = column == self.id_column or (
            column not in self.fields and column == self.match.span[0]
        )
        if not counter or cell is True:
            return False
        return not isinstance(cell, str) or self._id_like(cell)

    def _id_like(self, text: str) -> bool:
        if shape(text) in self._shapes():
            return True
        return bool(_ID_LIKE.fullmatch(text.strip())) and not self._section_word(text)

    def _shapes(self) -> frozenset[str]:
        """The forms of the ids of full rows ("ACT-9"), from the first rows."""
        if self._known_shapes is None:
            cells = self.tab.columns[self.id_column - 1] if self.id_column else ()
            full = [
                r
                for r in range(self.first, min(self.last, self.first + 500) + 1)
                if r not in self._thin
            ]
            texts = [cells[row - 1] for row in full if row <= len(cells)]
            self._known_shapes = frozenset(shape(text) for text in texts if isinstance(text, str))
        return self._known_shapes

    def _bare_titles(self, excluded: dict[int, str]) -> list[int]:
        """Rows with a name and nothing else that stand alone right above full rows."""
        lone = [row for row in self._thin if row not in excluded and self._is_lone_name(row)]
        beside = set(lone)
        titles = [
            row
            for row in lone
            if row + 1 <= self.last
            and not beside & {row - 1, row + 1}
            and row + 1 not in self._thin
            and row + 1 not in excluded
        ]
        excluded |= dict.fromkeys(titles, SECTION)
        return titles

    def _is_lone_name(self, row: int) -> bool:
        filled = self.filled(row)
        column, cell = next(iter(filled.items()))
        return len(filled) == 1 and column in self.name_columns and isinstance(cell, str)

    def _drop_tail(self, excluded: dict[int, str]) -> None:
        """Rows at the end that hold nothing but a counter and the same ready-made choices."""
        row, tail = self.last, list[int]()
        defaults: dict[int, Cell] = {}
        while row >= self.first:
            if row not in excluded:
                filled = self.filled(row)
                picked = {c: v for c, v in filled.items() if self.kinds.get(c) == "choice"}
                others = {c: v for c, v in filled.items() if c not in picked}
                if not picked or not self._is_unfilled(others) or (defaults and picked != defaults):
                    break
                defaults = picked
                tail.append(row)
            row -= 1
        if len(tail) > 1:
            excluded |= dict.fromkeys(tail, PRE_NUMBERED)

    def _drop_foreign(self, excluded: dict[int, str]) -> None:
        """Blocks at the end, behind a blank row, in which no row looks like a record of this table."""
        row = self.last
        while row >= self.first:
            block: list[int] = []
            while row >= self.first and excluded.get(row) != BLANK:
                block.append(row)
                row -= 1
            used = [r for r in block if r not in excluded]
            if row < self.first or (used and any(self._record_like(r) for r in used[:50])):
                return
            excluded |= dict.fromkeys(used, BELOW)
            row -= 1

    def _record_like(self, row: int) -> bool:
        filled = self.filled(row)
        required = [
            c for c in self.match.schema.columns if c.required and c.field in self.match.places
        ]
        here = sum(self.match.places[c.field] in filled for c in required)
        if required and here * 2 > len(required):
            return True
        return any(self._typed_well(column, cell) for column, cell in filled.items())

    def _typed_well(self, column: int, cell: Cell) -> bool:
        kind = self.kinds.get(column)
        if kind in {"date", "number", "percent"}:
            return not isinstance(cell, str)
        if kind == "choice":
            name = self.match.schema.column(self.fields[column]).choices
            return isinstance(cell, str) and squash(cell) in self.words.choices.get(
                name, frozenset()
            )
        if column == self.id_column:
            return isinstance(cell, str) and shape(cell) in self._shapes()
        return False

    def _name_notes(self, excluded: dict[int, str]) -> None:
        """A lone text below the last record is a note, not the title of a section."""
        if SECTION not in excluded.values():
            return
        last = next(
            (r for r in range(self.last, self.first - 1, -1) if r not in excluded), self.first - 1
        )
        for row, reason in excluded.items():
            if reason == SECTION and row > last >= self.first:
                excluded[row] = NOTE


def shape(text: str) -> str:
    """A text with every digit as 9 and every letter as it is: "ACT-17" -> "ACT-99" -> "ACT-9"."""
    return re.sub(r"\d+", "9", text.strip())
