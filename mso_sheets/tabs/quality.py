"""Data quality: a problem a row, with the cell, the value, why it matters and what to type."""

from __future__ import annotations

from hashlib import blake2s

from mso_sheets.jobfile import TabSpec
from mso_sheets.model.result import Figure, Link, Report
from mso_sheets.model.tab import TabColumn, TabContent, TabValue
from mso_sheets.model.table import Problem
from mso_sheets.tabs.freshness import Freshness

COLUMNS = (
    TabColumn("Problem", "key", 13),
    TabColumn("Where", "link", 20),
    TabColumn("Column", "text", 14),
    TabColumn("Value", "text", 20),
    TabColumn("What is wrong", "long", 36),
    TabColumn("How to fix it", "long", 44),
    TabColumn("Owner", "person", 14),
    TabColumn("Severity", "text", 9),
    TabColumn("Cells", "number", 7),
    TabColumn("First seen", "date", 11),
    TabColumn("Waits for it", "long", 26),
)
FIRST_SEEN = 9
ORDER = {"error": 0, "question": 1, "warning": 2}
LIMIT = 1_000


def key_of(problem: Problem) -> str:
    """A short name that stays the same over runs and over sorting."""
    return "DQ-" + blake2s(problem.key.encode(), digest_size=4).hexdigest()


def render(report: Report, spec: TabSpec, freshness: Freshness) -> TabContent:
    """The worst first; what was set aside is told above, what is left out below."""
    unique = {key_of(problem): problem for problem in report.problems}
    found = sorted(
        unique.items(), key=lambda kp: (ORDER[kp[1].severity], kp[1].tab, kp[1].row, kp[0])
    )
    cells = sum(problem.count for problem in unique.values())
    return TabContent(
        name=spec.tab,
        title=f"{report.title} · data quality",
        freshness=freshness.line(report.accounting),
        columns=COLUMNS,
        rows=[_row(key, problem, report) for key, problem in found[:LIMIT]],
        figures=(Figure("Problems", len(found)), Figure("Cells", cells), *_totals(report)),
        footer=_footer(report, len(found)),
    )


def _row(key: str, problem: Problem, report: Report) -> list[TabValue]:
    where = Link(f"{problem.tab}!{problem.cells}", problem.link)
    return [
        key, where, problem.header, str(problem.value if problem.value is not None else "(empty)"),
        problem.expected, problem.fix, problem.owner, problem.severity, problem.count,
        report.today, problem.blocks,
    ]  # fmt: skip


def _totals(report: Report) -> tuple[Figure, ...]:
    tables = report.accounting.values()
    read, used = sum(t.read for t in tables), sum(t.used for t in tables)
    return (Figure("Rows read", read), Figure("Used", used), Figure("Set aside", read - used))


def _footer(report: Report, found: int) -> str:
    parts = [f"Showing {LIMIT} of {found}."] if found > LIMIT else []
    for name, table in report.accounting.items():
        reasons = ", ".join(
            f"{count} {reason}" for reason, count in table.excluded.items() if count
        )
        if reasons:
            parts.append(f"{name}: {table.read} read = {table.used} used + {reasons}")
    return " · ".join(parts)
