"""Improvements: which to do first, which have nobody to do them, and did the done ones work.

An implemented idea is judged by its own metric: the Actual that people typed, else the KPI of that name,
else (for waits and repeats, when the day of the change is known) the log before and after that day.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.before_after import before_after
from mso_sheets.methods.effect import (
    QUADRANTS,
    Effect,
    effect,
    quadrant,
    too_early,
    wanted_direction,
)
from mso_sheets.methods.measures import measures
from mso_sheets.methods.mined import Mined, mine
from mso_sheets.methods.records import numbered
from mso_sheets.model.result import Figure, Gap, Result, ResultColumn
from mso_sheets.model.table import Tables
from mso_sheets.tables.folding import fold

READS = ("improvements",)
ALSO_READS = ("kpis", "actions", "workflow_steps", "step_log")
TITLE = "Improvements"
TO_MEASURE = "To be measured"
ACCEPTED = ("Approved", "In progress")
DONE = ("Implemented", "Verified")

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
    ResultColumn("outcome", "Did it work?", "text", 14),
    ResultColumn("evidence", "Evidence", "long", 40),
    ResultColumn("next", "Next", "long", 34),
    ResultColumn("link", "Source", "link", 8),
)


@dataclass(frozen=True, eq=False)
class Sources:
    """Where a measurement can come from besides the row itself."""

    kpis: pd.DataFrame | None
    mined: Mined
    actions: frozenset[str] | None
    since: Mapping[str, tuple[date, bool]]
    """Improvement -> day it was first seen as implemented, and whether the change itself was seen."""


def analyse(tables: Tables, context: Context) -> Result:
    """The backlog in the order in which to work it, and the verdicts on what was done."""
    table = tables["improvements"]
    sources = _sources(tables, context)
    scale = 10.0 if (table.frame[["impact", "effort"]] > 5).any(axis=None) else 5.0
    rows = [_row(n, record, scale, sources, context) for n, record in numbered(table.frame)]
    rows.sort(key=_need)
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
        gaps=tuple(gap for row in rows for gap in _gaps(row)),
    )


def _sources(tables: Tables, context: Context) -> Sources:
    frames = {name: table.frame for name, table in tables.found.items()}
    actions = frames.get("actions")
    return Sources(
        kpis=measures(frames["kpis"]) if "kpis" in frames and len(frames["kpis"]) else None,
        mined=mine(frames.get("workflow_steps"), frames.get("step_log"), None),
        actions=None if actions is None else frozenset(map(str, actions["action_id"].dropna())),
        since=_implemented_since(context),
    )


def _implemented_since(context: Context) -> dict[str, tuple[date, bool]]:
    events = context.history.of("improvements", "status")
    done = events[events["after"] == "Implemented"]
    return {
        str(event["record"]): (pd.Timestamp(event["day"]).date(), event["kind"] == "changed")
        for event in done.to_dict("records")
    }


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
    outcome, evidence, step = _judged(text, record, sources, context)
    orphan = _orphan(status, text["action_id"], sources)
    return row | {
        "outcome": outcome,
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


def _judged(
    text: dict[str, str], record: dict[str, Any], sources: Sources, context: Context
) -> tuple[str, str, str]:
    """Outcome, evidence, next step of one row."""
    if text["status"] not in DONE:
        return "", "", ""
    rules = context.rules.workflow
    since, seen = sources.since.get(text["improvement_id"], (None, False))
    earliest = context.calendars.team.add(since, rules.measure_after_days) if since else None
    found, measured = _measured(text, record, sources, since if seen else None, earliest, context)
    if found is None:
        return _unmeasured(text, record, earliest, context)
    if too_early(measured, earliest) and seen:
        again = f"Measure again from {earliest:%-d %b %Y} on: it was measured too soon."
        return TO_MEASURE, found.words, again
    if not found.outcome:
        return TO_MEASURE, found.words, f"Fill in what is missing: {found.words}."
    return found.outcome, found.words, _next_step(text["status"], found)


def _unmeasured(
    text: dict[str, str], record: dict[str, Any], earliest: date | None, context: Context
) -> tuple[str, str, str]:
    if earliest is not None and context.today < earliest:
        return TO_MEASURE, "", f"Measure from {earliest:%-d %b %Y} on."
    if not text["metric"] or math.isnan(record["baseline"]):
        return (
            TO_MEASURE,
            "no metric or no baseline",
            "Name the metric and its value before the change.",
        )
    return (
        TO_MEASURE,
        f"{text['metric']} was {record['baseline']:,.6g}",
        "Measure it now and type the Actual.",
    )


def _next_step(status: str, found: Effect) -> str:
    if found.outcome == "Verified":
        return "" if status == "Verified" else "Set the status to Verified."
    if status == "Verified":
        return f"The status says Verified, the figures say {found.outcome}: check them."
    return "Decide: change it, undo it, or say why it stays."


def _measured(
    text: dict[str, str],
    record: dict[str, Any],
    sources: Sources,
    since: date | None,
    earliest: date | None,
    context: Context,
) -> tuple[Effect | None, date | None]:
    """The verdict and the day of measuring: by the row, by the KPI, by the log; None without any."""
    threshold, baseline, target = (
        context.rules.workflow.effect_at_least,
        record["baseline"],
        record["target"],
    )
    if not math.isnan(record["actual"]):
        direction = wanted_direction(baseline, target) or _kpi_direction(
            text["metric"], sources.kpis
        )
        day = record["measured_on"]
        found = effect(baseline, record["actual"], direction, threshold, target)
        return found, None if pd.isna(day) else pd.Timestamp(day).date()
    by_kpi = _by_kpi(text["metric"], sources.kpis, earliest)
    if by_kpi is not None and not math.isnan(baseline):
        actual, day, sign = by_kpi
        found = effect(
            baseline, actual, wanted_direction(baseline, target) or sign, threshold, target
        )
        return Effect(found.outcome, f"by the KPI of that name, {day:%b %Y}: {found.words}"), day
    if since is not None:
        split = np.datetime64(since, "s")
        pair = before_after(
            sources.mined, text["workflow_id"], text["step_no"], text["metric"], split
        )
        if pair is not None:
            found = effect(pair.before, pair.after, -1, threshold)
            return Effect(found.outcome, f"by the log: {pair.words}"), None
    return None, None


def _kpi_rows(metric: str, kpis: pd.DataFrame | None) -> pd.DataFrame | None:
    if kpis is None or not metric:
        return None
    name = fold(metric)
    same = kpis["family"].str.split("|").str[0].eq(name) | kpis["kpi_id"].fillna("").eq(metric)
    mine_ = kpis[same & kpis["actual"].notna() & kpis["ends"].notna() & ~kpis["repeated"]]
    return mine_ if len(mine_) and mine_["series"].nunique() == 1 else None


def _kpi_direction(metric: str, kpis: pd.DataFrame | None) -> int:
    rows = _kpi_rows(metric, kpis)
    return 0 if rows is None or rows["direction"].isna().all() else int(rows["sign"].iloc[0])


def _by_kpi(
    metric: str, kpis: pd.DataFrame | None, earliest: date | None
) -> tuple[float, date, int] | None:
    """The KPI's last value after the change had time to work: value, period's end, direction."""
    rows = _kpi_rows(metric, kpis)
    if rows is None or earliest is None:
        return None
    after = rows[rows["ends"] >= pd.Timestamp(earliest)].sort_values("ends")
    if after.empty:
        return None
    last = after.iloc[-1]
    return float(last["actual"]), pd.Timestamp(last["ends"]).date(), int(last["sign"])


def _need(row: dict[str, Any]) -> tuple[int, int, float, str]:
    """Orphans, then what must be measured or failed, open ideas by quadrant, done and rejected last."""
    if row["orphan"]:
        group = 0
    elif row["outcome"] and row["outcome"] != "Verified":
        group = 1
    else:
        group = 3 if row["status"] in (*DONE, "Rejected") else 2
    best = -(row["impact"] - row["effort"])
    order = QUADRANTS.index(row["quadrant"])
    return group, order, 0.0 if math.isnan(best) else best, row["key"]


def _figures(rows: list[dict[str, Any]]) -> tuple[Figure, ...]:
    def count(name: str, value: str) -> int:
        return sum(row[name] == value for row in rows)

    judged = sum(row["outcome"] in ("Verified", "No effect", "Worse") for row in rows)
    return (
        Figure(
            "Quick wins open",
            sum(
                r["quadrant"] == "Quick win" and r["status"] not in (*DONE, "Rejected")
                for r in rows
            ),
            basis=f"of {len(rows)} improvements",
        ),
        Figure("Proven", count("outcome", "Verified"), basis=f"of {judged} that were measured"),
        Figure(
            "No effect or worse",
            count("outcome", "No effect") + count("outcome", "Worse"),
            basis=f"of {judged} that were measured",
        ),
        Figure(TO_MEASURE, count("outcome", TO_MEASURE), basis="implemented"),
        Figure("Without an action", sum(bool(row["orphan"]) for row in rows), basis="accepted"),
    )


def _gaps(row: dict[str, Any]) -> list[Gap]:
    if row["orphan"]:
        return [
            _gap(row, "orphan", f"{row['proposal']}: accepted, but nobody has it as an action", 3.0)
        ]
    if row["outcome"] == TO_MEASURE:
        return [_gap(row, "measure", f"{row['proposal']}: did it work? Not measured yet", 1.0)]
    if row["outcome"] in ("No effect", "Worse"):
        return [_gap(row, "effect", f"{row['proposal']}: {row['outcome'].lower()}", 2.0)]
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
