"""Report -> HTML and Markdown, through two templates in config/templates (sandboxed, autoescaped)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from mso_sheets.model.result import Report, Result
from mso_sheets.review import charts, words
from mso_sheets.tabs.gaps import ordered
from mso_sheets.tabs.summary import HEALTH_COLORS, headline, with_overdue

Rows = list[dict[str, Any]]
MOST = 40
STATE_ORDER = (
    "Off track",
    "At risk",
    "No recent update",
    "On hold",
    "Not started",
    "On track",
    "Complete",
)


def web_page(template: str, report: Report, run_line: str) -> str:
    """One self-contained HTML file: styles and SVG inside, no script, no request."""
    environment = SandboxedEnvironment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return _rendered(environment, template, report, run_line)


def markdown_page(template: str, report: Report, run_line: str) -> str:
    """The same figures as Markdown."""
    environment = SandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True)
    return _rendered(environment, template, report, run_line)


def _rendered(
    environment: SandboxedEnvironment, template: str, report: Report, run_line: str
) -> str:
    environment.filters.update(
        day=words.day, percent=words.percent, points=words.points, number=words.number,
        words=words.text, figure=words.figure, cell=_cell,
    )  # fmt: skip
    return environment.from_string(template).render(**world(report, run_line))


def _cell(value: Any) -> str:
    """Text that cannot end a Markdown table's cell."""
    return words.text(value).replace("|", "\\|").replace("\n", " ")


def world(report: Report, run_line: str) -> dict[str, Any]:
    """What the templates may use: rows of results, figures, charts; nothing that acts."""
    progress, followups = report.result("progress"), report.result("followups")
    return {
        "title": report.title,
        "day": words.day(report.today),
        "run_line": run_line,
        "figures": headline(progress, followups) if progress is not None else (),
        "projects": _projects(report),
        "followups": _by_owner(followups),
        "milestones": _rows(report, "milestones"),
        "kpis": [
            r for r in _rows(report, "kpis") if not words.text(r.get("judgement")).startswith("on")
        ],
        "insights": sorted(report.insights, key=lambda i: -i.strength)[:MOST],
        "workflows": _rows(report, "workflow"),
        "maps": _more(report, "workflow", "maps"),
        "knowledge": _rows(report, "knowledge"),
        "changes": _rows(report, "changes"),
        "gaps": ordered(report.gaps)[:MOST],
        "gap_count": len({gap.key for gap in report.gaps}),
        "problems": report.problems[:MOST],
        "problem_count": len(report.problems),
        "accounting": report.accounting,
        "left_out": _left_out(report),
        "results": report.results,
        "charts": {name: Markup(svg) for name, svg in _charts(report).items() if svg},  # noqa: S704
        "colors": HEALTH_COLORS,
    }


def _rows(report: Report, name: str) -> Rows:
    result = report.result(name)
    return [] if result is None else _plain(result.frame.head(MOST))


def _more(report: Report, name: str, part: str) -> Rows:
    result = report.result(name)
    frame = result.more.get(part) if result is not None else None
    return [] if frame is None else _plain(frame)


def _plain(frame: pd.DataFrame) -> Rows:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _projects(report: Report) -> Rows:
    """Each project with what was done, comes next, threatens and is asked for."""
    progress = report.result("progress")
    if progress is None:
        return []
    rows = _plain(with_overdue(progress.frame, report.result("followups")))
    for row in rows:
        key = row["key"]
        row["gaps"] = [gap for gap in ordered(report.gaps) if gap.project == key][:5]
        row["risks"] = [r for r in _rows(report, "risks") if words.text(r.get("project")) == key][
            :3
        ]
        row["done_lately"] = [
            c
            for c in _rows(report, "changes")
            if c.get("project") == key and c.get("kind") == "Closed"
        ][:5]
    return rows


def _by_owner(followups: Result | None) -> list[tuple[str, Rows]]:
    """Overdue actions by person, the longest list first."""
    if followups is None or followups.frame.empty:
        return []
    late = followups.frame[followups.frame["stage"] == "overdue"]
    owners = late["owner"].fillna("No owner")
    groups = [(str(owner), _plain(rows)) for owner, rows in late.groupby(owners, sort=False)]
    return sorted(groups, key=lambda group: -len(group[1]))


def _left_out(report: Report) -> list[str]:
    """What could not be computed, and rows that were set aside, each with its reason."""
    told = [f"{r.title}: {r.unavailable}" for r in report.results.values() if r.unavailable]
    for name, table in report.accounting.items():
        told += [f"{name}: {count} {reason}" for reason, count in table.excluded.items() if count]
    return told


def _charts(report: Report) -> Mapping[str, str]:
    return {
        "health": _health(report.result("trends")),
        "overdue": _overdue(report.result("followups")),
        "milestones": _milestones(report),
        "kpi_gaps": _kpi_gaps(report.result("kpis")),
        "control": _control(report.result("kpis")),
        "waiting": _waiting(report.result("workflow")),
    }


def _health(trends: Result | None) -> str:
    weekly = trends.more.get("health_by_week") if trends is not None else None
    if weekly is None or len(weekly) < 2:
        return ""
    labels = [f"{w.day} {w:%b}" for w in pd.to_datetime(weekly["week"])]
    series = [
        (name, [float(v) for v in weekly[name]], HEALTH_COLORS[name])
        for name in STATE_ORDER
        if name in weekly and weekly[name].sum() > 0
    ]
    return charts.stacked("Projects by health, weekly", labels, series)


def _overdue(followups: Result | None) -> str:
    owners = followups.more.get("by_owner") if followups is not None else None
    if owners is None or owners.empty:
        return ""
    top = owners[owners["overdue"] > 0].nlargest(12, "overdue")
    pairs = zip(top["owner"], top["overdue"], strict=True)
    return charts.bars("Overdue follow-ups by owner", [(words.text(o), float(n)) for o, n in pairs])


def _milestones(report: Report) -> str:
    rows = [
        r
        for r in _rows(report, "milestones")
        if not pd.isna(r["due"]) and r.get("done") is not True
    ]
    rows = rows[:16]
    if not rows:
        return ""
    ends = [pd.Timestamp(r["due"]) for r in rows]
    ends += [pd.Timestamp(r["forecast"]) for r in rows if not pd.isna(r["forecast"])]
    first, last = min([*ends, pd.Timestamp(report.today)]), max(ends)
    span = max((last - first).days, 1)

    def share(value: Any) -> float:
        return float((pd.Timestamp(value) - first).days / span)

    drawn = [
        (
            words.text(r["milestone"]),
            share(r["due"]),
            share(r["due"] if pd.isna(r["forecast"]) else r["forecast"]),
            f"due {words.day(r['due'])}, forecast {words.day(r['forecast'])}",
        )
        for r in rows
    ]
    ticks = [("today", share(report.today)), (words.day(last), 1.0)]
    return charts.timeline("Milestones: diamond due, dot forecast", drawn, ticks)


def _kpi_gaps(kpis: Result | None) -> str:
    if kpis is None or kpis.frame.empty or "contribution" not in kpis.frame:
        return ""
    frame = kpis.frame[kpis.frame["contribution"].notna() & (kpis.frame["market"].fillna("") != "")]
    if frame.empty:
        return ""
    latest = frame[frame["period"] == frame["period"].iloc[0]]
    latest = latest[latest["kpi"] == latest["kpi"].iloc[0]]
    pairs = [
        (words.text(m), float(c))
        for m, c in zip(latest["market"], latest["contribution"], strict=True)
    ]
    name = f"{latest['kpi'].iloc[0]}, {latest['period'].iloc[0]}: gap by market"
    return charts.bars(name, sorted(pairs, key=lambda p: p[1])[:14])


def _control(kpis: Result | None) -> str:
    series = kpis.more.get("series") if kpis is not None else None
    if series is None or series.empty:
        return ""
    signals = series[series["signal"].fillna("").astype(str) != ""]
    chosen = (signals if not signals.empty else series)["series"].iloc[0]
    one = series[(series["series"] == chosen) & series["value"].notna()]
    if one.empty or pd.isna(one["mean"].iloc[-1]):
        return ""
    limits = [float(one[name].dropna().iloc[-1]) for name in ("mean", "lower", "upper")]
    name = " ".join(words.text(one[part].iloc[0]) for part in ("kpi", "market", "product"))
    return charts.control(f"{name}: signal or noise", [float(v) for v in one["value"]], *limits)


def _waiting(workflow: Result | None) -> str:
    if workflow is None or workflow.frame.empty:
        return ""
    top = workflow.frame[workflow.frame["wait_total_h"].fillna(0) > 0].nlargest(10, "wait_total_h")
    pairs = zip(top["what"], top["wait_total_h"], strict=True)
    return charts.bars(
        "Hours spent waiting", [(words.text(w), round(float(h), 1)) for w, h in pairs], " h"
    )
