"""Working days: weekday mask and holidays, vectorised; one calendar for the team, one a person.

Convention: the number of working days from a to b counts the days in (a, b], so "due Friday, seen
Monday" is 1 working day late. NETWORKDAYS of spreadsheets counts both ends instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class WorkingCalendar:
    """Weekday mask Monday first ("1111100") and the days off on top of it.

    `extra` are working days after all (a Holidays row with Working = yes).
    """

    mask: str = "1111100"
    holidays: frozenset[date] = frozenset()
    extra: frozenset[date] = frozenset()
    name: str = "Mon-Fri"

    @cached_property
    def _busday(self) -> np.busdaycalendar:
        off = np.array(sorted(self.holidays - self.extra), dtype="datetime64[D]")
        return np.busdaycalendar(weekmask=self.mask, holidays=off)

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`."""
        return day in self.extra or bool(np.is_busday(np.datetime64(day), busdaycal=self._busday))

    def between(self, start: Days, end: Days) -> npt.NDArray[np.float64]:
        """Working days in (start, end], negative when end is before start, NaN where either is NaT.

        Both arrays `datetime64`, broadcast against each other.
        """
        first, last = np.broadcast_arrays(
            np.asarray(start, dtype="datetime64[D]"), np.asarray(end, dtype="datetime64[D]")
        )
        known = ~(np.isnat(first) | np.isnat(last))
        out = np.full(first.shape, np.nan)
        low, high = np.minimum(first[known], last[known]), np.maximum(first[known], last[known])
        day = np.timedelta64(1, "D")
        count = np.busday_count(low + day, high + day, busdaycal=self._busday).astype(np.float64)
        for extra in self._extra_outside_mask:
            count += (low < extra) & (extra <= high)
        out[known] = np.where(last[known] >= first[known], count, -count)
        return out

    @cached_property
    def _extra_outside_mask(self) -> Days:
        days = np.array(sorted(self.extra), dtype="datetime64[D]")
        return days[~np.is_busday(days, busdaycal=self._busday)] if days.size else days

    def days(self, start: date, end: date) -> int:
        """Working days in (start, end] for one pair."""
        return int(
            self.between(np.array([start], "datetime64[D]"), np.array([end], "datetime64[D]"))[0]
        )

    def network_days(self, start: Days, end: Days) -> npt.NDArray[np.float64]:
        """Working days from start to end with BOTH ends counted, as NETWORKDAYS of spreadsheets.

        Negative when end is before start, NaN where either is NaT. Source: the spreadsheet
        makers' documentation of NETWORKDAYS and NETWORKDAYS.INTL.
        """
        first, last = np.broadcast_arrays(
            np.asarray(start, dtype="datetime64[D]"), np.asarray(end, dtype="datetime64[D]")
        )
        low, high = np.minimum(first, last), np.maximum(first, last)
        count = self.between(low - np.timedelta64(1, "D"), high)
        return np.where(last < first, -count, count)

    def add_days(self, start: Days, count: npt.ArrayLike) -> Days:
        """The day `count` working days after each `start`, as `add` for whole columns.

        `count` is broadcast against `start`; a fraction counts as the whole day that it reaches
        into; NaT where the start is NaT or the count is NaN.
        """
        days = np.asarray(start, dtype="datetime64[D]")
        days, steps = np.broadcast_arrays(days, np.asarray(count, dtype=np.float64))
        out = np.full(days.shape, np.datetime64("NaT"), dtype="datetime64[D]")
        known = ~np.isnat(days) & np.isfinite(steps)
        if not known.any():
            return out
        whole = np.ceil(np.round(steps[known], 9)).astype(np.int64)
        table = self._working_days_around(days[known], int(np.abs(whole).max()))
        before = np.searchsorted(table, days[known], side="left")
        through = np.searchsorted(table, days[known], side="right")
        place = np.where(whole > 0, through + whole - 1, before + whole)
        out[known] = table[place]
        return out

    def _working_days_around(self, days: Days, margin: int) -> Days:
        """All working days from `margin` before the first of `days` to `margin` after the last."""
        width = (margin + len(self.holidays) + 2) * 7 + 7
        first, last = days.min() - width, days.max() + width + 1
        every = np.arange(first, last, dtype="datetime64[D]")
        working = np.is_busday(every, busdaycal=self._busday)
        return every[working | np.isin(every, self._extra_outside_mask)]

    def add(self, day: date, count: int) -> date:
        """The working day `count` working days after `day` (before it when negative).

        0 gives `day` itself if it is one, else the next working day.
        """
        step = -1 if count < 0 else 1
        current, left = day, abs(count)
        while left > 0 or not self.is_working(current):
            current = date.fromordinal(current.toordinal() + step)
            left -= 1 if left > 0 and self.is_working(current) else 0
        return current


@dataclass(frozen=True)
class Calendars:
    """The team's calendar and those of people who differ. `days`: people whose local day differs."""

    team: WorkingCalendar = WorkingCalendar()
    by_person: Mapping[str, WorkingCalendar] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)

    def of(self, person: str) -> WorkingCalendar:
        """The calendar that this person's lateness is counted by."""
        return self.by_person.get(person, self.team)

    def local_days(self, people: npt.NDArray[np.object_], today: date) -> Days:
        """Today where each person is: the team's day, save for those whose zone is on another."""
        days = np.full(people.shape, np.datetime64(today, "D"))
        for name in self.days.keys() & set(people.tolist()):
            days[people == name] = np.datetime64(self.days[name], "D")
        return days

    def days_late(
        self, people: npt.NDArray[np.object_], due: Days, today: date
    ) -> npt.NDArray[np.float64]:
        """Working days in (due, today] by each person's own day and calendar; 0 before, NaN undated."""
        late = self.between(people, due, self.local_days(people, today))
        return np.maximum(late, 0.0)

    def between(
        self, people: npt.NDArray[np.object_], start: Days, end: Days
    ) -> npt.NDArray[np.float64]:
        """Working days in (start, end], each by its own person's calendar (see `WorkingCalendar`).

        `people` holds names, one a row; who has no calendar of their own is counted by the team's.
        """
        first, last = (
            np.broadcast_to(np.asarray(d, "datetime64[D]"), people.shape) for d in (start, end)
        )
        out = self.team.between(first, last)
        for name in self.by_person.keys() & set(people.tolist()):
            mine = people == name
            out[mine] = self.by_person[name].between(first[mine], last[mine])
        return out
