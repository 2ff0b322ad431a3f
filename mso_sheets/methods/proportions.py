"""Shares of small numbers: the interval that a share of n cases really says.

Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference (JASA 22): the score
interval, good down to a handful of cases, where p +/- 1.96 standard errors is not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

Z95 = 1.959963984540054
Z99 = 2.5758293035489004


def wilson(successes: npt.ArrayLike, n: npt.ArrayLike, z: float = Z95) -> tuple[Floats, Floats]:
    """Lower and upper end of the interval of successes / n; NaN where n is 0."""
    hits, cases = np.broadcast_arrays(
        np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64)
    )
    safe = np.where(cases > 0, cases, np.nan)
    share = hits / safe
    centre = (share + z * z / (2 * safe)) / (1 + z * z / safe)
    half = z / (1 + z * z / safe) * np.sqrt(share * (1 - share) / safe + (z / (2 * safe)) ** 2)
    return np.clip(centre - half, 0.0, 1.0), np.clip(centre + half, 0.0, 1.0)


def interval(successes: float, n: float, z: float = Z95) -> tuple[float, float]:
    """The interval of one share, 95% unless said otherwise."""
    low, high = wilson(successes, n, z)
    return float(low), float(high)


def differ(first: tuple[float, float], second: tuple[float, float], z: float = Z99) -> bool:
    """Whether two shares (successes, n) may be ranked: their 99% intervals do not overlap.

    Two equal shares are ranked in at most about 1 of 100 pairs, fewer when both n are alike.
    """
    (low_a, high_a), (low_b, high_b) = interval(*first, z), interval(*second, z)
    return high_a < low_b or high_b < low_a


def share_text(successes: float, n: float, small: int) -> str:
    """A share as words: "32% (24-41%, n=120)"; a small n says so."""
    if n <= 0:
        return "no cases"
    low, high = interval(successes, n)
    few = ", small n" if n < small else ""
    return f"{successes / n:.0%} ({low * 100:.0f}-{high * 100:.0f}%, n={n:.0f}{few})"
