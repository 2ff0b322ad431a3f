"""Why a thin row is no record: blank, a section's title, a total, prepared for later, a note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.folding import fold
from mso_sheets.tables.naming import says_how, squash
from mso_sheets.tables.sighting import Match

BLANK, SECTION, TOTAL, PRE_NUMBERED, NOTE = "blank", "section", "total", "pre-numbered", "note"
HIDDEN, SECOND_HEADER, BELOW = "hidden", "second header", "below the table"

_ID_LIKE = re.compile(r"(?=.*\d)[^\W\d_]{0,6}[-_.#/]*\d[\w.\-/]*|[A-Za-z0-9]*\d[A-Za-z0-9]*")
_RULE_LINE = re.compile(r"^[\W_]{2,}|[\W_]{3,}$|[:：]\s*$|^[▼►▶■●◆▲§]")
_COUNTED = re.compile(r"\d+[a-z]?|[ivx]+|[a-h]")
_AMOUNT = re.compile(r"[^\w]*[\d.,'\s]+\s*[%\w]{0,3}")
_OUTLINE = re.compile(r"\d{1,3}(?:[.]\d{1,3})*|[IVX]{1,4}|[A-H]")
MEASURES = frozenset({"number", "percent"})
Filled = Mapping[int, Cell]


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


class Judge:
    """Knows one table's columns and words, and the forms that its ids have (`shapes`)."""

    def __init__(self, tab: RawTab, match: Match, words: Words) -> None:
        self.tab, self.match, self.words = tab, match, words
        self.fields = {column: name for name, column in match.places.items()}
        self.kinds = {c: match.schema.column(name).kind for c, name in self.fields.items()}
        self.id_column = match.places.get(match.schema.id_field, 0)
        texts = [
            c.field for c in match.schema.columns if c.kind == "text" and c.field in match.places
        ]
        named = [match.places[name] for name in texts[:1]]
        self.name_columns = frozenset([*named, self.id_column or match.span[0]])
        self.shapes: Set[str] = frozenset()
        self.wide = {
            m.first_row: m.first_column for m in tab.merges if m.last_column > m.first_column
        }

    def filled(self, row: int) -> dict[int, Cell]:
        """Column -> cell for what is filled in the table's columns of one row."""
        first, last = self.match.span
        cells = ((column, self.tab.cell(row, column)) for column in range(first, last + 1))
        return {
            column: cell
            for column, cell in cells
            if cell is not None and not (isinstance(cell, str) and not cell.strip())
        }

    def reason(self, row: int, filled: Filled) -> str:
        """Why a row that lacks most of what records have is none; empty when it may be one."""
        if not filled:
            return BLANK
        if self._is_total(filled):
            return TOTAL
        if self.is_unfilled(filled):
            return PRE_NUMBERED
        if self._is_numbered_title(row, filled):
            return SECTION
        column, cell = next(iter(filled.items()))
        return self._worded(row, column, cell, filled) if isinstance(cell, str) else ""

    def _worded(self, row: int, column: int, cell: str, filled: Filled) -> str:
        """Why a row that begins with a text is no record."""
        if len(filled) == 1:
            return self._lone_text(row, column, cell)
        measured = all(_is_amount(other) for c, other in filled.items() if c != column)
        return SECTION if measured and self._starts_a_section(cell) else ""

    def _is_numbered_title(self, row: int, filled: Filled) -> bool:
        """An outline number and a name, nothing else: "2 | Phase 2", or "2 | Design" above "2.1"."""
        if len(filled) != 2 or self.id_column not in filled or filled.keys() - self.name_columns:
            return False
        (title,) = (cell for column, cell in filled.items() if column != self.id_column)
        number = _outline(filled[self.id_column])
        if not number or not isinstance(title, str):
            return False
        below = _outline(self.tab.cell(row + 1, self.id_column))
        return self._starts_a_section(title) or below.startswith(f"{number}.")

    def is_hint(self, filled: Filled) -> bool:
        """Whether a row below the header tells how to fill the columns ("dd/mm/yyyy", "free text")."""
        texts = [cell for cell in filled.values() if isinstance(cell, str)]
        hints = sum(says_how(text) for text in texts)
        return len(texts) == len(filled) and hints >= 2 and hints * 2 > len(texts)

    def _lone_text(self, row: int, column: int, text: str) -> str:
        if column == self.id_column or (not self.id_column and column not in self.fields):
            return SECTION
        if column in self.name_columns:
            wide = self.wide.get(row, column + 1) <= column
            marked = self._starts_a_section(text) or bool(_RULE_LINE.search(text.strip()))
            return SECTION if wide or marked else ""
        return PRE_NUMBERED if self.kinds.get(column) == "choice" else NOTE

    def _starts_a_section(self, text: str) -> bool:
        """Such as "Phase 2", "Phase: design", "フェーズ1"; not "Phase out the old form"."""
        key, words = squash(text), fold(text).split()
        if not text.isascii() and any(
            key.startswith(w) for w in self.words.sections if not w.isascii()
        ):
            return True
        if not words or words[0].rstrip("0123456789") not in self.words.sections:
            return False
        divided = any(sign in text for sign in ":–—|")
        return len(words) == 1 or divided or bool(_COUNTED.fullmatch(words[1]))

    def _is_total(self, filled: Filled) -> bool:
        column, cell = next(iter(filled.items()))
        rest = [other for c, other in filled.items() if c != column]
        if not isinstance(cell, str) or (len(filled) > 1 and _is_amount(cell)):
            return self._is_sums(filled)
        if squash(cell) in self.words.totals:
            return column == self.id_column or all(_is_amount(other) for other in rest)
        dated = any(self.kinds.get(c) == "date" for c in filled if c != column)
        summed = all(_is_amount(other) for other in rest) and not dated
        return summed and self._starts_with_total(cell, bool(rest))

    def _is_sums(self, filled: Filled) -> bool:
        """Amounts alone, in columns that measure or that are the team's own, one of ours among them."""
        ours = [self.kinds[c] for c in filled if c in self.kinds]
        first = self.match.span[0]
        if not ours or first in filled or not all(kind in MEASURES for kind in ours):
            return False
        return all(_is_amount(cell) and not isinstance(cell, bool) for cell in filled.values())

    def _starts_with_total(self, text: str, summed: bool) -> bool:
        """Such as "Total 2026", "Total hours" beside a number; "合計時間". Alone, only with a number."""
        words, key = fold(text).split(), squash(text)
        wide = [word for word in self.words.totals if not word.isascii()]
        if not text.isascii() and any(key.startswith(w) or key.endswith(w) for w in wide):
            return summed or len(key) <= 6
        if not words or words[0] not in self.words.totals:
            return False
        return summed or all(word.isdigit() for word in words[1:])

    def is_unfilled(self, filled: Filled) -> bool:
        """Only a counter, unticked boxes and zeros: a row prepared for a record to come."""
        return all(self._prepared(column, cell) for column, cell in filled.items())

    def _prepared(self, column: int, cell: Cell) -> bool:
        if cell is False or (cell == 0 and not isinstance(cell, str)):
            return True
        own_counter = column not in self.fields and column == self.match.span[0]
        if cell is True or not (column == self.id_column or own_counter):
            return False
        return not isinstance(cell, str) or self._id_like(cell)

    def _id_like(self, text: str) -> bool:
        if shape(text) in self.shapes:
            return True
        return bool(_ID_LIKE.fullmatch(text.strip())) and not self._starts_a_section(text)

    def is_lone_name(self, row: int) -> bool:
        """Whether a row holds one text where names stand, and nothing else."""
        filled = self.filled(row)
        column, cell = next(iter(filled.items()), (0, None))
        return len(filled) == 1 and column in self.name_columns and isinstance(cell, str)

    def record_like(self, row: int) -> bool:
        """Whether a row has most required cells, or one cell that is typed as its column wants."""
        filled, places = self.filled(row), self.match.places
        required = [c.field for c in self.match.schema.columns if c.required and c.field in places]
        here = sum(places[name] in filled for name in required)
        if required and here * 2 > len(required):
            return True
        return any(self._typed_well(column, cell) for column, cell in filled.items())

    def _typed_well(self, column: int, cell: Cell) -> bool:
        kind = self.kinds.get(column)
        if kind == "date" or kind in MEASURES:
            return not isinstance(cell, str)
        if not isinstance(cell, str):
            return False
        if kind == "choice":
            name = self.match.schema.column(self.fields[column]).choices
            return squash(cell) in self.words.choices.get(name, frozenset())
        return column == self.id_column and shape(cell) in self.shapes


def _is_amount(cell: Cell) -> bool:
    return bool(_AMOUNT.fullmatch(cell.strip())) if isinstance(cell, str) else True


def _outline(cell: Cell) -> str:
    """The number of an outline ("2", "2.1", "II") as text; empty for other ids."""
    text = f"{cell:g}" if isinstance(cell, float) else str(cell or "").strip().rstrip(".")
    return text if _OUTLINE.fullmatch(text) else ""


def shape(text: str) -> str:
    """A text with every number as 9: "ACT-17" and "ACT-180" have the shape "ACT-9"."""
    return re.sub(r"\d+", "9", text.strip())
