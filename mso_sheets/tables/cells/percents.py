"""Percent columns: are the numbers shares of one or points of a hundred? The column says.

Rule: texts with a per cent sign are clear. A column whose numbers are all at most 1 holds shares;
any number above 1 makes it points, where 1 is 1%. A share between 0 and 1 among points is a
problem: it may be half a point or half of all. Numbers just above 1 among shares are shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import tidy
from mso_sheets.tables.cells.decimal_marks import Marking
from mso_sheets.tables.cells.number_text import Number
from mso_sheets.tables.cells.numbers import (
    fill_floats,
    parse_words,
    say_words,
    settle_number,
)
from mso_sheets.tables.cells.outcome import BadCell, Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import Parts, Said, bad_places, bad_words, in_order, sort_cells
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash
from mso_sheets.tables.cells.text_values import number_text

Floats = npt.NDArray[np.float64]
UNREADABLE = Fault(
    "percent-unreadable", "a percentage such as 45%", "Type the percentage, such as 45%."
)
CHECKBOX = Fault("percent-checkbox", "a percentage", "Type 100% or 0% in place of the checkbox.")
OUTSIDE = Fault(
    "percent-outside", "0% to 100%", "Type how much of the work is done, from 0% to 100%."
)  # fmt: skip
OVER = 1.5
"""Shares up to here are shares of work that ran over, not points."""
FEW_POINTS = 5
"""Numbers that all stay below it show neither points nor shares: 2 is 2% or 200%."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number of the column is worth; numbers up to `open_to` may be either."""

    points: bool
    open_to: float
    evidence: str


def read_percents(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """`float64`, 0.45 for 45%."""
    parts = sort_cells(cells)
    numbers = parse_words(parts.words, dialect.locale)
    said = say_words(
        parts,
        numbers,
        lambda word, number: _word(word, number, numbers.marking, column, vocabulary),
    )
    signed = np.zeros(len(parts.words), dtype=bool)
    signed[[code for code, number in numbers.parsed.items() if number and number.percent]] = True
    values = fill_floats(parts, said)
    clear = np.zeros(parts.size, dtype=bool)
    clear[parts.texts] = signed[parts.codes] if len(signed) else False
    bad = [
        *bad_words(parts, [fault for _, fault in said]),
        *bad_places(parts, parts.odd, UNREADABLE),
    ]
    bad += bad_places(parts, parts.booleans, CHECKBOX)
    unit = decide_unit(values[~clear], signed=bool(clear.any()))
    bad += _to_shares(parts, values, clear, unit)
    if column.field == "percent_complete":
        bad += _outside(parts, values)
    told = "; ".join(filter(None, (unit.evidence, numbers.marking.evidence)))
    return ReadColumn(pd.Series(values), in_order(bad), told)


def _word(
    word: str, number: Number | None, marking: Marking, column: Column, vocabulary: Vocabulary
) -> Said[float]:
    if number is not None:
        return settle_number(replace(number, percent=False), marking)
    fault = broken(word, vocabulary) or absent(word, column, vocabulary)
    if fault or is_dash(word) or not tidy(word):
        return None, fault
    return None, UNREADABLE


def decide_unit(values: Floats, *, signed: bool) -> Unit:
    """Shares or points, from the numbers without a sign; `signed`: the column also has "45%"."""
    known = np.abs(values[~np.isnan(values)])
    if not known.size:
        return Unit(points=False, open_to=0, evidence="")
    above, parts_of_one = known[known > 1], known[(known > 0) & (known < 1)]
    if not above.size:
        told = "shares of 1" if parts_of_one.size else _only_whole(known, signed=signed)
        return Unit(points=False, open_to=0, evidence=told)
    if (above <= OVER).all():
        told = f"shares of 1, some above it ({number_text(float(above[0]))})"
        return Unit(points=False, open_to=0, evidence=told)
    told = f"points of 100, as {number_text(float(above.max()))} shows"
    few = not signed and bool((above < FEW_POINTS).all())
    open_to = float(above.max()) if few else 1.0 if parts_of_one.size else 0.0
    return Unit(points=True, open_to=open_to, evidence=told)


def _only_whole(known: Floats, *, signed: bool) -> str:
    if signed or not (known == 1).any():
        return "shares of 1"
    return "only 0 and 1, read as 0% and 100%"


def _to_shares(
    parts: Parts, values: Floats, clear: npt.NDArray[np.bool_], unit: Unit
) -> list[BadCell]:
    """Divides points by a hundred, in place; what may be either becomes a problem."""
    if not unit.points:
        return []
    size = np.abs(values)
    either = ~clear & (size > 0) & (size <= unit.open_to)
    bad = [
        _either(values[place]).at(place, parts.cells[place])
        for place in np.flatnonzero(either).tolist()
    ]
    values[~clear] /= 100
    values[either] = np.nan
    return bad


def _either(value: float) -> Fault:
    share, point = number_text(value * 100), number_text(value)
    return Fault(
        "percent-ambiguous",
        "points of 100 or shares of 1, not both in one column",
        f"Type {share}% or {point}%, with the sign: other cells of this column are points of 100.",
    )


def _outside(parts: Parts, values: Floats) -> list[BadCell]:
    with np.errstate(invalid="ignore"):
        places = np.flatnonzero((values < 0) | (values > 1 + 1e-9))
    values[places] = np.nan
    return bad_places(parts, places, OUTSIDE)
