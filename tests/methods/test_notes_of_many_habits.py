"""Precision, recall, owners and dates on meetings that we wrote and labelled ourselves.

`noted/*.txt`: a date and people, the notes as somebody would type them, then after `===` what a person
finds in them, one action a line: owners | words | due date.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from mso_sheets.methods.notes import FoundAction, find_actions

FOLDER = Path(__file__).parent / "noted"
ALIKE = 85


@dataclass(frozen=True)
class Labelled:
    """What a person found: owners in order, the words, the due date or None."""

    owners: tuple[str, ...]
    words: str
    due: date | None


@dataclass(frozen=True)
class Noted:
    """A meeting with its labels."""

    name: str
    held: date
    people: tuple[str, ...]
    text: str
    labels: tuple[Labelled, ...]


@dataclass
class Score:
    """Found against labelled; what disagrees is kept as words for the failure's message."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    dues: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))


def read(path: Path) -> Noted:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    text, _, labels = rest.rpartition("===\n")
    held, people = (line.partition(": ")[2] for line in head.splitlines())
    return Noted(
        path.stem,
        date.fromisoformat(held),
        tuple(person.strip() for person in people.split(";")),
        text,
        tuple(_label(line) for line in labels.splitlines() if line.strip()),
    )


def _label(line: str) -> Labelled:
    owners, words, due = (part.strip() for part in line.split("|"))
    return Labelled(
        tuple(owner.strip() for owner in owners.split(",") if owner.strip()),
        words,
        date.fromisoformat(due) if due else None,
    )


MEETINGS = [read(path) for path in sorted(FOLDER.glob("*.txt"))]


def found_in(meeting: Noted) -> list[FoundAction]:
    found = find_actions(meeting.text, meeting.people, meeting.held)
    return [action for action in found if action.kind == "new"]


def likeness(label: Labelled, action: FoundAction) -> float:
    return max(fuzz.ratio(label.words, action.task), fuzz.ratio(label.words, action.text))


def covers(label: Labelled, action: FoundAction) -> bool:
    """The same action: nearly the same words, or the label's words with a date or a name around."""
    around = fuzz.partial_ratio(label.words, action.text)
    longer = len(action.text) <= len(label.words) + 60
    return likeness(label, action) >= ALIKE or (around >= 95 and longer)


def score(meetings: list[Noted]) -> Score:
    total = Score()
    for meeting in meetings:
        left = list(meeting.labels)
        for action in found_in(meeting):
            fitting = [label for label in left if covers(label, action)]
            fitting.sort(
                key=lambda label: (label.owners != action.owners, -likeness(label, action))
            )
            if not fitting:
                total.wrong.append(f"{meeting.name}: {action.text} [{action.rule}]")
                continue
            label = fitting[0]
            left.remove(label)
            total.right += 1
            if label.owners != action.owners:
                total.owners.append(f"{meeting.name}: {action.text}: {action.owners}")
            if label.due != action.due:
                total.dues.append(f"{meeting.name}: {action.text}: {action.due} not {label.due}")
        total.missed += [f"{meeting.name}: {label.words}" for label in left]
    return total


def test_actions_are_found_in_the_habits_of_many_groups(
    capsys: pytest.CaptureFixture[str],
) -> None:
    total = score(MEETINGS)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(MEETINGS)} meetings of many habits: precision {total.precision:.3f}, "
            f"recall {total.recall:.3f}, {total.right} right, owners differ {len(total.owners)}, "
            f"dates differ {len(total.dues)}\n"
        )
    assert total.precision >= 0.95, total.wrong
    assert total.recall >= 0.90, total.missed
    assert len(total.owners) <= 0.05 * total.right, total.owners
    assert len(total.dues) <= 0.05 * total.right, total.dues


@pytest.mark.parametrize(
    "meeting", [m for m in MEETINGS if not m.labels], ids=lambda meeting: str(meeting.name)
)
def test_nothing_is_found_where_nothing_was_agreed(meeting: Noted) -> None:
    assert [action.text for action in found_in(meeting)] == []
