"""`mso-sheets init WORKBOOK`: the tabs that are missing; never a cell that is there."""

from __future__ import annotations

import click

from mso_sheets import app


@click.command("init")
@click.argument("workbook")
@click.option("--sample", is_flag=True, help="Fill the new tabs with a sample team's rows.")
@click.option("--dry-run", is_flag=True, help="List what would be made; write nothing.")
def command(workbook: str, sample: bool, dry_run: bool) -> int:
    """Make the input tabs that WORKBOOK lacks: headers, notes, dropdowns, formats."""
    started = app.start()
    target = app.target(started, workbook)
    made = app.initialise(started, target, sample=sample, dry_run=dry_run)
    for note in made.notes:
        click.echo(f"  {note}")
    verb = "would be made" if dry_run else "made"
    for tab in made.tabs:
        rows = f", {len(tab.rows)} rows" if tab.rows else ""
        click.echo(f"  {tab.title} {verb}: {len(tab.headers)} columns{rows}")
    if not made.tabs:
        click.echo("Nothing is missing; nothing was changed.")
    elif not dry_run:
        click.echo(f"Next: mso-sheets run refresh --workbook {workbook}")
    return 0
