"""Small workbooks and the Report that a run makes of them, for the review, the deck and pictures."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from mso_sheets.analyses.world import build_context
from mso_sheets.history import fold
from mso_sheets.model.result import Report
from mso_sheets.report import build_report
from mso_sheets.review import markdown_page, web_page
from mso_sheets.tables.reading import read_tables
from tests.fakes.runs import at
from tests.making import TODAY, settings_of, shipped_vocabulary, snapshot_of

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "review"
RUN_LINE = "Updated Tue 14 Apr 2026 09:02 BST · run 8f3a · 12 rows read, 0 set aside → Data quality"
ANALYSES = (
    "progress",
    "followups",
    "milestones",
    "changes",
    "trends",
    "dependencies",
    "risks",
    "kpis",
)
TABS = {
    "Projects": """
        | Project ID | Project         | Owner | Status      | Health   | Start date | Due date   |
        | PRJ-001    | Launch in Italy | Ana   | In progress | On track | 2026-02-02 | 2026-04-24 |
        | PRJ-002    | Partner tiers   |       | In progress | On track | 2026-03-02 | 2026-06-26 |
    """,
    "Tasks": """
        | Task ID |Project ID | Task  | Type      | Owner | Status      | Start date | Due date   | Done on |
        | TSK-1   |PRJ-001    | Terms | Task      | Ana   | Complete    | 2026-02-02 | 2026-04-02 | 2026-04-08 |
        | TSK-2   |PRJ-001    | Live  | Milestone | Ana   | Not started | 2026-02-20 | 2026-03-20 |            |
        | TSK-3   |PRJ-002    | Tiers | Milestone | Ben   | Not started | 2026-04-20 | 2026-06-19 |            |
    """,
    "Actions": """
        | Action ID | Action                 | Owner | Due date   | Status      | Project ID |
        | ACT-1     | Send policy to Finance | Ana   | 2026-04-02 | In progress | PRJ-001    |
        | ACT-2     | Confirm the budget     | Ana   | 2026-04-10 | Not started | PRJ-001    |
        | ACT-3     | Publish the FAQ        | Ben   | 2026-04-13 | Not started | PRJ-002    |
        | ACT-4     | Book the room          | Ben   | 2026-04-20 | Not started | PRJ-002    |
    """,
    "KPIs": """
        | KPI ID | KPI     | Market | Unit | Direction        | Period     | Target | Actual |
        | K-1    | Revenue | IT     | EUR  | Higher is better | 2026-03-01 | 100    | 80     |
        | K-2    | Revenue | DE     | EUR  | Higher is better | 2026-03-01 | 100    | 104    |
    """,
    "People": """
        | Name | Email         |
        | Ana  | ana@x.example |
        | Ben  | ben@x.example |
    """,
}  # fmt: skip


@cache
def small_report() -> Report:
    """Two projects, three tasks, four actions, two KPI lines on Tuesday 14 April 2026."""
    return report_of(TABS)


def report_of(tabs: dict[str, str], analyses: tuple[str, ...] = ANALYSES) -> Report:
    """What a run knows of a workbook."""
    snapshot = snapshot_of(tabs)
    rules = settings_of()
    tables = read_tables(snapshot, rules, shipped_vocabulary(), TODAY)
    context = build_context(tables, rules, TODAY, at(TODAY), fold(()), snapshot)
    return build_report("emea", "EMEA", tables, context, analyses)


def template(name: str) -> str:
    """A report template as it ships."""
    return (ROOT / "config" / "templates" / name).read_text("utf-8")


def page(report: Report) -> str:
    """The HTML page."""
    return web_page(template("report.html.j2"), report, RUN_LINE)


def markdown(report: Report) -> str:
    """The Markdown page."""
    return markdown_page(template("report.md.j2"), report, RUN_LINE)


def assert_golden(name: str, shown: str) -> None:
    """UPDATE_GOLDEN=1 python -m pytest tests/review    writes them anew."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
