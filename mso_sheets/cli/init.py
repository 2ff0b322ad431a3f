"""`mso-sheets init WORKBOOK`: the tabs that are missing; never a cell that is there."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from mso_sheets import app
from mso_sheets.cli import printable

if TYPE_CHECKING:
    from mso_sheets.plan.initial import Initial


@click.command("init")
@click.argument("workbook")
@click.option("--sample", is_flag=True, help="Fill the new tabs with a sample team's rows.")
@click.option("--name", default="", help="Put WORKBOOK into the settings under this name.")
@click.option("--channel", default="", help="With --name: the Slack channel of its digests.")
@click.option("--dry-run", is_flag=True, help="List what would be made; write nothing.")
def command(workbook: str, sample: bool, name: str, channel: str, dry_run: bool) -> int:
    """Make the input tabs that WORKBOOK lacks: headers, notes, dropdowns, formats."""
    if channel and not name:
        raise click.UsageError(
            "--channel is kept in the settings under a name. Give one: --name NAME."
        )
    started = app.start()
    target = app.target(started, workbook)
    keep = app.name_workbook(started, target, name, channel) if name else None
    made = app.initialise(started, target, sample=sample, dry_run=dry_run)
    show(made, dry_run=dry_run)
    if keep is not None and not dry_run:
        click.echo(f"  {name} is in {keep()}")
    if made.tabs and not dry_run:
        chosen = f" --workbook {shlex.quote(workbook)}"
        click.echo("Next: mso-sheets check, then mso-sheets run refresh" + ("" if name else chosen))
    return 0


def show(made: Initial, *, dry_run: bool) -> None:
    """A line for each tab that is there, and for each that is made."""
    for note in made.notes:
        click.echo(printable(f"  {note}"))
    verb = "would be made" if dry_run else "made"
    for tab in made.tabs:
        rows = f", {len(tab.rows)} rows" if tab.rows else ""
        click.echo(f"  {tab.title} {verb}: {len(tab.headers)} columns{rows}")
    if not made.tabs:
        click.echo("Nothing is missing; nothing was changed.")
