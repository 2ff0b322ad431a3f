"""The metrics of a whole fleet, written by its beat: bounded by jobs and accounts, not by workbooks."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets import app
from mso_sheets.adapters.prometheus import Family, write_metrics
from mso_sheets.fleet.due import Entry, due_work
from mso_sheets.fleet.repeating import repeating
from mso_sheets.fleet.spending import Spending, spending
from mso_sheets.fleet.store import Store
from mso_sheets.worker.times import last_time

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)
EVERY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a fleet at a moment."""

    now: datetime
    entries: Sequence[Entry]
    due: Sequence[datetime]
    """When each run was due that has come and has had no good run."""
    good: Mapping[str, str]
    queued: int = 0
    running: int = 0
    parked: int = 0
    spent: Sequence[Spending] = ()


def families_of(found: Measured) -> list[Family]:
    """Every metric of a fleet."""
    at = Family("fleet_measured_timestamp_seconds", "gauge", "When the beat measured this.")
    at.add(found.now.timestamp())
    books = Family("fleet_workbooks", "gauge", "Workbooks on the schedule.")
    books.add(len({entry.workbook for entry in found.entries}))
    late = Family("fleet_lateness_seconds", "gauge", "How long the oldest due run has waited.")
    late.add(max(((found.now - due).total_seconds() for due in found.due), default=0.0))
    return [at, books, _runs(found), late, *_ages(found), *_quota(found.spent)]


def _runs(found: Measured) -> Family:
    family = Family("fleet_runs", "gauge", "Runs that are due, queued, with workers, or parked.")
    for state, number in (
        ("due", len(found.due)),
        ("queued", found.queued),
        ("running", found.running),
        ("parked", found.parked),
    ):
        family.add(number, state=state)
    return family


def _ages(found: Measured) -> tuple[Family, Family]:
    oldest = Family("fleet_oldest_good_run_timestamp_seconds", "gauge",
                    "Due moment of the good run that is longest ago, by job.")  # fmt: skip
    never = Family("fleet_never_good", "gauge", "Workbooks without any good run yet, by job.")
    least: dict[str, float] = {}
    without: Counter[str] = Counter()
    for entry in found.entries:
        moment = found.good.get(entry.key)
        without[entry.job] += moment is None
        if moment is not None:
            when = datetime.fromisoformat(moment).timestamp()
            least[entry.job] = min(when, least.get(entry.job, when))
    for job, number in sorted(without.items()):
        never.add(number, mso_job=job)
    for job, when in sorted(least.items()):
        oldest.add(when, mso_job=job)
    return oldest, never


def _quota(spent: Sequence[Spending]) -> Iterator[Family]:
    limit = Family("fleet_quota_limit", "gauge", "Requests a minute, of the project and accounts.")
    left = Family("fleet_quota_left", "gauge", "Requests that may still leave within a minute.")
    wait = Family(
        "fleet_quota_wait_seconds", "gauge", "How long a request would wait for its turn."
    )
    for each in spent:
        labels = {"of": each.of, "side": each.side}
        limit.add(each.limit, **labels)
        left.add(each.left, **labels)
        wait.add(round(each.wait_seconds, 3), **labels)
    yield from (limit, left, wait)


def measure(started: app.App, client: Redis, entries: Sequence[Entry]) -> Measured:
    """Looks at Redis once."""
    from mso_sheets.fleet.parking import parked_of

    store, now = Store(client), app.now()
    good = store.good()
    grace = timedelta(hours=started.settings.grace_hours)
    due = due_work(entries, good, now, 0, grace, last_time)
    queued, running = store.waiting()
    return Measured(
        now,
        entries,
        [datetime.fromisoformat(work.due) for work in due],
        good,
        queued,
        running,
        len(parked_of(store, entries)),
        spending(client, started.settings),
    )


def file_of(started: app.App) -> Path | None:
    """`mso-fleet.prom` beside `mso.prom`, which the workers of this machine write."""
    if not started.settings.metrics_file:
        return None
    path = started.home.folder / started.settings.metrics_file
    return path.with_name(f"{path.stem}-fleet{path.suffix}")


@contextmanager
def measuring(
    started: app.App,
    client: Redis,
    entries: Callable[[], Sequence[Entry]],
    every: float = EVERY_SECONDS,
) -> Iterator[None]:
    """Writes the file every few seconds beside the beat; nothing where no file is set."""
    path = file_of(started)
    if path is None:
        yield
        return
    with repeating(every, lambda: _write(path, started, client, entries())):
        yield


def _write(path: Path, started: app.App, client: Redis, entries: Sequence[Entry]) -> None:
    try:
        write_metrics(path, families_of(measure(started, client, entries)))
    except Exception as error:  # the file is as old as it says; the beat goes on
        log.warning("no metrics", extra={"fields": {"why": f"{type(error).__name__}: {error}"}})
