"""Earned schedule: in units of time, how far a project has come on its own plan.

ES is the moment at which the plan wanted what is done now: ES = C + (EV - PV_C) / (PV_C+1 - PV_C),
C the LAST period with EV >= PV_C, PV_0 = 0; periods count from 1. Unlike SPI it does not drift to 1
as a late project ends. Source: W. Lipke, "Schedule is Different", The Measurable News, March 2003.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import WorkingCalendar

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
SLACK = 1e-9
"""Relative: sums of shares that should be equal differ by this much at most."""


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """All in periods, SPI(t) without unit. None = undefined (no time has passed, nothing earned).

    `planned` is the planned duration: the first period in which the plan is complete.
    """

    es: float
    planned: float
    sv_t: float | None = None
    spi_t: float | None = None
    ieac_t: float | None = None
    """The duration to expect: planned duration / SPI(t)."""


def earned_schedule(
    pv_cumulative: Sequence[float], ev: float, at: float | None = None
) -> EarnedSchedule:
    """Cumulative planned value at the end of each period, earned value, periods passed -> ES.

    EV beyond the budget gives the planned duration. ValueError when the plan falls or EV is negative.
    """
    plan = np.concatenate([[0.0], np.asarray(pv_cumulative, dtype=np.float64)])
    if plan.size < 2 or not np.isfinite(plan).all() or (np.diff(plan) < 0).any():
        raise ValueError("Planned value must be a rising row of numbers; cumulate it by period.")
    if not ev >= 0:
        raise ValueError("Earned value must be 0 or more; correct the shares of work done.")
    end = int(np.argmax(plan >= plan[-1]))
    whole = min(int(np.flatnonzero(plan <= ev + SLACK * plan[-1])[-1]), end)
    part = 0.0
    if whole < end:
        part = (ev - plan[whole]) / (plan[whole + 1] - plan[whole])
    es = whole + max(part, 0.0)
    if at is None or at <= 0:
        return EarnedSchedule(es, end)
    spi_t = es / at
    return EarnedSchedule(es, end, es - at, spi_t, end / spi_t if spi_t > 0 else None)


def finish_date(start: date, duration: float, calendar: WorkingCalendar) -> date:
    """The working day on which a project of `duration` working days ends; its first day is day 1."""
    whole = int(np.ceil(round(duration, 9)))
    return calendar.add(calendar.add(start, 0), max(whole - 1, 0))


@dataclass(frozen=True, slots=True)
class EarnedTimes:
    """`earned_times` by group: working-day positions, NaN where a group has no plan.

    `begin` and `end` of the plan, and `reached`, the position at which the plan wanted what is earned.
    """

    begin: Floats
    end: Floats
    reached: Floats


def earned_times(
    group: Places, begin: Floats, end: Floats, weight: Floats, earned: Floats
) -> EarnedTimes:
    """Earned schedule of many projects at once, on plans made of ramps.

    A row is a task: its group (0..G-1), planned begin and end as working-day positions (end after
    begin), and weight > 0; its planned value rises evenly from begin to end. `earned[g]` is the share
    of the group's weight that is done (0..1). Equals `earned_schedule` with days as periods.
    """
    groups = earned.size
    row = np.concatenate([group, group])
    place = np.concatenate([begin, end])
    rate = weight / (end - begin)
    order = np.lexsort((place, row))
    row, place = row[order], place[order]
    slope = np.cumsum(np.concatenate([rate, -rate])[order])
    total = np.bincount(group, weight, groups)
    size = np.bincount(row, minlength=groups)
    first = np.cumsum(size) - size
    step = np.diff(place, prepend=place[:1]) * np.concatenate([[0.0], slope[:-1]])[: place.size]
    step[first[size > 0]] = 0.0
    value = np.cumsum(step)
    value -= np.repeat(value[np.minimum(first, max(value.size - 1, 0))], size) if value.size else 0
    has = size > 0
    blank = np.full(groups, np.nan)
    start, finish = blank.copy(), blank.copy()
    start[has], finish[has] = place[first[has]], place[(first + size - 1)[has]]
    wanted = np.clip(earned, 0.0, 1.0) * total
    met = value <= np.repeat(wanted + SLACK * total, size)
    last = first + np.bincount(row, met, groups).astype(np.int64) - 1
    return EarnedTimes(start, finish, _inverted(has, last, first + size - 1, place, value, wanted))


def _inverted(
    has: npt.NDArray[np.bool_],
    last: Places,
    final: Places,
    place: Floats,
    value: Floats,
    wanted: Floats,
) -> Floats:
    """Between the last breakpoint that is met and the next one, by proportion."""
    reached = np.full(has.size, np.nan)
    low, top = last[has], final[has]
    high = np.minimum(low + 1, top)
    rise = value[high] - value[low]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(rise > 0, (wanted[has] - value[low]) / rise, 0.0)
    found = place[low] + np.clip(part, 0.0, 1.0) * (place[high] - place[low])
    reached[has] = np.where(low >= top, place[top], found)
    return reached
