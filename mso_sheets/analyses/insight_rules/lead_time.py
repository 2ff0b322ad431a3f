"""Cases of a workflow take longer, or less long, than they used to."""

from __future__ import annotations

import pandas as pd

from mso_sheets.analyses.insight_rules import weekly
from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.wording import by_chance, number, sentence, strength
from mso_sheets.model.result import Insight

RULE = "lead-time"
RATE = weekly.RATE
FEWEST_CASES = 3
"""A week counts when at least so many cases ended in it."""


def find(facts: Facts) -> list[Insight]:
    """One insight a workflow whose last week's median is a signal against up to 26 weeks."""
    cases = facts.mined.cases[~facts.mined.running]
    ended = cases[cases["last"].notna() & (cases["last"] <= facts.today)]
    back = weekly.week_of(ended["last"], facts.today)
    recent = ended.assign(back=back)[(back >= 0) & (back < weekly.WEEKS)]
    by = recent.groupby(["workflow", "back"])["hours"]
    weeks = pd.DataFrame({"hours": by.median(), "cases": by.size()}).reset_index()
    weeks = weeks[weeks["cases"] >= FEWEST_CASES]
    names = weeks.groupby("workflow", sort=False).indices
    found = [_of_workflow(str(w), weeks.iloc[at], len(names), facts) for w, at in names.items()]
    return [insight for insight in found if insight is not None]


def _of_workflow(workflow: str, weeks: pd.DataFrame, watched: int, facts: Facts) -> Insight | None:
    """`weeks`: hours and cases of each week, the last one first (back = 0)."""
    if weeks["back"].iloc[0] != 0:
        return None
    found = weekly.last_week(weeks["hours"].to_numpy(dtype="float64")[::-1])
    if found is None:
        return None
    n = int(weeks["cases"].iloc[0])
    period = weekly.week_words(facts.today)
    return Insight(
        key=f"{RULE}/{workflow}",
        rule=RULE,
        sentence=sentence(
            RULE,
            workflow=facts.workflow_name(workflow),
            period=period,
            hours=number(found.value),
            usual=f"{number(max(found.lower, 0.0))} to {number(found.upper)}",
            n=n,
            weeks=found.weeks - 1,
        ),
        n=n,
        strength=strength(0.6 if found.high else 0.4, 0.7),
        period=period,
        chance=by_chance(RATE, watched, "workflows"),
    )
