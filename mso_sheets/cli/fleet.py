"""`mso-sheets fleet worker | beat | status`: many workbooks on Celery and Redis."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from mso_sheets import app

if TYPE_CHECKING:
    from mso_sheets.fleet.due import Entry


@click.group("fleet")
def command() -> None:
    """Many workbooks on Celery and Redis (extra: fleet). The address of Redis is REDIS_URL."""


@command.command("worker")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1))
def worker(processes: int) -> int:
    """Carry out runs until SIGTERM; start as many workers as you like."""
    from mso_sheets import pipeline  # noqa: F401  imported before the fork, once for all children
    from mso_sheets.fleet.engine import engine_of, redis_of
    from mso_sheets.logs import configure

    started = app.start()
    engine = engine_of(started)
    redis_of(started.environment).close()
    configure(started.settings.log_level, started.environment)
    arguments = ["worker", f"--concurrency={processes}", "--without-gossip", "--without-mingle"]
    engine.worker_main([*arguments, f"--hostname=mso-{os.getpid()}@%h", "--loglevel=WARNING"])
    return 0


@command.command("beat")
def beat() -> int:
    """Queue due runs of every job file and workbook, and sweep what got lost, until SIGTERM."""
    from mso_sheets.fleet.beat import Beat
    from mso_sheets.fleet.engine import engine_of, redis_of, sender
    from mso_sheets.fleet.store import Store
    from mso_sheets.logs import configure

    started = app.start()
    engine = engine_of(started)
    client = redis_of(started.environment)
    configure(started.settings.log_level, started.environment)
    entries = entries_of(started)
    for line in pressures(started, entries):
        click.echo(line, err=True)
    rules, grace = started.settings.fleet, timedelta(hours=started.settings.grace_hours)
    beating = Beat(entries, Store(client), sender(engine), app.now, rules, grace)
    signal.signal(signal.SIGTERM, beating.stop)
    signal.signal(signal.SIGINT, beating.stop)
    beating.serve()
    return 0


@command.command("status")
@click.option(
    "--retry", default="", metavar="JOB/WORKBOOK", help="Let a parked run be tried again."
)
def status(retry: str) -> int:
    """Show the queue, what is late, what is parked and why. Exit 1 when anything is parked."""
    from mso_sheets.fleet.due import due_work
    from mso_sheets.fleet.engine import redis_of
    from mso_sheets.fleet.store import Store
    from mso_sheets.worker.times import last_time

    started = app.start()
    store = Store(redis_of(started.environment))
    if retry:
        found = store.unpark(retry)
        click.echo(f"{retry} will be tried again" if found else f"{retry} is not parked")
        return 0 if found else 1
    entries = entries_of(started)
    grace = timedelta(hours=started.settings.grace_hours)
    due = due_work(entries, store.good(), app.now(), 0, grace, last_time)
    queued, running = store.waiting()
    living = store.living()
    click.echo(f"{len(due)} due, {queued} queued, {running} with workers")
    if "beat" not in living:
        click.echo("no beat gave a sign of life; start one with: mso-sheets fleet beat")
    for line in pressures(started, entries):
        click.echo(line)
    parked = store.parked()
    for entry, told in sorted(parked.items()):
        click.echo(
            f"parked  {entry} of {told['day']} after {told['tries']} tries: {told['reason']}"
        )
    return 1 if parked else 0


def entries_of(started: app.App) -> list[Entry]:
    """Every scheduled job of every workbook; zones come from the settings or a file's last reading."""
    from mso_sheets.fleet.due import Entry
    from mso_sheets.local import LocalState

    local = LocalState.of(started.environment)
    jobs = [(name, spec.schedule) for name, spec in started.jobs.items() if spec.schedule]
    return [
        Entry(job, chosen.name, cron, zone)
        for chosen in app.targets(started, ())
        for zone in [app.schedule_zone(started, chosen, local)]
        for job, cron in jobs
    ]


def pressures(started: app.App, entries: list[Entry]) -> list[str]:
    """The time that each busy moment needs at the quota: workbooks on Google with the same line."""
    from collections import Counter

    from mso_sheets.fleet.quota import Quota, pressure

    files = {chosen.name for chosen in app.targets(started, ()) if chosen.is_file}
    rules, retry = started.settings.fleet, started.settings.retry
    accounts = max(1, len(rules.key_files))
    reads = Quota(rules.project_reads_a_minute, retry.reads_a_minute, accounts)
    writes = Quota(rules.project_writes_a_minute, retry.writes_a_minute, accounts)
    crowds = Counter((e.job, e.cron) for e in entries if e.workbook not in files)
    return [
        f"{job}: {pressure(count, moment(cron), reads, writes)}"
        for (job, cron), count in crowds.items()
    ]


def moment(cron: str) -> str:
    """`09:00` for a daily line, the line itself for others."""
    minute, hour, *_ = cron.split()
    return (
        f"{int(hour):02d}:{int(minute):02d}" if minute.isdigit() and hour.isdigit() else f"'{cron}'"
    )
