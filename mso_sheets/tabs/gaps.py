"""Gaps of every kind in one table: those that no action covers yet come first."""

from __future__ import annotations

from mso_sheets.jobfile import TabSpec
from mso_sheets.model.result import Figure, Gap, Report
from mso_sheets.model.tab import TabColumn, TabContent, TabValue
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.values import LateRows

COLUMNS = (
    TabColumn("Gap", "key", 22),
    TabColumn("Kind", "text", 12),
    TabColumn("What", "long", 40),
    TabColumn("Evidence", "long", 40),
    TabColumn("Owner", "person", 14),
    TabColumn("How to close it", "long", 36),
    TabColumn("Project", "text", 10),
    TabColumn("Action", "text", 14),
    TabColumn("Row", "link", 8),
)


# What a lead acts on first.
KINDS = (
    "schedule", "ownership", "dates", "dependency", "stage gate", "follow-up", "kpi", "risk", "sla",
    "meeting", "coverage", "workflow", "conformance", "knowledge", "improvement",
)  # fmt: skip


def ordered(gaps: tuple[Gap, ...]) -> list[Gap]:
    """Uncovered before covered, then by kind, then the largest first; one row a key."""
    unique = {gap.key: gap for gap in gaps}
    return sorted(unique.values(), key=lambda g: (bool(g.action), _rank(g.kind), -g.size, g.key))


def _rank(kind: str) -> tuple[int, str]:
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), kind)


def render(report: Report, spec: TabSpec, freshness: Freshness) -> TabContent:
    """One row a gap, under a key that stays the same over runs."""
    gaps = ordered(report.gaps)
    uncovered = sum(not gap.action for gap in gaps)
    return TabContent(
        name=spec.tab,
        title=f"{report.title} · gaps",
        freshness=freshness.line(report.accounting),
        columns=COLUMNS,
        rows=LateRows(len(gaps), lambda part: [_row(gap) for gap in gaps[part]]),
        figures=(Figure("Gaps", len(gaps)), Figure("Without an action", uncovered)),
        footer="" if gaps else "No gaps found.",
    )


def _row(gap: Gap) -> list[TabValue]:
    covered = gap.action or "no action yet"
    return [
        gap.key, gap.kind, gap.what, gap.evidence, gap.owner or "no owner", gap.close_by, gap.project,
        covered, gap.link,
    ]  # fmt: skip
