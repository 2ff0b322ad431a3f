"""`mso-sheets report`: the weekly review as a page, Markdown and, with --deck, slides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mso_sheets import app
from mso_sheets.cli import options


@click.command("report")
@options.workbooks
@options.as_of
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("report"),
    help="Folder for the files. Default: report/",
)  # fmt: skip
@click.option("--deck", is_flag=True, help="Add the slides (extra: deck).")
def command(workbooks: tuple[str, ...], as_of: date | None, out: Path, deck: bool) -> int:
    """Write the weekly review: OUT/<workbook>-<day>.html and .md; nothing in the workbook changes."""
    started = app.start()
    for target in app.targets(started, workbooks):
        for path in app.write_review(started, target, app.Asked(as_of=as_of), out, deck=deck):
            click.echo(f"{target.name}  {path}")
    return 0
