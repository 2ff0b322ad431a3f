"""What the templates may use: rows of results, figures, charts; nothing that acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mso_sheets.model.result import Gap, Report, Result
from mso_sheets.review import words
from mso_sheets.tabs.charts import short_kpis
from mso_sheets.tabs.gaps import ordered
from mso_sheets.tabs.summary import headline, with_overdue

Rows = list[dict[str, Any]]
MOST = 40
DONE_DAYS = 14
MOST_INSIGHTS, MOST_PEOPLE, ROWS_A_PERSON = 15, 24, 8
FOLDED_FROM = 25
"""Projects of a portfolio so large that those at ease are folded on the page."""
NEEDS = ("Off track", "At risk", "No recent update")


@dataclass(frozen=True, slots=True)
class Listed:
    """The first rows of a list, and how many more there are in the tab."""

    rows: Rows
    more: int = 0
    tab: str = ""

    @property
    def rest(self) -> str:
        """Such as: 12 more in the tab Milestones; "" when all are shown."""
        return f"{self.more:,} more in the tab {self.tab}" if self.more else ""


def world(report: Report) -> dict[str, Any]:
    """The review's parts by the names that the templates use."""
    progress, followups = report.result("progress"), report.result("followups")
    found = projects(report)
    gaps = ordered(report.gaps)
    late, insights = (
        by_owner(followups),
        sorted(report.insights, key=lambda i: (-i.strength, i.key)),
    )
    people = len(late) - MOST_PEOPLE
    return {
        "title": report.title,
        "day": words.day(report.today),
        "figures": headline(progress, followups) if progress is not None else (),
        "projects": found,
        "attention": sum(row["health"] in NEEDS for row in found),
        "any_p85": any(not words.missing(row["p85"]) for row in found),
        "folded": len(found) >= FOLDED_FROM,
        "followups": late[:MOST_PEOPLE],
        "most_rows": ROWS_A_PERSON,
        "more_people": f"{counted(people, 'more person', 'more people')}" if people > 0 else "",
        "milestones": _listed(report, "milestones", "Milestones"),
        "kpis": _cut(short_kpis(report.result("kpis")), "KPI gaps"),
        "kpi_figures": _figures(report, "kpis"),
        "insights": insights[:MOST_INSIGHTS],
        "more_insights": max(len(insights) - MOST_INSIGHTS, 0),
        "workflows": _proposals(report.result("workflow")),
        "workflow_figures": _figures(report, "workflow"),
        "knowledge": _attention(report.result("knowledge")),
        "knowledge_figures": _figures(report, "knowledge"),
        "changes": _listed(report, "changes", "What changed"),
        "gaps": gaps[:MOST],
        "gap_count": len(gaps),
        "more_gaps": max(len(gaps) - MOST, 0),
        "asks": asks(report),
        "problems": report.problems[:MOST],
        "problem_count": len(report.problems),
        "more_problems": max(len(report.problems) - MOST, 0),
        "accounting": report.accounting,
        "left_out": left_out(report),
        "why_not": {name: r.unavailable for name, r in report.results.items() if r.unavailable},
        "notes": {name: r.notes for name, r in report.results.items()},
    }


def plain_rows(frame: pd.DataFrame) -> Rows:
    """A frame's rows as plain dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _cut(frame: pd.DataFrame, tab: str) -> Listed:
    return Listed(plain_rows(frame.head(MOST)), max(len(frame) - MOST, 0), tab)


def _listed(report: Report, name: str, tab: str) -> Listed:
    result = report.result(name)
    return Listed([]) if result is None else _cut(result.frame, tab)


def _figures(report: Report, name: str) -> tuple[Any, ...]:
    result = report.result(name)
    return result.figures if result is not None else ()


def _proposals(workflow: Result | None) -> Listed:
    """Steps and hand-offs where time is lost: those with a proposal, the largest saving first."""
    if workflow is None or workflow.frame.empty:
        return Listed([])
    frame = workflow.frame[workflow.frame["kind"] != "workflow"]
    proposed = frame[frame["proposal"].fillna("") != ""]
    shown = proposed.sort_values("saving_mid", ascending=False, na_position="last", kind="stable")
    return _cut(shown.head(12), "Workflow review")


def _attention(knowledge: Result | None) -> Listed:
    """Resources that somebody must look at; those in order are counted by the figures."""
    if knowledge is None or knowledge.frame.empty:
        return Listed([])
    frame = knowledge.frame
    return _cut(frame[frame["state"].isin(("Needs review", "Due soon"))], "Knowledge index")


def projects(report: Report) -> Rows:
    """Each project in the tab's order, with what was done, comes next, threatens and is asked for."""
    progress = report.result("progress")
    if progress is None:
        return []
    rows = plain_rows(with_overdue(progress.frame, report.result("followups")))
    gaps, risks, done = _gaps_by_project(report), _risks_by_project(report), _done_lately(report)
    for number, row in enumerate(rows, 1):
        key = str(row["key"])
        row["anchor"] = f"project-{number}"
        row["at_ease"] = row["health"] not in NEEDS
        row["gaps"] = gaps.get(key, [])[:5]
        row["more_gaps"] = max(len(gaps.get(key, [])) - 5, 0)
        row["risks"] = risks.get(key, [])[:3]
        row["done_lately"] = done.get(key, [])
    return rows


def _gaps_by_project(report: Report) -> Mapping[str, list[Gap]]:
    """Gaps of each project; its own health is told above them, so that gap is left out."""
    found: dict[str, list[Gap]] = {}
    for gap in ordered(report.gaps):
        if gap.project and gap.key != f"schedule/{gap.project}":
            found.setdefault(gap.project, []).append(gap)
    return found


def _risks_by_project(report: Report) -> Mapping[str, Rows]:
    result = report.result("risks")
    if result is None or result.frame.empty or "score" not in result.frame:
        return {}
    scored = result.frame[result.frame["score"].notna()].sort_values(
        "score", ascending=False, kind="stable"
    )
    return {str(key): plain_rows(rows.head(3)) for key, rows in scored.groupby("project")}


def _done_lately(report: Report) -> Mapping[str, list[str]]:
    """Tasks completed in the last fourteen days, by project."""
    tasks = report.tables.get("tasks")
    if tasks is None or tasks.frame.empty:
        return {}
    today = pd.Timestamp(report.today)
    day = tasks.frame["completed_date"]
    recent = tasks.frame[(day > today - pd.Timedelta(days=DONE_DAYS)) & (day <= today)]
    recent = recent[recent["status"].fillna("") == "Complete"].sort_values("completed_date")
    return {
        str(key): [words.text(name) for name in rows["task"]]
        for key, rows in recent.groupby("project_id")
    }


def by_owner(followups: Result | None) -> list[tuple[str, Rows]]:
    """Overdue actions by person, the longest list first; those without an owner under that name."""
    if followups is None or followups.frame.empty:
        return []
    late = followups.frame[followups.frame["stage"] == "overdue"]
    owners = late["owner"].fillna("").replace("", "No owner")
    groups = [(str(owner), plain_rows(rows)) for owner, rows in late.groupby(owners, sort=False)]
    return sorted(groups, key=lambda group: -len(group[1]))


def asks(report: Report) -> list[str]:
    """What leadership is asked for: late blockers first, then projects without an owner."""
    dependencies = report.result("dependencies")
    found: list[str] = []
    if dependencies is not None and not dependencies.frame.empty:
        late = dependencies.frame[dependencies.frame["days_late"].fillna(0) > 0]
        found += [_unblock(row) for row in plain_rows(late.head(5))]
    unowned = [gap for gap in ordered(report.gaps) if gap.kind == "ownership"]
    found += [f"Name an owner: {gap.what}" for gap in unowned[:5]]
    return [
        *found,
        *([f"{len(unowned) - 5} more are without an owner"] if len(unowned) > 5 else []),
    ]


def _unblock(row: Mapping[str, Any]) -> str:
    owner = words.text(row.get("owner"))
    late, held = int(row["days_late"]), int(row["holds"])
    return (
        f"Unblock {words.text(row['what'])} ({words.text(row['project'])}): {counted(late, 'working day')} "
        f"late, holds up {counted(held, 'task')}{', ' + owner if owner else ''}"
    )


def counted(count: int, word: str, many: str = "") -> str:
    """1 task, 2 tasks; `many` where an s does not do."""
    return f"{count:,} {word if count == 1 else many or word + 's'}"


def left_out(report: Report) -> list[str]:
    """What could not be computed, and rows that were set aside, each with its reason."""
    told = [f"{r.title}: {r.unavailable}" for r in report.results.values() if r.unavailable]
    return [*told, *_set_aside(report)]


def _set_aside(report: Report) -> Iterable[str]:
    for name, table in report.accounting.items():
        for reason, count in table.excluded.items():
            if count:
                yield f"{name.replace('_', ' ').capitalize()}: {counted(count, 'row')} set aside ({reason})"
