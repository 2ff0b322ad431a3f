from __future__ import annotations

import pandas as pd
import pytest

from mso_sheets.analyses.handover import handover, handover_markdown, whom
from mso_sheets.errors import ConfigError
from tests.analyses.people_world import MONDAY, sample_world, world_of

PEOPLE = """
    | Name       | Aliases | Email           | Team  | Manager   | Delegate  | Active |
    | Ana Silva  | Annie   | ana@example.com | North |           |           | yes    |
    | Ana Costa  |         |                 | North | Ana Silva |           | yes    |
    | Ben Okafor |         |                 | South | Ana Silva | Ana Silva | no     |
"""
ACTIONS = """
    | Action ID | Action               | Owner                 | Due date   | Status | Project ID |
    | A-1       | Send the \\| draft    | Ana Silva             | 2026-11-20 | Open   | P-1        |
    | A-2       | Book it              | Ana Silva             | 2026-12-20 | Done   | P-1        |
    | A-3       | Call                 | Ben Okafor, Ana Silva | 2026-12-20 | Open   |            |
    | A-4       | Write                | Ben Okafor            | 2026-12-20 | Open   |            |
"""
KNOWLEDGE = """
    | Doc ID | Title     | Type | Owner     | Verifier   | Status   | Last verified | Review interval (days) |
    | S-1    | How to    | SOP  | Ana Silva | Ben Okafor | Verified | 2026-11-01    | 30                     |
    | S-2    | How not to | SOP | Ana Silva |            | Archived | 2026-11-01    | 30                     |
"""


def test_open_things_in_every_role_and_nothing_that_is_over() -> None:
    tables, context = world_of(MONDAY, people=PEOPLE, actions=ACTIONS, knowledge=KNOWLEDGE)
    frame = handover(tables, context, "Ana Silva").frame
    assert list(zip(frame["key"], frame["role"], strict=True)) == [
        ("A-1", "owner"), ("A-3", "co-owner"), ("S-1", "owner"), ("Ana Costa", "manager"),
    ]  # fmt: skip
    assert frame["due"].tolist()[2] == pd.Timestamp("2026-12-01")
    assert (frame["taker"] == "").all()


def test_the_page_counts_what_is_held_and_leaves_the_taker_blank() -> None:
    tables, context = world_of(MONDAY, people=PEOPLE, actions=ACTIONS)
    page = handover_markdown(tables, context, "annie")
    assert page.startswith("# Handover: Ana Silva\n\nAna Silva, North, on Mon 23 Nov 2026.\n\n")
    assert "Holds: Actions 2, People 1. 1 action overdue." in page
    assert "Send the \\| draft | owner | Not started | Fri 20 Nov 2026 | P-1 |  |" in page
    assert "[A-1](https://docs.google.com/spreadsheets/d/1test/edit#gid=2&range=A2)" in page


@pytest.mark.parametrize("asked", ["Ana Silva", "ana silva", "Annie", "ANA@example.com", "asilva"])
def test_a_person_is_found_by_name_alias_nick_or_mail(asked: str) -> None:
    assert whom(*world_of(MONDAY, people=PEOPLE, actions=ACTIONS), asked) == "Ana Silva"


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        ("Ana", "Did you mean Ana Silva or Ana Costa?"),
        ("Benn Okafo", "Did you mean Ben Okafor?"),
        ("Zzz", "People tab"),
    ],
)
def test_an_unknown_or_ambiguous_name_is_refused_with_the_nearest(asked: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as error:
        whom(*world_of(MONDAY, people=PEOPLE, actions=ACTIONS), asked)
    assert "Nobody, or more than one person" in str(error.value)
    assert remedy.split(" or ", 1)[0] in str(error.value)


def test_somebody_who_holds_nothing_gets_a_page_that_says_so() -> None:
    tables, context = world_of(MONDAY, people=PEOPLE, actions=ACTIONS)
    assert "Nothing open is in this person's name." in handover_markdown(
        tables, context, "Ana Costa"
    )


def test_every_open_action_of_the_sample_is_held_by_its_owner() -> None:
    tables, context = sample_world()
    frame = tables["actions"].frame
    is_open = ~frame["status"].isin(("Complete", "Cancelled"))
    for name in ("Mei Lin Tan", "Marta Nowak", "Jonas Weber"):
        held = handover(tables, context, name).frame
        mine = held[(held["part"] == "Actions") & (held["role"] == "owner")]
        assert sorted(mine["key"]) == sorted(
            frame.loc[is_open & (frame["owner"] == name), "action_id"]
        )
