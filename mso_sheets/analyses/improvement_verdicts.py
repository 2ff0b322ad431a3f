"""Whether an implemented improvement worked, and what to do about the answer."""

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
from mso_sheets.methods.effect import Effect, effect, too_early, wanted_direction
from mso_sheets.methods.measures import measures
from mso_sheets.methods.mined import Mined, mine
from mso_sheets.model.table import Tables
from mso_sheets.tables.folding import fold

TO_MEASURE = "To be measured"
DONE = ("Implemented", "Verified")


@dataclass(frozen=True, eq=False)
class Sources:
    """Where a measurement can come from besides the row itself."""

    kpis: pd.DataFrame | None
    mined: Mined
    actions: frozenset[str] | None
    since: Mapping[str, tuple[date, bool]]
    """Improvement -> day it was first seen as implemented, and whether the change itself was seen."""


def sources_of(tables: Tables, context: Context) -> Sources:
    """What there is in this workbook."""
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


def judge(
    text: dict[str, str], record: dict[str, Any], sources: Sources, context: Context
) -> tuple[str, str, str]:
    """Outcome, evidence and next step of one row: its texts by field, and all its values."""
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
