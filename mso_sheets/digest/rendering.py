"""The one door of this room: `render_message`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mso_sheets.analyses.world import people_of
from mso_sheets.digest.dialect import Document, parse, plain
from mso_sheets.digest.environment import buttons_maker, link_maker, rendered
from mso_sheets.digest.fold import fold
from mso_sheets.digest.people import Roll
from mso_sheets.digest.shield import bare, shield
from mso_sheets.digest.text import ELLIPSIS, boundary
from mso_sheets.digest.values import LinkView, Row, value
from mso_sheets.digest.view import Late, Results, insights_of, problems_of
from mso_sheets.digest.words import day
from mso_sheets.model.message import Line, Message, Section
from mso_sheets.model.result import Link, Report
from mso_sheets.settings.models import DigestRules

FALLBACK_LIMIT = 3_000
"""Below the 4,000 characters of chat.update, with room for escapes."""


NOWHERE = Link("")


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody did since the message was first posted, told in the message itself.

    `how` is a verb phrase ("closed", "snoozed until Thu 16 Apr"); `at` the local time, "09:42".
    """

    record: str
    what: str
    how: str
    by: str
    at: str = ""
    link: Link = NOWHERE


def render_message(
    template_name: str,
    template_text: str,
    report: Report,
    key: str,
    channel: str,
    settings: DigestRules,
    *,
    run_line: str,
    mention: Callable[[str], str],
    recipient: str = "",
    answers: Sequence[Answer] = (),
    final: bool = False,
    whole: bool = False,
    links: Mapping[str, Link] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Message | None:
    """The message that a template makes of a report; None when it has nothing to say.

    Args:
        template_name: for errors ("followups").
        template_text: the text of `config/templates/<name>.md.j2`.
        report: what the run knows.
        key: the ledger's key, which travels in the message's metadata.
        channel: where it goes.
        settings: lengths, mentions, buttons, hosts that links may lead to.
        run_line: the small print ("Updated 09:00 BST from EMEA tracker · run 8f3a").
        mention: a person's canonical name -> Slack id, "" when there is none.
        recipient: the person for whom a personal message is ("" for a channel).
        answers: presses since it was posted; the same template then shows who closed what.
        final: the day is over: no more buttons.
        whole: nothing goes to a thread (the App Home, answers to a command have none).
        links: our own tabs by name, for "→ Data quality".
        values: further names for the template; texts in them are shielded.

    Raises:
        ConfigError: the template cannot be used; says which line.
    """
    people = people_of(report.tables.get("people"))
    roll = Roll(people, mention, report.today, settings.mentions)
    buttons = settings.buttons and not final
    world = {
        **_words(report, settings, run_line, recipient),
        "person": lambda name: f"<@{roll.ask(bare(str(name)))}>" if name else "nobody",
        "link": link_maker(settings.link_hosts),
        "buttons": buttons_maker(buttons),
        "tab": _tabs(links or {}, link_maker(settings.link_hosts)),
        "answers": [value(answer) for answer in answers],
        "final": final,
        **{name: value(each) for name, each in (values or {}).items()},
    }
    document = parse(rendered(template_name, template_text, world))
    if not document.parts:
        return None
    most = settings.model_copy(update={"lines_a_section": 1_000, "lines_a_person": 1_000})
    message = _folded(document, most if whole else settings)
    message = replace(message, key=key, channel=channel, buttons=buttons, workbook=report.workbook)
    settled = roll.settle(message)
    return replace(settled, fallback=fallback_of(settled))


def _words(report: Report, settings: DigestRules, run_line: str, recipient: str) -> dict[str, Any]:
    since = day(report.last_digest).split(" ")[0] if report.last_digest else ""
    if report.last_digest and (report.today - report.last_digest).days > 6:
        since = day(report.last_digest, "plain")
    return {
        "title": shield(report.title or report.workbook),
        "workbook": shield(report.workbook),
        "today": report.today,
        "day": day(report.today),
        "since": since,
        "results": Results(report, since),
        "gaps": Late(lambda: [value(gap) for gap in report.gaps]),
        "insights": Late(lambda: insights_of(report.insights)),
        "problems": Late(lambda: problems_of(report.problems)),
        "run_line": shield(run_line),
        "recipient": shield(recipient),
        "personal": [shield(name) for name in settings.personal],
        "settings": Row(**settings.model_dump()),
    }


def _tabs(links: Mapping[str, Link], link: Callable[..., str]) -> Callable[[str], str]:
    def tab(name: str) -> str:
        target = links.get(name)
        return link(LinkView(text=shield(name), url=target.url)) if target else shield(name)

    return tab


def _folded(document: Document, settings: DigestRules) -> Message:
    kept: list[Section] = []
    rest: list[Section] = []
    for part in document.parts:
        shown, folded = fold(part, settings.lines_a_section, settings.lines_a_person)
        kept.append(shown)
        rest += [folded] if folded else []
    return Message(
        key="",
        channel="",
        title=document.title,
        fallback="",
        summary=document.summary,
        sections=tuple(kept),
        context=document.context,
        thread=(*rest, *document.thread),
    )


def fallback_of(message: Message) -> str:
    """The message in plain words, for notifications and screen readers, headline first."""
    lines = [": ".join(part for part in (message.title, plain(message.summary)) if part)]
    for section in message.sections:
        lines += [section.title, *_plain_lines(section)]
    text = "\n".join(line for line in lines if line.strip())
    if len(text) <= FALLBACK_LIMIT:
        return text
    cut = text.rfind("\n", 0, FALLBACK_LIMIT)
    return text[: cut if cut > 0 else boundary(text, FALLBACK_LIMIT)] + f"\n{ELLIPSIS}"


def _plain_lines(section: Section) -> list[str]:
    lines: list[Line] = []
    for group in section.groups:
        lines += [group.heading, *(item.line for item in group.items)]
    return [plain(line) for line in (*lines, *section.lines)]
