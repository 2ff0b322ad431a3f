"""`mso-sheets check`: a line each with a tick or a cross, and the remedy to copy."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mso_sheets.cli import options, printable

if TYPE_CHECKING:
    from mso_sheets.checking import Finding

MARKS = {True: ("✓", "ok", "green"), None: ("!", "note", "yellow"), False: ("✗", "not ok", "red")}
INDENT = "\n" + " " * 9


@click.command("check")
@options.workbooks
@click.option("--accept-shrink", is_flag=True, help="Accept that the registry lost many rows.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list of all lines on stdout.")
def command(workbooks: tuple[str, ...], accept_shrink: bool, as_json: bool) -> int:
    """Check everything a run needs: credentials, sharing, tabs, headers, Slack, zone, clock.

    Nothing is written or posted. Exit 0: nothing to mend; 1: something; 2: settings or job files.
    """
    from mso_sheets.checking import findings

    listed = []
    for finding in findings(os.environ, Path.cwd(), workbooks, accept_shrink=accept_shrink):
        listed.append(finding)
        if not as_json:
            show(finding)
    failed = [finding for finding in listed if finding.ok is False]
    if as_json:
        click.echo(json.dumps([finding.as_json() for finding in listed], ensure_ascii=False))
    else:
        click.echo(f"{len(failed)} to mend" if failed else "all that a run needs is there")
    if any(finding.is_configuration for finding in failed):
        return 2
    return 1 if failed else 0


def show(finding: Finding) -> None:
    """The mark in words too, for those who see no colours; the remedy on lines of its own."""
    mark, word, color = MARKS[finding.ok]
    says = printable(f"{finding.subject}: {finding.says}").replace("\n", INDENT)
    click.echo(click.style(f"{mark} {word:<6}", fg=color) + f" {says}")
    if finding.fix and finding.ok is not True:
        click.echo(INDENT[1:] + "-> " + printable(finding.fix).replace("\n", INDENT))
