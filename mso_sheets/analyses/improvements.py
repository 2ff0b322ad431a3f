"""Improvements: which to do first, which have nobody to do them, and did the done ones work.

An implemented idea is judged by its own metric: the Actual that people typed, else the KPI of that name,
else (for waits and repeats, when the day of the change is known) the log before and after that day.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.improvement_verdicts import DONE, TO_MEASURE, Sources, judge, sources_of
from mso_sheets.methods.effect import QUADRANTS, quadrant
from mso_sheets.methods.keys import kept_apart, unique_keys
from mso_sheets.methods.records import numbered
from mso_sheets.model.result import Figure, Gap, Result, ResultColumn
from mso_sheets.model.table import Tables
from mso_sheets.tables.folding import fold

READS = ("improvements",)
ALSO_READS = ("kpis", "actions", "workflow_steps", "step_log")
TITLE = "Improvements"
ACCEPTED = ("Approved", "In progress")

COLUMNS = (
    ResultColumn("key", "Key", "key", 12),
    ResultColumn("proposal", "Proposal", "long", 32),
    ResultColumn("workflow", "Workflow", "text", 10),
    ResultColumn("step", "Step", "text", 8),
    ResultColumn("gap", "Gap", "long", 28),
    ResultColumn("impact", "Impact", "number", 7),
    ResultColumn("effort", "Effort", "number", 7),
    ResultColumn("quadrant", "Quadrant", "text", 14),
    ResultColumn("status", "Status", "status", 12),
    ResultColumn("owner", "Owner", "person", 14),
    ResultColumn("action", "Action", "text", 10),
    ResultColumn("verdict", "Did it work?", "text", 14),
    ResultColumn("evidence", "Evidence", "long", 40),
    ResultColumn("next", "Next", "long", 34),
    ResultColumn("link", "Source", "link", 8),
)


def analyse(tables: Tables, context: Context) -> Result:
    """The backlog in the order in which to work it, and the verdicts on what was done."""
    table = tables["improvements"]
    sources = sources_of(tables, context)
    scale = 10.0 if (table.frame[["impact", "effort"]] > 5).any(axis=None) else 5.0
    rows = [_row(n, record, scale, sources, context) for n, record in numbered(table.frame)]
    rows.sort(key=_need)
    for row, key in zip(rows, unique_keys(row["key"] for row in rows), strict=True):
        row["key"] = key
    frame = pd.DataFrame([{c.field: row[c.field] for c in COLUMNS} for row in rows])
    if frame.empty:
        frame = pd.DataFrame({column.field: pd.Series(dtype="str") for column in COLUMNS})
    return Result(
        name="improvements",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(rows),
        notes=(
            f"High = above {scale / 2:g} of {scale:g}; effect = at least "
            f"{context.rules.workflow.effect_at_least:.0%} of the baseline, measured at least "
            f"{context.rules.workflow.measure_after_days} working days after the change.",
        ),
        gaps=kept_apart([gap for row in rows for gap in _gaps(row)]),
    )


def _row(
    number: int, record: dict[str, Any], scale: float, sources: Sources, context: Context
) -> dict[str, Any]:
    text = {name: value if isinstance(value, str) else "" for name, value in record.items()}
    status = text["status"]
    row = {
        "key": text["improvement_id"]
        or f"{text['workflow_id']}/{text['step_no']}/{fold(text['proposal'])[:40]}",
        "proposal": text["proposal"] or text["gap"],
        "workflow": text["workflow_id"],
        "step": text["step_no"],
        "gap": text["gap"],
        "impact": record["impact"],
        "effort": record["effort"],
        "quadrant": quadrant(record["impact"], record["effort"], scale),
        "status": status,
        "owner": text["owner"],
        "action": text["action_id"],
        "link": context.row_link("improvements", number),
    }
    outcome, evidence, step = judge(text, record, sources, context)
    orphan = _orphan(status, text["action_id"], sources)
    return row | {
        "verdict": outcome,
        "evidence": evidence,
        "next": orphan or step,
        "orphan": orphan,
    }


def _orphan(status: str, action: str, sources: Sources) -> str:
    if status not in ACCEPTED:
        return ""
    if not action:
        return "Accepted without an action: add one to Actions and put its ID here."
    if sources.actions is not None and action not in sources.actions:
        return f"Names action {action}, which is not in Actions: correct the ID."
    return ""


def _need(row: dict[str, Any]) -> tuple[int, int, float, str]:
    """Orphans, then what must be measured or failed, open ideas by quadrant, done and rejected last."""
    if row["orphan"]:
        group = 0
    elif row["verdict"] and row["verdict"] != "Verified":
        group = 1
    else:
        group = 3 if row["status"] in (*DONE, "Rejected") else 2
    best = -(row["impact"] - row["effort"])
    order = QUADRANTS.index(row["quadrant"])
    return group, order, 0.0 if math.isnan(best) else best, row["key"]


def _figures(rows: list[dict[str, Any]]) -> tuple[Figure, ...]:
    def count(name: str, value: str) -> int:
        return sum(row[name] == value for row in rows)

    judged = sum(row["verdict"] in ("Verified", "No effect", "Worse") for row in rows)
    return (
        Figure(
            "Quick wins open",
            sum(
                r["quadrant"] == "Quick win" and r["status"] not in (*DONE, "Rejected")
                for r in rows
            ),
            basis=f"of {len(rows)} improvements",
        ),
        Figure("Proven", count("verdict", "Verified"), basis=f"of {judged} that were measured"),
        Figure(
            "No effect or worse",
            count("verdict", "No effect") + count("verdict", "Worse"),
            basis=f"of {judged} that were measured",
        ),
        Figure(TO_MEASURE, count("verdict", TO_MEASURE), basis="implemented"),
        Figure("Without an action", sum(bool(row["orphan"]) for row in rows), basis="accepted"),
    )


def _gaps(row: dict[str, Any]) -> list[Gap]:
    if row["orphan"]:
        return [
            _gap(row, "orphan", f"{row['proposal']}: accepted, but nobody has it as an action", 3.0)
        ]
    if row["verdict"] == TO_MEASURE:
        return [_gap(row, "measure", f"{row['proposal']}: did it work? Not measured yet", 1.0)]
    if row["verdict"] in ("No effect", "Worse"):
        return [_gap(row, "effect", f"{row['proposal']}: {row['verdict'].lower()}", 2.0)]
    return []


def _gap(row: dict[str, Any], kind: str, what: str, size: float) -> Gap:
    return Gap(
        key=f"improvement/{row['key']}/{kind}",
        kind="improvement",
        what=what,
        evidence=row["evidence"] or f"{row['key']}, status {row['status']}",
        owner=row["owner"],
        close_by=row["next"],
        action=row["action"],
        size=size,
        link=row["link"],
    )
