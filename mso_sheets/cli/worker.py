"""`mso-sheets worker`: the schedule, until SIGTERM."""

from __future__ import annotations

from datetime import timedelta

import click

from mso_sheets import app
from mso_sheets.errors import ConfigError


@click.command("worker")
def command() -> int:
    """Run every job of every workbook at its time, in the workbook's zone, until SIGTERM."""
    from mso_sheets.answering import answering
    from mso_sheets.jobfile import night_warning
    from mso_sheets.local import LocalState
    from mso_sheets.logs import configure
    from mso_sheets.worker.runner import Runner
    from mso_sheets.worker.schedule import Schedule, Scheduled

    started = app.start()
    configure(started.settings.log_level, started.environment)
    local = LocalState.of(started.environment)
    chosen = app.targets(started, ())
    jobs = [
        Scheduled(
            name, target.name, spec.schedule, app.schedule_zone(started, target, local), spec.period
        )
        for target in chosen
        for name, spec in started.jobs.items()
        if spec.schedule
    ]
    if not jobs:
        raise ConfigError(
            "No job has a schedule.", 'Add schedule = "0 9 * * mon-fri" to a job file.'
        )
    for name, spec in started.jobs.items():
        if night_warning(spec.schedule):
            click.echo(f"{name}: {night_warning(spec.schedule)}", err=True)
    settings = started.settings
    schedule = Schedule(
        jobs,
        Runner(settings.run_seconds, str(started.home.folder)),
        app.now,
        timedelta(hours=settings.grace_hours),
        settings.claim_lease_seconds,
        lambda due: local.beat(app.now(), due),
    )
    schedule.listen()
    local.start(app.now())
    with answering(started, chosen, schedule.refresh_soon):
        schedule.serve(local.read().get("good", {}))
    return 0
