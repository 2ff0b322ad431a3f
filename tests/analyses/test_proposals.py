from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz

from mso_sheets.analyses import proposals
from mso_sheets.model.cells import Cell
from mso_sheets.model.result import Result
from tests.analyses.people_world import MONDAY, history_of, sample_world, world_of
from tests.making import serial

TRUTH = Path(__file__).parents[1] / "truth" / "meeting_actions"
HEADER: list[Cell] = [
    "Meeting ID",
    "Date",
    "Meeting",
    "Attendees",
    "Discussion",
    "Decisions",
    "Actions",
]
PEOPLE = """
    | Name       | Aliases |
    | Ana Silva  | Annie   |
    | Ben Okafor |         |
    | Ana Costa  |         |
"""


def proposals_of(
    talk: str | None, actions: str | None = None, marks: dict[str, str] | None = None
) -> Result:
    held, room = serial(date(2026, 11, 20)), "Ana Silva, Ben Okafor"
    rows: list[list[Cell]] = [HEADER, ["M-1", held, "Weekly", room, talk, None, actions]]
    past = history_of(marks=marks)
    return proposals.analyse(*world_of(MONDAY, None, past, meetings=rows, people=PEOPLE))


def test_an_action_in_the_notes_becomes_a_row_with_its_source() -> None:
    result = proposals_of("We talked.\nACTION: Annie to send the draft by Friday")
    row = result.frame.iloc[0]
    assert not row["accept"]
    assert row["action"] == "Annie to send the draft by Friday"
    assert row["task"] == "send the draft by Friday"
    assert row["owner"] == "Ana Silva"
    assert row["due"].date() == date(2026, 11, 27)
    assert row["sentence"] == "ACTION: Annie to send the draft by Friday"
    assert (row["meeting"], row["title"]) == ("M-1", "Weekly")
    assert row["confidence"] > 0.9


def test_the_key_stays_over_runs_rows_and_marks_around_the_words() -> None:
    first = proposals_of("ACTION: Ana to send the draft").frame["key"].tolist()
    moved = proposals_of("We talked.\n\n- **Action:** Ana to send the draft").frame["key"].tolist()
    other = proposals_of("ACTION: Ana to send the plan").frame["key"].tolist()
    assert first == moved
    assert first != other


def test_a_first_name_of_two_people_means_the_one_in_the_room() -> None:
    assert proposals_of("ACTION: Ana to send the draft").frame["owner"].tolist() == ["Ana Silva"]


def test_every_line_of_the_actions_cell_is_one() -> None:
    cell = "Ana to send the draft\nBook the room (Ben)\n- [ ] Ana: call the bank\nNone"
    result = proposals_of("Talk", cell)
    assert result.frame["action"].tolist() == [
        "Ana to send the draft", "Book the room (Ben)", "Ana: call the bank",
    ]  # fmt: skip
    assert result.frame["owner"].tolist() == ["Ana Silva", "Ben Okafor", "Ana Silva"]


def test_what_was_accepted_or_rejected_never_returns() -> None:
    key = proposals_of("ACTION: Ana to send the draft").frame["key"][0]
    for word in ("accepted", "rejected"):
        assert proposals_of(
            "ACTION: Ana to send the draft", marks={f"proposal:{key}": word}
        ).frame.empty


@pytest.mark.parametrize(
    ("action", "status", "raised", "meeting", "there"),
    [
        ("Send the draft", "Open", "2026-09-01", "", True),
        ("send the draft!", "Done", "2026-11-20", "", True),
        ("Send the draft", "Done", "2026-09-01", "M-1", True),
        ("Send the draft", "Done", "2026-09-01", "", False),
        ("Send the invoices to the bank", "Open", "2026-11-20", "M-1", False),
    ],
)
def test_what_somebody_typed_into_actions_is_not_proposed_again(
    action: str, status: str, raised: str, meeting: str, there: bool
) -> None:
    rows = f"""
        | Action ID | Action   | Status   | Date raised | Meeting ID |
        | A-1       | {action} | {status} | {raised}    | {meeting}  |
    """
    result = _with_actions(rows)
    assert result.frame.empty == there
    assert len(result.more["known"]) == int(there)


def _with_actions(rows: str) -> Result:
    held, talk = serial(date(2026, 11, 20)), "ACTION: Ana to send the draft"
    meetings: list[list[Cell]] = [HEADER, ["M-1", held, "Weekly", "Ana Silva", talk, None, None]]
    return proposals.analyse(*world_of(MONDAY, meetings=meetings, people=PEOPLE, actions=rows))


def test_carried_actions_and_decisions_are_kept_apart() -> None:
    result = proposals_of(
        "## Previous actions\n- Ana to send the draft\n## Notes\nDECISION: we wait\nACTION: "
        "Ben to call"
    )
    assert result.frame["action"].tolist() == ["Ben to call"]
    assert result.more["carried"]["action"].tolist() == ["Ana to send the draft"]
    assert result.more["decisions"]["action"].tolist() == ["we wait"]


def test_meetings_without_notes_propose_nothing() -> None:
    result = proposals_of(None)
    assert result.frame.empty
    assert {"key", "accept", "action", "owner", "due", "confidence", "sentence"} <= set(
        result.frame.columns
    )


def test_the_sample_proposes_what_its_actions_tab_lacks_latest_meeting_first() -> None:
    result = proposals.analyse(*sample_world())
    assert len(result.frame) >= 4
    assert len(result.more["known"]) >= 30
    assert result.frame["date"].is_monotonic_decreasing
    assert result.frame["key"].is_unique


def labelled(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TRUTH / name).read_text(encoding="utf-8").splitlines()]


def test_labelled_minutes_through_the_whole_analysis() -> None:
    """Minutes in a Meetings tab, as a team would paste them: precision 0.95, recall 0.90, none from none."""
    with_actions, without = labelled("with_actions.jsonl"), labelled("without_actions.jsonl")
    rows: list[list[Cell]] = [HEADER]
    for number, meeting in enumerate([*with_actions, *without]):
        held = serial(date.fromisoformat(meeting["date"]))
        rows.append(
            [
                f"M-{number}",
                held,
                "Telco",
                ", ".join(meeting["people"]),
                meeting["text"],
                None,
                None,
            ]
        )
    result = proposals.analyse(*world_of(MONDAY, meetings=rows))
    right = 0
    for number, meeting in enumerate(with_actions):
        mine = result.frame.loc[result.frame["meeting"] == f"M-{number}", "action"].tolist()
        for gold in meeting["gold"]:
            match = next((text for text in mine if fuzz.ratio(text, gold["text"]) >= 90), None)
            if match is not None:
                mine.remove(match)
                right += 1
    expected = sum(len(meeting["gold"]) for meeting in with_actions)
    assert right / len(result.frame) >= 0.95
    assert right / expected >= 0.90
    empty = {f"M-{n}" for n in range(len(with_actions), len(rows) - 1)}
    assert not empty & set(result.frame["meeting"])
