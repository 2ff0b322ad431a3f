"""A KPI misses its target again and again: no slip, a habit."""

from __future__ import annotations

from typing import Any

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.kpi_signal import name_of
from mso_sheets.analyses.insight_rules.wording import by_chance, sentence, strength
from mso_sheets.methods.records import numbered
from mso_sheets.model.result import Insight

RULE = "kpi-streak"
RATE = 0.01
"""Half to the seventh power, when hit and miss are even."""
FEWEST = 7


def find(facts: Facts) -> list[Insight]:
    """One insight a series (lines and totals) whose last seven periods or more all missed."""
    rows = facts.kpis
    if rows is None:
        return []
    last = rows[rows["latest"]]
    watched = int((last["points"] >= FEWEST).sum())
    missed = last[last["missed"] >= FEWEST]
    found = []
    for row, line in numbered(missed):
        average = float(facts.history(line["series"])["relative"].tail(line["missed"]).mean())
        if average <= -facts.context.rules.kpi.minimum_gap:
            found.append(_insight(row, line, average, watched, facts))
    return found


def _insight(row: int, line: dict[str, Any], average: float, watched: int, facts: Facts) -> Insight:
    count = int(line["missed"])
    return Insight(
        key=f"{RULE}/{line['series']}",
        rule=RULE,
        sentence=sentence(
            RULE, name=name_of(line), count=count, period=line["label"], average=f"{-average:.0%}"
        ),
        n=count,
        strength=strength(-average * 2, 1 - 0.5 ** (count - 4)),
        period=line["label"],
        chance=by_chance(RATE, watched),
        link=facts.link("kpis", row),
    )
