"""`mso-sheets fleet worker | beat | status`: many workbooks on Celery and Redis."""

from __future__ import annotations

import os
import signal

import click

from mso_sheets import app


@click.group("fleet")
def command() -> None:
    """Many workbooks on Celery and Redis (extra: fleet). The address of Redis is REDIS_URL."""


@command.command("worker")
@click.option(
    "--processes", default=2, show_default=True, type=click.IntRange(1), metavar="N",
    help="Runs at the same time.",
)  # fmt: skip
def worker(processes: int) -> int:
    """Carry out runs until SIGTERM; start as many workers as you like."""
    from mso_sheets import pipeline  # noqa: F401  imported before the fork, once for all children
    from mso_sheets.adapters import google  # noqa: F401
    from mso_sheets.adapters.slack import messenger  # noqa: F401
    from mso_sheets.fleet.broker import redis_of
    from mso_sheets.fleet.engine import engine_of
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
    from mso_sheets.fleet.broker import redis_of
    from mso_sheets.fleet.engine import engine_of, sender
    from mso_sheets.fleet.measuring import measuring
    from mso_sheets.fleet.serving import beat_of
    from mso_sheets.fleet.store import Store
    from mso_sheets.logs import configure

    started = app.start()
    engine = engine_of(started)
    client = redis_of(started.environment)
    configure(started.settings.log_level, started.environment)
    send = sender(engine, started.environment, Store(client))
    beating = beat_of(started, client, send, lambda line: click.echo(line, err=True))
    signal.signal(signal.SIGTERM, beating.stop)
    signal.signal(signal.SIGINT, beating.stop)
    with measuring(started, client, lambda: beating.seen):
        beating.serve()
    return 0


@command.command("status")
@click.option(
    "--retry", default="", metavar="JOB/WORKBOOK", help="Let a parked run be tried again."
)
@click.option("--accept-shrink", is_flag=True, help="Accept that the registry lost many rows.")
def status(retry: str, accept_shrink: bool) -> int:
    """Show the queue, what is late, what is parked and why. Exit 1 when anything is parked."""
    from mso_sheets.fleet.broker import redis_of
    from mso_sheets.fleet.serving import with_shared_list
    from mso_sheets.fleet.standing import standing
    from mso_sheets.fleet.store import Store

    started = app.start()
    client = redis_of(started.environment)
    started, store = with_shared_list(started, client), Store(client)
    if retry:
        found = store.unpark(retry)
        click.echo(f"{retry} will be tried again" if found else f"{retry} is not parked")
        return 0 if found else 1
    told = standing(started, store, accept_shrink=accept_shrink)
    for line in told.lines:
        click.echo(line)
    return 1 if told.parked else 0
