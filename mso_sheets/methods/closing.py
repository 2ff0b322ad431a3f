"""Punctuality and time to close of groups of actions: rates with n, P50 and P85, Kaplan-Meier medians."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.lateness import percentile
from mso_sheets.methods.survival import SurvivalCurve, kaplan_meier

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
SMALL_N = 5


@dataclass(frozen=True, slots=True)
class Closings:
    """One value an action.

    `due` counts for the on-time rate, `on_time` kept it; `late` working days late, 0 when on time;
    `age` working days from raised to closed or today (NaN = not known), `closed` closed at that age
    (else still open then, or cancelled: censored).
    """

    due: Flags
    on_time: Flags
    late: Floats
    age: Floats
    closed: Flags


@dataclass(frozen=True, slots=True)
class Group:
    """How punctual and how quick one group is; None where there is nothing to tell it by."""

    due: int
    on_time: int
    p50: float | None
    p85: float | None
    aged: int
    closed: int
    median: float | None
    low: float | None
    high: float | None

    @property
    def rate(self) -> float | None:
        """On-time share of what was due."""
        return self.on_time / self.due if self.due else None

    @property
    def small(self) -> bool:
        """Too few to judge by."""
        return self.due < SMALL_N


def summary(closings: Closings, places: npt.NDArray[np.intp]) -> Group:
    """One group, given by the places of its actions. Source: METHODS A2."""
    due = closings.due[places]
    late = closings.late[places][due]
    age = closings.age[places]
    known = ~np.isnan(age)
    curve = _curve(age[known], closings.closed[places][known])
    low, high = curve.median_interval if curve else (None, None)
    return Group(
        due=int(due.sum()),
        on_time=int((closings.on_time[places] & due).sum()),
        p50=percentile(late, 0.50),
        p85=percentile(late, 0.85),
        aged=int(known.sum()),
        closed=curve.events if curve else 0,
        median=curve.median if curve else None,
        low=low,
        high=high,
    )


def _curve(age: Floats, closed: Flags) -> SurvivalCurve | None:
    return kaplan_meier(age, closed) if len(age) else None


def groups(closings: Closings, names: Texts) -> Iterator[tuple[str, Group]]:
    """Every named group ("" = in none), by name."""
    codes, labels = pd.factorize(names, sort=True)
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(labels) + 1))
    for place, label in enumerate(labels):
        if label:
            yield str(label), summary(closings, order[starts[place] : starts[place + 1]])
