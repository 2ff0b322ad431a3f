"""`mso-sheets preview JOB`: the digest as a page and as the exact payload; posts and writes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mso_sheets import app
from mso_sheets.cli import options, printable


@click.command("preview")
@click.argument("job")
@options.workbooks
@options.as_of
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("preview"),
    help="Folder for the page and the payload. Default: preview/",
)  # fmt: skip
def command(job: str, workbooks: tuple[str, ...], as_of: date | None, out: Path) -> int:
    """Show what JOB would post now: an HTML page that looks like Slack, and the exact payload."""
    from mso_sheets.digest.plain import terminal

    started = app.start()
    asked = app.Asked(as_of=as_of, force=True)
    code = 0
    for target in app.targets(started, workbooks):
        plan, _, _ = app.plan_job(started, job, target, asked)
        if not plan.due:
            click.echo(f"{target.name}  {job} has no digest; its tabs are: {', '.join(plan.tabs)}")
        for due in plan.due:
            if due.message is None:
                click.echo(f"{target.name}  {due.channel}: {due.reason}")
                code = max(code, int(due.step == "failed"))
                continue
            page, payload = app.write_preview(
                out, due.message, target.settings.digest.thread_messages
            )
            click.echo(printable(terminal(due.message)))
            click.echo(f"{target.name}  {page}\n{' ' * len(target.name)}  {payload}")
    return code
