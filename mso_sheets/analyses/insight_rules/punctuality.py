"""Actions of one project or meeting are on time far less, or more, often than elsewhere."""

from __future__ import annotations

import pandas as pd

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.wording import by_chance, sentence, strength
from mso_sheets.methods.proportions import differ, share_text
from mso_sheets.model.result import Insight

RULE = "punctuality"
RATE = 0.02
"""99% intervals of two equal shares keep apart in 1 of 100 pairs; small n make it coarse."""
FEWEST = 20
WEEKS = 26


def find(facts: Facts) -> list[Insight]:
    """One insight a project whose interval of on-time shares keeps apart from that of all others."""
    due = _due(facts)
    if due is None or due.empty:
        return []
    by = due.groupby("project_id")["on_time"].agg(["sum", "size"])
    many = by[by["size"] >= FEWEST]
    found = []
    for project, hits, n in zip(many.index, many["sum"], many["size"], strict=True):
        mine = (float(hits), float(n))
        rest = (float(due["on_time"].sum() - hits), float(len(due) - n))
        if rest[1] >= FEWEST and differ(mine, rest):
            found.append(_insight(str(project), mine, rest, len(many), facts.small_n))
    return found


def _due(facts: Facts) -> pd.DataFrame | None:
    """Actions that fell due in the last 26 weeks, still open ones included: on time or not."""
    frame = facts.frame("actions")
    if frame is None:
        return None
    since = facts.today - pd.Timedelta(weeks=WEEKS)
    rows = frame[(frame["due_date"] >= since) & (frame["due_date"] < facts.today)]
    rows = rows[(rows["status"] != "Cancelled").to_numpy(dtype=bool, na_value=True)]
    closed = (rows["status"] == "Complete").to_numpy(dtype=bool, na_value=False)
    known = rows[~closed | rows["closed_date"].notna().to_numpy()]
    done = (known["status"] == "Complete").to_numpy(dtype=bool, na_value=False)
    return known.assign(on_time=done & (known["closed_date"] <= known["due_date"]).to_numpy())


def _insight(
    project: str, mine: tuple[float, float], rest: tuple[float, float], watched: int, small: int
) -> Insight:
    share, other = mine[0] / mine[1], rest[0] / rest[1]
    period = f"due in the last {WEEKS} weeks"
    return Insight(
        key=f"{RULE}/{project}",
        rule=RULE,
        sentence=sentence(
            RULE,
            group=project,
            share=share_text(*mine, small),
            rest=share_text(*rest, small),
            period=period,
        ),
        n=int(mine[1]),
        strength=strength(abs(share - other), 0.8 if share < other else 0.5),
        period=period,
        chance=by_chance(RATE, watched, "projects"),
    )
