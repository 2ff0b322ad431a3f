"""The sample's KPIs by market and month, with one real signal: revenue in Germany falls."""

from __future__ import annotations

from datetime import date
from math import pi, sin
from random import Random

from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import month_end, serial
from mso_sheets.sample.grid import Row, lines, tab
from mso_sheets.sample.team import full_name

# id | KPI | project | product | unit | higher is better | months | noise | digits | owner | source
_KPIS = """
REV|Ads revenue|PRJ-005|All ads|USD thousand|Higher is better|28|0.025|0|Ben|Finance ledger
ACT|Active advertisers|PRJ-006|Self-serve|advertisers|Higher is better|14|0.02|0|Chloe|Ads warehouse
SGN|Sign-up completion|PRJ-006|Self-serve|%|Higher is better|14|0.05|3|Chloe|Product analytics
INC|Incentive cost ratio|PRJ-004|Incentives|%|Lower is better|14|0.06|3|Priya|Finance ledger
PAY|Creator payout time|PRJ-003|Creator fund|days|Lower is better|12|0.08|1|Jonas|Payout system
"""
# market -> level of each KPI in its first month; an empty one is not measured there
_LEVELS = """
BR|820 |1900|0.41|0.055|6.5
JP|1450|2600|0.47|0.048|
DE|2100|3800|0.52|0.051|4.5
GB|2600|4400|0.55|0.046|4.0
AE|540 |700 |0.38|0.062|7.0
MX|610 |1500|0.40|0.058|6.0
"""
_DROP_MONTHS, _DROP = 4, 0.17
_HEADERS = (
    "KPI ID,KPI,Project ID,Market,Product,Unit,Direction,Period,Target,Actual,Baseline,Owner,Source"
)


def kpis(day: date, random: Random) -> NewTab:
    """The KPIs tab: months as dates, the last full month still without actuals in two markets."""
    rows: list[Row] = []
    levels = {cells[0]: cells[1:] for cells in lines(_LEVELS)}
    for place, cells in enumerate(lines(_KPIS)):
        for market, starts in levels.items():
            if starts[place]:
                rows += _series(cells, market, float(starts[place]), day, random)
    rows += _satisfaction(day)
    return tab(
        "KPIs", _HEADERS, rows, ("Period",),
        {"Direction": ("Higher is better", "Lower is better")},
    )  # fmt: skip


def _series(cells: list[str], market: str, level: float, day: date, random: Random) -> list[Row]:
    key, name, project, product, unit, direction, months, noise, digits, owner, source = cells
    better = 1 if direction.startswith("Higher") else -1
    rows: list[Row] = []
    for back in range(int(months), 0, -1):
        age = int(months) - back
        month = month_end(day, -back)
        season = 1 + 0.06 * sin(2 * pi * month.month / 12) if key == "REV" else 1.0
        trend = (1 + 0.008 * better) ** age
        target = level * trend * season
        actual = target * (1 + 0.01 * better + random.gauss(0, float(noise)))
        if key == "REV" and market == "DE" and back <= _DROP_MONTHS:
            actual *= 1 - _DROP
        late = back == 1 and market in ("AE", "MX") and key != "PAY"
        rows.append({
            "KPI ID": f"KPI-{key}-{market}", "KPI": name, "Project ID": project, "Market": market,
            "Product": product, "Unit": unit, "Direction": direction, "Period": serial(month),
            "Target": round(target, int(digits)), "Actual": None if late else round(actual, int(digits)),
            "Baseline": level, "Owner": full_name(owner), "Source": source,
        })  # fmt: skip
    return rows


def _satisfaction(day: date) -> list[Row]:
    """A quarterly KPI, its periods written as people write them: `Q3 2026`."""
    quarter = day.year * 4 + (day.month - 1) // 3
    actuals: tuple[Cell, ...] = (31, 33, 30, 36, 35)
    return [
        {
            "KPI ID": "KPI-NPS", "KPI": "Advertiser satisfaction", "Product": "All ads", "Unit": "points",
            "Direction": "Higher is better", "Period": f"Q{(quarter - back) % 4 + 1} {(quarter - back) // 4}",
            "Target": 34.0, "Actual": actual, "Baseline": 30.0, "Owner": full_name("Ana"), "Source": "Survey",
        }
        for back, actual in zip(range(5, 0, -1), actuals, strict=True)
    ]  # fmt: skip
