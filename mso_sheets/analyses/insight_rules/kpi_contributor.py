"""One market or product explains most of a KPI's gap to plan."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.kpi_streak import FEWEST
from mso_sheets.analyses.insight_rules.wording import by_chance, sentence, signed, strength
from mso_sheets.methods.contribution import shares_of_gap
from mso_sheets.methods.drivers import PARTS
from mso_sheets.methods.records import numbered, records
from mso_sheets.methods.wording import counted
from mso_sheets.model.result import Insight

RULE = "kpi-contributor"
RATE = 0.05
"""The total must be a signal (4%) or have missed its plan seven times in a row (1%)."""
MOST_OF_TWO, MOST = 0.50, 0.40
UNPROVEN_GAP = 0.05
"""With too few periods to know the noise, the gap must be at least this large, and it says so."""


def find(facts: Facts) -> list[Insight]:
    """One insight a KPI whose latest total falls short for more than noise."""
    rows = facts.kpis
    if rows is None:
        return []
    sums = rows[rows["latest"] & (rows.index < 0) & ~rows["running"]]
    short = sums[sums["relative"] <= -facts.context.rules.kpi.minimum_gap]
    found = []
    known = rows[(rows.index >= 0) & rows["contribution"].notna()]
    places = known.groupby(["family", "ends"]).indices
    for _, total in numbered(short):
        reason = _reason(total, facts)
        if not reason:
            continue
        lines = known.iloc[places.get((total["family"], total["ends"]), [])]
        best = _largest(lines)
        if best is not None:
            found.append(_insight(total, best, reason, len(sums), lines, facts))
    return found


def _reason(total: dict[str, Any], facts: Facts) -> str:
    """Why the gap is no noise, in words; "" when it may well be."""
    if total["signal"] is True and total["run"] * total["sign"] < 0:
        return f"A {total['word']}."
    if total["missed"] >= FEWEST:
        return f"Missed {total['missed']} periods in a row."
    few = total["points"] < facts.context.rules.kpi.provisional_points
    if few and total["relative"] <= -UNPROVEN_GAP:
        return f"Only {counted(int(total['points']), 'period')} known: nobody can tell signal from noise yet."
    return ""


def _largest(lines: pd.DataFrame) -> dict[str, Any] | None:
    """The market (or product, where there is one market only) with the largest share, if it stands out."""
    field = "market" if lines["market_key"].nunique() > 1 else "product"
    by = lines.groupby(f"{field}_key", sort=False)
    parts = pd.DataFrame({"name": by[field].first(), "part": by["contribution"].sum()})
    if len(parts) < 2:
        return None
    parts["share"] = shares_of_gap(parts["part"].to_numpy())
    known = parts.dropna().sort_values("share", ascending=False)
    if known.empty:
        return None
    best = records(known.head(1))[0]
    needed = MOST_OF_TWO if len(parts) == 2 else MOST
    return best | {"field": field, "count": len(parts)} if best["share"] > needed else None


def _insight(
    total: dict[str, Any],
    best: dict[str, Any],
    reason: str,
    watched: int,
    lines: pd.DataFrame,
    facts: Facts,
) -> Insight:
    few = reason.startswith("Only")
    row = int(lines.index[(lines[best["field"]] == best["name"]).to_numpy(dtype=bool)][0])
    return Insight(
        key=f"{RULE}/{total['family']}",
        rule=RULE,
        sentence=sentence(
            RULE,
            line=best["name"],
            share=f"{best['share']:.0%}",
            kpi=total["kpi"],
            part=signed(best["part"]),
            gap=signed(total["gap"]),
            unit=total["unit"] if isinstance(total["unit"], str) else "",
            period=total["label"],
            lines=counted(best["count"], best["field"]),
            drivers=_drivers(total, best, facts),
            signal=reason,
        ),
        n=best["count"],
        strength=strength(-total["relative"] * 3, 0.3 if few else 0.8),
        period=total["label"],
        chance=reason if few else by_chance(RATE, watched, "KPIs"),
        link=facts.link("kpis", row),
    )


def _drivers(total: dict[str, Any], best: dict[str, Any], facts: Facts) -> str:
    """Price, volume and mix of the line, where they are known."""
    split = facts.drivers
    if split.empty:
        return ""
    same = (split["family"] == total["family"]) & (split["ends"] == total["ends"])
    mine = split[same & (split[best["field"]] == best["name"])]
    if mine.empty:
        return ""
    parts = mine[PARTS].sum()
    words = [f"{name} {signed(parts[name])}" for name in PARTS if parts[name] or name in PARTS[:3]]
    return ": " + ", ".join(words)
