"""What a beat serves: the schedule of every workbook there is, renewed as the registry changes."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mso_sheets import app
from mso_sheets.errors import ConfigError, MsoSheetsError
from mso_sheets.fleet.beat import Beat
from mso_sheets.fleet.due import Entry, Work
from mso_sheets.fleet.limits import SIDES, quota_of
from mso_sheets.fleet.listing import SharedListMemory
from mso_sheets.fleet.parking import news_of
from mso_sheets.fleet.quota import pressure
from mso_sheets.fleet.store import Store
from mso_sheets.local import LocalState

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)


def with_shared_list(started: app.App, client: Redis) -> app.App:
    """The same process with the registry's list in Redis."""
    return replace(started, list_memory=SharedListMemory(client))


def beat_of(
    started: app.App, client: Redis, send: Callable[[Work], None], echo: Callable[[str], None]
) -> Beat:
    """The beat of a fleet; says once what its schedule means at the quota."""
    settings = started.settings
    schedule = Schedule(with_shared_list(started, client))
    for line in pressures(started, schedule.entries(), schedule.files):
        echo(line)
    grace = timedelta(hours=settings.grace_hours)
    look = news_of(started, client, schedule.entries)
    return Beat(schedule.entries, Store(client), send, app.now, settings.fleet, grace, look)


class Schedule:
    """The entries of now. A registry that cannot be read leaves the entries as they were."""

    def __init__(self, started: app.App) -> None:
        self._app = started
        self._local = LocalState.of(started.environment)
        self._entries: Sequence[Entry] | None = None
        self._looked = self._read_at = 0.0
        self.files: frozenset[str] = frozenset()

    def entries(self) -> Sequence[Entry]:
        """Every scheduled job of every workbook; the registry is looked at when its time has come."""
        every = self._app.settings.fleet.registry_seconds
        moment = app.now().timestamp()
        if self._entries is not None and (
            not self._app.settings.registry or moment - self._looked < every
        ):
            return self._entries
        self._looked = moment
        try:
            found = app.listing(self._app, at_most=every)
            if self._entries is None or found.read_at != self._read_at:
                self._renew(found.read_at)
        except MsoSheetsError as error:
            if self._entries is None:
                raise
            log.warning("registry", extra={"fields": {"why": str(error)}})
        return self._entries or ()

    def _renew(self, read_at: float) -> None:
        chosen = chosen_of(self._app)
        self.files = frozenset(each.name for each in chosen if each.is_file)
        self._entries, self._read_at = entries_of(self._app, chosen, self._local), read_at
        log.info("schedule", extra={"fields": {"workbooks": len(chosen)}})


def chosen_of(started: app.App) -> list[app.Target]:
    """Every workbook, from the list that the fleet remembers; none is no mistake with a registry."""
    try:
        return app.targets(started, (), at_most=float("inf"))
    except ConfigError:
        if started.settings.registry and app.listing(started, at_most=float("inf")).read_at:
            return []
        raise


def entries_of(
    started: app.App, chosen: Sequence[app.Target], local: LocalState
) -> Sequence[Entry]:
    """Every scheduled job of these workbooks; zones are set, listed, or a file's last reading's."""
    jobs = [(name, spec.schedule) for name, spec in started.jobs.items() if spec.schedule]
    zones = {each.name: app.schedule_zone(started, each, local) for each in chosen}
    return [Entry(job, each.name, cron, zones[each.name]) for each in chosen for job, cron in jobs]


def pressures(started: app.App, entries: Sequence[Entry], files: frozenset[str]) -> list[str]:
    """The time that each busy moment needs at the quota: workbooks on Google with the same line."""
    reads, writes = (quota_of(started.settings, side) for side in SIDES)
    crowds = Counter((e.job, e.cron) for e in entries if e.workbook not in files)
    return [
        f"{job}: {pressure(count, moment_of(cron), reads, writes)}"
        for (job, cron), count in crowds.items()
    ]


def moment_of(cron: str) -> str:
    """`09:00` for a daily line, the line itself for others."""
    minute, hour, *_ = cron.split()
    plain = minute.isdigit() and hour.isdigit()
    return f"{int(hour):02d}:{int(minute):02d}" if plain else f"'{cron}'"
