from __future__ import annotations

from datetime import date

import pytest

from mso_sheets.analyses import meetings
from mso_sheets.methods.verbs import has_verb
from mso_sheets.model.result import Result
from tests.analyses.people_world import MONDAY, sample_world, world_of
from tests.making import Rows

HEADER = (
    "| Meeting ID | Date | Meeting | Note taker | Attendees | Discussion | Decisions | Actions |"
    " Notes link |\n"
)


def meetings_of(lines: str, day: date = MONDAY, actions: str = "", decisions: str = "") -> Result:
    more = {name: text for name, text in (("actions", actions), ("decisions", decisions)) if text}
    tables: dict[str, str | Rows] = {"meetings": HEADER + lines, **more}
    return meetings.analyse(*world_of(day, None, None, 9, as_is=False, **tables))


def flaws(result: Result) -> list[tuple[str, str]]:
    return list(zip(result.frame["rule"], result.frame["problem"], strict=True))


@pytest.mark.parametrize(
    ("held", "there"),
    [
        ("2026-11-23", False),
        ("2026-11-20", True),
        ("2026-11-19", True),
        ("2026-09-01", False),
        ("2026-12-01", False),
    ],
)
def test_a_recent_meeting_without_notes_is_named_one_working_day_after(
    held: str, there: bool
) -> None:
    result = meetings_of(f"| M-1 | {held} | Weekly | Sam Lee |")
    assert [rule for rule, _ in flaws(result)] == (["no notes"] if there else [])


def test_on_the_weekend_after_a_friday_meeting_nothing_is_missing_yet() -> None:
    assert flaws(meetings_of("| M-1 | 2026-11-20 | Weekly |", date(2026, 11, 22))) == []


def test_a_link_to_the_notes_is_enough() -> None:
    assert (
        flaws(meetings_of("| M-1 | 2026-11-20 | Weekly | | | | | | https://notes.example/1 |"))
        == []
    )


def test_actions_without_owner_date_or_verb_are_named() -> None:
    result = meetings_of(
        "| M-1 | 2026-11-20 | Weekly | Sam Lee | Ana Silva, Sam Lee | "
        "ACTION: Ana to send the draft by Friday\\nACTION: Ana to call them\\nACTION: ask legal\\n"
        "ACTION: the budget |"
    )
    assert flaws(result) == [
        ("action without date", "Action without date: Ana to call them"),
        ("action without owner and date", "Action without owner and date: ask legal"),
        ("action without verb, owner and date", "Action without verb, owner and date: the budget"),
    ]
    assert result.frame["owner"].tolist() == ["Sam Lee"] * 3
    assert [gap.key for gap in result.gaps] == ["meeting/M-1"]


def test_an_action_that_stands_in_actions_is_cared_for_there() -> None:
    actions = """
        | Action ID | Action         | Owner     | Status | Meeting ID |
        | A-1       | Send the draft | Ana Silva | Open   | M-1        |
    """
    line = "| M-1 | 2026-11-20 | Weekly | | Ana Silva | ACTION: Ana to send the draft |"
    assert flaws(meetings_of(line, actions=actions)) == []
    assert len(flaws(meetings_of(line))) == 1


@pytest.mark.parametrize(
    ("decision", "fine"),
    [
        ("We go first (Ana)", True),
        ("We go first, decided by Ana Silva", True),
        ("We go first", False),
        ("We go first\\n- We wait for legal (council)", False),
    ],
)
def test_a_decision_needs_a_decider(decision: str, fine: bool) -> None:
    result = meetings_of(f"| M-1 | 2026-11-20 | Weekly | | | We talked | {decision} |")
    assert flaws(result) == (
        [] if fine else [("decision without decider", "Decision without decider: We go first")]
    )


def test_a_decision_on_record_with_its_decider_is_fine() -> None:
    decisions = """
        | Decision ID | Decision    | Decided by | Meeting ID |
        | D-1         | We go first | Ana Silva  | M-1        |
    """
    line = "| M-1 | 2026-11-20 | Weekly | | | We talked | We go first |"
    assert flaws(meetings_of(line, decisions=decisions)) == []


@pytest.mark.parametrize(
    ("task", "verb"),
    [
        ("send the draft", True), ("Sends the draft", True), ("to be looked at: talk to sales", True),
        ("new contact at the bank", True), ("the budget", False), ("staffing in the north", False),
        ("Entwürfe für München", True), ("agencies", False),
    ],
)  # fmt: skip
def test_a_task_says_what_is_to_be_done(task: str, verb: bool) -> None:
    assert has_verb(task) == verb


def test_the_next_agenda_of_a_series_has_four_parts() -> None:
    tables, context = world_of(
        MONDAY,
        meetings="""
            | Meeting ID | Date       | Meeting       | Project ID | Chair     | Discussion |
            | M-1        | 2026-11-09 | Weekly review | P-1        | Ana Silva | Talk       |
            | M-2        | 2026-11-16 | weekly review | P-1        | Ana Silva | Talk       |
            | M-3        | 2026-11-30 | Weekly review | P-1        | Ana Silva |            |
            | M-9        | 2026-11-16 | Board         |            |           | Talk       |
            | M-0        | 2026-01-16 | Long gone     |            |           | Talk       |
        """,
        actions="""
            | Action ID | Action    | Owner     | Due date   | Status | Project ID | Meeting ID | Date raised |
            | A-1       | Send it   | Ana Silva | 2026-11-30 | Open   | P-1        | M-2        | 2026-11-16  |
            | A-2       | Write it  | Ana Silva | 2026-11-17 | Open   | P-1        | M-1        | 2026-11-09  |
            | A-3       | Check it  |           | 2026-12-17 | Open   | P-1        |            | 2026-11-18  |
            | A-4       | Old, fine | Ana Silva | 2026-12-17 | Open   | P-1        | M-1        | 2026-11-09  |
            | A-5       | Done      | Ana Silva | 2026-11-10 | Done   | P-1        | M-2        | 2026-11-09  |
            | A-6       | Elsewhere | Ana Silva | 2026-11-10 | Open   | P-2        |            | 2026-11-18  |
        """,
        decisions="""
            | Decision ID | Decision    | Status     | Meeting ID | Review date |
            | D-1         | Go first    | Proposed   | M-1        |             |
            | D-2         | Go last     | Agreed     | M-1        | 2026-11-20  |
            | D-3         | Go nowhere  | Superseded | M-1        | 2026-11-20  |
        """,
    )
    result = meetings.analyse(tables, context)
    agenda = result.more["agenda"]
    assert list(zip(agenda["part"], agenda["key"], strict=True)) == [
        ("Open from last time", "A-1"),
        ("Overdue", "A-2"),
        ("To be decided", "D-2"),
        ("To be decided", "D-1"),
        ("New since last time", "A-3"),
    ]
    blocks = result.more["agendas"].set_index("series")
    assert list(blocks.index) == ["Board", "weekly review"]
    assert blocks.loc["weekly review", "text"] == (
        "## weekly review, Mon 30 Nov\n"
        "Last held Mon 16 Nov.\n\n"
        "### Open from last time (1)\n- Send it (Ana Silva, due Mon 30 Nov, A-1)\n\n"
        "### Overdue (1)\n- Write it (Ana Silva, due Tue 17 Nov, A-2)\n\n"
        "### To be decided (2)\n- Go last (nobody, due Fri 20 Nov, D-2)\n- Go first (nobody, "
        "D-1)\n\n"
        "### New since last time (1)\n- Check it (nobody, due Thu 17 Dec, A-3)"
    )
    assert str(blocks.loc["Board", "text"]).endswith("Nothing open.")


def test_the_sample_lacks_notes_once_and_deciders_twice() -> None:
    result = meetings.analyse(*sample_world())
    assert [figure.value for figure in result.figures[1:]] == [1, 2]
    assert len(result.more["agendas"]) == 6
