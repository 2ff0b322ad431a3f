"""From what frames hold to what cells hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, overload

import numpy as np
import pandas as pd

from mso_sheets.model.cells import Cell
from mso_sheets.model.result import Link
from mso_sheets.model.tab import TabValue

EPOCH = date(1899, 12, 30).toordinal()
# The stricter of both worlds' limits, with room for an ellipsis.
TEXT_LIMIT = 32_000


def tab_value(value: Any) -> TabValue:
    """A frame's value as a tab's: missing is None, numpy scalars plain, tuples joined by "; "."""
    if value is None or isinstance(value, Link | bool | str):
        return shortened(value) if isinstance(value, str) else value
    if isinstance(value, tuple | list):
        return shortened("; ".join(str(part) for part in value))
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Timestamp | datetime):
        return value.date()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return round(value, 6) if isinstance(value, float) else value


def cell_value(value: TabValue) -> Cell | Link:
    """A tab's value as a cell: dates as serials, integers as floats, links kept."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return float(value.toordinal() - EPOCH)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return float(value)
    if value == "":
        return None
    return value


def shortened(text: str) -> str:
    """Text that fits a cell; what was cut is said."""
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 20] + " … (shortened)"


class LateRows(Sequence[list[TabValue]]):
    """Rows that are made when they are taken: of a very long table only what is shown costs."""

    def __init__(self, count: int, make: Callable[[slice], list[list[TabValue]]]) -> None:
        self._count, self._make = count, make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> list[TabValue]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[TabValue]]: ...
    def __getitem__(self, index: int | slice) -> list[TabValue] | list[list[TabValue]]:
        if isinstance(index, slice):
            return self._make(index)
        at = range(self._count)[index]
        return self._make(slice(at, at + 1))[0]

    def __iter__(self) -> Iterator[list[TabValue]]:
        return iter(self._make(slice(None)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def frame_rows(frame: pd.DataFrame, fields: list[str]) -> LateRows:
    """The frame's rows as tab values, in the order of `fields`; fields it lacks are empty."""

    def make(part: slice) -> list[list[TabValue]]:
        cut = frame.iloc[part]
        columns = [cut[name].tolist() if name in cut else [None] * len(cut) for name in fields]
        return [[tab_value(value) for value in row] for row in zip(*columns, strict=True)]

    return LateRows(len(frame), make)
