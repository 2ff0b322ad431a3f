"""Insights: sentences with their number, comparison and source, the strongest first."""

from __future__ import annotations

from mso_sheets.jobfile import TabSpec
from mso_sheets.model.result import Report
from mso_sheets.model.tab import TabColumn, TabContent
from mso_sheets.tabs.freshness import Freshness

COLUMNS = (
    TabColumn("Insight", "key", 22),
    TabColumn("What the numbers say", "long", 90),
    TabColumn("Period", "text", 14),
    TabColumn("n", "number", 6),
    TabColumn("Could it be chance?", "long", 26),
    TabColumn("Rule", "text", 22),
    TabColumn("Source", "link", 14),
)


def render(report: Report, spec: TabSpec, freshness: Freshness) -> TabContent:
    """One row a sentence."""
    found = sorted(report.insights, key=lambda i: (-i.strength, i.key))
    return TabContent(
        name=spec.tab,
        title=f"{report.title} · insights",
        freshness=freshness.line(report.accounting),
        columns=COLUMNS,
        rows=[[i.key, i.sentence, i.period, i.n, i.chance, i.rule, i.link] for i in found],
        footer="" if found else "Nothing stands out: no figure passed its rule's threshold.",
    )
