"""Outliers that do not move their own yardstick, and the slips that most often cause them.

Modified z = 0.6745 (x - median) / MAD, an outlier beyond 3.5 (Iglewicz & Hoaglin 1993, How to Detect
and Handle Outliers; NIST/SEMATECH e-Handbook 1.3.5.17). Where more than half of the values are equal
the MAD is 0 and (x - median) / (1.253314 x mean absolute deviation) stands in.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

THRESHOLD = 3.5
MINIMUM = 6
FACTORS = (10.0, 100.0, 1_000.0, 1_000_000.0)


def modified_z(values: npt.ArrayLike) -> Floats:
    """The modified z of each value; NaN where there is no value, 0 when all are equal."""
    given = np.asarray(values, dtype=np.float64)
    known = given[~np.isnan(given)]
    if not known.size:
        return np.full(given.shape, np.nan)
    away = given - np.median(known)
    spread = np.abs(known - np.median(known))
    median_spread = float(np.median(spread))
    if median_spread > 0:
        return 0.6745 * away / median_spread
    mean_spread = float(np.mean(spread))
    return away / (1.253314 * mean_spread) if mean_spread > 0 else away * 0.0


def outliers(
    values: npt.ArrayLike, threshold: float = THRESHOLD, minimum: int = MINIMUM
) -> npt.NDArray[np.bool_]:
    """Which values lie beyond `threshold`; none when fewer than `minimum` are known."""
    given = np.asarray(values, dtype=np.float64)
    if np.count_nonzero(~np.isnan(given)) < minimum:
        return np.zeros(given.shape, dtype=np.bool_)
    return np.abs(np.nan_to_num(modified_z(given))) > threshold


def grouped_z(values: pd.Series, groups: pd.Series) -> pd.Series:
    """The modified z of each value in its own group; NaN in groups of fewer than six values."""
    away = values - values.groupby(groups).transform("median")
    spread = away.abs().groupby(groups)
    median_spread, mean_spread = spread.transform("median"), spread.transform("mean")
    z = 0.6745 * away / median_spread.where(median_spread > 0)
    z = z.fillna(away / (1.253314 * mean_spread.where(mean_spread > 0)))
    return z.where(values.groupby(groups).transform("count") >= MINIMUM)


def likely_slip(value: float, usual: float, tolerance: float = 0.3) -> str:
    """What typing slip would turn something near `usual` into `value`; "" when none fits.

    Answers "x10", "x1000", "/100", "sign" and the like: the factor by which `value` is off.
    """
    if not np.isfinite(value) or not np.isfinite(usual) or value == 0 or usual == 0:
        return ""
    ratio = value / usual
    if ratio < 0:
        return "sign" if abs(-ratio - 1) <= tolerance else ""
    for factor in FACTORS:
        if abs(ratio / factor - 1) <= tolerance:
            return f"x{factor:.0f}"
        if abs(ratio * factor - 1) <= tolerance:
            return f"/{factor:.0f}"
    return ""


def likely_swap(
    target: float, actual: float, usual_target: float, usual_actual: float, tolerance: float = 0.15
) -> bool:
    """Whether target and actual look exchanged: each close to the other's usual level, far from its own."""
    numbers = (target, actual, usual_target, usual_actual)
    if not all(np.isfinite(number) and number != 0 for number in numbers):
        return False
    apart = abs(usual_target / usual_actual - 1) > 3 * tolerance
    crossed = abs(target / usual_actual - 1) <= tolerance and (
        abs(actual / usual_target - 1) <= tolerance
    )
    return bool(apart and crossed)
