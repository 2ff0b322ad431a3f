"""Text and ids: what was typed, as text. Numbers become the digits that the sheet shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import tidy, tidy_id
from mso_sheets.tables.cells.outcome import BadCell, Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import (
    Parts,
    Said,
    bad_places,
    bad_words,
    in_order,
    only_texts,
    read_words,
    sort_cells,
    ticked,
)
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash
from mso_sheets.tables.cells.text_values import number_text, text_series, trimmed

_REGULAR = r"^(?:[A-DF-Za-df-z0-9][A-Za-z0-9._-]*)?[0-9]$"
"""Ids that are no placeholder, no error value (Err:502) and in need of no tidying."""
EXACT = 10.0**15
"""Spreadsheets keep 15 digits of a number."""
LOST_DIGITS = Fault(
    "id-digits-lost",
    "an id as text",
    "Format the column as plain text and type the id again: a number keeps only its first 15 digits.",
    "warning",
)
ODD = Fault("cell-unreadable", "text, a number, a date or a checkbox", "Type the value again.")
CHECKBOX_ID = Fault("id-checkbox", "an id", "Type the id in place of the checkbox.")


def read_text(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Text as typed without the white space around it; `str` with missing as NA."""

    def one(word: str) -> Said[str]:
        return _said(broken(word, vocabulary), tidy(word) or None)

    texts = only_texts(cells)
    if texts is not None:
        clean = trimmed(texts)
        heads = pc.utf8_slice_codeunits(clean, 0, 3)
        doubtful = pc.is_in(heads, pa.array(_heads(vocabulary), heads.type))
        return _quick(clean, pc.or_(doubtful, pc.starts_with(clean, "#")), one)
    parts = sort_cells(cells)
    out, bad = _filled(parts, one)
    out[parts.booleans] = np.where(ticked(parts), "TRUE", "FALSE")
    bad += bad_places(parts, parts.odd, ODD)
    return ReadColumn(text_series(out), in_order(bad))


def read_id(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Ids as text, whatever they look like: `007`, `1e5`, 7.0 as "7"; `str` with missing as NA."""

    def one(word: str) -> Said[str]:
        fault = broken(word, vocabulary) or absent(word, column, vocabulary)
        return _said(fault, None if is_dash(word) else tidy_id(word) or None)

    texts = only_texts(cells)
    if texts is not None:
        return _quick(texts, pc.invert(pc.match_substring_regex(texts, _REGULAR)), one)
    parts = sort_cells(cells)
    if _all_whole(parts):
        return ReadColumn(_digits(parts))
    out, bad = _filled(parts, one)
    bad += [*_lost(parts), *bad_places(parts, parts.booleans, CHECKBOX_ID)]
    bad += bad_places(parts, parts.odd, ODD)
    return ReadColumn(text_series(out), in_order(bad))


def _quick(
    texts: pa.LargeStringArray, doubtful: pa.BooleanArray, one: Callable[[str], Said[str]]
) -> ReadColumn:
    """Texts as they are, save the doubtful ones, which `one` reads."""
    mask = pc.fill_null(doubtful, False)
    places = np.flatnonzero(mask.to_numpy(zero_copy_only=False))
    words = texts.take(pa.array(places)).to_pylist()
    known = {word: one(word) for word in dict.fromkeys(words)}
    if len(places):
        values = pa.array([known[word][0] for word in words], texts.type)
        texts = pc.replace_with_mask(texts, mask, values)
    told = (
        (place, word, known[word][1]) for place, word in zip(places.tolist(), words, strict=True)
    )
    bad = [fault.at(place, word) for place, word, fault in told if fault]
    return ReadColumn(pd.Series(pd.array(texts, dtype="str")), tuple(bad))


@lru_cache(maxsize=8)
def _heads(vocabulary: Vocabulary) -> tuple[str, ...]:
    """How texts may begin that say "still loading" or name an error without a number sign."""
    words = (*vocabulary.lists.get("errors", ()), *vocabulary.lists.get("loading", ()))
    spellings = (
        head for word in words for head in (word, word.lower(), word.upper(), word.capitalize())
    )
    return tuple(dict.fromkeys(head[:3] for head in spellings))


def _said(fault: Fault | None, value: str | None) -> Said[str]:
    return (None, fault) if fault else (value, None)


def _filled(
    parts: Parts, one: Callable[[str], Said[str]]
) -> tuple[npt.NDArray[np.object_], list[BadCell]]:
    """Texts as `one` reads them, numbers as text."""
    said = read_words(parts, one)
    out = np.full(parts.size, None, dtype=object)
    if said:
        out[parts.texts] = np.array([value for value, _ in said], dtype=object)[parts.codes]
    bad = bad_words(parts, [fault for _, fault in said])
    whole = _whole_numbers(parts)
    out[parts.numbers[whole]] = list(map(str, parts.values[whole].astype(np.int64).tolist()))
    for place in parts.numbers[~whole].tolist():
        out[place] = number_text(parts.cells[place])
    return out, bad


def _all_whole(parts: Parts) -> bool:
    """Whether the column holds nothing but whole numbers with all their digits."""
    alone = not (len(parts.texts) or len(parts.booleans) or len(parts.odd))
    return alone and bool(_whole_numbers(parts).all())


def _whole_numbers(parts: Parts) -> npt.NDArray[np.bool_]:
    whole: npt.NDArray[np.bool_] = (np.abs(parts.values) < EXACT) & (
        parts.values == np.floor(parts.values)
    )
    return whole


def _digits(parts: Parts) -> pd.Series:
    numbers, missing = np.zeros(parts.size, dtype=np.int64), np.ones(parts.size, dtype=bool)
    numbers[parts.numbers], missing[parts.numbers] = parts.values.astype(np.int64), False
    digits = pa.array(numbers, mask=missing).cast(pa.large_string())
    return pd.Series(pd.array(digits, dtype="str"))


def _lost(parts: Parts) -> list[BadCell]:
    long = parts.numbers[np.abs(parts.values) >= EXACT]
    floats = [place for place in long.tolist() if not isinstance(parts.cells[place], int)]
    return bad_places(parts, np.array(floats, dtype=np.intp), LOST_DIGITS)
