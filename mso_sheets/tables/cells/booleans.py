"""Yes or no: checkboxes, words of the languages, marks, 1 and 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import plain
from mso_sheets.tables.cells.outcome import Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import (
    Said,
    bad_places,
    bad_words,
    in_order,
    read_words,
    sort_cells,
    ticked,
)
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash
from mso_sheets.tables.cells.spelling import sign_key, signs_of, word_keys

UNREADABLE = Fault("boolean-unreadable", "yes or no", "Type yes or no, or use a checkbox.")


def read_booleans(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """`boolean` with missing as NA."""
    words = _words(vocabulary)

    def one(word: str) -> Said[bool]:
        said = _said(word, words)
        if said is not None:
            return said, None
        fault = broken(word, vocabulary) or absent(word, column, vocabulary)
        return None, fault or (None if is_dash(word) else UNREADABLE)

    parts = sort_cells(cells)
    said = read_words(parts, one)
    yes, missing = np.zeros(parts.size, dtype=bool), np.ones(parts.size, dtype=bool)
    yes[parts.booleans] = ticked(parts)
    sound = (parts.values == 0) | (parts.values == 1)
    yes[parts.numbers[sound]] = parts.values[sound] == 1
    missing[parts.booleans] = missing[parts.numbers[sound]] = False
    if said:
        yes[parts.texts] = np.array([value is True for value, _ in said])[parts.codes]
        missing[parts.texts] = np.array([value is None for value, _ in said])[parts.codes]
    odd = np.concatenate([parts.odd, parts.numbers[~sound]])
    bad = [*bad_words(parts, [fault for _, fault in said]), *bad_places(parts, odd, UNREADABLE)]
    return ReadColumn(pd.Series(pd.arrays.BooleanArray(yes, missing)), in_order(bad))


def yes_or_no(cell: Cell, vocabulary: Vocabulary) -> bool | None:
    """What one cell says; None for what is neither."""
    if isinstance(cell, str):
        return _said(cell, _words(vocabulary))
    return bool(cell) if cell in (0, 1) else None


def _said(text: str, words: Mapping[str, bool]) -> bool | None:
    """Yes or no; None for other words, for doubt ("done?") and for a sign that contradicts its word."""
    found = next((words[key] for key in word_keys(text) if key in words), None)
    signs = {words[key] for sign in signs_of(text) if (key := sign_key(sign)) in words}
    return None if found is None or signs - {found} or "?" in plain(text) else found


@lru_cache(maxsize=8)
def _words(vocabulary: Vocabulary) -> dict[str, bool]:
    known = {key: False for word in vocabulary.no for key in word_keys(word)}
    return known | {key: True for word in vocabulary.yes for key in word_keys(word)}
