"""Where a gap to plan comes from: by line (adds up exactly), and by price, volume and mix.

Price = (actual price - plan price) x actual units; volume = (all actual units x planned share - plan
units) x plan price; mix = (actual units - all actual units x planned share) x plan price, a line each:
the convention of management accounting (CIMA) at budget price and mix by units. Lines that are new or
dropped have no price or mix: they stand apart, whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

CONVENTION = "price at actual units, volume and mix at plan price, mix by units"


@dataclass(frozen=True, slots=True)
class Drivers:
    """A line each; the five add up to actual revenue minus plan revenue."""

    price: Floats
    volume: Floats
    mix: Floats
    new: Floats
    dropped: Floats

    @property
    def total(self) -> Floats:
        """Actual minus plan, a line each."""
        return self.price + self.volume + self.mix + self.new + self.dropped


def price_volume_mix(
    plan_price: npt.ArrayLike,
    plan_units: npt.ArrayLike,
    actual_price: npt.ArrayLike,
    actual_units: npt.ArrayLike,
) -> Drivers:
    """Splits actual minus plan of each line; arrays of one length, units >= 0."""
    bp, bu, ap, au = (
        np.nan_to_num(np.asarray(part, dtype=np.float64))
        for part in (plan_price, plan_units, actual_price, actual_units)
    )
    stays = (bu > 0) & (au > 0)
    planned = bu[stays].sum()
    share = np.where(stays, bu / planned, 0.0) if planned > 0 else np.zeros_like(bu)
    expected = au[stays].sum() * share
    return Drivers(
        price=np.where(stays, (ap - bp) * au, 0.0),
        volume=np.where(stays, (expected - bu) * bp, 0.0),
        mix=np.where(stays, (au - expected) * bp, 0.0),
        new=np.where(~stays & (au > 0), ap * au, 0.0),
        dropped=np.where(~stays & (bu > 0), -bp * bu, 0.0),
    )


def shares_of_gap(gaps: npt.ArrayLike) -> Floats:
    """Each line's share of the total gap; NaN where its sign is not the total's or it exceeds it.

    Sums to at most 1 only when all signs agree; otherwise a share says "of the net gap".
    """
    parts = np.asarray(gaps, dtype=np.float64)
    total = math.fsum(part for part in parts if not math.isnan(part))
    if total == 0 or not parts.size:
        return np.full(parts.shape, np.nan)
    share = parts / total
    return np.where((share >= 0) & (share <= 1 + 1e-9), share, np.nan)


def add_up(parts: pd.Series, groups: pd.Series, decimals: int = 2) -> pd.Series:
    """Parts rounded so that those of a group add up to the group's rounded total exactly.

    The largest remainders take the missing cents (Hamilton's method), so no part moves by more than
    one unit of the last digit. Missing parts stay missing.
    """
    unit = 10**decimals
    exact = parts * unit
    floor = np.floor(exact)
    whole = exact.groupby(groups).transform("sum").round()
    missing = whole - floor.groupby(groups).transform("sum")
    place = (exact - floor).groupby(groups).rank(method="first", ascending=False)
    rounded: pd.Series = (floor + (place <= missing)) / unit
    return rounded
