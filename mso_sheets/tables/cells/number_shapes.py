"""Number texts whose shape leaves no doubt, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mso_sheets.tables.cells.number_text import Mark
from mso_sheets.tables.cells.text_values import text_series

WORTH_IT = 200
"""Different texts below which one by one is as fast."""
_MANY, _FEW = "{1,15}", "{1,3}"
_SHAPES: tuple[tuple[Mark, str, str], ...] = (
    ("", "", rf"[+-]?\d{_MANY}"),
    (".", ",", rf"[+-]?\d{_FEW}(?:,\d{{3}})+\.\d{_MANY}"),
    (",", ".", rf"[+-]?\d{_FEW}(?:\.\d{{3}})+,\d{_MANY}"),
    (".", ",", rf"[+-]?(?:(?:0|\d{{4,15}})\.\d{_MANY}|\d{_FEW}\.(?:\d{{1,2}}|\d{{4,15}}))"),
    (",", ".", rf"[+-]?(?:(?:0|\d{{4,15}}),\d{_MANY}|\d{_FEW},(?:\d{{1,2}}|\d{{4,15}}))"),
)
"""Decimal mark, sign for thousands, and the shape that proves them. Three digits after one to three
prove nothing, and are left to be read with the column."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """Values of the regular texts, NaN for all others, and two samples for each mark they prove."""

    values: npt.NDArray[np.float64]
    proofs: Mapping[Mark, Sequence[str]] = field(default_factory=dict)


def read_shapes(words: Sequence[str]) -> Shaped:
    """Reads whole numbers, "1,234.50", "1.234,50", "12.5" and "12,5" by their shape."""
    values = np.full(len(words), np.nan)
    if len(words) < WORTH_IT:
        return Shaped(values)
    proofs: dict[Mark, list[str]] = {}
    texts = text_series(words)
    for mark, group, shape in _SHAPES:
        places = np.flatnonzero(texts.str.fullmatch(shape).to_numpy(dtype=bool))
        if len(places):
            found = texts.iloc[places]
            digits = found.str.replace(group, "", regex=False) if group else found
            plain = digits.str.replace(",", ".", regex=False) if mark == "," else digits
            values[places] = plain.to_numpy(dtype=object).astype(np.float64)
            if mark:
                proofs.setdefault(mark, []).extend(found.head(2).tolist())
    return Shaped(values, proofs)
