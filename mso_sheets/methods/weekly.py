"""Eight weeks of items: opened, closed, overdue at the end of each week, on time of those due in it.

Weeks begin on Monday; the last is the current one so far. The on-time rate counts what was DUE in a
week, still open or not (counting what was closed in it would leave out the worst).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.calendar import Days

Flags = npt.NDArray[np.bool_]
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Items:
    """Tasks or actions that were not cancelled; one value an item, NaT where it is not known.

    `moved` are places of items whose due date was changed, in order of time, with the day on which
    (`moved_on`) and the date from which (`moved_from`).
    """

    opened: Days
    due: Days
    closed: Days
    is_closed: Flags
    moved: npt.NDArray[np.int64]
    moved_on: Days
    moved_from: Days


def mondays(today: date, weeks: int) -> list[date]:
    """The Mondays of the last `weeks` weeks, the current one last."""
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]


def week_name(monday: date) -> str:
    """`2026-W16`, as ISO 8601 counts."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def weekly(items: Items, today: date, weeks: int) -> pd.DataFrame:
    """One row a week: week (its Monday), opened, closed, overdue, due, on_time (of those due)."""
    return pd.DataFrame([_week(items, monday, today) for monday in mondays(today, weeks)])


def _week(items: Items, monday: date, today: date) -> dict[str, object]:
    first = np.datetime64(monday, "D")
    last = min(first + 6 * DAY, np.datetime64(today, "D"))
    closed_by = items.is_closed & ~(items.closed > last)
    there = ~(items.opened > last)
    due = due_on(items, last)
    mine = (due >= first) & (due <= last)
    in_time = items.is_closed & (items.closed <= due)
    decided = mine & ~np.isnat(due) & (in_time | (due < np.datetime64(today, "D")))
    undated = items.is_closed & np.isnat(items.closed)
    return {
        "week": pd.Timestamp(monday),
        "opened": int(((items.opened >= first) & (items.opened <= last)).sum()),
        "closed": int((items.is_closed & (items.closed >= first) & (items.closed <= last)).sum()),
        "overdue": int((there & ~closed_by & (due < last)).sum()),
        "due": int((decided & ~undated).sum()),
        "on_time": int((decided & ~undated & in_time).sum()),
    }


def due_on(items: Items, day: np.datetime64) -> Days:
    """Each item's due date as it stood on a day: what the first later move moved it from."""
    later = items.moved_on > day
    due = items.due.copy()
    # Backwards: of several moves the first one after the day is assigned last, and stays.
    due[items.moved[later][::-1]] = items.moved_from[later][::-1]
    return due
