"""Values as text and as `str` series: digits of numbers, many texts at once through Arrow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mso_sheets.tables.cells.cleaning import ENDS
from mso_sheets.tables.cells.parts import Parts


def trimmed(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Many texts as `tidy` makes them, null where nothing is left."""
    clean = pc.utf8_trim(texts, ENDS)
    return pc.if_else(pc.equal(clean, ""), pa.scalar(None, clean.type), clean)


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


def spread(
    parts: Parts, words: Sequence[str | None], others: Mapping[int, str | None]
) -> pd.Series:
    """A `str` series: for each different text its word, at the places of `others` theirs."""
    labels = dict.fromkeys(others.values())
    numbers = {label: len(words) + 1 + number for number, label in enumerate(labels)}
    codes = np.full(parts.size, len(words), dtype=np.int64)
    codes[parts.texts] = parts.codes
    if others:
        codes[np.fromiter(others, np.intp, len(others))] = [
            numbers[label] for label in others.values()
        ]
    try:
        known = pa.array([*words, None, *labels], pa.large_string())
    except UnicodeEncodeError:
        known = pa.array([_whole(word) for word in [*words, None, *labels]], pa.large_string())
    return pd.Series(pd.array(known.take(pa.array(codes)), dtype="str"))


def text_series(values: Sequence[Any] | npt.NDArray[np.object_]) -> pd.Series:
    """A `str` series; halves of characters, which Arrow refuses, become question marks."""
    try:
        return pd.Series(values, dtype="str")
    except UnicodeEncodeError:
        return pd.Series([_whole(value) for value in values], dtype="str")


def _whole(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
