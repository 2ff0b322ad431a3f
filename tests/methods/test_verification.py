from __future__ import annotations

import pandas as pd
import pytest

from mso_sheets.methods.verification import Keeper, intervals, keeper_of, states, team_leads

TODAY = pd.Timestamp("2026-04-14")


def state(status: str | None, last: str | None, interval: float = 90) -> str:
    found = states(
        pd.Series([status], dtype="str"),
        pd.Series([pd.Timestamp(last) if last else pd.NaT]).astype("datetime64[s]"),
        pd.Series([interval]),
        TODAY,
        due_soon=14,
    )
    return str(found["state"].iloc[0])


@pytest.mark.parametrize(
    ("status", "last", "expected"),
    [
        ("Verified", "2026-01-14", "Due soon"),
        ("Verified", "2026-01-13", "Needs review"),
        ("Verified", "2026-01-29", "Verified"),
        ("Verified", "2026-01-28", "Due soon"),
        (None, "2026-04-01", "Verified"),
        ("Verified", None, "Needs review"),
        ("Verified", "2026-05-01", "Needs review"),
        ("Needs review", "2026-04-01", "Needs review"),
        ("Draft", "2026-04-01", "Draft"),
        ("In review", None, "Draft"),
        ("Archived", "2020-01-01", "Archived"),
    ],
)
def test_state_by_interval(status: str | None, last: str | None, expected: str) -> None:
    assert state(status, last) == expected


def test_own_interval_then_the_types_then_the_default() -> None:
    own = pd.Series([30.0, float("nan"), float("nan"), -5.0])
    kind = pd.Series(["SOP", "SOP", "FAQ", "SOP"])
    assert intervals(own, kind, {"SOP": 180}, 90).tolist() == [30, 180, 90, 180]


PEOPLE = {"Ana": True, "Ben": True, "Marta": False, "Lee": True}
TEAMS = {"Ana": "Ops", "Ben": "Ops", "Marta": "Ops", "Lee": "Sales"}
LEADS = {"Ops": "Ben"}


@pytest.mark.parametrize(
    ("verifier", "owner", "expected"),
    [
        ("Ana", "Lee", Keeper("Ana")),
        ("Marta", "Lee", Keeper("Ben", "Marta has left")),
        ("", "Ana", Keeper("Ben", "no verifier")),
        ("Zoe", "Ana", Keeper("Ben", "Zoe is not in People")),
        ("", "Lee", Keeper("Lee", "no verifier")),
        ("", "", Keeper("", "no verifier")),
        ("", "Marta", Keeper("Ben", "no verifier")),
    ],
)
def test_leavers_and_blanks_fall_to_the_team_lead_then_the_owner(
    verifier: str, owner: str, expected: Keeper
) -> None:
    assert keeper_of(verifier, owner, PEOPLE, TEAMS, LEADS) == expected


def test_without_a_people_tab_everybody_counts() -> None:
    assert keeper_of("Zoe", "Ana", {}, {}, {}) == Keeper("Zoe")
    assert keeper_of("", "Ana", {}, {}, {}) == Keeper("Ana", "no verifier")


def test_a_teams_lead_is_whom_most_of_its_active_people_report_to() -> None:
    managers = {"Ana": "Ben", "Marta": "Lee", "Ben": "Lee", "Lee": "Gone"}
    assert team_leads(TEAMS, managers, PEOPLE) == {"Ops": "Ben"}
