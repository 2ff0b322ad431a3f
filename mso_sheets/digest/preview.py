"""A payload as one self-contained HTML page that looks like Slack, with the payload under it.

What is drawn is the payload itself, not the message it came from: what the page shows is what Slack
is sent. Nothing on the page runs or loads anything.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from mso_sheets.digest.preview_style import STYLE

Payload = Mapping[str, Any]

_CONTROL = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<words>[^<>]*))?>")
_FORMATS = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])"), r"<s>\1</s>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
)
_HOLD = "\ue900{}\ue901"
_HELD = re.compile("\ue900(\\d+)\ue901")


def page(
    payload: Payload,
    thread: Sequence[Payload] = (),
    names: Mapping[str, str] | None = None,
    *,
    note: str = "",
    files: Sequence[tuple[str, str]] = (),
) -> str:
    """The page of one message and its thread.

    Args:
        payload: the arguments of chat.postMessage.
        thread: those of its replies.
        names: member id -> name, for mentions.
        note: a line above the message ("Not sent: no SLACK_BOT_TOKEN").
        files: name and alternative text of attached files.
    """
    names = names or {}
    replies = "".join(_message(each, names) for each in thread)
    attached = "".join(_file(name, alt) for name, alt in files)
    below = f'<div class="thread">{replies}{attached}</div>' if replies or attached else ""
    exact = json.dumps([payload, *thread], ensure_ascii=False, indent=2)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(_title(payload))}</title><style>{STYLE}</style></head><body>"
        + (f'<p class="note">{html.escape(note)}</p>' if note else "")
        + f'<p class="channel">{html.escape(str(payload.get("channel", "")))}</p>'
        + f"{_message(payload, names)}{below}"
        + "<details><summary>The exact payload</summary>"
        + f"<pre>{html.escape(exact)}</pre></details></body></html>\n"
    )


def _title(payload: Payload) -> str:
    return str(payload.get("text", "")).partition("\n")[0][:120]


def _message(payload: Payload, names: Mapping[str, str]) -> str:
    body = "".join(_block(block, names) for block in payload.get("blocks", []))
    who = '<p class="who"><b>MSO Sheets</b> <span class="app">APP</span></p>'
    return f'<article><div class="face">M</div><div class="body">{who}{body}</div></article>'


def _block(block: Mapping[str, Any], names: Mapping[str, str]) -> str:
    kind = block.get("type")
    if kind == "divider":
        return "<hr>"
    if kind == "header":
        return f"<h1>{html.escape(block['text']['text'])}</h1>"
    if kind == "context":
        inner = " ".join(mrkdwn(each["text"], names) for each in block["elements"])
        return f'<p class="context">{inner}</p>'
    if kind == "section":
        return f'<div class="section"><p>{mrkdwn(block["text"]["text"], names)}</p>{_menu(block)}</div>'
    return f"<pre>{html.escape(json.dumps(block))}</pre>"


def _menu(block: Mapping[str, Any]) -> str:
    accessory = block.get("accessory")
    if not accessory:
        return ""
    words = " · ".join(option["text"]["text"] for option in accessory.get("options", []))
    return f'<span class="menu" title="{html.escape(words)}">⋯</span>'


def mrkdwn(text: str, names: Mapping[str, str]) -> str:
    """Mrkdwn as HTML, by the rules that Slack's client follows."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(_control(found, names))
        return _HOLD.format(len(held) - 1)

    shown = _CONTROL.sub(hold, text)
    shown = html.escape(_unescaped(shown), quote=False)
    for pattern, replacement in _FORMATS:
        shown = pattern.sub(replacement, shown)
    shown = _HELD.sub(lambda found: held[int(found[1])], shown)
    return shown.replace("\n", "<br>")


def _control(found: re.Match[str], names: Mapping[str, str]) -> str:
    target, words = found["target"], found["words"]
    if target.startswith("@"):
        name = names.get(target[1:], target[1:])
        return f'<span class="mention">@{html.escape(name)}</span>'
    if target.startswith("!"):
        return f'<span class="mass">{html.escape(target)}</span>'
    address, shown = _unescaped(target), _unescaped(words or target)
    if not address.startswith("https://"):
        return html.escape(shown)
    return f'<a href="{html.escape(address)}" rel="noreferrer">{html.escape(shown)}</a>'


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _file(name: str, alt: str) -> str:
    words = f" — {html.escape(alt)}" if alt else ""
    return f'<p class="file"><b>{html.escape(name)}</b>{words}</p>'
