"""Finished items a week, project by project: what forecasts draw from.

Weeks begin on Monday. The week of `today` is not whole and does not count; weeks without a finished
item do, from the week in which the project began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import Days, WorkingCalendar

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
MEMORY = 104
"""Weeks looked back at most."""


@dataclass(frozen=True, slots=True)
class Throughput:
    """`counts[g, w]`: items of group g finished in week w, oldest week first; the last is last week.

    `weeks[g]`: how many of the last weeks lie after the group's beginning.
    """

    counts: npt.NDArray[np.int64]
    weeks: Places

    def of(self, group: int, window: int = MEMORY) -> list[int]:
        """The last weeks of a group, at most `window`, oldest first."""
        length = int(min(self.weeks[group], window))
        return self.counts[group, self.counts.shape[1] - length :].tolist() if length else []


def throughput(group: Places, finished: Days, groups: int, begin: Days, today: date) -> Throughput:
    """Finish days of items with their group (0..G-1) -> items a week; NaT = not known, not counted.

    `begin[g]` is the day the group began (NaT: its first finished item).
    """
    monday = np.datetime64(today - timedelta(days=today.weekday()), "D")
    week = MEMORY + (finished - monday).astype(np.float64) // 7
    usable = ~np.isnat(finished) & (week >= 0) & (week < MEMORY)
    place = group[usable] * MEMORY + week[usable].astype(np.int64)
    counts = np.bincount(place, minlength=groups * MEMORY).reshape(groups, MEMORY)
    first = np.where(counts.any(axis=1), (counts > 0).argmax(axis=1), MEMORY)
    since = MEMORY + (begin - monday).astype(np.float64) // 7
    start = np.where(np.isnat(begin), first, np.fmin(since, first))
    return Throughput(counts, np.clip(MEMORY - start, 0, MEMORY).astype(np.int64))


def day_after(
    weeks: int | None, today: date, due: date | None, calendar: WorkingCalendar
) -> date | None:
    """The working day by which so many weeks from today have passed.

    A law in weeks cannot tell days within a week: when it ends in the week that holds the due date
    (weeks counted from today), that is the date.
    """
    if weeks is None:
        return None
    end = today + timedelta(days=7 * weeks)
    if due is not None and end - timedelta(days=7) < due <= end and due >= today:
        return due
    return calendar.add(end, 0)
