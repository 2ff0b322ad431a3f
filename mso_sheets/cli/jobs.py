"""`mso-sheets jobs`: what there is, what for, and when next."""

from __future__ import annotations

import json

import click

from mso_sheets import app
from mso_sheets.cli import options


@click.command("jobs")
@options.as_json
def command(as_json: bool) -> int:
    """List jobs: purpose, schedule, next run."""
    from mso_sheets.jobfile import night_warning
    from mso_sheets.worker.times import next_time

    started = app.start()
    zone = started.settings.timezone or "UTC"
    now = app.now()
    rows = []
    for name, spec in started.jobs.items():
        due = next_time(spec.schedule, zone, now)
        when = f"{due:%a} {due.day} {due:%b %H:%M} {due.tzname()}" if due else "by hand only"
        if spec.only_on:
            when += f" (only the {spec.only_on.replace('-', ' ')} of the month)"
        rows.append(
            {
                "job": name,
                "purpose": spec.purpose,
                "schedule": spec.schedule,
                "next_run": due.isoformat() if due else None,
                "next": when,
                "warning": night_warning(spec.schedule),
            }
        )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        click.echo(f"{row['job']:<18} {row['schedule'] or '-':<22} next {row['next']}")
        click.echo(f"{'':<18} {row['purpose']}")
        if row["warning"]:
            click.echo(f"{'':<18} note: {row['warning']}")
    return 0
