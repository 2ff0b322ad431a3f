"""Text and ids: what was typed, as text. Numbers become the digits that the sheet shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

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
    read_words,
    sort_cells,
)
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash

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
    parts = sort_cells(cells)
    said = read_words(parts, lambda word: _said(broken(word, vocabulary), tidy(word)))
    out = _filled(parts, said)
    out[parts.booleans] = ["TRUE" if cells[place] else "FALSE" for place in parts.booleans.tolist()]
    bad = [*bad_words(parts, [fault for _, fault in said]), *bad_places(parts, parts.odd, ODD)]
    return ReadColumn(text_series(out), in_order(bad))


def read_id(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Ids as text, whatever they look like: `007`, `1e5`, 7.0 as "7"; `str` with missing as NA."""

    def one(word: str) -> Said[str]:
        fault = broken(word, vocabulary) or absent(word, column, vocabulary)
        return _said(fault, None if is_dash(word) else tidy_id(word) or None)

    parts = sort_cells(cells)
    said = read_words(parts, one)
    out = _filled(parts, said)
    bad = [*bad_words(parts, [fault for _, fault in said]), *_lost(parts)]
    bad += bad_places(parts, parts.booleans, CHECKBOX_ID)
    bad += bad_places(parts, parts.odd, ODD)
    return ReadColumn(text_series(out), in_order(bad))


def _said(fault: Fault | None, value: str | None) -> Said[str]:
    return (None, fault) if fault else (value, None)


def _filled(parts: Parts, said: Sequence[Said[str]]) -> npt.NDArray[np.object_]:
    out = np.full(parts.size, None, dtype=object)
    words = np.array([value for value, _ in said], dtype=object)
    out[parts.texts] = words[parts.codes] if len(words) else None
    out[parts.numbers] = number_texts([parts.cells[place] for place in parts.numbers.tolist()])
    return out


def _lost(parts: Parts) -> list[BadCell]:
    long = parts.numbers[np.abs(parts.values) >= EXACT]
    floats = [place for place in long.tolist() if not isinstance(parts.cells[place], int)]
    return bad_places(parts, np.array(floats, dtype=np.intp), LOST_DIGITS)


def number_texts(numbers: Sequence[Any]) -> npt.NDArray[np.object_]:
    """The texts of many numbers, each different number formatted once."""
    if not len(numbers):
        return np.array([], dtype=object)
    codes, different = pd.factorize(np.fromiter(numbers, object, len(numbers)))
    texts = np.fromiter(map(number_text, different.tolist()), object, len(different))
    return texts[codes]


def number_text(number: float) -> str:
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
