"""A message for a terminal: the same words and order, no marks, links left to the files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from mso_sheets.digest.dialect import plain
from mso_sheets.model.message import Line, Message, Section


def terminal(message: Message, width: int = 100) -> str:
    """The message as lines of at most `width` characters; what goes to the thread is counted."""
    lines = [message.title, *_wrapped(plain(message.summary), "", width)]
    for section in message.sections:
        lines += ["", *_section(section, width)]
    if message.thread:
        lines += ["", f"In the thread: {', '.join(each.title for each in message.thread)}"]
    if message.context:
        lines.append("")
    for line in message.context:
        lines += _wrapped(plain(line), "", width)
    return "\n".join(line for line in lines if line is not None).strip() + "\n"


def _section(section: Section, width: int) -> Iterator[str]:
    if section.title:
        yield section.title
    for group in section.groups:
        yield from _wrapped(_named(group.heading), "", width)
        for item in group.items:
            yield from _wrapped(plain(item.line), "  ", width, " - ")
            yield from _wrapped(plain(item.detail), "     ", width)
    for line in section.lines:
        yield from _wrapped(_named(line), "", width)


def _named(line: Line) -> str:
    """Mentions show as @name, as they will in Slack."""
    return "".join(f"@{span.text}" if span.mention else span.text for span in line)


def _wrapped(text: str, indent: str, width: int, bullet: str = "") -> list[str]:
    if not text.strip():
        return []
    first = bullet or indent
    rest = indent + " " if bullet else indent
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest) or []
