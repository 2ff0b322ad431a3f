"""When a job is due: cron with weekday names, in a workbook's zone. APScheduler's trigger does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger


def trigger(schedule: str, zone: str) -> CronTrigger:
    """The trigger of a five-field cron line with weekday names."""
    from apscheduler.triggers.cron import CronTrigger

    minute, hour, day, month, weekday = schedule.split()
    return CronTrigger(
        minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=zone
    )


def next_time(schedule: str, zone: str, now: datetime) -> datetime | None:
    """The next time after `now` (aware); None for a job without a schedule."""
    if not schedule:
        return None
    found: datetime | None = trigger(schedule, zone).get_next_fire_time(None, now)
    return found


def last_time(schedule: str, zone: str, now: datetime, within: timedelta) -> datetime | None:
    """The last time at or before `now` that lies within `within`; None when there was none."""
    if not schedule:
        return None
    due, last = trigger(schedule, zone), None
    fired = due.get_next_fire_time(None, now - within)
    while fired is not None and fired <= now:
        last = fired
        # In UTC: a second added to a local time of the hour that comes twice falls back an hour.
        fired = due.get_next_fire_time(None, fired.astimezone(UTC) + timedelta(seconds=1))
    return last
