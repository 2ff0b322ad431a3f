"""Files for people: packs, the weekly review, the preview of a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets.app.opening import world_of
from mso_sheets.app.options import moment_for, options_for
from mso_sheets.app.process import App
from mso_sheets.app.running import read_workbook
from mso_sheets.app.targets import Asked, Target, targets

if TYPE_CHECKING:
    from mso_sheets.analyses.context import Context
    from mso_sheets.model.message import Message
    from mso_sheets.model.table import Tables

REVIEW = "weekly-review"
"""The job whose analyses, with those of `refresh`, make the review."""


def write_pack(
    app: App,
    named: Sequence[str],
    as_of: date | None,
    out: Path | None,
    subject: str,
    make: Callable[[Tables, Context, str], str],
    echo: Callable[[str], None],
) -> int:
    """A Markdown pack about one person or project, over every workbook that was named."""
    parts = []
    for chosen in targets(app, named):
        tables, context = read_workbook(app, chosen, Asked(as_of=as_of))
        parts.append(make(tables, context, subject))
    text = "\n\n".join(parts)
    if out is None:
        echo(text)
    else:
        out.write_text(text, "utf-8")
        echo(f"written to {out}")
    return 0


def write_review(app: App, chosen: Target, asked: Asked, out: Path, *, deck: bool) -> list[Path]:
    """The weekly review as files; the same plan as a run's, so the same figures as the tabs."""
    from mso_sheets.review import markdown_page, web_page
    from mso_sheets.tabs.freshness import Freshness

    jobs = app.jobs
    analyses = dict.fromkeys([*jobs[REVIEW].analyses, *jobs["refresh"].analyses])
    job = jobs[REVIEW].model_copy(update={"analyses": tuple(analyses), "digests": (), "tabs": ()})
    options = options_for(app, chosen, job, asked)
    world = world_of(app, chosen, asked)
    from mso_sheets import pipeline

    moment = moment_for(app, chosen, asked)
    plan = pipeline.rehearse(job, world, moment, options)
    now = moment(plan.snapshot)
    line = Freshness(now.today, now.local, options.run_id).line(plan.report.accounting)
    out.mkdir(parents=True, exist_ok=True)
    stem = out / f"{chosen.name}-{now.today.isoformat()}"
    made = {
        stem.with_suffix(".html"): web_page(app.text("report.html.j2"), plan.report, line),
        stem.with_suffix(".md"): markdown_page(app.text("report.md.j2"), plan.report, line),
    }
    for path, text in made.items():
        path.write_text(text, "utf-8")
    if not deck:
        return [*made]
    from mso_sheets.adapters.deck import write_deck

    template = app.home.file("config/templates/deck.pptx")
    slides = stem.with_suffix(".pptx")
    return [*made, write_deck(plan.report, slides, template if template.is_file() else None)]


def write_preview(folder: Path, message: Message, thread_messages: int) -> tuple[Path, Path]:
    """The page that looks like Slack and the exact payload, in a folder."""
    from mso_sheets.adapters.outbox import OutboxMessenger

    outbox = OutboxMessenger(folder, thread_messages=thread_messages)
    ts = outbox.post(message)
    outbox.reply(message, ts)
    page, payload = (next(folder.glob(f"{ts}*.{kind}")) for kind in ("html", "json"))
    return page, payload
