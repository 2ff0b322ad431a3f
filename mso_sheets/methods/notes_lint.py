"""What notes of meetings lack: notes at all, an owner, a date or a verb of an action, a decider."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from mso_sheets.methods.action_facts import days, texts
from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.methods.noted_actions import ALIKE, Noted
from mso_sheets.methods.notes_words import folded
from mso_sheets.methods.verbs import has_verb
from mso_sheets.methods.wording import shortened

_DECIDER = re.compile(
    r"\(([^()]{2,60})\)\s*[.!]?\s*$|\b(?:by|decided by|approved by|agreed by)\s+[A-Z@]"
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something a note lacks: the meeting's place, a stable name, what it is, how to mend it."""

    place: int
    name: str
    rule: str
    problem: str
    fix: str


def lint_notes(
    meetings: pd.DataFrame,
    noted: Sequence[Noted],
    known: Sequence[str],
    decisions: Sequence[str],
    calendar: WorkingCalendar,
    today: date,
    since: date,
) -> Iterator[Flaw]:
    """The flaws of meetings held from `since` to today.

    `known`: for each noted action its row of Actions ("" = none; one that is there is cared for there);
    `decisions`: wordings of decisions whose decider is on record.
    """
    held = days(meetings["date"])
    recent = (held >= np.datetime64(since, "D")) & (held <= np.datetime64(today, "D"))
    yield from _without_notes(meetings, held, recent, calendar, today)
    for item, row in zip(noted, known, strict=True):
        if recent[item.place] and item.found.kind == "new" and not row:
            yield from _of_action(item)
    for place, line in _decision_lines(meetings):
        if recent[place] and not _DECIDER.search(line) and not _on_record(line, decisions):
            yield Flaw(
                place, "decision " + folded(line)[:40], "decision without decider",
                f"Decision without decider: {shortened(line, 80)}", "name in brackets who decided",
            )  # fmt: skip


def _without_notes(
    meetings: pd.DataFrame,
    held: np.ndarray,
    recent: np.ndarray,
    calendar: WorkingCalendar,
    today: date,
) -> Iterator[Flaw]:
    cells = [texts(meetings[name]) for name in ("discussion", "decisions", "actions", "notes_link")]
    passed = calendar.between(held, np.full(len(held), np.datetime64(today, "D")))
    for place in np.flatnonzero(recent & (passed >= 1)):
        if not any(column[place].strip() for column in cells):
            yield Flaw(
                int(place), "no notes", "no notes", "No notes one working day after the meeting",
                "write what was discussed, decided and agreed, or link the notes",
            )  # fmt: skip


def _of_action(item: Noted) -> Iterator[Flaw]:
    found = item.found
    lacks = [word for word, there in (("owner", found.owners), ("date", found.due)) if not there]
    if not has_verb(found.task):
        lacks.insert(0, "verb")
    if lacks:
        what = " and ".join(filter(None, [", ".join(lacks[:-1]), lacks[-1]]))
        yield Flaw(
            item.place, item.key, f"action without {what}",
            f"Action without {what}: {shortened(found.text, 80)}", _mend(lacks),
        )  # fmt: skip


def _mend(lacks: Sequence[str]) -> str:
    words = {
        "verb": "begin with what is to be done",
        "owner": "name who does it",
        "date": "say by when",
    }
    return ", ".join(words[word] for word in lacks)


def _decision_lines(meetings: pd.DataFrame) -> Iterator[tuple[int, str]]:
    for place, cell in enumerate(texts(meetings["decisions"])):
        for line in cell.splitlines():
            words = line.strip(" \t-*•–")
            if len(words.split()) > 1:
                yield place, words


def _on_record(line: str, decisions: Sequence[str]) -> bool:
    return any(fuzz.token_set_ratio(folded(line), words) >= ALIKE for words in decisions)
