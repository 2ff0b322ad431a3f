"""What was pressed, and what the presser is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from mso_sheets.model.message import Message

Kind = Literal["done", "snooze", "date", "not-mine", "home", "mine", "project", "help"]
CHANGES: frozenset[Kind] = frozenset({"done", "snooze", "date", "not-mine"})
"""Kinds that write to a row; the others ask."""


@dataclass(frozen=True, slots=True)
class Press:
    """One press or command, as data.

    `key` makes it happen once (message ts and action ts); `user` is the presser's Slack id; `seen`
    the stamp of what the line showed (`digest.stamp`). `value` is, by kind: snooze "1", "3" or
    "week"; date an ISO date; not-mine the Slack id of the right person; project its id or name.
    """

    key: str
    kind: Kind
    user: str
    workbook: str = ""
    table: str = ""
    record: str = ""
    seen: str = ""
    value: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the presser alone is told. `messages` carry lists and cards, one a workbook."""

    text: str
    done: bool = False
    messages: tuple[Message, ...] = ()


class Handler(Protocol):
    """Whoever answers presses (a `Desk`). `handle_all`, where there is one, answers many at once."""

    def handle(self, press: Press) -> Reply:
        """Answers one press."""
        ...


def command_of(text: str) -> tuple[Kind, str]:
    """What `/mso TEXT` asks: nothing = my items, `project X` = its card, anything else = help."""
    first, _, rest = text.strip().partition(" ")
    if not first or first.lower() in ("me", "mine", "my"):
        return "mine", ""
    if first.lower() in ("project", "projects") and rest.strip():
        return "project", rest.strip()
    return "help", ""
