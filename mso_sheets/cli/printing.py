"""What a run looks like on a terminal: calm lines, and the remedy last if something failed."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from mso_sheets.cli import printable
from mso_sheets.cli.progress import painted
from mso_sheets.model.message import Posted
from mso_sheets.model.run import Plan, RunRecord
from mso_sheets.pipeline import World, record_of_plan
from mso_sheets.plan.differences import CellChange, cell_changes
from mso_sheets.plan.options import Options

DIFF_LINES = 40


def show_record(record: RunRecord, *, quiet: bool = False) -> None:
    """The record on stdout; notes (what failed, and the fix) on stderr."""
    indent = " " * (len(record.workbook) + 2)
    if not quiet:
        for number, line in enumerate(_lines(record)):
            click.echo((f"{record.workbook}  " if number == 0 else indent) + printable(line))
        done = "done" if record.status == "ok" else record.status
        click.echo(
            f"{painted(done, record.status)} in {record.duration_s:.1f} s · run {record.run_id}"
        )
    lost = [posted for posted in record.messages if posted.status in {"failed", "unknown"}]
    for note in (*record.notes, *(f"{each.channel or 'Digest'}: {each.reason}" for each in lost)):
        click.echo(indent + printable(note), err=True)


def _lines(record: RunRecord) -> Iterable[str]:
    read = sum(table.read for table in record.tables.values())
    yield (
        f"{record.job}: read {_count(len(record.tables), 'table')}, {_count(read, 'row')} "
        f"({_count(record.requests.read, 'request')}) · {_count(record.problems, 'problem')}"
    )
    if record.tabs:
        states = [f"{title} {what}" for title, what in record.tabs.items()]
        yield " · ".join(states) + f" ({_count(record.requests.write, 'request')})"
    yield from map(message_line, record.messages)


def message_line(posted: Posted) -> str:
    """Such as: #mso-emea  sent · ts 1776152403.000200."""
    parts = [posted.status, posted.reason, f"ts {posted.ts}" if posted.ts else ""]
    return f"{posted.channel or 'no channel'}  " + " · ".join(part for part in parts if part)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def show_plan(
    plan: Plan, world: World, options: Options, *, as_json: bool, quiet: bool = False
) -> None:
    """What a run would do: the cells that would change and the messages it would post."""
    record = record_of_plan(plan, world, options)
    if as_json:
        click.echo(json.dumps({**record.as_json(), "dry_run": True}, ensure_ascii=False))
        return
    if not quiet:
        _show_changes(plan, options)
    for note in (*plan.refusals, *plan.failures):
        click.echo("  " + printable(note), err=True)


def _show_changes(plan: Plan, options: Options) -> None:
    click.echo(f"{options.workbook}  {plan.job}: dry run, nothing is written and nothing is posted")
    for write in plan.changes.tabs:
        changes = cell_changes(write, plan.snapshot)
        new = " (a new tab)" if write.is_new else ""
        click.echo(f"  {write.content.name}{new}: {_count(len(changes), 'cell')} would change")
        for change in changes[:DIFF_LINES]:
            click.echo(printable(_diff_line(change)))
        if len(changes) > DIFF_LINES:
            click.echo(f"    ... and {len(changes) - DIFF_LINES:,} more cells")
    for cell in plan.changes.cells:
        click.echo(
            printable(
                f"  {cell.tab} row {cell.row}: {cell.before!r} -> {cell.value!r} ({cell.reason})"
            )
        )
    for append in plan.changes.appends:
        click.echo(
            printable(
                f"  {append.tab} row {append.row} would be added: {list(append.values.values())}"
            )
        )
    if plan.changes.empty:
        click.echo("  nothing would change")
    for due in plan.due:
        click.echo(printable(f"  {due.channel}  {due.step} · key {due.key}" + _reason(due.reason)))
        if due.message is not None:
            from mso_sheets.digest.plain import terminal

            click.echo(printable(terminal(due.message)))


def _reason(text: str) -> str:
    return f" · {text}" if text else ""


def _diff_line(change: CellChange) -> str:
    before = "" if change.before is None else repr(change.before)
    after = "" if change.after is None else repr(change.after)
    return f"    {change.a1:<6} {before[:60]} -> {after[:80]}"
