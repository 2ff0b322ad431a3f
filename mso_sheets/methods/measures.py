"""Rows of KPIs made comparable: series, families, periods, direction, gap and attainment.

A *family* is one KPI in one unit, over all markets and products; a *series* is one line of a family
over time. Attainment = actual / target, gap = actual - target; no percentage of a target that is zero
or negative. Sums are taken before ratios, over lines that have both numbers; rates are never summed,
nor are units mixed. A row of all markets beside rows of single ones is a total, not one more line.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mso_sheets.tables.folding import fold

ALL_WORDS = frozenset(
    {"", "all", "total", "totals", "global", "worldwide", "overall", "sum", "all markets",
     "all products", "grand total", "todos", "total general", "gesamt", "alle", "tous", "tout",
     "合计", "总计", "全部", "合計", "全体"}
)  # fmt: skip
RATE_UNITS = frozenset(
    {"percent", "percentage", "pct", "pp", "pt", "pts", "points", "point", "percentage points", "bps",
     "basis points", "ratio", "rate", "score", "index", "nps", "x", "days", "day", "hours", "hour", "h",
     "hrs", "minutes", "min", "seconds", "s", "ms", "weeks", "stars", "rank", "grade"}
)  # fmt: skip
RATE_WORDS = frozenset(
    {"rate", "ratio", "percent", "average", "avg", "mean", "median", "nps", "csat", "score", "index",
     "price", "asp", "cpm", "cpc", "cpa", "ctr", "arpu", "aov", "roi", "roas", "per", "latency"}
)  # fmt: skip
SOFT_RATE_WORDS = frozenset(
    {"share", "margin", "yield", "conversion", "retention", "churn", "utilisation", "utilization",
     "satisfaction", "time", "accuracy", "completion", "attainment", "growth"}
)  # fmt: skip
"""Rates when no unit says otherwise: a margin in euro can be added, a margin without a unit cannot."""
LEVEL_WORDS = frozenset(
    {"active", "headcount", "backlog", "open", "inventory", "balance", "stock", "subscribers", "base",
     "members", "outstanding", "pipeline", "followers", "wau", "mau", "dau"}
)  # fmt: skip
COST_WORDS = frozenset(
    {"cost", "costs", "churn", "defect", "defects", "complaint", "complaints", "error", "errors", "late",
     "backlog", "latency", "delay", "delays", "incidents", "rework", "expense", "expenses", "spend"}
)  # fmt: skip


def measures(kpis: pd.DataFrame) -> pd.DataFrame:
    """The KPI rows with what follows from them; the index stays.

    Adds family, series, market_key, product_key ("" = all), total (a row that sums others), starts,
    ends, grain, sign (1 = higher is better, -1 = lower), gap, attainment, relative (gap / |target|,
    below 0 = short), summable (over lines), flow (adds up over time), repeated (stands twice),
    complete (target and actual are there, and the row counts once).
    """
    frame = kpis.copy()
    name, unit = _folded(frame["kpi"]), _folded(frame["unit"])
    frame["family"] = name + "|" + unit
    frame["sign"] = np.where(_folded(frame["direction"]).str.startswith("lower"), -1, 1)
    rate = unit.isin(RATE_UNITS) | unit.str.contains(r"\bper\b") | _has_word(name, RATE_WORDS)
    frame["summable"] = ~(rate | (unit.eq("") & _has_word(name, SOFT_RATE_WORDS)))
    frame["flow"] = frame["summable"] & ~_has_word(name, LEVEL_WORDS)
    frame = _with_periods(frame)
    for field in ("market", "product"):
        words = _folded(frame[field])
        frame[f"{field}_key"] = words.where(~words.isin(ALL_WORDS), "")
    frame["total"] = _is_total(frame)
    frame["series"] = _series(frame)
    return _with_gaps(frame)


def totals(found: pd.DataFrame) -> pd.DataFrame:
    """A row a family and period with at least two lines: target, actual, gap, attainment, lines, left.

    `left` counts lines of that period without target or actual, which are in neither sum.
    """
    lines = found[found["summable"] & ~found["total"] & ~found["repeated"]]
    complete = lines[lines["complete"]]
    keys = ["family", "ends"]
    sums = complete.groupby(keys)[["target", "actual"]].sum()
    first = complete.groupby(keys)[["kpi", "unit", "starts", "grain", "sign", "flow"]].first()
    table = sums.join(first)
    table["lines"] = complete.groupby(keys).size()
    table["left"] = lines.groupby(keys).size().reindex(table.index) - table["lines"]
    table = table[table["lines"] > 1].reset_index()
    return _with_ratios(table)


def period_labels(ends: pd.Series, grain: pd.Series) -> pd.Series:
    """How people call a period: Mar 2026, Q1 2026, 2026, week to 15 Mar 2026, 15 Mar 2026."""
    codes, pairs = pd.factorize(pd.MultiIndex.from_arrays([ends, grain]))
    words = np.array([*(_period_label(day, word) for day, word in pairs), ""], dtype=object)
    return pd.Series(words[codes], index=ends.index, dtype="object")


def _period_label(end: pd.Timestamp, grain: str) -> str:
    if pd.isna(end):
        return ""
    day = f"{end.day} {end:%b %Y}"
    quarter = f"Q{end.quarter} {end.year}"
    words = {"day": day, "week": f"week to {day}", "quarter": quarter, "year": str(end.year)}
    return words.get(grain, f"{end:%b %Y}")


def looks_like_cost(kpi: str) -> bool:
    """Whether a KPI's name suggests that less is better."""
    return not COST_WORDS.isdisjoint(fold(kpi).split())


def _folded(column: pd.Series) -> pd.Series:
    """Folded text, a call a distinct value; "" where there is none."""
    codes, names = pd.factorize(column)
    folded = np.array([*(fold(str(name)) for name in names), ""], dtype=object)
    return pd.Series(folded[codes], index=column.index, dtype="str")


def _has_word(names: pd.Series, words: frozenset[str]) -> pd.Series:
    codes, texts = pd.factorize(names)
    has = np.array([*(not words.isdisjoint(str(text).split()) for text in texts), False])
    return pd.Series(has[codes], index=names.index, dtype="bool")


def _with_periods(frame: pd.DataFrame) -> pd.DataFrame:
    days = frame["period"].astype("datetime64[s]").dt.normalize()
    grain = _grains(frame["family"], days)
    starts, ends = days.copy(), days.copy()
    for word, code in (("month", "M"), ("quarter", "Q"), ("year", "Y")):
        mine = (grain == word) & days.notna()
        periods = days[mine].dt.to_period(code)
        starts[mine] = periods.dt.start_time.astype("datetime64[s]")
        ends[mine] = periods.dt.end_time.dt.normalize().astype("datetime64[s]")
    weekly = (grain == "week") & days.notna()
    opens = weekly & (days.dt.day_of_week == 0)
    ends[opens] = days[opens] + pd.Timedelta(days=6)
    starts[weekly] = ends[weekly] - pd.Timedelta(days=6)
    return frame.assign(grain=grain, starts=starts, ends=ends)


def _grains(family: pd.Series, days: pd.Series) -> pd.Series:
    """How long a family's periods are, from the usual distance between them; a month when unsure.

    Quarters and years must begin or end in the same months, so that a KPI measured now and then is no
    quarterly one.
    """
    known = pd.DataFrame({"family": family, "day": days}).dropna().drop_duplicates()
    known = known.sort_values(["family", "day"])
    known["step"] = known.groupby("family")["day"].diff().dt.days
    month = known["day"].dt.month
    months = month.groupby(known["family"]).nunique()
    thirds = (month % 3).groupby(known["family"]).nunique()
    usual = known.groupby("family")["step"].median()
    words = np.select(
        [usual <= 1.5, usual <= 10.5, (usual > 300) & (months == 1), (usual > 80) & (thirds == 1)],
        ["day", "week", "year", "quarter"],
        "month",
    )
    by_family = dict(zip(usual.index, words, strict=True))
    return pd.Series([by_family.get(name, "month") for name in family], family.index, dtype="str")


def _is_total(frame: pd.DataFrame) -> pd.Series:
    all_markets, all_products = frame["market_key"].eq(""), frame["product_key"].eq("")
    keys = [frame["family"], frame["ends"]]
    others = (~all_markets).groupby(keys, dropna=False).transform("any")
    finer = (~all_products).groupby([*keys, frame["market_key"]], dropna=False).transform("any")
    return (all_markets & others) | (all_products & finer)


def _series(frame: pd.DataFrame) -> pd.Series:
    """Family, market, product and project; the KPI's id too where it alone tells lines apart."""
    project = frame["project_id"].fillna("").astype("str")
    base = frame["family"] + "|" + frame["market_key"] + "|" + frame["product_key"] + "|" + project
    twice = pd.DataFrame({"base": base, "ends": frame["ends"]}).duplicated(keep=False)
    unclear = twice.groupby(base).transform("any")
    return base.where(~unclear, base + "|" + frame["kpi_id"].fillna("").astype("str"))


def _with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    repeated = frame.duplicated(["series", "ends"]) & frame["ends"].notna()
    both = frame["target"].notna() & frame["actual"].notna() & frame["ends"].notna()
    return _with_ratios(frame.assign(repeated=repeated, complete=both & ~repeated))


def _with_ratios(frame: pd.DataFrame) -> pd.DataFrame:
    gap = frame["actual"] - frame["target"]
    positive = frame["target"].where(frame["target"] > 0)
    size = frame["target"].abs().where(frame["target"] != 0)
    return frame.assign(
        gap=gap, attainment=frame["actual"] / positive, relative=gap * frame["sign"] / size
    )
