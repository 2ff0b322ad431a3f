"""Spans -> mrkdwn in which people's text stays text.

`& < >` are escaped as Slack asks (https://docs.slack.dev/messaging/formatting-message-text#escaping).
mrkdwn has no escape for its own marks, and an invisible character beside a mark does not stop Slack
from seeing it, so a mark that could format becomes its look-alike; one inside a word or between
spaces is left alone.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from mso_sheets.digest.text import split, units
from mso_sheets.model.message import Line, Span

_LOOKALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_MARK = re.compile(r"[*_~`]")
_EMOJI = re.compile(r":(?=[A-Za-z0-9_+'-]*[A-Za-z_+][A-Za-z0-9_+'-]*:|100:|1234:)")
_MEMBER = re.compile(r"[UW][A-Z0-9]{6,30}\Z")
_HOST = re.compile(r"\s*(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]|\s*$)", re.IGNORECASE)
_NO_BREAK = "\u2060"
_MARKS = {"bold": "*", "italic": "_", "code": "`"}
_CHUNK = 400
"""Characters of one piece of a line that must be divided; escaped five times longer it still fits."""


def escape(text: str) -> str:
    """The three characters that Slack gives a meaning, as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """People's text so that mrkdwn shows it and does nothing else with it."""
    text = _MARK.sub(lambda found: _mark(text, found.start()), text)
    text = _EMOJI.sub(":" + _NO_BREAK, text)
    return escape(text)


def _mark(text: str, at: int) -> str:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    inside_word = before.isalnum() and after.isalnum()
    alone = before.isspace() and after.isspace()
    return text[at] if (inside_word or alone) and text[at] != "`" else _LOOKALIKES[text[at]]


def span(part: Span) -> str:
    """One span. A mention only of a member id, a link only to https; else the words alone."""
    if part.mention and _MEMBER.match(part.mention):
        return f"<@{part.mention}>"
    if part.link:
        return _link(part)
    mark = _MARKS.get(part.mark, "")
    words = part.text.strip(" ")
    if not mark or not words:
        return literal(part.text)
    start, _, end = part.text.partition(words)
    return f"{start}{mark}{literal(words)}{mark}{end}"


def _link(part: Span) -> str:
    """`<url|words>`; words that look like another address stand beside it (no spoofed labels)."""
    url = _url(part.link)
    if not url:
        return literal(part.text)
    words = literal(part.text.replace("|", "¦"))
    looks = _HOST.match(part.text)
    host = urlsplit(part.link).hostname or ""
    if looks and looks[1].lower() != host.lower():
        return f"{words} (<{url}|open>)"
    return f"<{url}|{words}>"


def _url(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme != "https" or not parts.hostname or len(url) > 2_000:
        return ""
    for character, code in (("|", "%7C"), ("<", "%3C"), (">", "%3E"), (" ", "%20"), ('"', "%22")):
        url = url.replace(character, code)
    return url.replace("&", "&amp;")


def line(spans: Line) -> str:
    """A whole line. It never begins a quote, whatever its first cell begins with."""
    text = "".join(span(part) for part in spans)
    return _NO_BREAK + text if text.startswith("&gt;") else text


def lines(spans: Line, limit: int) -> list[str]:
    """The line, or where it is longer than `limit` its parts, cut between words and never in a link."""
    whole = line(spans)
    if units(whole) <= limit:
        return [whole]
    parts, current = [], ""
    for piece in (rendered for part in spans for rendered in _pieces(part)):
        if current and units(current) + units(piece) > limit:
            parts.append(current)
            current = ""
        current += piece
    return [*parts, current] if current else parts


def _pieces(part: Span) -> list[str]:
    if part.mention or part.link:
        return [span(part)]
    return [span(Span(chunk, part.mark)) for chunk in split(part.text, _CHUNK)]
