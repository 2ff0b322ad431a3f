"""The state of a resource by its verification, and who looks after it.

A verification holds for the resource's own interval, else its type's, else the default. "Verified" is
what a person verified, not what was last edited; no date is not fresh, a date to come is an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

STATES = ("Needs review", "Due soon", "Draft", "Verified", "Archived")
LIVE = ("Needs review", "Due soon", "Verified")
FRESH = ("Due soon", "Verified")
DRAFTS = ("Draft", "In review")
LONGEST = 36_500.0
"""Days: a century is for ever."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who looks after a resource: the name, and why it is not the verifier who was named ("" = it is)."""

    name: str
    why: str = ""


def intervals(
    own: pd.Series, kind: pd.Series, by_type: Mapping[str, int], default: int
) -> pd.Series:
    """Days that a verification holds, a resource each."""
    typed = pd.Series([by_type.get(str(name), default) for name in kind], index=kind.index)
    return own.where(own > 0, typed.astype("float64")).clip(upper=LONGEST)


def states(
    status: pd.Series,
    last: pd.Series,
    interval: pd.Series,
    today: pd.Timestamp,
    due_soon: int,
) -> pd.DataFrame:
    """A row a resource: state, next_review (date), days_past (since it was due; below 0 = still good)."""
    ahead = last > today
    review = last.where(~ahead) + pd.to_timedelta(interval, unit="D")
    past = (today - review).dt.days.astype("float64")
    words = np.select(
        [
            status.eq("Archived").to_numpy(dtype=bool, na_value=False),
            status.isin(DRAFTS).to_numpy(dtype=bool, na_value=False),
            status.eq("Needs review").to_numpy(dtype=bool, na_value=False),
            review.isna().to_numpy(),
            (past > 0).to_numpy(),
            (past >= -due_soon).to_numpy(),
        ],
        ["Archived", "Draft", "Needs review", "Needs review", "Needs review", "Due soon"],
        "Verified",
    )
    return pd.DataFrame(
        {"state": words, "next_review": review, "days_past": past}, index=last.index
    )


def keeper_of(
    verifier: str,
    owner: str,
    active: Mapping[str, bool],
    teams: Mapping[str, str],
    leads: Mapping[str, str],
) -> Keeper:
    """The verifier; when blank or gone, the lead of their team, else the owner, else nobody.

    `active`: known people -> still there; an empty mapping means that nobody is known and all count.
    """
    if verifier and (not active or active.get(verifier, False)):
        return Keeper(verifier)
    why = "no verifier" if not verifier else f"{verifier} has left"
    if verifier and verifier not in active:
        why = f"{verifier} is not in People"
    team = teams.get(verifier) or teams.get(owner, "")
    lead = leads.get(team, "")
    if lead:
        return Keeper(lead, why)
    return Keeper(owner if owner and active.get(owner, not active) else "", why)


def team_leads(
    teams: Mapping[str, str], managers: Mapping[str, str], active: Mapping[str, bool]
) -> dict[str, str]:
    """Team -> the active person whom most of its active members name as manager.

    A tie goes to somebody of the team itself, then by name.
    """
    votes: dict[str, Counter[str]] = {}
    for person, team in teams.items():
        manager = managers.get(person, "")
        if team and manager and active.get(person) and active.get(manager):
            votes.setdefault(team, Counter())[manager] += 1
    return {
        team: min(counted, key=lambda name: (-counted[name], teams.get(name) != team, name))
        for team, counted in votes.items()
    }
