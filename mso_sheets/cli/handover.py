"""`mso-sheets handover PERSON`: everything that one person holds, as Markdown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mso_sheets import app
from mso_sheets.cli import options


@click.command("handover")
@click.argument("person")
@options.workbooks
@options.as_of
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file."
)
def command(person: str, workbooks: tuple[str, ...], as_of: date | None, out: Path | None) -> int:
    """List projects, tasks, actions, risks, resources and meetings of PERSON; takers are left blank."""
    from mso_sheets.analyses.handover import handover_markdown

    return app.write_pack(app.start(), workbooks, as_of, out, person, handover_markdown, click.echo)
