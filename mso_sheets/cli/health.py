"""`mso-sheets health`: for the container's HEALTHCHECK."""

from __future__ import annotations

from datetime import timedelta

import click

from mso_sheets import app


@click.command("health")
def command() -> int:
    """Exit 0 when the worker is alive and its last good runs are fresh, else 1 and the reason."""
    from mso_sheets.local import LocalState
    from mso_sheets.worker.health import unhealthy

    started = app.start()
    patience = timedelta(seconds=started.settings.run_seconds + 30 * 60)
    reasons = unhealthy(LocalState.of(started.environment).read(), app.now(), patience)
    for reason in reasons:
        click.echo(reason)
    if not reasons:
        click.echo("healthy: the worker is alive and every job that was due has run")
    return 1 if reasons else 0
