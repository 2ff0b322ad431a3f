"""Actions that meetings' notes hold, each with a key that stays, and whether Actions has it already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from mso_sheets.methods.action_facts import CLOSED, among, days, natural_key, texts
from mso_sheets.methods.notes import FoundAction, find_actions
from mso_sheets.methods.notes_words import folded

ALIKE, SURE = 90, 75
"""Token-set and plain similarity from which two wordings are one action (METHODS A5's pair of tests)."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An action in the notes of the meeting at `place` of its frame; `key` as long as both stay."""

    key: str
    place: int
    found: FoundAction


def noted_actions(meetings: pd.DataFrame, people: pd.DataFrame | None) -> list[Noted]:
    """What the Discussion, Actions and Decisions cells of a typed Meetings frame hold, meeting by meeting.

    Owners are looked for in the room first (attendees, chair, note taker), then among all people.
    """
    others = tuple(roster(people)) if people is not None else ()
    aliases = {entry.partition(" (")[0]: entry for entry in others}
    ids, titles, held = (
        texts(meetings["meeting_id"]),
        texts(meetings["meeting"]),
        days(meetings["date"]),
    )
    columns = [texts(meetings[name]) for name in ("discussion", "actions", "decisions")]
    chairs, takers = texts(meetings["chair"]), texts(meetings["note_taker"])
    out: list[Noted] = []
    for place, attendees in enumerate(meetings["attendees"]):
        talk, actions, decisions = (column[place] for column in columns)
        if not (talk or actions or decisions):
            continue
        names = dict.fromkeys(filter(None, (*attendees, chairs[place], takers[place])))
        room = tuple(aliases.get(name, name) for name in names)
        day = None if np.isnat(held[place]) else pd.Timestamp(held[place]).date()
        source = ids[place] or natural_key((titles[place], str(held[place])))
        found = _of_meeting(talk, actions, decisions, room, day, others)
        out += _keyed(found, source, place)
    return out


def roster(people: pd.DataFrame) -> list[str]:
    """Everybody as "Ana Silva (Annie, @asilva)", the form that names are looked up in."""
    names, aliases = texts(people["name"]), texts(people["aliases"])
    return [
        f"{name} ({alias})" if alias else name
        for name, alias in zip(names, aliases, strict=True)
        if name
    ]


@lru_cache(maxsize=4096)
def _of_meeting(
    talk: str,
    actions: str,
    decisions: str,
    room: tuple[str, ...],
    day: date | None,
    others: tuple[str, ...],
) -> tuple[FoundAction, ...]:
    """All of a meeting; every line of the Actions cell is an action, of the Decisions cell only marked ones."""
    listed = "\n".join(_as_item(line) for line in actions.splitlines())
    text = f"{talk}\n\n## Actions\n{listed}" if listed.strip() else talk
    found = find_actions(text, room, day, others=others)
    if decisions:
        marked = find_actions(decisions, room, day, others=others)
        found += [item for item in marked if item.rule == "mark"]
    return tuple(found)


def _compared(text: str) -> str:
    """Words alone, folded."""
    return " ".join(re.findall(r"\w+", folded(text)))


def _as_item(line: str) -> str:
    """A line of the Actions cell as a list item, unless it is one or has a shape of its own."""
    plain = line.strip()
    if not plain or plain[0] in "-*+•#|>[☐☑0123456789" or plain.endswith(":"):
        return line
    return f"- {plain}"


def _keyed(found: Sequence[FoundAction], source: str, place: int) -> list[Noted]:
    out, taken = [], set()
    for item in found:
        words = "".join(c for c in folded(item.text) if c.isalnum())
        key = f"{source}-{natural_key((source, words))}"
        if key in taken:
            key = f"{source}-{natural_key((source, words, *item.owners))}"
        if key not in taken:
            taken.add(key)
            out.append(Noted(key, place, item))
    return out


def known_as(
    noted: Sequence[Noted], meetings: pd.DataFrame, actions: pd.DataFrame | None
) -> list[str]:
    """For each noted action the id of the row of Actions that it already is ("?" without id), else "".

    A row counts if its wording is nearly the same and it comes from the same meeting, was raised or closed
    since then, or is still open; so an old closed action of the same name does not swallow a new one.
    """
    if actions is None or actions.empty or not noted:
        return [""] * len(noted)
    rows = [_compared(text) for text in texts(actions["action"])]
    near = WordIndex(rows)
    ids, sources = texts(actions["action_id"]), texts(actions["meeting_id"])
    still_open = ~among(texts(actions["status"]), CLOSED)
    latest = np.fmax(days(actions["date_raised"]), days(actions["closed_date"]))
    meeting_ids, held = texts(meetings["meeting_id"]), days(meetings["date"])
    out = []
    for item in noted:
        task, source = _compared(item.found.task), meeting_ids[item.place]
        fitting = (
            ids[row] or "?"
            for row in near.candidates(task)
            if (still_open[row] or latest[row] >= held[item.place] or sources[row] == source != "")
            and _alike(task, rows[row])
        )
        out.append(next(fitting, ""))
    return out


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= SURE and fuzz.token_set_ratio(one, other) >= ALIKE


class WordIndex:
    """Finds the texts that share at least half of the telling words of another text."""

    def __init__(self, rows: Sequence[str]) -> None:
        places: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            for word in set(row.split()):
                places.setdefault(word, []).append(place)
        self._size = len(rows)
        self._places = {word: np.array(found) for word, found in places.items()}

    def candidates(self, text: str) -> list[int]:
        """Places of such texts; words that stand in more than a tenth of the texts tell nothing."""
        words = set(text.split())
        rare = [w for w in words if len(self._places.get(w, ())) <= max(20, self._size // 10)]
        telling = rare or list(words)
        shared = [self._places[word] for word in telling if word in self._places]
        if not shared:
            return []
        found, counts = np.unique(np.concatenate(shared), return_counts=True)
        chosen: list[int] = found[2 * counts >= len(telling)].tolist()
        return chosen
