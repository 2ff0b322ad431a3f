"""Lateness in working days by each owner's calendar and local day; stages; punctuality.

A due date counts as the end of that day: something is overdue when the local date of its owner is
past it, and late by the working days in (due, today]. "Due Friday, seen Monday" is 1 working day
late. An item without a date is never on time and never late: it is a class of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.calendar import Calendars, Days

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

STAGES = (
    "overdue", "today", "due soon", "no owner", "no date", "blocked", "this week", "later", "snoozed",
)  # fmt: skip
"""All stages, the one in most need first; an open item is in exactly one."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """One value an item: the owner's local day, how late it is, whether its day is over.

    `late` counts working days in (due, today], negative = working days left, NaN without a date.
    """

    today: Days
    late: Floats
    past: Flags


def local_days(owners: Sequence[str], calendars: Calendars, today: date) -> Days:
    """The day that it is where each owner is."""
    days = np.full(len(owners), np.datetime64(today, "D"))
    if calendars.days:
        moved = pd.Series(owners, dtype="object").map(dict(calendars.days))
        there = moved.notna().to_numpy()
        days[there] = np.array(list(moved[there]), dtype="datetime64[D]")
    return days


def lateness(due: Days, owners: Sequence[str], calendars: Calendars, today: date) -> Lateness:
    """Due dates (NaT = none) and their owners ("" = nobody, the team's calendar) -> how late each is.

    Source: METHODS A2, ageing in working days by the owner's calendar and zone.
    """
    due = np.asarray(due, dtype="datetime64[D]")
    local = local_days(owners, calendars, today)
    late = working_days_between(due, local, owners, calendars)
    return Lateness(local, late, ~np.isnat(due) & (local > due))


def working_days_between(
    start: Days, end: Days, owners: Sequence[str], calendars: Calendars
) -> Floats:
    """Working days in (start, end] of each item by its owner's calendar; NaN where either is NaT."""
    out = calendars.team.between(start, end)
    codes, names = pd.factorize(np.asarray(owners, dtype=object))
    for code, name in enumerate(names):
        if name in calendars.by_person:
            mine = np.flatnonzero(codes == code)
            out[mine] = calendars.of(str(name)).between(start[mine], end[mine])
    return out


def week_ends(days: Days) -> Days:
    """The Sunday of each day's week."""
    weekday = (days.astype("datetime64[D]").view("int64") + 3) % 7
    ends: Days = days + (6 - weekday).astype("timedelta64[D]")
    return ends


def stages(
    found: Lateness, due: Days, owned: Flags, blocked: Flags, snoozed: Flags, soon: int
) -> Texts:
    """The stage of each open item (see STAGES); `soon` in working days counts as "due soon".

    Snoozed goes before all; then no owner, no date; what is past due is overdue even if it is blocked.
    """
    due = np.asarray(due, dtype="datetime64[D]")
    dated = ~np.isnat(due)
    conditions = [
        snoozed,
        ~owned,
        ~dated,
        found.past,
        blocked,
        due == found.today,
        -found.late <= soon,
        due <= week_ends(found.today),
    ]
    names = [
        "snoozed",
        "no owner",
        "no date",
        "overdue",
        "blocked",
        "today",
        "due soon",
        "this week",
    ]
    return np.select(conditions, names, default="later").astype(object)


def reminders(found: Lateness, stage: Texts, before: Sequence[int]) -> Texts:
    """The once-only reminder that an item has reached: "3", "1" (working days before), else ""."""
    out = np.full(len(stage), "", dtype=object)
    coming = (stage == "due soon") | (stage == "this week") | (stage == "later")
    ahead = coming & ~np.isnan(found.late)
    for days in sorted(before, reverse=True):
        out[ahead & (-found.late <= days)] = str(days)
    return out


@dataclass(frozen=True, slots=True)
class Punctuality:
    """`due`: items due in the window, open ones included; `on_time` of them; lateness of the late.

    `late` holds the working days of those that were late (open ones up to today).
    """

    due: int
    on_time: int
    late: Floats
    unknown: int = 0

    @property
    def rate(self) -> float | None:
        """On-time share; None when nothing was due."""
        return self.on_time / self.due if self.due else None


def punctual(
    due: Days, closed: Days, still_open: Flags, today: date, weeks: int
) -> tuple[Flags, Flags]:
    """Which items count for the on-time rate of the last weeks, and which of them were on time.

    The denominator is what was due in the window, whether closed or not (survivor bias otherwise); an
    item counts once its day is over. Closed without a known day: it cannot be told, left out.
    """
    last = np.datetime64(today, "D")
    first = np.datetime64(today - timedelta(weeks=weeks), "D")
    in_window = (due >= first) & (due < last) & (still_open | ~np.isnat(closed))
    return in_window, in_window & ~still_open & (closed <= due)


def percentile(values: Floats, share: float) -> float | None:
    """The value that `share` of the items do not exceed; None for none."""
    return float(np.quantile(values, share, method="inverted_cdf")) if len(values) else None
