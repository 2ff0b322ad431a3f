"""Columns of references to other rows: ids, with the kind and lag of a dependency if typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import bare, narrow, tidy, tidy_id
from mso_sheets.tables.cells.lexicon import any_of
from mso_sheets.tables.cells.outcome import Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import (
    Said,
    bad_places,
    bad_words,
    in_order,
    sort_cells,
    tuples,
)
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash
from mso_sheets.tables.cells.text_values import number_text
from mso_sheets.tables.folding import fold

References = tuple[str, ...]

UNREADABLE = Fault(
    "reference-unreadable", "one or more ids", "Type the ids, with commas between them."
)
OTHER_WAY = Fault(
    "reference-other-way",
    "ids that this row waits for",
    "Type only what this row waits for; what waits for this row belongs into that row.",
    "warning",
)
_LINES = re.compile(r"[\n;,、，；|]|\s+(?:and|und|et|y|e)\s+|\s*&\s*", re.IGNORECASE)
_ID = r"#?[^\W\d_]{0,8}[-_. ]?\d+(?:[-_.]\d+)*[A-Za-z]?"
_LAG = r"(?:\s*(?:FS|SS|FF|SF)?\s*[+-]\s*\d+(?:[.,]\d+)?\s*(?:[^\W\d_]{1,6}\.?|%)?|\s*(?:FS|SS|FF|SF))?"
_LINK = re.compile(rf"(?P<id>{_ID})(?P<lag>{_LAG})", re.IGNORECASE)
_WORD = re.compile(r"#?(?=[\w.-]*\d)[^\W_][\w.-]*(?:[+-]\d+\w*)?")
_PLAIN = "[A-Za-z]{1,8}-[0-9]+"
_HASH = re.compile(r"#(?=\w)")


@lru_cache(maxsize=8)
def _prefixes(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What introduces ids that the row waits for, and ids of rows that wait for it."""
    waits, waited = (_heads(vocabulary.lists.get(name, ())) for name in ("waits_for", "waited_by"))
    return waits, waited


def _heads(words: Sequence[str]) -> re.Pattern[str]:
    spellings = [spelling for word in words for spelling in (word, bare(word))]
    return re.compile(rf"\s*{any_of(spellings)}\s*:?\s*", re.IGNORECASE)


@lru_cache(maxsize=8)
def _nothing(vocabulary: Vocabulary) -> frozenset[str]:
    """Words for "waits for nothing", which is an answer here and no gap."""
    return frozenset(map(fold, vocabulary.lists.get("nothing", ())))


def read_references(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Tuples of ids in order, `#` left out, "3FS+2d" kept whole; empty where there are none."""

    def one(word: str) -> Said[References]:
        if not tidy(word) or is_dash(word) or fold(word) in _nothing(vocabulary):
            return None, None
        fault = broken(word, vocabulary) or absent(word, column, vocabulary)
        return (None, fault) if fault else split_references(word, vocabulary)

    parts = sort_cells(cells)
    pairs = zip(parts.words, _regular(parts.words), strict=True)
    ids: list[References] = [(word,) if regular else () for word, regular in pairs]
    told: list[Fault | None] = [None] * len(ids)
    for code, word in enumerate(parts.words):
        if not ids[code]:
            found, told[code] = one(word)
            ids[code] = found or ()
    values = tuples(parts, ids)
    for place in parts.numbers.tolist():
        values[place] = (number_text(parts.cells[place]),)
    odd = np.concatenate([parts.booleans, parts.odd])
    bad = [*bad_words(parts, told), *bad_places(parts, odd, UNREADABLE)]
    return ReadColumn(pd.Series(values, dtype="object"), in_order(bad))


def _regular(words: Sequence[str]) -> list[bool]:
    """Which words are one plain id such as "TSK-12"; pyarrow matches, tens of times as fast."""
    try:
        found = pc.match_substring_regex(pa.array(words, pa.large_string()), rf"\A{_PLAIN}\z")
    except UnicodeEncodeError:
        return [re.fullmatch(_PLAIN, word) is not None for word in words]
    regular: list[bool] = found.to_pylist()
    return regular


def split_references(text: str, vocabulary: Vocabulary) -> Said[References]:
    """The ids of one text. "Blocks #4" is the other direction: told, and not taken."""
    waits, waited = _prefixes(vocabulary)
    found: list[str] = []
    fault = None
    blocking = False
    for piece in _LINES.split(narrow(text)):
        body = tidy_id(piece)
        head = waits.match(body)
        other = None if head else waited.match(body)
        blocking = (blocking or other is not None) and head is None
        if blocking:
            fault = OTHER_WAY
            continue
        found += _ids(body[head.end() :] if head else body)
    ids = tuple(dict.fromkeys(name for name in found if name))
    return ids, fault or (None if ids else UNREADABLE)


def _ids(body: str) -> list[str]:
    """The ids of a piece: several with spaces between, one with its lag, or free text as it is."""
    link = _LINK.fullmatch(body)
    if link:
        return [_HASH.sub("", link["id"]) + re.sub(r"\s+", "", link["lag"])]
    words = body.split()
    if len(words) > 1 and all(_WORD.fullmatch(word) for word in words):
        return [_HASH.sub("", word) for word in words]
    return [_HASH.sub("", body)] if body else []
