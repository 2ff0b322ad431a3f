"""Dates relative to the day of the sample: working days (Mon-Fri), serials, words."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_EPOCH = date(1899, 12, 30)


def workday(day: date, count: int) -> date:
    """The Mon-Fri day `count` working days from `day`; 0 is `day` or the working day before it."""
    start = day - timedelta(days=max(0, day.weekday() - 4))
    weeks, rest = divmod(start.weekday() + count, 5)
    return start - timedelta(days=start.weekday()) + timedelta(weeks=weeks, days=rest)


def serial(day: date, hours: float = 0.0) -> float:
    """The spreadsheet's number of a day, `hours` after its midnight."""
    return (day - _EPOCH).days + round(hours * 60) / 1440


def month_end(day: date, months: int) -> date:
    """The last day of the month `months` after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def in_words(day: date) -> str:
    """`12 March`, as people write it in notes."""
    return f"{day.day} {calendar.month_name[day.month]}"
