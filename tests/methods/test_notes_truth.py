"""Precision and recall on labelled minutes; `tests/truth/meeting_actions/SOURCE.md` names the source."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz

from mso_sheets.methods.notes import FoundAction, find_actions

TRUTH = Path(__file__).parents[1] / "truth" / "meeting_actions"
ALIKE = 90


@dataclass
class Score:
    """What was found against what is there."""

    right: int = 0
    owners_right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed))


def meetings(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TRUTH / name).read_text(encoding="utf-8").splitlines()]


def new_actions(meeting: dict[str, Any]) -> list[FoundAction]:
    found = find_actions(meeting["text"], meeting["people"], date.fromisoformat(meeting["date"]))
    return [action for action in found if action.kind == "new"]


def score(all_meetings: list[dict[str, Any]]) -> Score:
    total = Score()
    for meeting in all_meetings:
        left = list(meeting["gold"])
        for action in new_actions(meeting):
            alike = [gold for gold in left if fuzz.ratio(gold["text"], action.text) >= ALIKE]
            alike.sort(key=lambda gold: gold["owners"] != list(action.owners))
            if not alike:
                total.wrong.append(action.text)
                continue
            left.remove(alike[0])
            total.right += 1
            total.owners_right += alike[0]["owners"] == list(action.owners)
        total.missed += [gold["text"] for gold in left]
    return total


def test_marked_actions_are_found_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    total = score(meetings("with_actions.jsonl"))
    with capsys.disabled():
        sys.stdout.write(
            f"\nlabelled meetings: precision {total.precision:.3f}, recall {total.recall:.3f}, "
            f"owners right {total.owners_right}/{total.right}\n"
        )
    assert total.precision >= 0.95, total.wrong
    assert total.recall >= 0.90, total.missed
    assert total.owners_right >= 0.95 * total.right


@pytest.mark.parametrize("meeting", meetings("without_actions.jsonl"), ids=lambda m: str(m["date"]))
def test_minutes_without_actions_give_none(meeting: dict[str, Any]) -> None:
    assert new_actions(meeting) == []
