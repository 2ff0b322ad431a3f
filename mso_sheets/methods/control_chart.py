"""XmR charts: is a new value a signal, or the same noise as ever?

Limits are mean +/- 2.66 x mean moving range (Wheeler, Understanding Variation; the same chart in the
NIST/SEMATECH e-Handbook 6.3.2.2). A point is a signal when it lies outside, when it is at least the
8th in a row on one side of the mean (NHS England counts 7), at least the 7th in a row that rises or
falls, or one of two in three beyond two thirds of the way to a limit, all three on the same side.
Limits rest on the first 20 points and stay locked; moving ranges are not screened unless asked.

All functions work along the last axis, so that a matrix of series costs one call. Series shorter than
the matrix are padded with NaN at their end; gaps inside a series are closed before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FACTOR = 2.66
"""3 / 1.128: three sigma from the mean moving range of two values."""
RANGE_FACTOR = 3.268
SCREEN_FACTOR = 3.267
BASELINE = 20
RUN = 8
TREND = 7


@dataclass(frozen=True, slots=True)
class Limits:
    """What a series' values are expected to lie between; arrays of the shape without the last axis.

    `points` is how many values the limits rest on.
    """

    mean: Floats
    moving_range: Floats
    lower: Floats
    upper: Floats
    range_limit: Floats
    points: Signs


@dataclass(frozen=True, slots=True)
class Chart:
    """Each point against the limits, shaped like the values.

    `outside`: -1 below, 1 above, else 0. `run`: how many in a row on this side of the mean, negative
    below. `trend`: how many in a row that rise, negative when they fall. `near`: one of two in three.
    """

    limits: Limits
    outside: Signs
    run: Signs
    trend: Signs
    near: Flags

    @property
    def signal(self) -> Flags:
        """Whether a point is a signal by any rule."""
        found: Flags = self.near | (self.outside != 0)
        return found | (np.abs(self.run) >= RUN) | (np.abs(self.trend) >= TREND)


def limits(
    values: npt.ArrayLike,
    *,
    factor: float = FACTOR,
    baseline: int | None = None,
    screen: bool = False,
) -> Limits:
    """The natural process limits of one series or of each row of a matrix.

    `baseline` = how many first points count (all when None). `screen` leaves out moving ranges of
    3.267 times their mean and more before the limits are drawn, as some charts do.
    """
    base = np.asarray(values, dtype=np.float64)[..., :baseline]
    mean, points = _mean(base)
    ranges = np.abs(np.diff(base, axis=-1))
    moving_range, _ = _mean(ranges)
    if screen:
        kept = np.where(ranges < SCREEN_FACTOR * moving_range[..., None], ranges, np.nan)
        moving_range, _ = _mean(kept)
    reach = factor * moving_range
    return Limits(
        mean, moving_range, mean - reach, mean + reach, RANGE_FACTOR * moving_range, points
    )


def chart(values: npt.ArrayLike, *, baseline: int | None = BASELINE) -> Chart:
    """Every rule on every point; limits from the first `baseline` points."""
    points = np.asarray(values, dtype=np.float64)
    found = limits(points, baseline=baseline)
    above, distance = sides(points, found.mean), np.abs(points - found.mean[..., None])
    reach = (found.upper - found.mean)[..., None]
    outside = np.where(_exceeds(distance, reach), above, 0)
    close = _exceeds(distance, reach * 2 / 3) & (outside == 0)
    return Chart(found, outside, run_lengths(above), trends(points), two_of_three(close, above))


def sides(values: npt.ArrayLike, mean: npt.ArrayLike) -> Signs:
    """-1 below the mean, 1 above, 0 on it (rounding apart) or where there is no value."""
    away = np.asarray(values, dtype=np.float64) - np.asarray(mean, dtype=np.float64)[..., None]
    scale = np.maximum(np.abs(np.nan_to_num(np.asarray(values, dtype=np.float64))), 1e-300)
    known = np.abs(np.nan_to_num(away)) > 1e-12 * scale
    return np.where(known, np.sign(np.nan_to_num(away)), 0).astype(np.int64)


def run_lengths(signs: npt.ArrayLike) -> Signs:
    """How many equal non-zero signs in a row end at each place, with their sign."""
    given = np.asarray(signs, dtype=np.int64)
    lengths = np.zeros_like(given)
    last_sign = np.zeros(given.shape[:-1], dtype=np.int64)
    last_length = np.zeros(given.shape[:-1], dtype=np.int64)
    for place in range(given.shape[-1]):
        sign = given[..., place]
        last_length = np.where(sign == 0, 0, np.where(sign == last_sign, last_length + 1, 1))
        last_sign = sign
        lengths[..., place] = sign * last_length
    return lengths


def trends(values: npt.ArrayLike) -> Signs:
    """How many points in a row rise (negative: fall) strictly up to each; a change of one is 2."""
    points = np.asarray(values, dtype=np.float64)
    steps = np.zeros(points.shape, dtype=np.int64)
    steps[..., 1:] = np.sign(np.nan_to_num(np.diff(points, axis=-1))).astype(np.int64)
    lengths = run_lengths(steps)
    return lengths + np.sign(lengths)


def two_of_three(close: npt.ArrayLike, signs: npt.ArrayLike) -> Flags:
    """Points that are close to a limit in three neighbours of one side, two of which are close."""
    near, side = np.asarray(close, dtype=np.int64), np.asarray(signs, dtype=np.int64)
    found: Flags = part_of_two_of_three(near, side) & (near == 1)
    return found


def part_of_two_of_three(close: npt.ArrayLike, signs: npt.ArrayLike) -> Flags:
    """All members of three neighbours of one side of which at least two are close to a limit."""
    near, side = np.asarray(close, dtype=np.int64), np.asarray(signs, dtype=np.int64)
    found = np.zeros(near.shape, dtype=np.bool_)
    width = near.shape[-1]
    if width < 3:
        return found
    count = near[..., :-2] + near[..., 1:-1] + near[..., 2:]
    agreed = np.abs(side[..., :-2] + side[..., 1:-1] + side[..., 2:]) == 3
    windows = (count >= 2) & agreed
    for shift in range(3):
        found[..., shift : width - 2 + shift] |= windows
    return found


def _mean(values: Floats) -> tuple[Floats, Signs]:
    known = ~np.isnan(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    mean = np.full(count.shape, np.nan)
    return np.divide(total, count, out=mean, where=count > 0), count


def _exceeds(distance: Floats, reach: Floats) -> Flags:
    """Strictly further, rounding apart, so that a constant series has no signal."""
    return np.nan_to_num(distance) > np.nan_to_num(reach, nan=np.inf) * (1 + 1e-9) + 1e-12
