"""A column's cells sorted by what they hold, so that each sort is read in one operation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from mso_sheets.model.cells import Cell
from mso_sheets.tables.cells.cleaning import tidy
from mso_sheets.tables.cells.outcome import BadCell, Fault

Positions = npt.NDArray[np.intp]
T = TypeVar("T")
Said = tuple[T | None, Fault | None]
"""What one text says: its value or None, and what is to be said about it or None."""

EMPTY, TEXT, NUMBER, BOOLEAN, ODD = range(5)


class _Sorts(dict[type, int]):
    """type -> sort; a type that is met for the first time is sorted by what it derives from."""

    def __missing__(self, kind: type) -> int:
        families = ((str, TEXT), ((bool, np.bool_), BOOLEAN), ((int, float, np.number), NUMBER))
        self[kind] = next((sort for family, sort in families if issubclass(kind, family)), ODD)
        return self[kind]


_NUMBERS = {float, int, type(None)}
_NOWHERE: Positions = np.array([], dtype=np.intp)
_SORTS = _Sorts({type(None): EMPTY, str: TEXT, float: NUMBER, int: NUMBER, bool: BOOLEAN})


@dataclass(frozen=True, slots=True)
class Parts:
    """Positions (from 0) of each sort of cell, and their contents.

    `words` are the different texts, `codes` says which of them stands at each of `texts`. Numbers
    are float64 and finite; NaN counts as empty, what is beyond floats as odd.
    """

    cells: Sequence[Cell]
    numbers: Positions
    values: npt.NDArray[np.float64]
    texts: Positions
    codes: Positions
    words: Sequence[str]
    booleans: Positions
    odd: Positions

    @property
    def size(self) -> int:
        """How many cells the column has."""
        return len(self.cells)


def sort_cells(cells: Sequence[Cell]) -> Parts:
    """The parts of a column. Nothing that a cell holds raises."""
    if type(next((cell for cell in cells if cell is not None), None)) is str:
        return _all_texts(cells) or _mixed(cells)
    quick = _all_numbers(cells) if set(map(type, cells)) <= _NUMBERS else None
    return quick or _mixed(cells)


def only_texts(cells: Sequence[Cell]) -> pa.LargeStringArray | None:
    """The cells as an Arrow array where all are text or empty, else None."""
    try:
        return pa.array(cells, pa.large_string())
    except (UnicodeEncodeError, pa.ArrowTypeError, pa.ArrowInvalid):
        return None


def _all_numbers(cells: Sequence[Cell]) -> Parts | None:
    try:
        values = pa.array(cells, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:  # a whole number beyond 2**53
        return None
    numbers = np.flatnonzero(np.isfinite(values))
    odd = np.flatnonzero(np.isinf(values))
    return Parts(cells, numbers, values[numbers], _NOWHERE, _NOWHERE, [], _NOWHERE, odd)


def _all_texts(cells: Sequence[Cell]) -> Parts | None:
    texts = only_texts(cells)
    if texts is None:
        return None
    distinct = texts.dictionary_encode()
    codes = distinct.indices.fill_null(-1).to_numpy().astype(np.intp)
    places = np.flatnonzero(codes >= 0)
    words = distinct.dictionary.to_pylist()
    return Parts(cells, _NOWHERE, np.array([]), places, codes[places], words, _NOWHERE, _NOWHERE)


def _mixed(cells: Sequence[Cell]) -> Parts:
    sorts = np.fromiter(map(_SORTS.__getitem__, map(type, cells)), np.int8, len(cells))
    things = np.fromiter(cells, object, len(cells))
    numbers = np.flatnonzero(sorts == NUMBER)
    values = _floats(things[numbers])
    whole = np.isfinite(values)
    texts = np.flatnonzero(sorts == TEXT)
    codes, words = pd.factorize(things[texts])
    odd = np.concatenate([np.flatnonzero(sorts == ODD), numbers[np.isinf(values)]])
    return Parts(
        cells=cells,
        numbers=numbers[whole],
        values=values[whole],
        texts=texts,
        codes=codes,
        words=words.tolist(),
        booleans=np.flatnonzero(sorts == BOOLEAN),
        odd=np.sort(odd),
    )


def _floats(things: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    try:
        return things.astype(np.float64)
    except (OverflowError, TypeError, ValueError):
        return np.array([_float(thing) for thing in things], dtype=np.float64)


def _float(thing: Any) -> float:
    try:
        return float(thing)
    except (OverflowError, TypeError, ValueError):
        return float("inf")


def ticked(parts: Parts) -> npt.NDArray[np.bool_]:
    """Which of the checkboxes are ticked, in the order of `booleans`."""
    if not len(parts.booleans):
        return np.array([], dtype=bool)
    return np.fromiter(parts.cells, object, parts.size)[parts.booleans].astype(bool)


def read_words(parts: Parts, read: Callable[[str], Said[T]]) -> list[Said[T]]:
    """What each different text says; an empty one says nothing."""
    return [read(word) if tidy(word) else (None, None) for word in parts.words]


def tuples(parts: Parts, values: Sequence[tuple[str, ...]]) -> npt.NDArray[np.object_]:
    """The tuple of each different text at its places, the empty tuple at all others."""
    distinct = np.fromiter([(), *values], object, len(values) + 1)
    places = np.zeros(parts.size, dtype=np.intp)
    places[parts.texts] = parts.codes + 1
    return distinct[places]


def bad_words(parts: Parts, told: Sequence[Fault | None]) -> list[BadCell]:
    """A bad cell for every text that has a fault; `told` has one entry for each of `words`."""
    if told.count(None) == len(told):
        return []
    faulty = np.fromiter((fault is not None for fault in told), bool, len(told))
    places = np.flatnonzero(faulty[parts.codes])
    found = zip(parts.texts[places].tolist(), parts.codes[places].tolist(), strict=True)
    return [
        fault.at(index, parts.words[code])
        for index, code in found
        if (fault := told[code]) is not None
    ]


def bad_places(parts: Parts, places: Positions, fault: Fault) -> list[BadCell]:
    """The same fault for all cells at `places`."""
    return [fault.at(index, parts.cells[index]) for index in places.tolist()]


def in_order(bad: Sequence[BadCell]) -> tuple[BadCell, ...]:
    """Bad cells from the first row to the last."""
    return tuple(sorted(bad, key=lambda cell: cell.index))
