"""CPU seconds of the KPI, workflow, mining and knowledge analyses on big tables.

    python -m benchmarks.analyses_insight

A log of 500,000 events in 60,000 cases of 3 mapped workflows: half of the cases keep to the map, the rest
repeat, skip or wander at random (some 30,000 variants), which is the hard case for conformance.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from mso_sheets.analyses import insights, knowledge, kpis, mining, workflow
from mso_sheets.model.table import Tables
from tests.analyses.insight_world import context_of, table_of

EVENTS, CASES, STEPS = 500_000, 60_000, 10
TODAY = date(2026, 4, 14)


def step_log(random: np.random.Generator) -> pd.DataFrame:
    """Cases that keep to the map and cases that do not, with starts and finishes."""
    case = np.sort(random.integers(0, CASES, EVENTS))
    first = np.flatnonzero(np.r_[True, np.diff(case) > 0])
    place = np.arange(EVENTS) - np.repeat(first, np.diff(np.r_[first, EVENTS]))
    wanders = (case % 2).astype(bool)
    step = np.where(wanders, random.integers(0, STEPS + 2, EVENTS), place % STEPS)
    begun = random.integers(0, 300 * 86_400, CASES)[case] + place * 86_400
    start = np.datetime64("2025-05-01T09:00:00", "s") + (begun + random.integers(0, 80_000, EVENTS))
    return pd.DataFrame(
        {
            "workflow_id": pd.Series(np.array(["WF-1", "WF-2", "WF-3"])[case % 3], dtype="str"),
            "case_id": pd.Series(case).astype("str"),
            "step": pd.Series(np.array([f"Step {n}" for n in range(STEPS + 2)])[step], dtype="str"),
            "started": start,
            "finished": start + random.integers(60, 9_000, EVENTS),
            "person": pd.Series(
                np.array([f"P {n}" for n in range(40)])[random.integers(0, 40, EVENTS)], dtype="str"
            ),
        }
    )


def workflow_steps() -> pd.DataFrame:
    """Three maps of ten steps in a row."""
    rows = [
        (f"WF-{w}", f"Flow {w}", str(n + 1), f"Step {n}", 16.0)
        for w in (1, 2, 3)
        for n in range(STEPS)
    ]
    names = ["workflow_id", "workflow", "step_no", "step", "sla_hours"]
    frame = pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[:4], "str"))
    frame["next_steps"] = pd.Series([()] * len(frame), dtype="object")
    return frame


def kpi_rows(random: np.random.Generator, series: int = 1_000, months: int = 36) -> pd.DataFrame:
    """Pure noise around a constant target."""
    ends = pd.period_range(end="2026-03", periods=months, freq="M").end_time.normalize()
    name = np.repeat([f"KPI {n}" for n in range(series)], months)
    return pd.DataFrame(
        {
            "kpi_id": pd.Series(name, dtype="str"),
            "kpi": pd.Series(name, dtype="str"),
            "period": np.tile(ends.to_numpy().astype("datetime64[s]"), series),
            "target": 100.0,
            "actual": random.normal(100, 5, series * months),
        }
    )


def knowledge_rows(random: np.random.Generator, count: int = 2_000) -> pd.DataFrame:
    """Resources whose titles share words, a third of them past their review."""
    words = "launch market creator payout policy rebate agency account review price plan"
    choices = np.array(words.split())
    titles = [" ".join(random.choice(choices, 5)) + f" {n}" for n in range(count)]
    age = random.integers(0, 270, count) * np.timedelta64(86_400, "s")
    return pd.DataFrame(
        {
            "doc_id": pd.Series([f"SOP-{n}" for n in range(count)], dtype="str"),
            "title": pd.Series(titles, dtype="str"),
            "type": pd.Series("SOP", index=range(count), dtype="str"),
            "summary": pd.Series([f"How we do {title}" for title in titles], dtype="str"),
            "last_verified": np.datetime64("2026-04-14", "s") - age,
        }
    )


def measure(name: str, work: Callable[[], object]) -> None:
    """Prints the CPU seconds of one piece of work."""
    begun = time.process_time()
    work()
    print(f"{name:<46} {time.process_time() - begun:6.2f} s CPU")


def main() -> None:
    """Prints one line an analysis."""
    random = np.random.default_rng(20260414)
    log, steps = (
        table_of("step_log", step_log(random)),
        table_of("workflow_steps", workflow_steps()),
    )
    tables = Tables({"step_log": log, "workflow_steps": steps})
    context = context_of(tables, TODAY)
    measure(f"mining, {EVENTS:,} events", lambda: mining.analyse(tables, context))
    measure(f"workflow review, {EVENTS:,} events", lambda: workflow.analyse(tables, context))
    measure(f"insights, {EVENTS:,} events", lambda: insights.analyse(tables, context))
    sheet = Tables({"kpis": table_of("kpis", kpi_rows(random))})
    world = context_of(sheet, TODAY)
    measure("KPI gaps, 36,000 rows in 1,000 series", lambda: kpis.analyse(sheet, world))
    measure("insights, 36,000 rows in 1,000 series", lambda: insights.analyse(sheet, world))
    hub = Tables({"knowledge": table_of("knowledge", knowledge_rows(random))})
    measure(
        "knowledge index, 2,000 resources", lambda: knowledge.analyse(hub, context_of(hub, TODAY))
    )


if __name__ == "__main__":
    main()
