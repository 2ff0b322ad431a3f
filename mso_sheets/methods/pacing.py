"""Will a running period make its target at this pace, and what pace would?

Straight line: forecast = to date / share of working days gone, days counted up to and including the
as-of day. By the plan's own phasing: to date / share of the plan that was due by now. Seasonal, where
two full years exist: to date / the mean share that earlier years had at this point, with the range of
those years as the band.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import WorkingCalendar

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Pace:
    """A row each: share of working days gone, days left, pace so far, pace needed, forecast."""

    elapsed: Floats
    left: Floats
    now: Floats
    needed: Floats
    forecast: Floats


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast for the whole with its band; NaN where there is none. `basis` says how."""

    forecast: float
    low: float
    high: float
    basis: str


def pace(
    actual: npt.ArrayLike,
    target: npt.ArrayLike,
    starts: Days,
    ends: Days,
    today: np.datetime64,
    calendar: WorkingCalendar,
) -> Pace:
    """Straight-line pacing of running totals; units a working day. NaN outside a running period."""
    done, aim = np.asarray(actual, dtype=np.float64), np.asarray(target, dtype=np.float64)
    first, last = starts.astype("datetime64[D]"), ends.astype("datetime64[D]")
    before: Days = np.subtract(first, np.timedelta64(1, "D"))
    whole = calendar.between(before, last)
    gone = calendar.between(before, np.full(last.shape, today))
    gone = np.where((today >= first) & (today <= last), gone, np.nan)
    left = whole - gone
    return Pace(
        elapsed=_divide(gone, whole),
        left=left,
        now=_divide(done, gone),
        needed=_divide(aim - done, left),
        forecast=_divide(done * whole, gone),
    )


def by_plan(to_date: float, planned_to_date: float, planned_total: float) -> Outlook:
    """The total when the rest keeps the ratio to its own plan that the elapsed part had."""
    if planned_to_date <= 0 or planned_total <= 0:
        return Outlook(np.nan, np.nan, np.nan, "")
    forecast = to_date * planned_total / planned_to_date
    return Outlook(forecast, forecast, forecast, "the plan's own phasing")


def by_season(to_date: float, earlier_shares: npt.ArrayLike) -> Outlook:
    """The total when this year is shaped as earlier ones; needs two full years at least.

    `earlier_shares`: the share of its year's total that each earlier year had at this point.
    """
    shares = np.asarray(earlier_shares, dtype=np.float64)
    shares = shares[np.isfinite(shares) & (shares > 0)]
    if shares.size < 2:
        return Outlook(np.nan, np.nan, np.nan, "")
    totals = to_date / shares
    return Outlook(
        to_date / float(shares.mean()),
        float(totals.min()),
        float(totals.max()),
        f"the seasonal share of {shares.size} earlier years",
    )


def _divide(top: Floats, bottom: Floats) -> Floats:
    safe = np.where(np.nan_to_num(bottom) > 0, bottom, np.nan)
    quotient: Floats = top / safe
    return quotient
