"""A digest of a job as a message: its template filled with the report, people mentioned by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mso_sheets.analyses.context import Context
from mso_sheets.digest import Answer, render_message
from mso_sheets.jobfile import DigestSpec
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.message import Message
from mso_sheets.model.result import Link, Report
from mso_sheets.plan.options import Options


def render(
    digest: DigestSpec,
    report: Report,
    context: Context,
    key: str,
    channel: str,
    options: Options,
    run_line: str,
    links: Mapping[str, Link],
    answers: Sequence[Answer] = (),
    *,
    final: bool = False,
    recipient: str = "",
    values: Mapping[str, Any] | None = None,
) -> Message | None:
    """The message; None when the template has nothing to say."""
    return render_message(
        digest.template,
        options.templates[digest.template],
        report,
        key,
        channel,
        options.rules.digest,
        run_line=run_line,
        mention=mention_of(context, options),
        links=links,
        answers=answers,
        final=final,
        recipient=recipient,
        values=values,
    )


def mention_of(context: Context, options: Options) -> Callable[[str], str]:
    """Name -> the id by which a person is mentioned, "" for nobody."""

    def slack_id(name: str) -> str:
        person = context.people.get(name)
        if person is None or not person.active:
            return ""
        return options.member(person.slack_id, person.email)

    return slack_id


def tab_links(raw: Snapshot) -> dict[str, Link]:
    """Our tabs by name, for the links of a digest."""
    return {tab.ours: Link(tab.ours, raw.link(tab, "A1")) for tab in raw.tabs if tab.ours}
