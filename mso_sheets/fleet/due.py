"""What a fleet has to run now: from cron lines, the last good runs and a spread. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

LastTime = Callable[[str, str, datetime, timedelta], datetime | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One job of one workbook, its cron line and the workbook's zone."""

    job: str
    workbook: str
    cron: str
    zone: str

    @property
    def key(self) -> str:
        """How it is called in Redis and in status."""
        return f"{self.job}/{self.workbook}"


@dataclass(frozen=True, slots=True)
class Work:
    """One due run. `due` is the moment in UTC, `day` the day in the workbook's zone (ISO both)."""

    job: str
    workbook: str
    due: str
    day: str

    @property
    def entry(self) -> str:
        """The job and workbook, whatever the time."""
        return f"{self.job}/{self.workbook}"

    @property
    def key(self) -> str:
        """This very run."""
        return f"{self.entry}@{self.due}"


def spread_seconds(key: str, window: float) -> float:
    """Where in the window (seconds) an entry runs: always the same place, evenly spread."""
    number = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
    return window * number / 2**64


def due_work(
    entries: Iterable[Entry],
    good: Mapping[str, str],
    now: datetime,
    window: float,
    grace: timedelta,
    last_time: LastTime,
) -> list[Work]:
    """Every entry whose last due moment has come and has had no good run: one each, oldest first.

    `good` maps an entry's key to the due moment (UTC, ISO) of its last good run. An entry waits
    for its place in the window; what is older than `grace` is left to its next time.
    """
    times: dict[tuple[str, str], datetime | None] = {}
    found = []
    for entry in entries:
        line = (entry.cron, entry.zone)
        if line not in times:
            times[line] = last_time(entry.cron, entry.zone, now, grace)
        due = times[line]
        if due is None or due + timedelta(seconds=spread_seconds(entry.key, window)) > now:
            continue
        work = work_of(entry, due)
        if good.get(entry.key, "") < work.due:
            found.append(work)
    return sorted(found, key=lambda work: (work.due, work.key))


def work_of(entry: Entry, due: datetime) -> Work:
    """The run of an entry at its due moment."""
    day = due.astimezone(ZoneInfo(entry.zone)).date().isoformat()
    return Work(entry.job, entry.workbook, due.astimezone(UTC).isoformat(), day)
