"""Small reports by hand, as the analyses would give them, for messages to be made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from mso_sheets.digest import render_message
from mso_sheets.model.message import Message
from mso_sheets.model.result import Figure, Gap, Insight, Link, Report, Result
from mso_sheets.model.table import Problem, Tables
from mso_sheets.settings.models import DigestRules

TUESDAY = date(2026, 4, 14)
SHEET = "https://docs.google.com/spreadsheets/d/1test/edit"
TEMPLATES = Path(__file__).parents[2] / "config" / "templates"
SLACK_IDS = {"Ana Silva": "U0ALICE01", "Chloe Martin": "U0CAROL01", "Dev Patel": "U0BOB0001"}
MESSAGES = (
    "data-quality",
    "escalation",
    "fleet-notice",
    "followups",
    "home",
    "knowledge-review",
    "meeting-actions",
    "ops-failure",
    "personal",
    "process-review",
    "project-card",
    "weekly-review",
)
"""The templates that make messages."""
RUN_LINE = "Updated 09:00 BST from EMEA tracker · run 8f3a"


def template(name: str) -> str:
    """The text of a shipped template."""
    return (TEMPLATES / f"{name}.md.j2").read_text(encoding="utf-8")


def row_link(row: int, tab: int = 0) -> Link:
    """The link that a run gives to a row."""
    return Link(f"row {row}", f"{SHEET}#gid={tab}&range=A{row}")


def action(key: str, what: str, owner: str, stage: str, **more: Any) -> dict[str, Any]:
    """One row of the follow-ups result."""
    row = int(more.pop("row", 0)) or 10 + int(key[-2:])
    due = more.pop("due", None)
    return {
        "key": key,
        "action": what,
        "owner": owner,
        "owner_known": True,
        "due": pd.Timestamp(due) if due else pd.NaT,
        "days_late": float("nan"),
        "stage": stage,
        "moved": 0,
        "told": "owner",
        "told_names": (owner,),
        "carried": 0,
        "abandoned": False,
        "why": "",
        "clears": "Status = Complete or a new Due date",
        "project": "",
        "priority": "Medium",
        "status": "In progress",
        "row": row,
        "link": row_link(row),
        **more,
    }


def followups(rows: Sequence[Mapping[str, Any]], done: Sequence[Mapping[str, Any]] = ()) -> Result:
    """The follow-ups result with its figures counted from the rows."""
    frame = pd.DataFrame([*rows]) if rows else pd.DataFrame({"key": [], "stage": [], "owner": []})
    stages = list(frame["stage"])
    figures = (
        Figure("Overdue", stages.count("overdue"), before=stages.count("overdue") - 2.0),
        Figure("Due today", stages.count("today")),
        Figure("This week", stages.count("this week") + stages.count("due soon")),
        Figure("No owner or date", stages.count("no owner") + stages.count("no date")),
        Figure("Snoozed", stages.count("snoozed")),
        Figure("Blocked", stages.count("blocked")),
        Figure("Done", len(done)),
    )
    return Result(
        "followups", "Follow-ups", frame, figures=figures, more={"done": pd.DataFrame([*done])}
    )


def report_of(
    *results: Result,
    title: str = "EMEA",
    problems: Sequence[Problem] = (),
    insights: Sequence[Insight] = (),
    gaps: Sequence[Gap] = (),
    tables: Tables | None = None,
    last: date | None = date(2026, 4, 13),
) -> Report:
    """A report of Tuesday 14 April 2026."""
    return Report(
        workbook="emea",
        title=title,
        today=TUESDAY,
        tables=tables or Tables({}),
        results={result.name: result for result in results},
        gaps=tuple(gaps),
        insights=tuple(insights),
        problems=tuple(problems),
        last_digest=last,
    )


def message_of(
    report: Report,
    name: str = "followups",
    text: str = "",
    rules: DigestRules | None = None,
    mention: Callable[[str], str] = lambda name: SLACK_IDS.get(name, ""),
    **more: Any,
) -> Message | None:
    """The message of a report by a shipped template, or by `text`."""
    return render_message(
        name,
        text or template(name),
        report,
        f"daily-{name}/emea/2026-04-14/#mso-emea",
        "#mso-emea",
        rules or DigestRules(),
        run_line=RUN_LINE,
        mention=mention,
        **more,
    )


def problem(row: int = 17) -> Problem:
    """One unreadable cell."""
    return Problem(
        "date-unreadable",
        "actions",
        "Actions",
        f"D{row}",
        header="Due date",
        value="31/02/2026",
        expected="a date",
        fix="Type a date such as 28 Feb 2026.",
        row=row,
        owner="Ana Silva",
        link=f"{SHEET}#gid=0&range=D{row}",
    )


def a_tuesday() -> Report:
    """A realistic day: seven overdue of three people, some due, some stuck, some done."""
    rows = [
        action("ACT-0007", "Send revised incentive policy to Finance", "Ana Silva", "overdue",
               due="2026-04-02", days_late=6.0, moved=2, priority="High", project="PRJ-004",
               told="owner, lead Chloe Martin and manager Dev Patel", carried=3),
        action("ACT-0031", "Confirm launch budget for DE", "Ana Silva", "overdue",
               due="2026-04-10", days_late=2.0, project="PRJ-007", told="owner and lead Chloe Martin"),
        action("ACT-0048", "Publish creator FAQ", "Ana Silva", "overdue", due="2026-04-13",
               days_late=1.0, project="PRJ-009"),
        action("ACT-0013", "Upload Q1 actuals", "Ben Ito", "overdue", due="2026-04-09",
               days_late=3.0, project="PRJ-002"),
        action("ACT-0052", "Agree the SLA with Support", "Dev Patel", "overdue", due="2026-04-13",
               days_late=1.0, project="PRJ-004"),
        action("ACT-0053", "Draft FAQ for agency partners", "Dev Patel", "overdue",
               due="2026-04-13", days_late=1.0, project="PRJ-009"),
        action("ACT-0054", "Collect sign-off from Legal", "Dev Patel", "overdue", due="2026-04-13",
               days_late=1.0, project="PRJ-007"),
        action("ACT-0060", "Share the pilot read-out", "Chloe Martin", "today", due="2026-04-14"),
        action("ACT-0061", "Close the Q1 retro actions", "Chloe Martin", "today", due="2026-04-14"),
        action("ACT-0062", "Book the steering committee", "Dev Patel", "today", due="2026-04-14"),
        action("ACT-0070", "Send the partner survey", "Ana Silva", "due soon", due="2026-04-15"),
        action("ACT-0071", "Update the onboarding SOP", "Chloe Martin", "this week",
               due="2026-04-17"),
        action("ACT-0072", "Reconcile vendor invoices", "Ben Ito", "this week", due="2026-04-17"),
        action("ACT-0080", "Switch on the DE payout flow", "Dev Patel", "blocked",
               due="2026-04-20", project="PRJ-007",
               why="due Mon 20 Apr; waiting on bank approval since Wed 8 Apr"),
        action("ACT-0081", "Find an owner for the churn model", "", "no owner", due="2026-04-21"),
        action("ACT-0084", "Write the post-mortem", "Ben Ito", "no date"),
        action("ACT-0090", "Refresh the market one-pager", "Ana Silva", "snoozed",
               why="Snoozed until Mon 20 Apr: Finance closes the month first"),
    ]  # fmt: skip
    done = [
        {"key": "ACT-0020", "action": "Send creator contract v2", "owner": "Chloe Martin",
         "link": row_link(30)},
        {"key": "ACT-0022", "action": "Fix the payout table", "owner": "Dev Patel",
         "link": row_link(32)},
    ]  # fmt: skip
    return report_of(followups(rows, done), problems=[problem(17), problem(61)])
