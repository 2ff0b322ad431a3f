"""The few block shapes that messages are made of, each within its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from mso_sheets.adapters.slack import limits
from mso_sheets.digest.text import shorten

Block = dict[str, Any]

CHOICES = (
    ("done", "Done"),
    ("snooze", "Snooze…"),
    ("date", "New date…"),
    ("not-mine", "Not mine…"),
)
WITHOUT_SNOOZE = frozenset({"tasks"})
_PLAIN = str.maketrans({"<": "‹", ">": "›"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a press on a line acts upon, as it travels in the line's block id."""

    workbook: str
    table: str
    record: str
    seen: str = ""

    def block_id(self, number: int) -> str:
        """Unique in a message by its number."""
        parts = (str(number), self.workbook, self.table, self.record, self.seen)
        return "item|" + "|".join(quote(part, safe=" #") for part in parts)

    @classmethod
    def of(cls, block_id: str) -> Target | None:
        """Read back; None when the block is none of ours."""
        kind, *parts = block_id.split("|")
        if kind != "item" or len(parts) != 5:
            return None
        return cls(*(unquote(part) for part in parts[1:]))

    @property
    def fits(self) -> bool:
        """Whether its names are short enough to travel."""
        return bool(self.record) and len(self.block_id(99)) <= limits.BLOCK_ID


def section(text: str) -> Block:
    """A section of mrkdwn in which Slack looks for no names or addresses by itself."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def context(text: str) -> Block:
    """Small print."""
    shown = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": "context", "elements": [shown]}


def divider() -> Block:
    """A rule."""
    return {"type": "divider"}


def header(text: str) -> Block:
    """A heading in large letters."""
    return {"type": "header", "text": plain_text(text, limits.HEADER_TEXT)}


def plain_text(text: str, limit: int) -> Block:
    """A plain_text object: shown as it is, angle brackets as quotes, no emoji names replaced."""
    shown = shorten(text.translate(_PLAIN), limit) or "–"
    return {"type": "plain_text", "text": shown, "emoji": False}


def with_menu(block: Block, target: Target, number: int) -> Block:
    """The block with the overflow menu of its record."""
    options = [
        {"text": plain_text(words, limits.OPTION_TEXT), "value": value}
        for value, words in CHOICES
        if not (value == "snooze" and target.table in WITHOUT_SNOOZE)
    ]
    menu = {"type": "overflow", "action_id": f"menu:{number}", "options": options}
    return {**block, "block_id": target.block_id(number), "accessory": menu}


def menu_cost() -> int:
    """Characters that a menu adds to a message."""
    return sum(len(words) for _, words in CHOICES)
