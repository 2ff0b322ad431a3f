"""Weeks that are over, and whether the last of them is unlike those before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.control_chart import chart

WEEKS = 26
FEWEST_WEEKS = 12
RATE = 0.04


@dataclass(frozen=True, slots=True)
class LastWeek:
    """The last whole week's value against the usual: limits of the weeks, how many there are."""

    value: float
    lower: float
    upper: float
    weeks: int
    high: bool


def week_of(days: pd.Series, today: pd.Timestamp) -> pd.Series:
    """How many whole weeks ago each day lies: 0 is the last week that ended on a Sunday."""
    monday = today.normalize() - pd.Timedelta(days=today.weekday())
    passed = (monday - days).dt.total_seconds() / 604_800
    weeks: pd.Series = np.ceil(passed) - 1
    return weeks


def week_words(today: pd.Timestamp) -> str:
    """The last whole week by its Sunday: week to 12 Apr 2026."""
    sunday = today - pd.Timedelta(days=today.weekday() + 1)
    return f"week to {sunday.day} {sunday:%b %Y}"


def last_week(values: npt.NDArray[np.float64]) -> LastWeek | None:
    """The last value when it is a signal against its own weeks, oldest first; None when it is not."""
    if values.size < FEWEST_WEEKS:
        return None
    drawn = chart(values)
    if not drawn.signal[-1]:
        return None
    limits = drawn.limits
    high = bool(values[-1] > float(limits.mean))
    return LastWeek(
        float(values[-1]), float(limits.lower), float(limits.upper), int(values.size), high
    )
