"""Process mining in full: every hand-off with its times, variants, rework, hand-overs, deviations.

The Workflow review tells the story; this is the evidence behind it, for the report and for those who
want to check it. Definitions are those of PM4Py, see `mso_sheets.methods.process`.
"""

from __future__ import annotations

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods import process
from mso_sheets.methods.mined import Mined, mine
from mso_sheets.model.result import Figure, Result, ResultColumn
from mso_sheets.model.table import Tables

READS = ()
ALSO_READS = ("step_log", "workflow_steps")
TITLE = "Process mining"
HOURS = {
    "total": "Hours in all",
    "mean": "Mean h",
    "median": "Median h",
    "p85": "P85 h",
    "minimum": "Least h",
    "maximum": "Most h",
    "deviation": "Deviation h",
}

COLUMNS = (
    ResultColumn("key", "Key", "key", 30),
    ResultColumn("workflow", "Workflow", "text", 14),
    ResultColumn("from", "From", "text", 22),
    ResultColumn("to", "To", "text", 22),
    ResultColumn("count", "Count", "number", 8),
    *(ResultColumn(name, label, "number", 9) for name, label in HOURS.items()),
    ResultColumn("share", "Share of hours", "percent", 9),
    ResultColumn("rank", "Rank", "number", 6),
    ResultColumn("overlaps", "Overlaps", "number", 8),
    ResultColumn("timing", "Hours are", "text", 9),
)


def analyse(tables: Tables, context: Context) -> Result:
    """The directly-follows graph as rows, the rest as further frames."""
    steps, log = tables.get("workflow_steps"), tables.get("step_log")
    mined = mine(
        None if steps is None else steps.frame,
        None if log is None else log.frame,
        context.history.frame,
    )
    frame = _frame(mined)
    if not mined.source:
        reason = "needs a Step log with rows, or some weeks of history"
        return Result("mining", TITLE, frame, COLUMNS, unavailable=reason)
    return Result(
        name="mining",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=(
            Figure("Events", mined.log.size, basis=mined.source),
            Figure("Cases", len(mined.cases), basis=f"{int(mined.running.sum())} still run"),
            Figure("Variants", len(mined.variants), basis="exact sequences of steps"),
        ),
        notes=(
            f"From {mined.source}. Hours are elapsed hours, never below zero; overlaps are counted apart.",
        ),
        more={
            "steps": mined.steps,
            "cases": mined.cases.drop(columns=["variant", "last_step", "last_place"]),
            "variants": process.with_paths(mined.variants, mined.log, top=100),
            "starts_and_ends": process.starts_and_ends(mined.log),
            "hand_overs": process.hand_overs(mined.log, mined.pairs),
            "deviations": _deviations(mined),
        },
    )


def _frame(mined: Mined) -> pd.DataFrame:
    edges = mined.edges.sort_values(["workflow", "rank"], kind="stable", ignore_index=True)
    key = (
        edges["workflow"].astype("str")
        + "/"
        + edges["from"].astype("str")
        + " → "
        + edges["to"].astype("str")
    )
    edges.insert(0, "key", key)
    return edges[[column.field for column in COLUMNS]]


def _deviations(mined: Mined) -> pd.DataFrame:
    """A row a workflow, step and kind of deviation with cases, share and hours more."""
    columns = ["step", "kind", "cases", "share", "hours_more"]
    parts = [
        found.found[columns].assign(workflow=workflow)
        for workflow, found in mined.conformities.items()
        if len(found.found)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
