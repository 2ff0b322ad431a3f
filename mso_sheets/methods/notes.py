"""Finds actions in meeting notes by rules: marks, sections, checkboxes, tables.

Rule order: explicit marks ("ACTION: Ana to ...", "AI: ...", "TODO(ana): ..."); items under a heading
that announces actions, until the next heading or speaker; open checkboxes; tables with an action
column. What was carried over from an earlier meeting and what was decided is told apart from what is
new. Nothing is guessed: an owner must be one of the people given (or an @name), a date must be
written. Prose promises ("I will look into it") are out of scope.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from mso_sheets.methods.notes_found import FoundAction, with_date
from mso_sheets.methods.notes_lines import Line, read_lines
from mso_sheets.methods.notes_people import Names
from mso_sheets.methods.notes_sections import read_sections
from mso_sheets.methods.notes_words import folded

__all__ = ["FoundAction", "find_actions"]

_TITLE_NUMBER = re.compile(
    r"(?:meeting|call|sync|minutes)\s*(?:no\.?|number|#)?\s*#?(\d{1,4})\b", re.IGNORECASE
)
MOST_AGENDA_ITEMS = 15
"""Without a meeting's number in a title, so small a number counts items of the agenda."""
_WEAK_RULES = ("command", "suggestion", "checkbox", "mention", "arrow")


def find_actions(
    text: str,
    people: Sequence[str],
    meeting_date: date | None = None,
    *,
    others: Sequence[str] = (),
    suggestions: bool = False,
) -> list[FoundAction]:
    """All actions, carried actions and decisions in the notes, in their order, each once.

    `people` are the names that owners are checked against (attendees, the team); handles may stand
    beside them: "Ana Silva (@asilva)"; `others` are looked at where none of them fits.
    `meeting_date` makes relative dates and days without a year readable. `suggestions` adds bullets
    such as "Ana to send the draft" that stand outside every action section, with low confidence.
    Never raises.
    """
    lines = read_lines(text)
    found = [
        with_date(item, meeting_date)
        for item in read_sections(lines, Names(people, others), suggestions)
    ]
    return _distinct(_with_carried_numbers(found, lines))


def _with_carried_numbers(found: Sequence[FoundAction], lines: Sequence[Line]) -> list[FoundAction]:
    """`ACTION 61.1` in the notes of meeting 62 was carried over: its number names its meeting."""
    majors = [_major(item) for item in found if "." in item.number]
    if not majors:
        return list(found)
    titles = [_TITLE_NUMBER.search(line.text) for line in lines[:40] if line.heading]
    numbers = [int(title[1]) for title in titles if title]
    if not numbers and max(majors) <= MOST_AGENDA_ITEMS:
        return list(found)
    current = numbers[0] if numbers and numbers[0] in majors else max(majors)
    return [
        replace(item, kind="carried") if "." in item.number and _major(item) < current else item
        for item in found
    ]


def _major(item: FoundAction) -> int:
    return int(item.number.split(".")[0] or 0)


def _distinct(found: Sequence[FoundAction]) -> list[FoundAction]:
    """Each action once: by its number, or by words nearly the same with owners that agree."""
    kept: list[FoundAction] = []
    for item in found:
        place = next((n for n, other in enumerate(kept) if _same(item, other)), None)
        if place is None:
            kept.append(item)
            continue
        twin = kept[place]
        if twin.rule in _WEAK_RULES and item.rule == "mark":
            kept[place] = item
        elif not twin.owners and item.owners and twin.kind == item.kind:
            kept[place] = replace(twin, owners=item.owners, due=twin.due or item.due)
    return kept


def _same(one: FoundAction, other: FoundAction) -> bool:
    if (one.kind == "decision") != (other.kind == "decision"):
        return False
    if "." in one.number and "." in other.number:
        return one.number == other.number
    if one.owners and other.owners and not set(one.owners) & set(other.owners):
        return False
    first, second = folded(one.task), folded(other.task)
    if first == second:
        return True
    shorter = min(len(first.split()), len(second.split()))
    alike = shorter >= 4 and fuzz.token_set_ratio(first, second) >= 93
    return alike and fuzz.ratio(first, second) >= 70
