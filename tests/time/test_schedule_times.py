"""When jobs are due, at clock changes, year's end and 29 February: each local day exactly once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mso_sheets.worker.schedule import Scheduled, missed
from mso_sheets.worker.times import last_time, next_time

CHANGES = [
    ("Europe/London", date(2026, 3, 29), 60),
    ("Europe/London", date(2026, 10, 25), -60),
    ("America/New_York", date(2026, 3, 8), 60),
    ("America/New_York", date(2026, 11, 1), -60),
    ("Australia/Lord_Howe", date(2026, 10, 4), 30),
    ("Australia/Lord_Howe", date(2026, 4, 5), -30),
]
BEFORE = timedelta(days=3)


def due_times(schedule: str, zone: str, start: datetime, end: datetime) -> list[datetime]:
    times: list[datetime] = []
    now = start
    while (found := next_time(schedule, zone, now)) is not None and found < end:
        times.append(found.astimezone(UTC))
        now = times[-1] + timedelta(seconds=1)
    return times


def around(zone: str, day: date) -> tuple[datetime, datetime]:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return noon - BEFORE, noon + BEFORE


@pytest.mark.parametrize(("zone", "day", "minutes"), CHANGES)
def test_nine_in_the_morning_stays_nine_and_comes_once_a_day(
    zone: str, day: date, minutes: int
) -> None:
    times = due_times("0 9 * * *", zone, *around(zone, day))
    local = [time.astimezone(ZoneInfo(zone)) for time in times]
    assert {(time.hour, time.minute) for time in local} == {(9, 0)}
    days = [time.date() for time in local]
    assert len(set(days)) == len(days) == 6
    gaps = {later - earlier for earlier, later in pairwise(times)}
    assert gaps == {timedelta(days=1), timedelta(days=1) - timedelta(minutes=minutes)}


@pytest.mark.parametrize(("zone", "day", "minutes"), CHANGES)
def test_an_hourly_job_neither_stops_nor_runs_twice_at_one_instant(
    zone: str, day: date, minutes: int
) -> None:
    start, end = around(zone, day)
    times = due_times("5 * * * *", zone, start, end)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert min(gaps) > timedelta(0)
    assert max(gaps) <= timedelta(minutes=60 + abs(minutes))


@pytest.mark.parametrize(("zone", "day", "minutes"), CHANGES)
def test_the_last_due_time_is_the_last_of_all_due_times(zone: str, day: date, minutes: int) -> None:
    start, end = around(zone, day)
    times = due_times("0 9 * * *", zone, start, end)
    assert last_time("0 9 * * *", zone, end, end - start) == times[-1]
    assert last_time("0 9 * * *", zone, times[2], timedelta(hours=30)) == times[2]


@pytest.mark.parametrize(("zone", "day", "minutes"), CHANGES)
def test_a_day_whose_run_went_well_is_not_caught_up_after_the_clocks_changed(
    zone: str, day: date, minutes: int
) -> None:
    job = Scheduled("daily", "emea", "0 9 * * *", zone)
    due = last_time("0 9 * * *", zone, around(zone, day)[1], timedelta(days=2))
    assert due is not None
    good = {job.key: (due + timedelta(seconds=9)).astimezone(UTC).isoformat()}
    for hours in range(1, 23):
        assert missed([job], good, due + timedelta(hours=hours), timedelta(hours=12)) == []


@pytest.mark.parametrize(("zone", "day", "minutes"), CHANGES)
def test_looking_back_over_the_hour_that_comes_twice_comes_to_an_end(
    zone: str, day: date, minutes: int
) -> None:
    noon = around(zone, day)[1] - BEFORE
    found = last_time("5 * * * *", zone, noon, timedelta(days=8))
    assert found is not None
    assert noon - found == timedelta(minutes=55)


def test_a_worker_asleep_over_the_change_of_the_clocks_has_one_run_to_catch_up() -> None:
    job = Scheduled("refresh", "emea", "5 * * * *", "Europe/London")
    good = {job.key: "2026-10-24T22:05:03+00:00"}
    now = datetime(2026, 10, 25, 9, 30, tzinfo=UTC)
    assert missed([job], good, now, timedelta(hours=12)) == [job]


@pytest.mark.parametrize(
    ("schedule", "now", "expected"),
    [
        ("0 9 29 2 *", "2026-01-01", "2028-02-29T09:00:00+00:00"),
        ("0 9 1 * *", "2026-12-02", "2027-01-01T09:00:00+00:00"),
        ("30 8 * * mon", "2026-12-29", "2027-01-04T08:30:00+00:00"),
        ("0 9 * * mon-fri", "2028-02-28T10:00", "2028-02-29T09:00:00+00:00"),
    ],
)
def test_calendars_ends(schedule: str, now: str, expected: str) -> None:
    found = next_time(schedule, "Europe/London", datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found is not None
    assert found.isoformat() == expected
