"""Far more, or far fewer, actions were closed last week than usual."""

from __future__ import annotations

import numpy as np

from mso_sheets.analyses.insight_rules import weekly
from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.wording import by_chance, sentence, strength
from mso_sheets.methods.wording import counted
from mso_sheets.model.result import Insight

RULE = "closing"
RATE = weekly.RATE


def find(facts: Facts) -> list[Insight]:
    """At most one insight: last week's count of closed actions against up to 26 weeks."""
    frame = facts.frame("actions")
    if frame is None:
        return []
    days = frame.loc[
        (frame["status"] == "Complete").to_numpy(dtype=bool, na_value=False), "closed_date"
    ]
    back = weekly.week_of(days.dropna(), facts.today)
    inside = back[(back >= 0) & (back < weekly.WEEKS)].to_numpy().astype(np.int64)
    if not inside.size:
        return []
    counts = np.bincount(inside, minlength=int(inside.max()) + 1)[::-1].astype(np.float64)
    found = weekly.last_week(counts)
    if found is None:
        return []
    period = weekly.week_words(facts.today)
    usual = f"{max(found.lower, 0.0):.0f} to {found.upper:.0f}"
    words = sentence(
        RULE,
        count=counted(found.value, "action"),
        period=period,
        usual=usual,
        weeks=found.weeks - 1,
    )
    return [
        Insight(
            key=RULE,
            rule=RULE,
            sentence=words,
            n=int(found.value),
            strength=strength(0.3 if found.high else 0.5, 0.7),
            period=period,
            chance=by_chance(RATE, 1, "series of weeks"),
        )
    ]
