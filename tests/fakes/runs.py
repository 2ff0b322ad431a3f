"""Runs a job on fakes: the shortest way from a snapshot to a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from mso_sheets import pipeline
from mso_sheets.jobfile import JobSpec, load_job
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.run import RunRecord
from mso_sheets.pipeline import World
from mso_sheets.plan import Moment, Options
from tests.fakes.book import MemoryStore, MemoryWorkbook
from tests.fakes.channel import MemoryChannel, MemoryMessenger
from tests.making import TODAY, settings_of, shipped_vocabulary, snapshot_of

ROOT = Path(__file__).parent.parent.parent
LONDON = ZoneInfo("Europe/London")

SMALL = {
    "Projects": """
        | Project ID | Project         | Owner | Status      | Start date | Due date   |
        | PRJ-001    | Launch in Italy | Ana   | In progress | 2026-03-02 | 2026-05-29 |
    """,
    "Tasks": """
        | Task ID | Project ID | Task        | Owner | Status      | Start date | Due date   |
        | TSK-1   | PRJ-001    | Draft terms | Ana   | Complete    | 2026-03-02 | 2026-03-20 |
        | TSK-2   | PRJ-001    | Sign terms  | Ben   | In progress | 2026-03-23 | 2026-04-24 |
    """,
    "Actions": """
        | Action ID | Action                | Owner | Due date   | Status      | Project ID |
        | ACT-0001  | Send policy to Finance | Ana   | 2026-04-06 | In progress | PRJ-001    |
        | ACT-0002  | Confirm the budget     | Ben   | 2026-04-14 | Not started | PRJ-001    |
        |           | Publish the FAQ        | Ben   | 2026-04-20 | Not started | PRJ-001    |
    """,
    "People": """
        | Name      | Email         | Slack ID | Active |
        | Ana       | ana@x.example | U0ANA    | TRUE   |
        | Ben       | ben@x.example | U0BEN    | TRUE   |
    """,
}


@cache
def shipped_job(name: str) -> JobSpec:
    """A job as it ships."""
    return load_job(ROOT / "jobs" / f"{name}.toml")


@cache
def template(name: str) -> str:
    """A template as it ships."""
    return (ROOT / "config" / "templates" / f"{name}.md.j2").read_text("utf-8")


def small_store() -> MemoryStore:
    """A workbook with a project, two tasks, three actions and two people."""
    return MemoryStore(snapshot_of(SMALL))


def world_of(store: MemoryStore, channel: MemoryChannel, now: datetime | None = None) -> World:
    """A connection of its own to a shared workbook and channel, with the clock standing still."""
    moment = now or at(TODAY)
    return World(
        MemoryWorkbook(store), MemoryMessenger(channel), clock=lambda: moment, pause=lambda _: None
    )


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant in London."""
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def moment_at(now: datetime) -> Callable[[Snapshot], Moment]:
    """The clock of a run, standing still."""
    local = now.astimezone(LONDON)
    return lambda _: Moment(now, local, local.date(), local.date())


def options_of(job: JobSpec, run_id: str = "8f3a01", **changes: object) -> Options:
    """A run's options with a channel set."""
    rules = changes.pop("rules", None) or settings_of(channel="#mso")
    others = {name: shipped_job(name) for name in job.updates}
    digests = [digest for spec in (job, *others.values()) for digest in spec.digests]
    templates = {digest.template: template(digest.template) for digest in digests}
    return Options(
        run_id=run_id,
        workbook="emea",
        rules=rules,  # type: ignore[arg-type]
        vocabulary=shipped_vocabulary(),
        templates=templates,
        jobs=others,
        **changes,  # type: ignore[arg-type]
    )


def run_once(
    store: MemoryStore,
    channel: MemoryChannel,
    job: str = "daily-followups",
    now: datetime | None = None,
    run_id: str = "8f3a01",
    **changes: object,
) -> RunRecord:
    """One run of a shipped job with fresh connections."""
    spec, moment = shipped_job(job), now or at(TODAY)
    options = options_of(spec, run_id, **changes)
    return pipeline.run(spec, world_of(store, channel, moment), moment_at(moment), options)
