"""What Slack sends when people press, submit, type a command or open the App Home -> a press."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mso_sheets.adapters.slack.elements import CHOICES, Target
from mso_sheets.adapters.slack.views import ANSWER, Origin, answer_in
from mso_sheets.presses.press import Kind, Press, command_of

Payload = Mapping[str, Any]
AT_ONCE: dict[str, Kind] = {"done": "done"}
ASKING: dict[str, Kind] = {"snooze": "snooze", "date": "date", "not-mine": "not-mine"}
_LINK = re.compile(r"<[^<>|]+\|([^<>]*)>")
_MARKS = re.compile(r"[*_~`]|^\s*• ")


@dataclass(frozen=True, slots=True)
class Asked:
    """A press, and where to answer it."""

    press: Press
    origin: Origin
    from_home: bool = False

    @property
    def key(self) -> str:
        """What makes it happen once."""
        return self.press.key


@dataclass(frozen=True, slots=True)
class Modal:
    """A press that asks for more: a modal about `what` is to be opened."""

    key: str
    trigger: str
    user: str
    origin: Origin
    what: str


def read(kind: str, payload: Payload) -> Asked | Modal | None:
    """What an envelope means to us; None when it is none of ours."""
    if kind == "interactive" and payload.get("type") == "block_actions":
        return _action(payload)
    if kind == "interactive" and payload.get("type") == "view_submission":
        return _submission(payload)
    if kind == "slash_commands":
        return _command(payload)
    if kind == "events_api":
        return _event(payload)
    return None


def _action(payload: Payload) -> Asked | Modal | None:
    action = payload["actions"][0]
    target = Target.of(str(action.get("block_id", "")))
    chosen = (action.get("selected_option") or {}).get("value") or action.get("value") or ""
    if target is None or chosen not in {value for value, _ in CHOICES}:
        return None
    container = payload.get("container") or {}
    origin = Origin(
        chosen,
        target.workbook,
        target.table,
        target.record,
        target.seen,
        channel=str((payload.get("channel") or {}).get("id") or ""),
        thread=str(container.get("thread_ts") or ""),
        response_url=str(payload.get("response_url") or ""),
    )
    place = container.get("message_ts") or container.get("view_id") or ""
    user = str(payload["user"]["id"])
    key = f"{place}/{action.get('action_ts')}/{user}"
    if chosen in ASKING:
        return Modal(key, str(payload["trigger_id"]), user, origin, _what(payload, target, action))
    return Asked(_press(key, origin, user), origin, container.get("type") == "view")


def _press(key: str, origin: Origin, user: str, value: str = "", reason: str = "") -> Press:
    kind = {**AT_ONCE, **ASKING}[origin.kind]
    names = (origin.workbook, origin.table, origin.record, origin.seen)
    return Press(key, kind, user, *names, value=value, reason=reason)


def _what(payload: Payload, target: Target, action: Payload) -> str:
    """The line that was pressed, without marks and links; the record where it is not sent along."""
    surface = payload.get("message") or payload.get("view") or {}
    for block in surface.get("blocks", []):
        if block.get("block_id") == action.get("block_id"):
            return line_of(str((block.get("text") or {}).get("text") or "")) or target.record
    return target.record


def line_of(text: str) -> str:
    """The first line of a section's mrkdwn as plain words."""
    first = _LINK.sub(r"\1", text.partition("\n")[0])
    return html.unescape(_MARKS.sub("", first)).strip()


def _submission(payload: Payload) -> Asked | None:
    view = payload["view"]
    if view.get("callback_id") != ANSWER:
        return None
    origin, value, reason = answer_in(view)
    user = str(payload["user"]["id"])
    key = f"{view['id']}/{view.get('hash', '')}"
    return Asked(_press(key, origin, user, value, reason), origin, not origin.channel)


def _command(payload: Payload) -> Asked:
    kind, value = command_of(str(payload.get("text") or ""))
    user = str(payload["user_id"])
    origin = Origin(
        kind,
        "",
        "",
        "",
        channel=str(payload.get("channel_id") or ""),
        response_url=str(payload.get("response_url") or ""),
    )
    return Asked(Press(str(payload["trigger_id"]), kind, user, value=value), origin)


def _event(payload: Payload) -> Asked | None:
    event = payload.get("event") or {}
    if event.get("type") != "app_home_opened" or event.get("tab", "home") != "home":
        return None
    user = str(event["user"])
    key = str(payload.get("event_id") or event.get("event_ts"))
    return Asked(Press(key, "home", user), Origin("home", "", "", ""))
