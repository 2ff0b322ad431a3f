"""Which charts the review shows, and the numbers of each, from the Report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mso_sheets.model.result import Report, Result
from mso_sheets.review import charts, words
from mso_sheets.review.workflow_map import maps
from mso_sheets.tabs.charts import (
    burn_up,
    gap_by_line,
    health_by_week,
    kpi_attainment,
    kpi_name,
    overdue_by_owner,
)

MOST_MILESTONES = 16
MOST_SIGNALS = 4


def drawings(report: Report) -> Mapping[str, list[tuple[str, str]]]:
    """Part of the review -> its charts as (caption, SVG); parts without any are empty."""
    plain = {
        "portfolio": (health_by_week(report), burn_up(report)),
        "followups": (overdue_by_owner(report, 12),),
        "kpis": (kpi_attainment(report),),
    }
    found = {
        part: [(chart.title, charts.drawn(chart)) for chart in each if chart is not None]
        for part, each in plain.items()
    }
    found["milestones"] = _milestones(report)
    found["kpis"] += [*_waterfall(report), *_control(report.result("kpis"))]
    found["workflows"] = maps(report.result("workflow"))
    return found


def _milestones(report: Report) -> list[tuple[str, str]]:
    result = report.result("milestones")
    if result is None or result.frame.empty:
        return []
    frame = result.frame[result.frame["due"].notna() & (result.frame["type"] == "Milestone")]
    rows = frame[~frame["done"].astype("bool")].sort_values("due").head(MOST_MILESTONES)
    if rows.empty:
        return []
    due = pd.to_datetime(rows["due"])
    forecast = pd.to_datetime(rows["forecast"]).fillna(due)
    today = pd.Timestamp(report.today)
    first, last = min(due.min(), forecast.min(), today), max(due.max(), forecast.max(), today)
    span = max((last - first).days, 1)
    shares = [
        ((d - first).days / span, (f - first).days / span)
        for d, f in zip(due, forecast, strict=True)
    ]
    names = [
        f"{words.text(project)} {words.text(name)}".strip()
        for project, name in zip(rows["project"], rows["milestone"], strict=True)
    ]
    drawn = [(name, at, to) for name, (at, to) in zip(names, shares, strict=True)]
    told = [
        f"{name} due {words.day(d)}, forecast {words.day(f)}"
        for name, d, f in zip(names, due, forecast, strict=True)
    ]
    title = "Open milestones: diamond = due, dot = forecast"
    return [
        (
            title,
            charts.timeline(
                title, f"{title}. {'; '.join(told)}.", drawn, _ticks(first, last, today)
            ),
        )
    ]


def _ticks(first: pd.Timestamp, last: pd.Timestamp, today: pd.Timestamp) -> list[tuple[str, float]]:
    """Today and first days of months, at most seven, none close to another."""
    span = max((last - first).days, 1)
    found = [("today", (today - first).days / span)]
    months = pd.date_range(first, last, freq="MS")
    for month in months[:: max(1, -(-len(months) // 6))]:
        share = (month - first).days / span
        if all(abs(share - other) > 0.14 for _, other in found):
            found.append((f"1 {month:%b %y}", share))
    return found


def _waterfall(report: Report) -> list[tuple[str, str]]:
    chart = gap_by_line(report)
    if chart is None:
        return []
    total = sum(value or 0 for value in chart.series[0].values)
    return [(chart.title, charts.waterfall(chart, total))]


def _control(kpis: Result | None) -> list[tuple[str, str]]:
    """XmR charts of the series that give a signal now, the latest point last."""
    series = kpis.more.get("series") if kpis is not None else None
    if series is None or series.empty:
        return []
    last = series.groupby("series", sort=False).tail(1)
    loud = last[last["signal"].fillna(False).astype("bool") & last["mean"].notna()]
    return [
        _control_chart(series[series["series"] == name]) for name in loud["series"][:MOST_SIGNALS]
    ]


def _control_chart(points: pd.DataFrame) -> tuple[str, str]:
    one: Any = points.iloc[-1]
    name = kpi_name(one["kpi"], words.text(one["market"]), words.text(one["product"]))
    title = f"{name}, actual / target: {words.text(one['word'])}"
    values = [float(value) for value in points["value"]]
    ends = [f"{day:%b %Y}" for day in pd.to_datetime(points["ends"])]
    limits = [float(one[part]) for part in ("mean", "lower", "upper")]
    said = (
        f"{title}. {len(values)} points from {ends[0]} to {ends[-1]}, the last {values[-1]:.0%}; "
        f"mean {limits[0]:.0%}, natural limits {limits[1]:.0%} and {limits[2]:.0%}."
    )
    return title, charts.control(title, said, ends, values, *limits)
