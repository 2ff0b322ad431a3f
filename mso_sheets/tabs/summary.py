"""Summary: headline tiles, two charts, then a project a row, the one in most need first."""

from __future__ import annotations

import pandas as pd

from mso_sheets.jobfile import TabSpec
from mso_sheets.model.result import Figure, Report, Result
from mso_sheets.model.tab import Chart, Series, TabColumn, TabContent
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.table import footer_of
from mso_sheets.tabs.values import frame_rows

# Field, label, kind and width: together at most 178 characters, what a 1366 px screen shows.
COLUMNS = (
    ("key", TabColumn("Project ID", "key", 10)),
    ("project_name", TabColumn("Project", "text", 22)),
    ("health", TabColumn("Health", "health", 13)),
    ("why", TabColumn("Why", "long", 36)),
    ("reported", TabColumn("Reported", "text", 10)),
    ("done", TabColumn("Done", "percent", 6)),
    ("planned", TabColumn("Plan", "percent", 6)),
    ("gap", TabColumn("Gap", "points", 6)),
    ("due", TabColumn("Due", "date", 9)),
    ("p50", TabColumn("P50", "date", 9)),
    ("p85", TabColumn("P85", "date", 9)),
    ("slip", TabColumn("Slip", "days", 5)),
    ("next_milestone", TabColumn("Next milestone", "text", 17)),
    ("overdue", TabColumn("Overdue", "number", 8)),
    ("owner", TabColumn("Owner", "person", 12)),
)
HEALTH_COLORS = {
    "On track": "#4C9F70",
    "At risk": "#E0A030",
    "Off track": "#C0392B",
    "No recent update": "#8E8E93",
    "On hold": "#5B7DB1",
    "Not started": "#C9CCD1",
    "Complete": "#2F6F4F",
}


def render(report: Report, spec: TabSpec, freshness: Freshness) -> TabContent:
    """The portfolio on one screen."""
    progress = report.results["progress"]
    followups = report.result("followups")
    frame = with_overdue(progress.frame, followups)
    return TabContent(
        name=spec.tab,
        title=f"{report.title} · portfolio",
        freshness=freshness.line(report.accounting),
        columns=tuple(column for _, column in COLUMNS),
        rows=frame_rows(frame, [name for name, _ in COLUMNS]),
        figures=headline(progress, followups),
        charts=tuple(chart for chart in _charts(report) if chart is not None),
        footer=footer_of(progress),
    )


def with_overdue(frame: pd.DataFrame, followups: Result | None) -> pd.DataFrame:
    """The projects' frame with the number of overdue follow-ups of each."""
    by_project = followups.more.get("by_project") if followups is not None else None
    if by_project is None or frame.empty:
        return frame
    counts = by_project.set_index("project")["overdue"]
    return frame.assign(overdue=frame["key"].map(counts).fillna(0))


def headline(progress: Result, followups: Result | None) -> tuple[Figure, ...]:
    """The tiles: projects by health, then what is overdue and how punctual we are."""
    wanted = ("On track", "At risk", "Off track", "Forecast past due")
    projects = [figure for figure in progress.figures if figure.name in wanted]
    actions = followups.figures if followups is not None else ()
    late = [f for f in actions if f.name == "Overdue"]
    punctual = [f for f in actions if f.name.startswith("On-time rate")]
    overdue = [Figure("Overdue follow-ups", f.value, f.kind, f.before, f.basis) for f in late]
    return (*projects[:3], *overdue, *punctual, *projects[3:])


def _charts(report: Report) -> tuple[Chart | None, ...]:
    return (_health_by_week(report.result("trends")), _overdue_by_owner(report.result("followups")))


def _health_by_week(trends: Result | None) -> Chart | None:
    weekly = trends.more.get("health_by_week") if trends is not None else None
    if weekly is None or len(weekly) < 2:
        return None
    weeks = tuple(f"{week.day} {week:%b}" for week in pd.to_datetime(weekly["week"]))
    series = tuple(
        Series(health, tuple(float(v) for v in weekly[health]), color)
        for health, color in HEALTH_COLORS.items()
        if health in weekly and weekly[health].sum() > 0
    )
    return Chart("health", "Projects by health, weekly", "stacked-column", weeks, series)


def _overdue_by_owner(followups: Result | None) -> Chart | None:
    owners = followups.more.get("by_owner") if followups is not None else None
    if owners is None or owners.empty or "overdue" not in owners:
        return None
    top = owners[owners["overdue"] > 0].nlargest(8, "overdue")
    if top.empty:
        return None
    names = tuple(str(name) for name in top["owner"])
    counts = tuple(float(count) for count in top["overdue"])
    return Chart(
        "overdue", "Overdue by owner", "bar", names, (Series("Overdue", counts, "#C0392B"),)
    )
