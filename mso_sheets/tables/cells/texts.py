"""Text and ids: what was typed, as text. Numbers become the digits that the sheet shows."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import tidy, tidy_id
from mso_sheets.tables.cells.outcome import BadCell, Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import Parts, Said, bad_places, in_order, sort_cells, ticked
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash

_REGULAR = re.compile(r"(?!Err)(?:[A-Za-z0-9][A-Za-z0-9._-]*)?[0-9]")
"""Ids that are no placeholder, no error value and in need of no tidying."""
_SAFE = frozenset(string.ascii_letters + string.digits + string.punctuation) - {"#"}
"""Signs at both ends of a text that is no error value and in need of no tidying."""
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
    parts = sort_cells(cells, fold_equal=False)
    heads = _heads(vocabulary)
    careful = [
        code
        for code, word in enumerate(parts.words)
        if word[:1] not in _SAFE or word[-1:] not in _SAFE or word[:3] in heads
    ]
    out, bad = _filled(
        parts, careful, lambda word: _said(broken(word, vocabulary), tidy(word) or None)
    )
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

    parts = sort_cells(cells, fold_equal=False)
    regular = _REGULAR.fullmatch
    careful = [code for code, word in enumerate(parts.words) if not regular(word)]
    out, bad = _filled(parts, careful, one)
    bad += [*_lost(parts), *bad_places(parts, parts.booleans, CHECKBOX_ID)]
    bad += bad_places(parts, parts.odd, ODD)
    return ReadColumn(text_series(out), in_order(bad))


@lru_cache(maxsize=8)
def _heads(vocabulary: Vocabulary) -> frozenset[str]:
    """How texts may begin that say "still loading" or name an error without a number sign."""
    words = (*vocabulary.lists.get("errors", ()), *vocabulary.lists.get("loading", ()))
    return frozenset(
        head[:3] for word in words for head in (word, word.lower(), word.upper(), word.capitalize())
    )


def _said(fault: Fault | None, value: str | None) -> Said[str]:
    return (None, fault) if fault else (value, None)


def _filled(
    parts: Parts, careful: Sequence[int], one: Callable[[str], Said[str]]
) -> tuple[npt.NDArray[np.object_], list[BadCell]]:
    """Texts as they are, the `careful` ones as `one` reads them, numbers as text."""
    out = np.full(parts.size, None, dtype=object)
    out[parts.texts] = parts.words
    bad = []
    for code in careful:
        place = int(parts.texts[code])
        out[place], fault = one(parts.words[code])
        if fault:
            bad.append(fault.at(place, parts.words[code]))
    whole = (np.abs(parts.values) < EXACT) & (parts.values == np.floor(parts.values))
    out[parts.numbers[whole]] = list(map(str, parts.values[whole].astype(np.int64).tolist()))
    for place in parts.numbers[~whole].tolist():
        out[place] = number_text(parts.cells[place])
    return out, bad


def _lost(parts: Parts) -> list[BadCell]:
    long = parts.numbers[np.abs(parts.values) >= EXACT]
    floats = [place for place in long.tolist() if not isinstance(parts.cells[place], int)]
    return bad_places(parts, np.array(floats, dtype=np.intp), LOST_DIGITS)


def number_text(number: Any) -> str:
    """A number in digits as the sheet shows it: 7.0 -> "7", 0.1 + 0.2 -> "0.3", never 1e+20.

    Whole numbers are exact; others have 15 digits, as in a spreadsheet.
    """
    if isinstance(number, int | np.integer):
        return str(int(number))
    if not math.isfinite(number):
        return str(number)
    if number == int(number):
        return str(int(number))
    text = f"{number:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def text_series(values: Sequence[Any] | npt.NDArray[np.object_]) -> pd.Series:
    """A `str` series; halves of characters, which Arrow refuses, become question marks."""
    try:
        return pd.Series(values, dtype="str")
    except UnicodeEncodeError:
        return pd.Series([_whole(value) for value in values], dtype="str")


def _whole(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
