"""Message -> the exact payloads of chat.postMessage: the message, and its thread.

Nothing is lost on the way: what does not fit in a section opens the next one, what does not fit in
the message goes to the thread, and what would make the thread endless is counted in its last line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mso_sheets.adapters.slack import limits, mrkdwn
from mso_sheets.adapters.slack.elements import Block, context, header, section
from mso_sheets.adapters.slack.layout import Unit, fill, units_of
from mso_sheets.digest.rendering import fallback_of
from mso_sheets.digest.text import units
from mso_sheets.model.message import Message, Span

Payload = dict[str, Any]

EVENT = "mso_sheets_digest"
"""The metadata's event type; its payload's `key` is the ledger's."""
PART_EVENT = "mso_sheets_digest_part"
THREAD_MESSAGES = 10
_REST = (Span("The rest is in the thread.", "italic"),)
_THREAD_FIRST = 1_000
"""Number of the thread's first section, beyond any of the message's own."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The payload of the message, and of each message of its thread (without `thread_ts`)."""

    main: Payload
    thread: tuple[Payload, ...]


def render(message: Message, thread_messages: int = THREAD_MESSAGES) -> Rendered:
    """The payloads of a message. Every one has blocks within the limits and a text beside them."""
    head, foot = _head(message), _foot(message)
    blocks = limits.MESSAGE_BLOCKS - len(head) - len(foot) - 1
    characters = limits.MESSAGE_CHARACTERS - _size(head) - _size(foot) - 60
    pieces = list(units_of(message.sections, message))
    body, rest = fill(pieces, blocks, characters)
    announced = [section(mrkdwn.line(_REST))] if rest else []
    all_blocks = [*head, *body, *announced, *foot]
    main = _payload(message, all_blocks, message.fallback, EVENT, {"key": message.key})
    below = [*_titled(rest, pieces), *units_of(message.thread, message, _THREAD_FIRST)]
    return Rendered(main, _thread(message, below, thread_messages))


def encoded(payload: Mapping[str, Any]) -> bytes:
    """The bytes that go over the wire; the outbox and the preview show the same."""
    return json.dumps(payload).encode()


def fallback_text(text: str) -> str:
    """The text beside the blocks: escaped, whole lines, short enough to be updated later."""
    limit = limits.UPDATE_TEXT - 100
    rows = text.splitlines() or [""]
    escaped = [mrkdwn.line((Span(row),)) for row in rows]
    while len(escaped) > 1 and units("\n".join(escaped)) > limit:
        escaped.pop()
    kept = "\n".join(escaped)
    return (kept if units(kept) <= limit else mrkdwn.lines((Span(rows[0]),), limit)[0]) or "Message"


def _head(message: Message) -> list[Block]:
    title = [header(message.title)] if message.title else []
    if not message.summary:
        return title
    return title + [section(part) for part in mrkdwn.lines(message.summary, limits.SECTION_TEXT)]


def _foot(message: Message) -> list[Block]:
    text = "\n".join(mrkdwn.line(each) for each in message.context)
    if units(text) > limits.SECTION_TEXT:
        text = mrkdwn.lines(message.context[-1], limits.SECTION_TEXT)[0]
    return [context(text)] if text else []


def _titled(rest: list[Unit], pieces: Sequence[Unit]) -> list[Unit]:
    """Units that spilled begin with the title of the section they were torn from."""
    if not rest or rest[0].title:
        return rest
    titles = [unit for unit in pieces if unit.section == rest[0].section and unit.title]
    return [replace(titles[0], text=f"{titles[0].text}, continued"), *rest] if titles else rest


def _thread(message: Message, pieces: list[Unit], most: int) -> tuple[Payload, ...]:
    payloads: list[Payload] = []
    while pieces and len(payloads) < most:
        blocks, rest = fill(pieces, limits.MESSAGE_BLOCKS - 1, limits.MESSAGE_CHARACTERS - 100)
        number = len(payloads) + 1
        if rest and number == most:
            lines = sum(unit.items for unit in rest)
            blocks.append(section(f"{lines:,} more are in the workbook."))
        data = {"key": message.key, "part": number}
        text = _thread_text(message, number)
        payloads.append(_payload(message, blocks, text, PART_EVENT, data))
        pieces = _titled(rest, pieces)
    return tuple(payloads)


def _thread_text(message: Message, number: int) -> str:
    title = " · ".join(part for part in (message.title, f"thread, part {number}") if part)
    sections = message.thread if number == 1 else ()
    return fallback_of(replace(message, title=title, summary=(), sections=sections))


def _payload(
    message: Message, blocks: list[Block], text: str, event: str, data: Mapping[str, Any]
) -> Payload:
    return {
        "channel": message.channel,
        "text": fallback_text(text),
        "blocks": blocks,
        "metadata": {"event_type": event, "event_payload": dict(data)},
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(json.dumps(block, ensure_ascii=False)) for block in blocks)
