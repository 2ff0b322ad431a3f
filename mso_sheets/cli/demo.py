"""`mso-sheets demo [DIR]`: a team's year in one file, every job run on it, no account, no network."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import click

from mso_sheets import app
from mso_sheets.cli import options
from mso_sheets.cli.progress import Progress

NAME = "mso-demo.xlsx"
# refresh first, so that the tabs are there when the digests are read.
ORDER = ("refresh", "daily-followups", "meeting-actions", "weekly-review", "process-review")

PAGES = (
    ("*-daily-followups-*-mso-demo.html", "the morning digest as people see it"),
    ("*-weekly-review-*/*.html", "the weekly review, one page to read or print"),
)
"""What a newcomer opens after the workbook: pages in the outbox, the last of each."""


@click.command("demo")
@click.argument("directory", default="demo", type=click.Path(path_type=Path, file_okay=False))
@options.quiet
@options.verbose
def command(directory: Path, quiet: bool, verbose: bool) -> int:
    """Make DIRECTORY/mso-demo.xlsx, run every shipped job on it, print the digests."""
    from mso_sheets.adapters.excel_sample import write_sample
    from mso_sheets.cli import printing
    from mso_sheets.logs import configure

    say = (lambda text: None) if quiet else click.echo
    day = working_day(app.now().date())
    directory.mkdir(parents=True, exist_ok=True)
    book, outbox = directory / NAME, directory / "outbox"
    say(f"Making {book}: a monetisation strategy and operations team on {day:%A %d %B %Y}.")
    shutil.rmtree(outbox, ignore_errors=True)
    write_sample(book, day)
    started = demo_app(app.start())
    configure("DEBUG" if verbose else started.settings.log_level, started.environment)
    progress = Progress(len(started.jobs), shown=not quiet)
    asked = app.Asked(as_of=day, outbox=outbox, echo=progress.aside(lambda text: say("\n" + text)))
    target = app.target(started, str(book))
    records = []
    for job in sorted(started.jobs, key=lambda name: ORDER.index(name) if name in ORDER else 99):
        say(f"\n$ mso-sheets run {job} --workbook {book}")
        with progress.step(job):
            record = app.run_job(started, job, target, asked)
        printing.show_record(record, quiet=quiet)
        records.append(record)
    say("\nOpen next:")
    say(f"  {book}    the Summary tab first, then Follow-ups and Data quality")
    for pattern, words in PAGES:
        for page in sorted(outbox.glob(pattern))[-1:]:
            say(f"  {page}    {words}")
    return app.exit_code(records)


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend: digests are quiet on weekends."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def demo_app(started: app.App) -> app.App:
    """The same product without a token: the demo never posts anywhere."""
    hidden = {"SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN_FILE"}
    quiet = {name: value for name, value in started.environment.items() if name not in hidden}
    return replace(started, environment=quiet)
