"""Hours that people could have worked between two moments: office hours on working days.

What a service level is measured on. A working day runs from 09:00 to 17:00 unless said otherwise, so
that a service level of 8 hours is one working day. Times are local, without a zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import WorkingCalendar

Floats = npt.NDArray[np.float64]
Times = npt.NDArray[np.datetime64]

_EPOCH = np.datetime64("1970-01-04", "D")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """A calendar and the hours of its days, as numbers since midnight (9.0 to 17.0)."""

    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    opens: float = 9.0
    closes: float = 17.0

    @property
    def length(self) -> float:
        """Hours in a working day."""
        return self.closes - self.opens

    def between(self, start: Times, end: Times) -> Floats:
        """Working hours from start to end, negative when end comes first, NaN where either is NaT."""
        return self._since_epoch(end) - self._since_epoch(start)

    def _since_epoch(self, moments: Times) -> Floats:
        days = moments.astype("datetime64[D]")
        yesterday = np.subtract(days, np.timedelta64(1, "D"))
        whole = self.calendar.between(np.full(days.shape, _EPOCH), yesterday)
        today = self.calendar.between(yesterday, days)
        clock = (moments - days) / np.timedelta64(1, "h")
        hours: Floats = whole * self.length + today * np.clip(clock - self.opens, 0.0, self.length)
        return hours

    def add(self, start: datetime, hours: float) -> datetime:
        """The moment when `hours` of working time have passed since `start`."""
        moment, left = self._next_open(start), hours
        while True:
            closing = self._at(moment, self.closes)
            available = (closing - moment) / timedelta(hours=1)
            if left <= available:
                return moment + timedelta(hours=left)
            left -= available
            moment = self._next_open(self._at(moment, 0.0) + timedelta(days=1))

    def _next_open(self, moment: datetime) -> datetime:
        day = moment
        if day >= self._at(day, self.closes):
            day = self._at(day, 0.0) + timedelta(days=1)
        while not self.calendar.is_working(day.date()):
            day = self._at(day, 0.0) + timedelta(days=1)
        return max(day, self._at(day, self.opens))

    @staticmethod
    def _at(moment: datetime, hours: float) -> datetime:
        midnight = datetime(moment.year, moment.month, moment.day)
        return midnight + timedelta(hours=hours)
