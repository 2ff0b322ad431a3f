from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from mso_sheets.analyses import followups
from mso_sheets.analyses.context import Context
from mso_sheets.methods.lateness import STAGES
from mso_sheets.model.cells import Cell
from mso_sheets.model.history import History
from mso_sheets.model.result import Result
from mso_sheets.model.table import Tables
from tests.analyses.people_world import (
    MONDAY,
    Change,
    history_of,
    plain_rows,
    sample_world,
    world_of,
)
from tests.making import serial
from tests.oracle.followups import Human, World, line_of, on_time

PEOPLE = """
    | Name       | Manager    | Working days | Leave from | Leave to   | Delegate  | Active | Time zone        |
    | Ana Silva  | Ines Prado | Mon-Fri      |            |            |           | yes    |                  |
    | Ben Okafor | Ana Silva  | Mon-Fri      | 2026-11-19 | 2026-11-24 | Cem Aydin | yes    |                  |
    | Cem Aydin  | Ana Silva  | Mon-Fri      |            |            |           | yes    |                  |
    | Dov Levi   | Ana Silva  | Sun-Thu      |            |            |           | yes    |                  |
    | Eva Novak  | Ana Silva  | Mon-Fri      |            |            |           | no     |                  |
    | Ines Prado |            | Mon-Fri      |            |            |           | yes    |                  |
    | Jun Mori   | Ana Silva  | Mon-Fri      |            |            |           | yes    | Pacific/Auckland |
"""
PROJECTS = """
    | Project ID | Project | Owner     |
    | PRJ-1      | Launch  | Cem Aydin |
"""
HEADER = (
    "| Action ID | Action | Owner | Due date | Status | Priority | Project ID | Snooze until |"
    " Snooze reason |\n"
)


def followups_of(
    actions: str, day: date = MONDAY, past: History | None = None, hour: int = 12
) -> Result:
    tables, context = world_of(
        day, None, past, hour, actions=HEADER + actions, people=PEOPLE, projects=PROJECTS
    )
    return followups.analyse(tables, context)


def the_row(result: Result) -> dict[str, Any]:
    assert len(result.frame) == 1
    return {str(name): value for name, value in result.frame.iloc[0].items()}


def figure(result: Result, name: str) -> float | str | None:
    return next(each.value for each in result.figures if each.name == name)


@pytest.mark.parametrize(
    ("owner", "due", "day", "stage", "late"),
    [
        ("Ana Silva", "2026-11-20", MONDAY, "overdue", 1),
        ("Ana Silva", "2026-11-20", date(2026, 11, 21), "overdue", 0),
        ("Ana Silva", "2026-11-23", MONDAY, "today", 0),
        ("Ana Silva", "2026-11-24", MONDAY, "due soon", -1),
        ("Ana Silva", "2026-11-26", MONDAY, "due soon", -3),
        ("Ana Silva", "2026-11-27", MONDAY, "this week", -4),
        ("Ana Silva", "2026-11-29", MONDAY, "this week", -4),
        ("Ana Silva", "2026-11-30", MONDAY, "later", -5),
        ("Dov Levi", "2026-11-19", MONDAY, "overdue", 2),
        ("Ben Okafor", "2026-11-18", MONDAY, "overdue", 0),
        ("", "2026-11-01", MONDAY, "no owner", 16),
        ("Ana Silva", "", MONDAY, "no date", None),
        ("Ana Silva", "TBD", MONDAY, "no date", None),
    ],
)
def test_stage_and_days_late_by_the_owners_calendar(
    owner: str, due: str, day: date, stage: str, late: float | None
) -> None:
    row = the_row(followups_of(f"| A-1 | Send it | {owner} | {due} | Open |", day))
    assert row["stage"] == stage
    assert pd.isna(row["days_late"]) if late is None else row["days_late"] == late


def test_it_is_overdue_only_when_the_owners_own_day_is_past_due() -> None:
    """At noon UTC on Monday it is Tuesday in Auckland, and Monday for everybody else."""
    late = followups_of("| A-1 | Send it | Jun Mori | 2026-11-23 | Open |", hour=12)
    assert the_row(late)["stage"] == "overdue"
    early = followups_of("| A-1 | Send it | Jun Mori | 2026-11-23 | Open |", hour=8)
    assert the_row(early)["stage"] == "today"
    assert (
        the_row(followups_of("| A-1 | Send it | Ana Silva | 2026-11-23 | Open |"))["stage"]
        == "today"
    )


def test_closed_and_cancelled_actions_are_no_follow_ups_unknown_states_are() -> None:
    result = followups_of(
        "| A-1 | Send it | Ana Silva | 2026-11-20 | Done |\n"
        "| A-2 | Send it | Ana Silva | 2026-11-20 | Cancelled |\n"
        "| A-3 | Send it | Ana Silva | 2026-11-20 | Somehow |\n"
        "| A-4 | Send it | Ana Silva | 2026-11-20 | |"
    )
    assert result.frame["key"].tolist() == ["A-3", "A-4"]


@pytest.mark.parametrize(
    ("owner", "due", "priority", "project", "told", "level"),
    [
        ("Ana Silva", "2026-11-20", "Medium", "", ("Ana Silva",), 0),
        ("Ana Silva", "2026-11-18", "Medium", "", ("Ana Silva", "Ines Prado"), 1),
        ("Cem Aydin", "2026-11-11", "Medium", "", ("Cem Aydin", "Ana Silva", "Ines Prado"), 2),
        ("Cem Aydin", "2026-11-20", "High", "", ("Cem Aydin", "Ana Silva"), 1),
        ("Cem Aydin", "2026-11-18", "Critical", "", ("Cem Aydin", "Ana Silva", "Ines Prado"), 2),
        ("Dov Levi", "2026-11-17", "Low", "PRJ-1", ("Dov Levi", "Cem Aydin"), 1),
        ("Dov Levi", "2026-11-02", "Low", "PRJ-1", ("Dov Levi", "Cem Aydin", "Ana Silva"), 2),
        ("Ben Okafor", "2026-11-18", "Medium", "", ("Cem Aydin",), 0),
        ("Ben Okafor", "2026-11-10", "High", "", ("Cem Aydin", "Ana Silva", "Ines Prado"), 2),
        ("Eva Novak", "2026-11-20", "Medium", "", (), 0),
        ("Eva Novak", "2026-11-18", "Medium", "", ("Ana Silva",), 1),
        ("", "2026-11-02", "Medium", "PRJ-1", ("Cem Aydin",), 0),
        ("", "2026-11-02", "Medium", "", (), 0),
        ("Stranger", "2026-11-20", "Medium", "", ("Stranger",), 0),
        ("Ana Silva", "2026-12-20", "High", "", (), 0),
    ],
)
def test_the_ladder_tells_owner_then_lead_then_manager(
    owner: str, due: str, priority: str, project: str, told: tuple[str, ...], level: int
) -> None:
    row = the_row(
        followups_of(f"| A-1 | Send it | {owner} | {due} | Open | {priority} | {project} |")
    )
    assert (row["told_names"], row["level"]) == (told, level)


def test_who_is_told_reads_as_a_sentence_would() -> None:
    row = the_row(followups_of("| A-1 | Send it | Ben Okafor | 2026-11-10 | Open | High |"))
    assert row["told"] == (
        "delegate Cem Aydin (owner on leave until Tue 24 Nov), lead Ana Silva and manager "
        "Ines Prado"
    )


def test_a_date_moved_twice_and_missed_goes_to_the_lead() -> None:
    moves: list[Change] = [
        ("2026-10-01", "actions", "A-1", "due_date", None, "2026-10-20"),
        ("2026-10-19", "actions", "A-1", "due_date", "2026-10-20", "2026-11-05"),
        ("2026-11-04", "actions", "A-1", "due_date", "2026-11-05", "2026-11-20"),
    ]
    past = history_of(moves, date(2026, 10, 1))
    row = the_row(
        followups_of("| A-1 | Send it | Cem Aydin | 2026-11-20 | Open | Low |", past=past)
    )
    assert (row["moved"], row["level"]) == (2, 1)
    assert row["why"] == "1 working day past Fri 20 Nov; moved 2 times"


@pytest.mark.parametrize(
    ("until", "stage", "why"),
    [
        ("2026-12-01", "snoozed", "Snoozed until Tue 1 Dec: waits for legal"),
        ("2026-11-23", "overdue", "1 working day past Fri 20 Nov"),
        (
            "2027-02-01",
            "overdue",
            "1 working day past Fri 20 Nov; "
            "its snooze is longer than 20 working days and does not hold",
        ),
    ],
)
def test_a_snooze_holds_until_its_date_and_within_its_limit(
    until: str, stage: str, why: str
) -> None:
    result = followups_of(
        f"| A-1 | Send it | Ana Silva | 2026-11-20 | Open | | | {until} | waits for legal |"
    )
    row = the_row(result)
    assert (row["stage"], row["why"]) == (stage, why)
    assert figure(result, "Snoozed") == (stage == "snoozed")


def test_the_fourth_snooze_does_not_hold() -> None:
    days = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-12-01"]
    changes: list[Change] = [
        (f"2026-10-{n:02d}", "actions", "A-1", "snooze_until", "2026-10-01", day)
        for n, day in enumerate(days, 1)
    ]
    past = history_of(changes, date(2026, 10, 1))
    line = "| A-1 | Send it | Ana Silva | 2026-11-20 | Open | | | 2026-12-01 | again |"
    assert the_row(followups_of(line, past=past))["stage"] == "overdue"
    assert (
        the_row(followups_of(line, past=history_of(changes[1:], date(2026, 10, 1))))["stage"]
        == "snoozed"
    )


def test_a_blocked_action_that_is_late_is_overdue_and_says_why() -> None:
    late = the_row(followups_of("| A-1 | Send it | Ana Silva | 2026-11-20 | Blocked |"))
    assert (late["stage"], late["why"]) == ("overdue", "1 working day past Fri 20 Nov; blocked")
    ahead = the_row(followups_of("| A-1 | Send it | Ana Silva | 2026-12-20 | Blocked |"))
    assert (ahead["stage"], ahead["clears"]) == ("blocked", "Status other than Blocked")


def test_what_clears_it_names_the_teams_own_headers_and_cells() -> None:
    tables, context = world_of(
        MONDAY,
        as_is=True,
        actions="""
            | Action ID | Action  | Owner     | Deadline   | Status |
            | A-1       | Send it | Ana Silva | 2026-11-20 | Open   |
            | A-2       | Send it |           | 2026-11-20 | Open   |
        """,
    )
    frame = followups.analyse(tables, context).frame.set_index("key")
    assert frame.loc["A-1", "clears"] == "Status = Complete or a new Deadline"
    assert frame.loc["A-1", "cells"] == "E2, D2"
    assert frame.loc["A-2", "cells"] == "C3"


def test_after_sixty_working_days_nobody_is_told_any_more() -> None:
    result = followups_of("| A-1 | Send it | Ana Silva | 2026-08-10 | Open | High |")
    row = the_row(result)
    assert (row["abandoned"], row["told_names"]) == (True, ())
    assert result.more["abandoned"]["key"].tolist() == ["A-1"]
    assert result.more["escalations"].empty
    assert any("abandoned?" in note for note in result.notes)


def test_a_twice_carried_action_asks_to_be_closed_carried_or_escalated() -> None:
    meetings = """
        | Meeting ID | Date       | Meeting       |
        | M-1        | 2026-11-02 | Weekly review |
        | M-2        | 2026-11-09 | weekly  Review |
        | M-3        | 2026-11-16 | Weekly review |
        | M-4        | 2026-11-30 | Weekly review |
        | M-5        | 2026-11-17 | Something else |
    """
    tables, context = world_of(
        MONDAY,
        meetings=meetings,
        actions="""
            | Action ID | Action  | Owner     | Due date   | Status | Meeting ID |
            | A-1       | Send it | Ana Silva | 2026-11-20 | Open   | M-1        |
            | A-2       | Send it | Ana Silva | 2026-12-20 | Open   | M-1        |
            | A-3       | Send it | Ana Silva | 2026-11-20 | Open   | M-3        |
        """,
    )
    result = followups.analyse(tables, context)
    assert dict(zip(result.frame["key"], result.frame["carried"], strict=True)) == {
        "A-1": 2, "A-2": 2, "A-3": 0,
    }  # fmt: skip
    asked = [gap for gap in result.gaps if "carry it on purpose" in gap.close_by]
    assert [gap.key for gap in asked] == ["follow-up/A-1"]


def test_gaps_of_ownership_and_dates() -> None:
    result = followups_of(
        "| A-1 | Send it | | 2026-11-20 | Open |\n"
        "| A-2 | Send it | Eva Novak | 2026-12-20 | Open |\n"
        "| A-3 | Send it | Stranger | 2026-12-20 | Open |\n"
        "| A-4 | Send it | Ana Silva | TBD | Open |"
    )
    assert [(gap.key, gap.evidence) for gap in result.gaps] == [
        ("ownership/A-1", "No owner, 1 working day past Fri 20 Nov"),
        ("ownership/A-2", "Eva Novak has left"),
        ("ownership/A-3", "Stranger is not in People"),
        ("dates/A-4", "No due date: “TBD” is none"),
    ]


def test_blank_and_double_ids_get_keys_that_stay() -> None:
    lines = (
        "| | Send it | Ana Silva | 2026-11-20 | Open |\n"
        "| | send  it | Ana Silva | 2026-11-21 | Open |\n"
        "| A-1 | Write it | Ana Silva | 2026-11-20 | Open |\n"
        "| A-1 | Check it | Ana Silva | 2026-11-20 | Open |"
    )
    keys = followups_of(lines).frame.sort_values("row")["key"].tolist()
    assert len(set(keys)) == 4
    assert keys[2] == "A-1"
    assert keys[3].startswith("A-1~")
    turned = "\n".join(reversed(lines.split("\n")))
    assert {keys[0].split("-")[0], keys[3]} <= {
        key.split("-")[0] if key.startswith("~") else key
        for key in followups_of(lines).frame["key"]
    }
    assert followups_of(turned).frame["key"].str.startswith("~").sum() == 2


def test_done_is_what_history_saw_since_the_last_digest() -> None:
    changes: list[Change] = [
        ("2026-11-18T09:00:00", "actions", "A-1", "status", "In progress", "Complete"),
        ("2026-11-20T08:00:00", "actions", "A-2", "status", "In progress", "Complete"),
        ("2026-11-20T10:05:00", "actions", "A-3", "status", "In progress", "Complete"),
        ("2026-11-23T09:00:00", "actions", "A-4", "status", "In progress", "Cancelled"),
    ]
    past = history_of(changes, date(2026, 11, 2), date(2026, 11, 20), "2026-11-20T09:00:00")
    result = followups_of(
        "".join(f"| A-{n} | Send it | Ana Silva | 2026-11-20 | Done |\n" for n in (1, 2, 3))
        + "| A-4 | Send it | Ana Silva | 2026-11-20 | Cancelled |",
        past=past,
    )
    assert result.more["done"]["key"].tolist() == ["A-3"]
    assert figure(result, "Done") == 1


def test_overdue_is_compared_with_the_last_digest_and_with_nothing_before_it() -> None:
    changes: list[Change] = []
    for record, due in (("A-1", "2026-11-18"), ("A-2", "2026-11-19"), ("A-3", "2026-11-20")):
        changes += [
            ("2026-11-02T09:00:00", "actions", record, "status", None, "In progress"),
            ("2026-11-02T09:00:00", "actions", record, "due_date", None, due),
            ("2026-11-02T09:00:00", "actions", record, "owner", None, "Ana Silva"),
        ]
    changes.append(("2026-11-23T08:00:00", "actions", "A-1", "status", "In progress", "Complete"))
    past = history_of(changes, date(2026, 11, 2), date(2026, 11, 20), "2026-11-20T09:00:00")
    lines = (
        "| A-1 | Send it | Ana Silva | 2026-11-18 | Done |\n"
        "| A-2 | Send it | Ana Silva | 2026-11-19 | Open |\n"
        "| A-3 | Send it | Ana Silva | 2026-11-20 | Open |"
    )
    overdue = followups_of(lines, past=past).figures[0]
    assert (overdue.name, overdue.value, overdue.before) == ("Overdue", 2, 2)
    first = followups_of(lines)
    assert first.figures[0].before is None
    assert next(f for f in first.figures if f.name == "Done").basis == "no history yet"


def test_the_on_time_rate_counts_what_is_still_open_as_late() -> None:
    tables, context = world_of(
        MONDAY,
        actions="""
            | Action ID | Action | Owner     | Due date   | Status    | Closed date |
            | A-1       | Send   | Ana Silva | 2026-11-10 | Done      | 2026-11-10  |
            | A-2       | Send   | Ana Silva | 2026-11-10 | Done      | 2026-11-11  |
            | A-3       | Send   | Ana Silva | 2026-11-10 | Open      |             |
            | A-4       | Send   | Ana Silva | 2026-11-10 | Done      |             |
            | A-5       | Send   | Ana Silva | 2026-11-10 | Cancelled |             |
            | A-6       | Send   | Ana Silva | 2026-11-23 | Open      |             |
            | A-7       | Send   | Ana Silva | 2026-08-10 | Done      | 2026-08-10  |
        """,
    )
    rate = followups.analyse(tables, context).figures[-1]
    assert (rate.name, rate.value, rate.basis) == ("On-time rate", 1 / 3, "8 weeks, n=3")


def test_worst_first_then_the_rest_in_the_order_of_the_stages() -> None:
    result = followups_of(
        "| A-1 | Send it | Ana Silva | 2026-12-20 | Open |\n"
        "| A-2 | Send it | Ana Silva | 2026-11-23 | Open |\n"
        "| A-3 | Send it | Ana Silva | 2026-11-19 | Open |\n"
        "| A-4 | Send it | Cem Aydin | 2026-11-10 | Open |\n"
        "| A-5 | Send it | Cem Aydin | 2026-06-10 | Open |\n"
        "| A-6 | Send it | | 2026-11-10 | Open |\n"
        "| A-7 | Send it | Ana Silva | 2026-11-19 | Open | Critical |"
    )
    assert result.frame["key"].tolist() == ["A-4", "A-7", "A-3", "A-2", "A-5", "A-6", "A-1"]


def test_an_empty_tab_is_an_empty_frame_with_all_its_columns() -> None:
    tables, context = world_of(MONDAY, actions="| Action ID | Action |")
    result = followups.analyse(tables, context)
    assert len(result.frame) == 0
    assert {"key", "stage", "days_late", "link", "told"} <= set(result.frame.columns)
    assert [f.value for f in result.figures[:7]] == [0] * 7


# --- equality with the oracle -------------------------------------------------------------------


def world_for_oracle(tables: Tables, context: Context) -> World:
    humans = {}
    for name, person in context.people.items():
        calendar = context.calendars.of(name)
        leave = (person.leave_from, person.leave_to)
        humans[name] = Human(
            person.manager, person.delegate, leave if leave[0] and leave[1] else None,  # type: ignore[arg-type]
            person.active, calendar.mask, calendar.holidays, context.today_of(name),
        )  # fmt: skip
    projects, meetings = tables.get("projects"), tables.get("meetings")
    moves: dict[str, int] = {}
    for event in context.history.of("actions", "due_date").to_dict("records"):
        if event["before"] and event["after"] and event["before"] != event["after"]:
            moves[str(event["record"])] = moves.get(str(event["record"]), 0) + 1
    return World(
        context.today,
        humans,
        {r["project_id"]: r["owner"] for r in plain_rows(projects)} if projects else {},
        {r["meeting_id"]: (r["meeting"], r["date"]) for r in plain_rows(meetings)}
        if meetings
        else {},
        moves if context.history.started else {},
        context.calendars.team.mask,
        context.calendars.team.holidays,
    )


def assert_equals_oracle(tables: Tables, context: Context) -> None:
    result = followups.analyse(tables, context)
    world = world_for_oracle(tables, context)
    rows = plain_rows(tables["actions"])
    is_open = {r["row"]: r for r in rows if r["status"] not in ("Complete", "Cancelled")}
    assert sorted(result.frame["row"]) == sorted(is_open)
    assert result.frame["key"].is_unique
    for line in result.frame.to_dict("records"):
        expected = line_of(is_open[line["row"]], world)
        late = None if pd.isna(line["days_late"]) else line["days_late"]
        assert (
            line["stage"], late, line["level"], line["told_names"], line["reminder"], line["carried"],
            line["abandoned"],
        ) == (
            expected.stage, expected.late, expected.level, expected.told, expected.reminder,
            expected.carried, expected.abandoned,
        ), line  # fmt: skip
    stages = result.frame["stage"].tolist()
    assert figure(result, "Overdue") == stages.count("overdue")
    assert figure(result, "This week") == stages.count("due soon") + stages.count("this week")
    kept, due = on_time(rows, context.today)
    assert figure(result, "On-time rate") == (kept / due if due else None)
    by_owner = result.more["by_owner"].set_index("owner")
    for owner in set(result.frame["owner"]):
        mine = result.frame[result.frame["owner"] == owner]
        assert by_owner.loc[owner, "open"] == len(mine)
        assert by_owner.loc[owner, "overdue"] == (mine["stage"] == "overdue").sum()
    order = [
        STAGES.index(stage)
        for stage, gone in zip(stages, result.frame["abandoned"], strict=True)
        if not gone
    ]
    assert order == sorted(order)


@pytest.mark.parametrize("day", [MONDAY, date(2026, 11, 22), date(2027, 1, 4)])
def test_the_sample_equals_the_oracle(day: date) -> None:
    assert_equals_oracle(*sample_world(day))


@pytest.mark.parametrize("seed", range(12))
def test_random_teams_equal_the_oracle(seed: int) -> None:
    assert_equals_oracle(*random_world(random.Random(seed)))


def random_world(dice: random.Random) -> tuple[Tables, Context]:
    day = MONDAY + timedelta(days=dice.randint(0, 40))

    def near(low: int, high: int, blank: float = 0.1) -> Cell:
        return (
            None if dice.random() < blank else serial(day + timedelta(days=dice.randint(low, high)))
        )

    names = [f"Person {letter}" for letter in "ABCDEFGHIJ"]
    people: list[list[Cell]] = [
        [
            "Name",
            "Manager",
            "Working days",
            "Leave from",
            "Leave to",
            "Delegate",
            "Active",
            "Time zone",
        ]
    ]
    for place, name in enumerate(names):
        start = dice.randint(-10, 10) if dice.random() < 0.4 else None
        people.append([
            name, dice.choice(names[:place] or [None]) if dice.random() < 0.8 else None,
            dice.choice(["Mon-Fri", "Sun-Thu", "Mon-Thu", None]),
            None if start is None else serial(day + timedelta(days=start)),
            None if start is None else serial(day + timedelta(days=start + dice.randint(0, 9))),
            dice.choice([*names, None]), dice.choice(["yes", "yes", "yes", "no"]),
            dice.choice([None, "Pacific/Auckland", "America/Los_Angeles", "Asia/Tokyo"]),
        ])  # fmt: skip
    projects: list[list[Cell]] = [["Project ID", "Project", "Owner"]]
    projects += [[f"P-{n}", f"Project {n}", dice.choice([*names, None])] for n in range(5)]
    meetings: list[list[Cell]] = [["Meeting ID", "Date", "Meeting"]]
    meetings += [
        [f"M-{n}", near(-40, 10), dice.choice(["Weekly", "weekly", "Board"])] for n in range(15)
    ]
    actions: list[list[Cell]] = [[
        "Action ID", "Action", "Owner", "Due date", "Status", "Priority", "Project ID", "Meeting ID",
        "Snooze until", "Closed date",
    ]]  # fmt: skip
    changes: list[Change] = []
    for number in range(120):
        status = dice.choice(
            ["Not started", "In progress", "Blocked", "Complete", "Cancelled", None]
        )
        closed = near(-60, 0, 0.2) if status == "Complete" else None
        actions.append([
            f"A-{number}", f"Do {number}", dice.choice([*names, None, "Stranger"]), near(-110, 20), status,
            dice.choice(["Critical", "High", "Medium", "Low", None]), dice.choice([f"P-{n}" for n in range(6)]),
            dice.choice([*(f"M-{n}" for n in range(15)), None]), near(-5, 40, 0.8), closed,
        ])  # fmt: skip
        for move in range(dice.choice([0, 0, 0, 1, 2, 3])):
            when = f"{day - timedelta(days=30 - move)}"
            changes.append(
                (
                    when,
                    "actions",
                    f"A-{number}",
                    "due_date",
                    f"2026-01-{move + 1:02d}",
                    f"2026-02-{move + 1:02d}",
                )
            )
    past = history_of(sorted(changes, key=lambda change: change[0]), day - timedelta(days=60))
    return world_of(
        day, None, past, dice.choice([1, 12, 22]),
        actions=actions, people=people, projects=projects, meetings=meetings,
    )  # fmt: skip
