"""`mso-sheets check`: a line each with a tick or a cross, and the remedy to copy."""

from __future__ import annotations

import json

import click

from mso_sheets import app
from mso_sheets.cli import options, printable

MARKS = {True: ("✓", "ok", "green"), None: ("!", "note", "yellow"), False: ("✗", "not ok", "red")}


@click.command("check")
@options.workbooks
@click.option("--accept-shrink", is_flag=True, help="Accept that the registry lost many rows.")
@options.as_json
def command(workbooks: tuple[str, ...], accept_shrink: bool, as_json: bool) -> int:
    """Check everything a run needs: credentials, sharing, tabs, headers, Slack, zone, clock."""
    from mso_sheets.checking import findings

    failed = 0
    listed = []
    for finding in findings(app.start(), workbooks, accept_shrink=accept_shrink):
        failed += finding.ok is False
        if as_json:
            listed.append(finding.as_json())
            continue
        mark, word, color = MARKS[finding.ok]
        click.echo(
            click.style(f"{mark} {word:<6}", fg=color)
            + printable(f" {finding.subject}: {finding.says}")
        )
        if finding.fix and finding.ok is not True:
            click.echo(f"          {printable(finding.fix)}")
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False))
    else:
        click.echo(f"{failed} to mend" if failed else "all that a run needs is there")
    return 1 if failed else 0
