"""A running period will miss its target at this pace, by more than the usual noise."""

from __future__ import annotations

from typing import Any

import numpy as np

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
    earlier = rows[rows["complete"] & (rows["ends"] < facts.today)].groupby("series")["attainment"]
    noise = earlier.std().reindex(running["series"]).fillna(0.0).to_numpy()
    n = earlier.count().reindex(running["series"]).fillna(0).to_numpy()
    target = running["target"].abs()
    size = (running["target"] - running["forecast"]) * running["sign"] / target.where(target > 0)
    known = n >= rules.provisional_points
    threshold = np.where(known, DEVIATIONS * noise / np.sqrt(running["elapsed"]), UNPROVEN_GAP)
    behind = (size > np.maximum(threshold, rules.minimum_gap)).to_numpy(dtype=bool)
    told = running.assign(size=size, n=np.where(known, n, 0))[behind]
    return [_insight(row, line, len(running), facts) for row, line in numbered(told)]


def _insight(row: int, line: dict[str, Any], watched: int, facts: Facts) -> Insight:
    size, n = float(line["size"]), int(line["n"])
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
