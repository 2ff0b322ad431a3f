"""A KPI's latest value is a signal: not the same noise as ever."""

from __future__ import annotations

from typing import Any

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.wording import by_chance, number, sentence, strength
from mso_sheets.methods.control_chart import BASELINE
from mso_sheets.methods.records import numbered
from mso_sheets.methods.signals import RATE as SIGNAL_RATE
from mso_sheets.model.result import Insight

RULE = "kpi-signal"
RATE = SIGNAL_RATE
SETTLED = BASELINE
"""After so many points on one side the level is no news any more."""


def find(facts: Facts) -> list[Insight]:
    """One insight a line whose last point is a signal."""
    rows = facts.kpis
    if rows is None:
        return []
    lines = rows[rows["latest"] & ~rows["total"] & ~rows["running"]]
    watched = int((lines["points"] >= facts.context.rules.kpi.provisional_points).sum())
    news = lines[lines["signal"].eq(True) & (lines["streak"].abs() < SETTLED)]
    return [_insight(row, line, watched, facts) for row, line in numbered(news)]


def _insight(row: int, line: dict[str, Any], watched: int, facts: Facts) -> Insight:
    better = line["run"] * line["sign"] > 0
    reach = max(line["upper"] - line["mean"], 1e-12)
    away = abs(line["value"] - line["mean"]) / reach
    return Insight(
        key=f"{RULE}/{line['series']}",
        rule=RULE,
        sentence=sentence(
            RULE,
            name=name_of(line),
            where=str(line["word"]).removeprefix("signal: "),
            period=line["label"],
            value=_shown(line, line["value"]) + (" of target" if line["ratio"] else ""),
            usual=f"{_shown(line, line['lower'])} to {_shown(line, line['upper'])}",
            judgement="better" if better else "worse",
            n=int(line["points"]),
        ),
        n=int(line["points"]),
        strength=strength(abs(line["relative"]) * 2, 0.4 + 0.2 * min(away, 3.0)),
        period=line["label"],
        chance=by_chance(RATE, watched),
        link=facts.link("kpis", row),
    )


def name_of(line: dict[str, Any]) -> str:
    """KPI, market and product, as far as given."""
    parts = (line["kpi"], line["market"], line["product"])
    return " ".join(part for part in parts if isinstance(part, str))


def _shown(line: dict[str, Any], value: float) -> str:
    return f"{value:.0%}" if line["ratio"] else number(value)
