"""A running period will miss its target at this pace, by more than the usual noise."""

from __future__ import annotations

import math
from typing import Any

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.kpi_signal import name_of
from mso_sheets.analyses.insight_rules.wording import by_chance, number, sentence, strength
from mso_sheets.methods.records import numbered
from mso_sheets.methods.wording import working_days
from mso_sheets.model.result import Insight

RULE = "kpi-pace"
RATE = 0.05
DEVIATIONS = 2.5
UNPROVEN_GAP = 0.10


def find(facts: Facts) -> list[Insight]:
    """One insight a line that is behind its pace once a quarter of the period is over."""
    rows, rules = facts.kpis, facts.context.rules.kpi
    if rows is None:
        return []
    running = rows[rows["running"] & ~rows["total"] & (rows["elapsed"] >= rules.early_share)]
    found = []
    for row, line in numbered(running):
        short = (line["target"] - line["forecast"]) * line["sign"]
        size = short / abs(line["target"]) if line["target"] else 0.0
        noise, n = _noise(facts, line)
        known = n >= rules.provisional_points
        threshold = DEVIATIONS * noise / math.sqrt(line["elapsed"]) if known else UNPROVEN_GAP
        if size > max(threshold, rules.minimum_gap):
            found.append(_insight(row, line, size, n if known else 0, len(running), facts))
    return found


def _noise(facts: Facts, line: dict[str, Any]) -> tuple[float, int]:
    """How much actual / target scattered in earlier periods, and over how many."""
    mine = facts.history(line["series"])
    earlier = mine["attainment"][(mine["ends"] < line["ends"]).to_numpy()].dropna()
    return (float(earlier.std()) if len(earlier) > 1 else 0.0), len(earlier)


def _insight(
    row: int, line: dict[str, Any], size: float, n: int, watched: int, facts: Facts
) -> Insight:
    few = "Could be chance: too few earlier periods to know the usual noise."
    return Insight(
        key=f"{RULE}/{line['series']}",
        rule=RULE,
        sentence=sentence(
            RULE,
            name=name_of(line),
            forecast=number(line["forecast"]),
            target=number(line["target"]),
            period=line["label"],
            actual=number(line["actual"]),
            elapsed=f"{line['elapsed']:.0%}",
            needed=number(line["pace_needed"]),
            left=working_days(line["days_left"]),
            now=number(line["pace_now"]),
        ),
        n=n,
        strength=strength(size * 2, line["elapsed"] if n else 0.2),
        period=line["label"],
        chance=by_chance(RATE, watched) if n else few,
        link=facts.link("kpis", row),
    )
