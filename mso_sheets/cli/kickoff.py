"""`mso-sheets kickoff PROJECT`: what the team already knows about work like this, as Markdown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mso_sheets import app
from mso_sheets.cli import options


@click.command("kickoff")
@click.argument("project")
@options.workbooks
@options.as_of
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file."
)
def command(project: str, workbooks: tuple[str, ...], as_of: date | None, out: Path | None) -> int:
    """List similar cases, their lessons, SOPs and templates, and open risks for PROJECT."""
    from mso_sheets.analyses.kickoff import kickoff_markdown

    return app.write_pack(app.start(), workbooks, as_of, out, project, kickoff_markdown, click.echo)
