"""`mso-sheets adopt WORKBOOK`: which tab is which table and which header is which column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import click

from mso_sheets import app
from mso_sheets.cli import options, printable
from mso_sheets.tables.proposal import Proposal, TableProposal


@click.command("adopt")
@click.argument("workbook")
@click.option("--write", is_flag=True, help="Put the accepted mapping into config/settings.toml.")
@click.option("--yes", is_flag=True, help="Take what is sure without asking; unsure stays unsure.")
@options.as_json
def command(workbook: str, write: bool, yes: bool, as_json: bool) -> int:
    """Look at WORKBOOK and propose tables and columns, with confidence and evidence."""
    started = app.start()
    target = app.target(started, workbook)
    proposal = app.propose_mapping(started, target)
    if as_json:
        click.echo(json.dumps(asdict(proposal), ensure_ascii=False, default=str))
    else:
        for line in _lines(proposal):
            click.echo(printable(line))
    if not write:
        return 0
    accepted = Proposal(tuple(_accepted(proposal, ask=not (yes or as_json))), proposal.unknown)
    path = app.store_mapping(started, target, accepted)
    click.echo(f"{len(accepted.tables)} tables written to {path}", err=as_json)
    return 0


def _lines(proposal: Proposal) -> Iterator[str]:
    for table in proposal.tables:
        mark = "sure  " if table.sure else "unsure"
        yield f"{mark} {table.tab} -> {table.table} ({table.confidence:.0%}; header row {table.header_row})"
        yield f"       {table.evidence}"
        for column in table.columns:
            state = "" if column.sure else "  ?"
            shown = f"  e.g. {', '.join(column.examples[:3])}" if column.examples else ""
            why = f"({column.confidence:.0%}, {column.evidence})"
            yield f"       {column.text} -> {column.header} {why}{shown}{state}"
        if table.missing:
            yield f"       needed and not found: {', '.join(table.missing)}"
        if table.others:
            yield f"       left as they are: {', '.join(table.others)}"
    for title, why in proposal.unknown.items():
        yield f"none   {title}: {why}"


def _accepted(proposal: Proposal, *, ask: bool) -> Iterator[TableProposal]:
    """What is sure, and what a person says yes to."""
    for table in proposal.tables:
        if not (table.sure or (ask and click.confirm(f"Is {table.tab} the table {table.table}?"))):
            continue
        columns = [
            column
            for column in table.columns
            if column.sure
            or (ask and click.confirm(f"  Is {column.text!r} the column {column.header}?"))
        ]
        yield table.only(columns)
