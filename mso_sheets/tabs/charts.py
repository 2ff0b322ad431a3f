"""Charts as data, from the Report alone: Summary, the review, the deck and Slack's pictures draw the same."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from mso_sheets.model.result import Report, Result
from mso_sheets.model.tab import Chart, Series

# Okabe and Ito's hues, apart for colour-blind eyes: https://jfly.uni-koeln.de/color/
HEALTH_COLORS = {
    "Off track": "#D55E00",
    "At risk": "#E69F00",
    "No recent update": "#9AA5B1",
    "On hold": "#CC79A7",
    "Not started": "#C9D1DA",
    "On track": "#009E73",
    "Complete": "#0072B2",
}
"""Computed health, worst first -> colour."""
BLUE, GREY, VERMILION = "#0072B2", "#9AA5B1", "#D55E00"
ALL_LINES = "all lines"
SHORT = ("short by", "behind pace")


def summary_charts(report: Report) -> tuple[Chart, ...]:
    """What Summary shows above its table; a chart without numbers is left out."""
    return _present(
        health_by_week(report), overdue_by_owner(report), burn_up(report), kpi_attainment(report, 8)
    )


def review_charts(report: Report) -> tuple[Chart, ...]:
    """What the deck and Slack's weekly review show."""
    return _present(health_by_week(report), kpi_attainment(report))


def health_by_week(report: Report) -> Chart | None:
    """Projects by computed health, a column a week; only today's while history is younger than that."""
    trends = report.result("trends")
    weekly = trends.more.get("health_by_week") if trends is not None else None
    if weekly is None or len(weekly) < 2:
        return _health_today(report.result("progress"))
    weeks = tuple(f"{week.day} {week:%b}" for week in pd.to_datetime(weekly["week"]))
    series = tuple(
        Series(health, tuple(float(v) for v in weekly[health]), color)
        for health, color in HEALTH_COLORS.items()
        if health in weekly and weekly[health].sum() > 0
    )
    return Chart("health", "Projects by health, weekly", "stacked-column", weeks, series)


def _health_today(progress: Result | None) -> Chart | None:
    if progress is None or progress.frame.empty:
        return None
    counts = progress.frame["health"].value_counts()
    found = tuple(health for health in HEALTH_COLORS if counts.get(health, 0))
    numbers = tuple(float(counts[health]) for health in found)
    colors = tuple(HEALTH_COLORS[health] for health in found)
    series = (Series("Projects", numbers, BLUE, colors),)
    return Chart("health", "Projects by health, today", "bar", found, series) if found else None


def overdue_by_owner(report: Report, most: int = 8) -> Chart | None:
    """Open actions past their date by person, the longest list first; those without an owner too."""
    followups = report.result("followups")
    owners = followups.more.get("by_owner") if followups is not None else None
    if owners is None or owners.empty or "overdue" not in owners:
        return None
    top = owners[owners["overdue"] > 0].nlargest(most, "overdue")
    if top.empty:
        return None
    names = tuple(str(name or "No owner") for name in top["owner"])
    counts = tuple(float(count) for count in top["overdue"])
    series = (Series("Overdue", counts, VERMILION),)
    return Chart("overdue", "Overdue follow-ups by owner", "bar", names, series)


def burn_up(report: Report) -> Chart | None:
    """Tasks done by the end of each week against tasks that should have been, by their first dates."""
    trends, tasks = report.result("trends"), report.tables.get("tasks")
    if trends is None or trends.frame.empty or tasks is None or tasks.frame.empty:
        return None
    frame = tasks.frame[tasks.frame["status"].fillna("") != "Cancelled"]
    weeks = pd.to_datetime(trends.frame["week"])
    sundays = weeks + pd.Timedelta(days=6)
    ends = sundays.where(sundays <= pd.Timestamp(report.today), pd.Timestamp(report.today))
    closed = frame["completed_date"].where(frame["status"].fillna("") == "Complete")
    promised = frame["baseline_due"].fillna(frame["due_date"])
    if closed.notna().sum() == 0:
        return None
    series = (
        Series("Done", _up_to(closed, ends), BLUE),
        Series("Due by plan", _up_to(promised, ends), GREY),
    )
    labels = tuple(f"{week.day} {week:%b}" for week in weeks)
    return Chart("burn-up", "Tasks done against plan", "line", labels, series)


def _up_to(days: pd.Series, ends: pd.Series) -> tuple[float, ...]:
    """How many of `days` lie on or before each of `ends`."""
    known = days.dropna().sort_values().to_numpy()
    return tuple(float(n) for n in known.searchsorted(ends.to_numpy(), side="right"))


def kpi_attainment(report: Report, most: int = 10) -> Chart | None:
    """Actual / target of the latest period of each KPI line, the furthest short first."""
    rows = latest_kpis(report.result("kpis"))
    rows = rows[rows["attainment"].notna()].head(most) if not rows.empty else rows
    if rows.empty:
        return None
    labels = tuple(kpi_name(row.kpi, row.market, row.product) for row in rows.itertuples())
    values = tuple(float(value) for value in rows["attainment"])
    title = "KPI attainment, worst first"
    return Chart(
        "kpis", title, "bar", labels, (Series("Actual / target", values, BLUE),), "percent"
    )


def latest_kpis(kpis: Result | None) -> pd.DataFrame:
    """The latest judged row of each KPI line, totals left out: what the tab's figures count."""
    if kpis is None or kpis.frame.empty:
        return pd.DataFrame()
    judged = kpis.frame[kpis.frame["gap"].notna()]
    first = judged.drop_duplicates(["kpi", "market", "product", "unit"])
    return first[first["market"] != ALL_LINES]


def short_kpis(kpis: Result | None) -> pd.DataFrame:
    """Those of `latest_kpis` that miss their target by more than the smallest gap that counts."""
    rows = latest_kpis(kpis)
    return rows[rows["judgement"].str.startswith(SHORT)] if not rows.empty else rows


def kpi_name(kpi: object, market: object, product: object = "") -> str:
    """A KPI line in words: "Ads revenue DE"; the product only where there is no market."""
    place = str(market or "") or str(product or "")
    return f"{kpi} {place}".strip()


def gap_by_line(report: Report, most: int = 8) -> Chart | None:
    """What each line adds to the gap of the KPI whose total is furthest short, latest period."""
    kpis = report.result("kpis")
    if kpis is None or kpis.frame.empty:
        return None
    totals = kpis.frame[(kpis.frame["market"] == ALL_LINES) & (kpis.frame["gap"].notna())]
    short = totals[totals["judgement"].str.startswith(SHORT)]
    if short.empty:
        return None
    # Rows stand latest period first, furthest short on top.
    total = short.iloc[0]
    same = (kpis.frame["kpi"] == total["kpi"]) & (kpis.frame["period"] == total["period"])
    lines = kpis.frame[
        same & (kpis.frame["market"] != ALL_LINES) & kpis.frame["contribution"].notna()
    ]
    if lines.empty:
        return None
    lines = lines.sort_values("contribution", key=abs, ascending=False, kind="stable")
    labels = [kpi_name("", m, p) for m, p in zip(lines["market"], lines["product"], strict=True)]
    values = [float(v) for v in lines["contribution"]]
    if len(values) > most:
        labels, values = (
            [*labels[: most - 1], "others"],
            [*values[: most - 1], sum(values[most - 1 :])],
        )
    size = f"{float(total['gap']):+,.10g} {total['unit']}"
    title = f"{total['kpi']}, {total['period']}: {size} to target, by line"
    return Chart("gap", title, "bar", tuple(labels), (Series("Gap", tuple(values), BLUE),))


def _present(*charts: Chart | None) -> tuple[Chart, ...]:
    return tuple(chart for chart in charts if chart is not None)


def alt_text(chart: Chart) -> str:
    """A chart in words, for those who do not see it: its title and its last or only numbers."""
    return f"{chart.title}. {'; '.join(_told(chart))}."


def _told(chart: Chart) -> Iterable[str]:
    if len(chart.series) == 1:
        numbers = zip(chart.labels, chart.series[0].values, strict=True)
        return [f"{label} {shown(value, chart)}" for label, value in numbers]
    first, last = chart.labels[0], chart.labels[-1]
    return [
        f"{s.name} {shown(s.values[0], chart)} ({first}) to {shown(s.values[-1], chart)} ({last})"
        for s in chart.series
    ]


def shown(value: float | None, chart: Chart) -> str:
    """A chart's number as it reads."""
    if value is None:
        return "none"
    return f"{value:.0%}" if chart.unit == "percent" else f"{value:,.6g}"
