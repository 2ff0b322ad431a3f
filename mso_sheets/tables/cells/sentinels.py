"""Cells that hold no value but say why: errors of formulas, "Loading...", "TBD", a dash."""

from __future__ import annotations

import re
from functools import lru_cache

from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import INVISIBLE, plain
from mso_sheets.tables.cells.outcome import Fault
from mso_sheets.tables.folding import fold

LONGEST = 40
"""Characters; no error value, placeholder or "Loading..." is longer."""
_DIGIT = re.compile(r"\d")
_DASHES = re.compile(r"[-_.…~/\\]+")

FORMULA = Fault(
    "cell-error",
    "a value, not the error of a formula",
    "Mend the formula in this cell, or type the value.",
)
LOADING = Fault(
    "cell-loading",
    "a value that has finished loading",
    "Open the sheet until the cell shows its value; it is read again at the next run.",
)


def broken(text: str, vocabulary: Vocabulary) -> Fault | None:
    """The fault of a cell that holds an error value or is still loading; None for others."""
    if len(text) > LONGEST or text.lstrip()[:1].casefold() not in _heads(vocabulary):
        return None
    sign = plain(text).casefold()
    if sign in _lower(vocabulary, "errors"):
        return FORMULA
    return LOADING if sign.rstrip(".… ") in _lower(vocabulary, "loading") else None


@lru_cache(maxsize=32)
def _lower(vocabulary: Vocabulary, name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in vocabulary.lists.get(name, ()))


@lru_cache(maxsize=8)
def _heads(vocabulary: Vocabulary) -> frozenset[str]:
    """First letters of all such cells, so that other texts cost next to nothing."""
    words = _lower(vocabulary, "errors") | _lower(vocabulary, "loading")
    return frozenset(word[:1] for word in words) | {"＃", *INVISIBLE}


@lru_cache(maxsize=8)
def _placeholders(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(map(fold, vocabulary.placeholders)) - {""}


def is_dash(text: str) -> bool:
    """Whether the text is only a dash or dots: how "nothing" is written by hand."""
    return not text[:1].isalnum() and len(text) <= LONGEST and bool(_DASHES.fullmatch(plain(text)))


def is_placeholder(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the text stands for "no value yet": question marks, or a word of the vocabulary."""
    if len(text) > LONGEST or _DIGIT.search(text):
        return False
    sign = plain(text)
    if not sign.strip("?*. "):
        return "?" in sign
    return fold(sign) in _placeholders(vocabulary)


def absent(text: str, column: Column, vocabulary: Vocabulary) -> Fault | None:
    """The warning for a placeholder in a column that wants a value; None for other texts.

    A lone dash counts as a placeholder only where the column must be filled: elsewhere people type
    it for "nothing", and it is an empty cell.
    """
    if not (column.required and is_dash(text)) and not is_placeholder(text, vocabulary):
        return None
    what = f"the {_in_sentence(column.header)}"
    rest = "" if column.required else ", or leave the cell empty"
    return Fault("placeholder", what, f"Type {what} as soon as it is known{rest}.", "warning")


def _in_sentence(header: str) -> str:
    """A header inside a sentence: "Due date" -> "due date", "KPI ID" stays."""
    return header if header[1:2].isupper() else header[:1].lower() + header[1:]
