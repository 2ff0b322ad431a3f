"""Number columns: numbers as they are, texts by the decimal mark that the column shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import tidy
from mso_sheets.tables.cells.decimal_marks import Marking, decide_mark
from mso_sheets.tables.cells.number_shapes import read_shapes
from mso_sheets.tables.cells.number_text import LONGEST, Number, parse_number
from mso_sheets.tables.cells.outcome import Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import Parts, Said, bad_places, bad_words, in_order, sort_cells
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash
from mso_sheets.tables.cells.text_values import number_text
from mso_sheets.tables.folding import fold

UNREADABLE = Fault("number-unreadable", "a number", "Type the number alone, in digits.")
CHECKBOX = Fault("number-checkbox", "a number", "Type the number in place of the checkbox.")

_RATED = re.compile(r"(\d+)\s*[-:.)(=]+\s*([^()]+?)\)?|([^()]+?)\s*[-:(=]+\s*(\d+)\)?")


@dataclass(frozen=True, slots=True)
class ReadNumbers:
    """What each different text says: a `sure` value by its shape (else NaN), or as `parsed`."""

    sure: npt.NDArray[np.float64]
    parsed: Mapping[int, Number | None]
    marking: Marking


def parse_words(words: Sequence[str], locale: str) -> ReadNumbers:
    """Reads all texts of a column as numbers, and decides its decimal mark."""
    shaped = read_shapes(words)
    careful = np.flatnonzero(np.isnan(shaped.values)).tolist()
    parsed = {code: parse_number(words[code]) for code in careful}
    marking = decide_mark(
        ((words[code], number) for code, number in parsed.items()), locale, shaped.proofs
    )
    return ReadNumbers(shaped.values, parsed, marking)


def read_numbers(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """`float64`. Where the column has `choices`, words of that scale ("High") are their number."""
    parts = sort_cells(cells)
    numbers = parse_words(parts.words, dialect.locale)
    scale = _scale_words(column.choices, vocabulary) if column.choices else {}

    def one(word: str, number: Number | None) -> Said[float]:
        if number is not None:
            return settle_number(number, numbers.marking)
        rated = _rated(word, scale)
        fault = broken(word, vocabulary) or absent(word, column, vocabulary)
        if rated is not None or fault or is_dash(word) or not tidy(word):
            return (rated, None) if rated is not None else (None, fault)
        return None, _unreadable(column, vocabulary)

    said = say_words(parts, numbers, one)
    values = fill_floats(parts, said)
    bad = [
        *bad_words(parts, [fault for _, fault in said]),
        *bad_places(parts, parts.odd, UNREADABLE),
    ]
    bad += bad_places(parts, parts.booleans, CHECKBOX)
    return ReadColumn(pd.Series(values), in_order(bad), numbers.marking.evidence)


def say_words(
    parts: Parts, numbers: ReadNumbers, one: Callable[[str, Number | None], Said[float]]
) -> list[Said[float]]:
    """What each different text says: the sure ones as they are, `one` decides the others."""
    said: list[Said[float]] = [(value, None) for value in numbers.sure.tolist()]
    for code, number in numbers.parsed.items():
        said[code] = one(parts.words[code], number)
    return said


def fill_floats(
    parts: Parts, said: Sequence[Said[float]]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The column's numbers as they are and its texts as they were said, NaN elsewhere."""
    values = np.full(parts.size, np.nan)
    values[parts.numbers] = parts.values
    if said:
        worth = [np.nan if value is None else value for value, _ in said]
        values[parts.texts] = np.array(worth, dtype=np.float64)[parts.codes]
    return values


def settle_number(number: Number, marking: Marking) -> Said[float]:
    """The value once the decimal mark is known; a fault where two values fit."""
    if number.percent:
        value, fault = settle_number(Number(number.value, number.other, number.mark), marking)
        return (value, fault) if value is None else (value, _percent(value))
    if number.other is None:
        return number.value, None
    if not marking.mark:
        return None, ambiguous(number)
    note = _against(marking) if marking.against else None
    return (number.value if number.mark == marking.mark else number.other), note


def ambiguous(number: Number) -> Fault:
    """The fault of "1.234", which is one and a bit or more than a thousand."""
    readings = f"{number_text(number.other or 0)} or {number_text(number.value)}"
    return Fault(
        "number-ambiguous",
        "a number that can be read in one way",
        f"Type the value as a number, without a sign for thousands: is it {readings}?",
    )


def _against(marking: Marking) -> Fault:
    return Fault(
        "number-against-locale",
        "numbers written as in the workbook's locale",
        f"Read with the {marking.evidence}: type numbers without a sign for thousands if that is wrong.",
        "question",
    )


def _percent(value: float) -> Fault:
    return Fault(
        "number-percent",
        "a number without a per cent sign",
        f"Read as {number_text(value)}, as the sheet itself would; type it in the unit of the column.",
        "question",
    )


@lru_cache(maxsize=32)
def _scale_words(name: str, vocabulary: Vocabulary) -> dict[str, float]:
    return {fold(word): float(number) for word, number in vocabulary.scales.get(name, {}).items()}


def _rated(word: str, scale: Mapping[str, float]) -> float | None:
    """The number of a word on a scale: "High", "4 - High" or "High (4)"; None for other words."""
    if not scale or len(word) > LONGEST:
        return None
    found = _RATED.fullmatch(tidy(word))
    if not found:
        return scale.get(fold(word))
    number, label = float(found[1] or found[4]), fold(found[2] or found[3])
    return number if scale.get(label) == number else None


def _unreadable(column: Column, vocabulary: Vocabulary) -> Fault:
    words = vocabulary.scales.get(column.choices, {}) if column.choices else {}
    if not words:
        return UNREADABLE
    first: dict[float, str] = {}
    for word, number in words.items():
        first.setdefault(number, word)
    listed = ", ".join(first[number] for number in sorted(first))
    return Fault("number-unreadable", f"a number, or one of {listed}", "Type one of these.")
