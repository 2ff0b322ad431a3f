"""A KPI's year will end short of its plan, by more than the noise of its periods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.kpi_signal import name_of
from mso_sheets.analyses.insight_rules.wording import by_chance, number, sentence, strength
from mso_sheets.methods.records import by_index, numbered
from mso_sheets.model.result import Insight

RULE = "kpi-year"
RATE = 0.03
DEVIATIONS = 2.5
FEWEST = 3


def find(facts: Facts) -> list[Insight]:
    """One insight a line whose year to date is short by more than 2.5 deviations of its periods."""
    rows, years = facts.kpis, facts.outlook
    if rows is None or years.empty:
        return []
    lines = rows[rows["latest"] & ~rows["total"] & rows["series"].isin(years.index)]
    known = years.join(_past(rows, facts)).join(
        lines.groupby("series")["sign"].first(), how="inner"
    )
    short = by_index(known[_is_short(known, facts)])
    mine = numbered(lines[lines["series"].isin(list(short))])
    return [_insight(row, line, short[line["series"]], len(lines), facts) for row, line in mine]


def _past(rows: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """By series: how many periods are over, how many of them this year, how much their gaps scatter."""
    over = rows[rows["complete"] & (rows["ends"] < facts.today)]
    this_year = over[over["ends"].dt.year == facts.today.year]
    by = over.groupby("series")["gap"]
    table = pd.DataFrame({"over": by.size(), "noise": by.std()})
    return table.assign(done=this_year.groupby("series").size())


def _is_short(known: pd.DataFrame, facts: Facts) -> pd.Series:
    rules = facts.context.rules.kpi
    behind = (known["planned_to_date"] - known["to_date"]) * known["sign"]
    ends_short = (known["planned_year"] - known["forecast"]) * known["sign"]
    enough = (known["done"] >= FEWEST) & (known["over"] >= rules.provisional_points)
    loud = behind > DEVIATIONS * known["noise"] * np.sqrt(known["done"].astype("float64"))
    short: pd.Series = (
        enough & loud & (ends_short > rules.minimum_gap * known["planned_year"].abs())
    )
    return short


def _insight(
    row: int, line: dict[str, Any], year: dict[str, Any], watched: int, facts: Facts
) -> Insight:
    done = int(year["done"])
    band = (
        f" ({number(year['low'])} to {number(year['high'])})" if year["high"] > year["low"] else ""
    )
    short = abs(year["planned_year"] - year["forecast"]) / abs(year["planned_year"])
    return Insight(
        key=f"{RULE}/{line['series']}",
        rule=RULE,
        sentence=sentence(
            RULE,
            name=name_of(line),
            forecast=number(year["forecast"]),
            band=band,
            planned=number(year["planned_year"]),
            year=facts.today.year,
            done=number(year["to_date"]),
            periods=done,
            share=f"{year['to_date'] / year['planned_to_date']:.0%}",
            needed=number(year["needed"]),
            left=int(year["left"]),
        ),
        n=done,
        strength=strength(short * 3, min(done / 12, 1.0)),
        period=str(facts.today.year),
        chance=by_chance(RATE, watched),
        link=facts.link("kpis", row),
    )
