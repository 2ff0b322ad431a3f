"""`mso-sheets run JOB...`: the same path as the schedule, by hand."""

from __future__ import annotations

import gc
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mso_sheets import app
from mso_sheets.app.collector import collector_at_rest
from mso_sheets.cli import options, show_error
from mso_sheets.cli.progress import Progress
from mso_sheets.errors import ConfigError

if TYPE_CHECKING:
    from mso_sheets.model.run import RunRecord


@click.command("run")
@click.argument("jobs", nargs=-1, required=True, metavar="JOB...")
@options.workbooks
@options.as_of
@click.option(
    "--dry-run", is_flag=True, help="Print the cell-level diff and the messages; write nothing."
)
@click.option(
    "--force", is_flag=True, help="Post again what was posted already (it doubles the message)."
)
@click.option(
    "--accept-shrink", is_flag=True, help="Accept that a table lost more than half of its rows."
)
@click.option(
    "--to", default="", metavar="CHANNEL", help="Send messages here instead, outside the ledger."
)
@options.outbox
@options.as_json
@click.option(
    "--shard", default="", metavar="I/N", help="Only the I-th of N shares of the workbooks."
)
@options.quiet
@options.verbose
@click.option("--scheduled", type=options.Day(), hidden=True)
def command(
    jobs: tuple[str, ...],
    workbooks: tuple[str, ...],
    as_of: date | None,
    dry_run: bool,
    force: bool,
    accept_shrink: bool,
    to: str,
    outbox: Path | None,
    as_json: bool,
    shard: str,
    quiet: bool,
    verbose: bool,
    scheduled: date | None,
) -> int:
    """Run JOBs now on one workbook, several, or all of the settings."""
    with collector_at_rest():
        from mso_sheets.cli import printing
        from mso_sheets.logs import configure

        gc.freeze()  # modules are never garbage: no walk over them when the collector wakes
    started = app.start()
    configure("DEBUG" if verbose else app.start().settings.log_level, started.environment)
    for job in jobs:
        started.job(job)
    silent = quiet or as_json
    chosen = app.of_shard(app.targets(started, workbooks), shard)
    progress = Progress(len(chosen) * len(jobs), shown=not silent)
    echo = (lambda text: None) if silent else progress.aside(click.echo)
    asked = app.Asked(as_of, scheduled, force, accept_shrink, to, outbox, echo)
    codes = [] if workbooks else [_tell_registry(started)]
    records: list[RunRecord] = []
    for place in chosen:
        for job in jobs:
            try:
                if dry_run:
                    with progress.step(f"{place.name} {job}"):
                        plan, world, chosen_options = app.plan_job(started, job, place, asked)
                    printing.show_plan(plan, world, chosen_options, as_json=as_json, quiet=quiet)
                    codes.append(3 if plan.refusals else 1 if plan.failures else 0)
                    continue
                with progress.step(f"{place.name} {job}"):
                    record = app.run_job(started, job, place, asked)
            except ConfigError as error:
                show_error(place.name, error)
                codes.append(error.exit_code)
                continue
            records.append(record)
            if as_json:
                click.echo(json.dumps(record.as_json(), ensure_ascii=False))
            else:
                printing.show_record(record, quiet=quiet)
    codes.append(app.exit_code(records))
    return max(codes)


def _tell_registry(started: app.App) -> int:
    """Says what is wrong with the registry; 1 when it could not be read."""
    found = app.listing(started, at_most=float("inf"))
    for line in found.news.values():
        click.echo(line, err=True)
    return int(bool(found.trouble))
