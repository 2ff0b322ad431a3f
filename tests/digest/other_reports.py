"""Small results by hand of the other analyses, as their frames are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from mso_sheets.model.result import Figure, Gap, Insight, Link, Report, Result
from tests.digest.digest_reports import (
    a_tuesday,
    action,
    problem,
    report_of,
    row_link,
)


def day(text: str) -> Any:
    return pd.Timestamp(text)


def progress() -> Result:
    columns = (
        "key", "project_name", "health", "trend", "why", "reported", "differs", "done", "planned",
        "due", "p50", "p85", "next_milestone", "owner", "link",
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        ("PRJ-004", "Incentive policy refresh", "Off track", "worse",
         "24 points behind plan; milestone Policy signed 6 working days late", "On track", True,
         0.38, 0.62, day("2026-04-30"), day("2026-05-18"), day("2026-06-02"), "Policy signed",
         "Ana Silva", row_link(4, 1)),
        ("PRJ-007", "Launch in DE", "At risk", "same",
         "P85 29 May after due date 22 May; 1 task blocked by PRJ-002", "At risk", False, 0.71, 0.74,
         day("2026-05-22"), day("2026-05-20"), day("2026-05-29"), "DE live", "Ben Ito",
         row_link(7, 1)),
        ("PRJ-009", "Creator FAQ", "On track", "improving", "", "On track", False, 0.9, 0.86,
         day("2026-04-30"), pd.NaT, pd.NaT, "Review", "Chloe Martin", row_link(9, 1)),
    ]  # fmt: skip
    figures = (
        Figure("On track", 1, before=2),
        Figure("At risk", 1),
        Figure("Off track", 1),
        Figure("Forecast past due", 2),
        Figure("Portfolio done", 0.66, "percent"),
    )
    frame = pd.DataFrame(rows, columns=list(columns))
    return Result("progress", "Projects", frame, figures=figures)


def milestones() -> Result:
    row = {
        "key": "TSK-017", "milestone": "Policy signed", "type": "Milestone", "project": "PRJ-004",
        "owner": "Ana Silva", "state": "Late", "due": day("2026-04-03"), "days_late": 6.0,
        "forecast": day("2026-04-24"), "blocked_by": "TSK-011 Legal review (Dev Patel, PRJ-002)",
        "link": row_link(17, 2),
    }  # fmt: skip
    return Result("milestones", "Milestones", pd.DataFrame([row]))


def changes() -> Result:
    rows = [
        {"key": "c1", "kind": "Slipped", "title": "Send revised incentive policy"},
        {"key": "c2", "kind": "Slipped", "title": "Launch in DE"},
        {"key": "c3", "kind": "Closed", "title": "Creator contract v2"},
    ]
    return Result("changes", "What changed", pd.DataFrame(rows))


def dependencies() -> Result:
    row = {
        "key": "TSK-011", "what": "Legal review", "project": "PRJ-002", "owner": "Dev Patel",
        "days_late": 4.0, "holds": 3, "link": row_link(11, 2),
    }  # fmt: skip
    return Result("dependencies", "Dependencies", pd.DataFrame([row]))


def kpis() -> Result:
    row = {
        "key": "k1", "kpi": "Ads revenue", "market": "DE", "period": "Mar 2026",
        "judgement": "short by 16%", "signal": "signal: below its limits", "link": row_link(85, 7),
    }  # fmt: skip
    return Result("kpis", "KPI gaps", pd.DataFrame([row]))


def a_monday() -> Report:
    """A week for leadership."""
    insight = Insight(
        "germany",
        "contribution",
        "Germany explains 61% of the revenue gap to plan (−1.2 M of −1.9 M, Mar 2026, 14 markets).",
        14,
        0.9,
        link=Link("KPIs!A12", row_link(12, 7).url),
    )
    gap = Gap("ownership/PRJ-011", "ownership", "PRJ-011 Churn model", "nobody owns it",
              link=row_link(12, 1))  # fmt: skip
    daily = a_tuesday().results["followups"]
    results = (progress(), milestones(), changes(), dependencies(), kpis(), daily)
    return report_of(*results, insights=[insight], gaps=[gap])


def with_escalations() -> Report:
    """Two items that the ladder brings to a lead, one of them to the manager too."""
    incentive = action("ACT-0007", "Send revised incentive policy", "Ana Silva", "overdue",
                       days_late=6.0, due="2026-04-02", carried=3, moved=2, project="PRJ-004",
                       priority="High")  # fmt: skip
    upload = action("ACT-0013", "Upload Q1 actuals", "Ben Ito", "overdue", days_late=3.0,
                    due="2026-04-09")  # fmt: skip
    april = [date(2026, 4, each) for each in (2, 3, 7, 8, 9, 10, 13)]
    rows = [
        {**incentive, "lead": "Chloe Martin", "rung": "lead", "told_on": april, "below": "",
         "below_told": None},
        {**incentive, "lead": "Dev Patel", "rung": "manager", "told_on": april,
         "below": "Chloe Martin", "below_told": date(2026, 4, 7)},
        {**upload, "lead": "Chloe Martin", "rung": "lead", "told_on": april[-2:], "below": "",
         "below_told": None},
    ]  # fmt: skip
    more = {"escalations": pd.DataFrame(rows)}
    return report_of(
        Result("followups", "Follow-ups", pd.DataFrame([incentive, upload]), more=more)
    )


def to_lead(name: str) -> Report:
    """The same, as one of the leads gets it."""
    report = with_escalations()
    result = report.results["followups"]
    mine = result.more["escalations"]
    narrowed = replace(result, more={"escalations": mine[mine["lead"] == name]})
    return replace(report, results={"followups": narrowed})


def meetings() -> Report:
    """Proposals and notes to complete."""
    found = {
        "key": "MTG-7-1", "accept": False, "action": "Compare notes with the trade body",
        "owner": "Ben Ito", "due": day("2026-04-24"), "confidence": 0.84, "title": "Launch review",
        "date": day("2026-04-10"), "meeting": "MTG-007", "link": row_link(8, 4),
    }  # fmt: skip
    lint = {
        "key": "MTG-7/no notes", "meeting": "Stand-up, Tue 7 Apr", "owner": "Dev Patel",
        "problem": "No notes one working day after the meeting",
        "fix": "write what was decided, or link the notes", "link": row_link(9, 4),
    }  # fmt: skip
    return report_of(
        Result("proposals", "Proposed actions", pd.DataFrame([found])),
        Result("meetings", "Meetings", pd.DataFrame([lint])),
    )


def knowledge() -> Report:
    """Resources to verify, and what is missing."""
    rows = [
        {"verifier": "Ana Silva", "key": "SOP-003", "title": "Credits and rebates",
         "state": "Needs review", "past": "50 days past its review", "active_projects": "PRJ-004",
         "link": Link("open", "https://wiki.example.com/x"), "row_link": row_link(4, 11)},
        {"verifier": "", "key": "FAQ-003", "title": "Who approves what", "state": "Needs review",
         "past": "never verified", "active_projects": "",
         "link": Link("open", "https://docs.google.com/document/d/x"),
         "row_link": row_link(40, 11)},
    ]  # fmt: skip
    gap = Gap("coverage/WF-006", "coverage", "Workflow WF-006 Onboarding has no SOP",
              "0 resources linked", owner="Dev Patel", link=row_link(25, 8))  # fmt: skip
    result = Result(
        "knowledge",
        "Knowledge index",
        pd.DataFrame({"key": ["SOP-003"]}),
        figures=(Figure("Trust", 0.74, "percent", basis="26 verified of 35 live, target 80%"),),
        gaps=(gap,),
        more={"by_verifier": pd.DataFrame(rows)},
    )
    return report_of(result)


def workflow() -> Report:
    """A breach, a bottleneck, a proposal, a verdict."""
    rows = [
        {"key": "WF-6/Credit check", "workflow": "Onboarding", "kind": "step", "step": "Credit check",
         "owner": "Ben Ito", "rank": 1.0, "wait_h": 96.3, "wait_p85_h": 141.3, "wait_share": 0.42,
         "wait_total_h": 2217.0, "saving_low": 26.0, "saving_mid": 52.0, "saving_high": 78.0,
         "proposal": "hypothesis: done again in 17% (6-39%, n=18): check the input before it starts",
         "link": row_link(26, 8)},
    ]  # fmt: skip
    gap = Gap("sla/WF-5", "sla", "Ad policy exception: 1 case past the service level", "since 26 Mar",
              owner="Dev Patel", close_by="finish case 19 first", link=row_link(23, 8))  # fmt: skip
    verdict = {"key": "IMP-1", "proposal": "One form instead of three", "verdict": "Verified",
               "evidence": "6.2 to 3.1 days, n=40", "owner": "Ana Silva", "link": row_link(3, 9)}  # fmt: skip
    figures = (Figure("Steps in time", 0.94, "percent"), Figure("Cases as mapped", 0.55, "percent"))
    return report_of(
        Result("workflow", "Workflow review", pd.DataFrame(rows), figures=figures, gaps=(gap,)),
        Result("improvements", "Improvements", pd.DataFrame([verdict])),
    )


def with_problems() -> Report:
    """Cells to mend."""
    return report_of(problems=[problem(17), problem(61)])
