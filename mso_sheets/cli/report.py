"""`mso-sheets report`: the weekly review as a page, Markdown and, with --deck, slides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mso_sheets import app
from mso_sheets.cli import options
from mso_sheets.cli.progress import Progress


@click.command("report")
@options.workbooks
@options.as_of
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("report"),
    help="Folder for the files. Default: report/",
)  # fmt: skip
@click.option("--deck", is_flag=True, help="Add the slides (extra: deck).")
@options.quiet
@options.verbose
def command(
    workbooks: tuple[str, ...],
    as_of: date | None,
    out: Path,
    deck: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Write the weekly review: OUT/<workbook>-<day>.html and .md; nothing in the workbook changes."""
    from mso_sheets.logs import configure

    started = app.start()
    configure("DEBUG" if verbose else started.settings.log_level, started.environment)
    chosen = app.targets(started, workbooks)
    progress = Progress(len(chosen), shown=not quiet)
    for target in chosen:
        with progress.step(f"{target.name} report"):
            paths = app.write_review(started, target, app.Asked(as_of=as_of), out, deck=deck)
        for path in paths if not quiet else ():
            click.echo(f"{target.name}  {path}")
    return 0
