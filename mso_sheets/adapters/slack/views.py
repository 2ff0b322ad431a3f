"""Modals that ask for what a menu cannot, and the App Home."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from mso_sheets.adapters.slack import limits
from mso_sheets.adapters.slack.blocks import render
from mso_sheets.adapters.slack.elements import Block, Target, context, plain_text, section
from mso_sheets.adapters.slack.mrkdwn import literal
from mso_sheets.digest.text import shorten
from mso_sheets.model.message import Message

View = dict[str, Any]

VIEW_BLOCKS = 100
"""https://docs.slack.dev/reference/views"""
ANSWER = "answer"
_TITLES = {"snooze": "Snooze", "date": "New date", "not-mine": "Not mine"}
_SNOOZES = (("1", "Until tomorrow"), ("3", "For 3 working days"), ("week", "Until next week"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a modal came from, carried through it: the record, and where to tell the presser."""

    kind: str
    workbook: str
    table: str
    record: str
    seen: str = ""
    channel: str = ""
    thread: str = ""
    response_url: str = ""

    def packed(self) -> str:
        """As private metadata of a view."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, metadata: str) -> Origin:
        """Read back. ValueError or TypeError when the metadata is not ours."""
        return cls(**json.loads(metadata))

    @property
    def target(self) -> Target:
        """The record it is about."""
        return Target(self.workbook, self.table, self.record, self.seen)


def modal(origin: Origin, what: str) -> View:
    """The modal of a kind that needs an answer: snooze, date, not-mine."""
    inputs = {"snooze": _snooze, "date": _date, "not-mine": _not_mine}
    return {
        "type": "modal",
        "callback_id": ANSWER,
        "private_metadata": origin.packed(),
        "title": plain_text(_TITLES[origin.kind], limits.VIEW_TITLE),
        "submit": plain_text("Save", limits.VIEW_TITLE),
        "close": plain_text("Cancel", limits.VIEW_TITLE),
        "blocks": [section(literal(shorten(what, 300))), *inputs[origin.kind](origin)],
    }


def _snooze(origin: Origin) -> list[Block]:
    del origin  # any snooze asks the same
    options = [{"text": plain_text(words, 75), "value": value} for value, words in _SNOOZES]
    choice: Block = {"type": "radio_buttons", "action_id": "value", "options": options}
    choice["initial_option"] = options[0]
    reason = {
        "type": "plain_text_input",
        "action_id": "reason",
        "max_length": 200,
        "placeholder": plain_text("Finance closes the month first", 150),
    }
    return [_input("until", "Until when", choice), _input("reason", "Why", reason)]


def _date(origin: Origin) -> list[Block]:
    picker: Block = {"type": "datepicker", "action_id": "value"}
    shown = origin.seen.partition(".")[0]
    with suppress(ValueError):
        picker["initial_date"] = date.fromisoformat(shown).isoformat()
    return [_input("date", "New due date", picker)]


def _not_mine(origin: Origin) -> list[Block]:
    del origin
    return [_input("person", "Whose is it", {"type": "users_select", "action_id": "value"})]


def _input(block_id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, 2_000),
        "element": element,
    }


def answer_in(view: View) -> tuple[Origin, str, str]:
    """What a submitted modal says: where it came from, the value, the reason."""
    values = view.get("state", {}).get("values", {})
    value = reason = ""
    for block in values.values():
        for name, state in block.items():
            option = state.get("selected_option") or {}
            found = (
                option.get("value")
                or state.get("selected_date")
                or state.get("selected_user")
                or state.get("value")
                or ""
            )
            value, reason = (value, found) if name == "reason" else (found, reason)
    return Origin.of(view.get("private_metadata", "")), value, reason


def home(messages: Sequence[Message], note: str = "") -> View:
    """The App Home: a line on what was just done, then each workbook's list."""
    blocks: list[Block] = [context(literal(note))] if note else []
    for number, message in enumerate(messages):
        rendered = render(message)
        for page, payload in enumerate((rendered.main, *rendered.thread)):
            blocks += [_renumbered(block, 10 * number + page) for block in payload["blocks"]]
    if not messages:
        blocks.append(section(literal("Nothing is open for you.")))
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}


def _renumbered(block: Block, number: int) -> Block:
    """Ids that stay unique when several messages share a view."""
    target = Target.of(block.get("block_id", ""))
    if target is None or number == 0:
        return block
    at = int(block["accessory"]["action_id"].partition(":")[2]) + 100 * number
    accessory = {**block["accessory"], "action_id": f"menu:{at}"}
    return {**block, "block_id": target.block_id(at), "accessory": accessory}
