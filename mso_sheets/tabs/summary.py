"""Summary: headline tiles, native charts, then a project a row, the one in most need first."""

from __future__ import annotations

import re

import pandas as pd

from mso_sheets.jobfile import TabSpec
from mso_sheets.model.result import Figure, Report, Result
from mso_sheets.model.tab import TabColumn, TabContent
from mso_sheets.tabs.charts import summary_charts
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.spark import spark
from mso_sheets.tabs.table import footer_of
from mso_sheets.tabs.values import frame_rows

# Field, label, kind and width; `tabs.width` narrows them to what a laptop shows.
COLUMNS = (
    ("key", TabColumn("Project ID", "key", 10)),
    ("project_name", TabColumn("Project", "text", 22)),
    ("health", TabColumn("Health", "health", 13)),
    ("why", TabColumn("Why", "long", 40, "The worst reason first; wd = working days.")),
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
    ("trend", TabColumn("8 weeks", "spark", 8, "Tasks finished in each of the last eight weeks.")),
)


def render(report: Report, spec: TabSpec, freshness: Freshness) -> TabContent:
    """The portfolio on one screen."""
    progress = report.results["progress"]
    followups = report.result("followups")
    frame = with_trend(with_overdue(progress.frame, followups), report)
    if "why" in frame:
        frame = frame.assign(why=frame["why"].map(in_short))
    return TabContent(
        name=spec.tab,
        title=f"{report.title} · portfolio",
        freshness=freshness.line(report.accounting),
        columns=tuple(column for _, column in COLUMNS),
        rows=frame_rows(frame, [name for name, _ in COLUMNS]),
        figures=headline(progress, followups),
        charts=summary_charts(report),
        footer=footer_of(progress),
    )


def in_short(why: object) -> object:
    """The reasons in few letters, so that more rows stand on a screen; the header says what wd is."""
    return re.sub(r"\bworking days?\b", "wd", why) if isinstance(why, str) else why


def with_overdue(frame: pd.DataFrame, followups: Result | None) -> pd.DataFrame:
    """The projects' frame with the number of overdue follow-ups of each."""
    by_project = followups.more.get("by_project") if followups is not None else None
    if by_project is None or frame.empty:
        return frame
    counts = by_project.set_index("project")["overdue"]
    return frame.assign(overdue=frame["key"].map(counts).fillna(0))


def with_trend(frame: pd.DataFrame, report: Report) -> pd.DataFrame:
    """With a sparkline a project: tasks finished in each of the weeks of the trends."""
    trends, tasks = report.result("trends"), report.tables.get("tasks")
    if frame.empty or trends is None or trends.frame.empty or tasks is None:
        return frame
    finished = _finished_by_week(tasks.frame, pd.to_datetime(trends.frame["week"]))
    return frame.assign(trend=[spark(finished.get(key, ())) for key in frame["key"]])


def _finished_by_week(tasks: pd.DataFrame, mondays: pd.Series) -> dict[str, list[float]]:
    """Project -> how many of its tasks were finished in each of the weeks."""
    known = tasks["completed_date"].notna() & (tasks["status"].fillna("") == "Complete")
    done = tasks[known]
    week = (pd.to_datetime(done["completed_date"]) - mondays.iloc[0]).dt.days // 7
    counts = pd.crosstab(done["project_id"], week)
    counts = counts.reindex(columns=range(len(mondays)), fill_value=0)
    return {str(key): row.astype(float).tolist() for key, row in counts.iterrows()}


def headline(progress: Result, followups: Result | None) -> tuple[Figure, ...]:
    """The tiles: projects by health, then what is overdue and how punctual we are."""
    wanted = ("On track", "At risk", "Off track", "Forecast past due")
    projects = [figure for figure in progress.figures if figure.name in wanted]
    actions = followups.figures if followups is not None else ()
    late = [f for f in actions if f.name == "Overdue"]
    punctual = [f for f in actions if f.name.startswith("On-time rate")]
    overdue = [Figure("Overdue follow-ups", f.value, f.kind, f.before, f.basis) for f in late]
    return (*projects[:3], *overdue, *punctual, *projects[3:])
