"""Workflow review: what each workflow, step and hand-off costs in time, and what to try first.

Measured from the Step log, else from the changes of status that the workbook itself has seen; mapped
figures stand where nothing was measured. Definitions: directly-follows graph, rework, variants and
fitness as in the process-mining literature (see `mso_sheets.methods.process`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.moment import moment_of
from mso_sheets.analyses.workflow_gaps import conformance_gaps, maps_frame, sla_gaps, structure_gaps
from mso_sheets.analyses.workflow_proposals import Review, Row
from mso_sheets.analyses.workflow_rows import rows_of
from mso_sheets.methods import process, savings
from mso_sheets.methods.drawn_maps import mermaid, mermaid_of_edges, one_line
from mso_sheets.methods.keys import kept_apart
from mso_sheets.methods.mined import Mined, mine
from mso_sheets.methods.records import by_index, records
from mso_sheets.methods.working_hours import OfficeHours
from mso_sheets.model.result import Figure, Gap, Link, Result, ResultColumn
from mso_sheets.model.table import Table, Tables

READS = ()
ALSO_READS = ("workflow_steps", "step_log", "people")
TITLE = "Workflow review"

COLUMNS = (
    ResultColumn("key", "Key", "key", 22),
    ResultColumn("workflow", "Workflow", "text", 20),
    ResultColumn("kind", "Row", "text", 9),
    ResultColumn("step", "Step or hand-off", "text", 28),
    ResultColumn("owner", "Owner", "person", 12),
    ResultColumn("rank", "Bottleneck rank", "number", 8),
    ResultColumn("wait_share", "Share of waiting", "percent", 8),
    ResultColumn("volume", "Volume", "number", 8),
    ResultColumn("queue", "There now", "number", 8),
    ResultColumn("time_h", "Time, median h", "number", 9),
    ResultColumn("time_p85_h", "Time, P85 h", "number", 9),
    ResultColumn("wait_h", "Wait, median h", "number", 9),
    ResultColumn("wait_p85_h", "Wait, P85 h", "number", 9),
    ResultColumn("wait_total_h", "Wait in all, h", "number", 10),
    ResultColumn("sla_h", "SLA, h", "number", 7),
    ResultColumn("sla_due", "SLA: runs", "number", 7),
    ResultColumn("sla_late", "SLA: late", "number", 7),
    ResultColumn("rework_cases", "Rework cases", "number", 8),
    ResultColumn("extra_runs", "Extra runs", "number", 8),
    ResultColumn("conformance", "Conformance", "long", 26),
    ResultColumn("structure", "Map", "long", 26),
    ResultColumn("proposal", "Proposal", "long", 40),
    ResultColumn("saving_low", "Saving low", "number", 8),
    ResultColumn("saving_mid", "Saving mid", "number", 8),
    ResultColumn("saving_high", "Saving high", "number", 8),
    ResultColumn("n", "n", "number", 6),
    ResultColumn("basis", "Basis", "text", 24),
    ResultColumn("link", "Source", "link", 8),
    ResultColumn("mermaid", "Mermaid", "code", 9),
)
FIELDS = {
    "owner": "owner",
    "input": "input",
    "output": "output",
    "SOP": "sop_id",
    "SLA": "sla_hours",
}


def analyse(tables: Tables, context: Context) -> Result:
    """The review of every workflow that is mapped or logged."""
    steps, log = tables.get("workflow_steps"), tables.get("step_log")
    mined = mine(_frame_of(steps), _frame_of(log), context.history.frame)
    if not mined.maps and not mined.source:
        reason = "needs the Workflow steps or the Step log tab with rows, or some weeks of history"
        return Result("workflow", TITLE, _frame([], context), COLUMNS, unavailable=reason)
    review = _review(mined, steps, context)
    drawings = _drawings(review)
    rows = rows_of(review)
    for row in rows:
        row["mermaid"] = one_line(drawings.get(row["key"], ""))
    gaps = kept_apart(
        [
            *sla_gaps(review, context),
            *conformance_gaps(review, context),
            *structure_gaps(review, context),
        ]
    )
    return Result(
        name="workflow",
        title=TITLE,
        frame=_frame(rows, context),
        columns=COLUMNS,
        figures=_figures(review, gaps),
        notes=_notes(review, steps, log),
        gaps=gaps,
        more=_more(review, context, drawings),
    )


def _frame_of(table: Table | None) -> pd.DataFrame | None:
    return None if table is None else table.frame


def _review(mined: Mined, steps: Table | None, context: Context) -> Review:
    rules, now = context.rules.workflow, moment_of(context)
    office = OfficeHours(context.calendars.team, rules.day_starts, rules.day_ends)
    waiting = mined.waiting.groupby(["workflow", "position"]).size()
    queues = records(waiting.rename("count").reset_index())
    present = [name for name, field in FIELDS.items() if steps is not None and steps.has(field)]
    return Review(
        mined=mined,
        levels=by_index(mined.service_levels(office)),
        waits=by_index(mined.waits),
        late=mined.late_now(now, office),
        lead=by_index(mined.lead_times(np.datetime64(context.today, "s"))),
        queues={(row["workflow"], row["position"]): row["count"] for row in queues},
        four_weeks_ago=np.datetime64(context.today - timedelta(weeks=4), "s"),
        years={str(name): float(y) for name, y in savings.years_observed(mined.cases).items()},
        present=tuple(present),
        minimum_n=context.rules.kpi.minimum_n,
        small_n=context.rules.kpi.small_n,
        hour_cost=rules.hour_cost,
    )


def _frame(rows: list[Row], context: Context) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for column in COLUMNS:
        values = [row.get(column.field) for row in rows]
        if column.kind in ("number", "percent"):
            columns[column.field] = pd.Series(values, dtype="float64")
        elif column.field == "link":
            columns["link"] = [_link(row, context) for row in rows]
        else:
            columns[column.field] = pd.Series([value or "" for value in values], dtype="str")
    columns["saving"] = pd.Series([_saving_text(row) for row in rows], dtype="str")
    return pd.DataFrame(columns)


def _saving_text(row: Row) -> str:
    """Low, mid and high in one phrase, for lines of a digest."""
    if row.get("saving_mid") is None:
        return ""
    low, mid, high = (row[f"saving_{name}"] for name in ("low", "mid", "high"))
    return f"{low:,.0f} / {mid:,.0f} / {high:,.0f} h a year (hypothesis)"


def _link(row: Row, context: Context) -> Link:
    return context.row_link("workflow_steps", row["source"]) if row.get("source") else Link("")


def _figures(review: Review, gaps: tuple[Gap, ...]) -> tuple[Figure, ...]:
    mined, levels = review.mined, review.levels.values()
    due, late = (sum(int(level[name]) for level in levels) for name in ("due", "breaches"))
    fitting = sum(found.fitting for found in mined.conformities.values())
    cases = sum(int(found.cases.size) for found in mined.conformities.values())
    return (
        Figure(
            "Workflows",
            len(mined.maps),
            basis=f"{len(set(mined.log.steps['workflow']))} with events",
        ),
        Figure("Running cases past SLA", len(review.late), basis="working time, as of this run"),
        Figure(
            "Steps in time",
            1 - late / due if due else None,
            "percent",
            basis=f"{late} late of {due} due",
        ),
        Figure(
            "Cases as mapped",
            fitting / cases if cases else None,
            "percent",
            basis=f"{fitting} of {cases} cases",
        ),
        Figure(
            "Map gaps",
            sum(gap.kind == "workflow" for gap in gaps),
            basis="missing or wrong on the map",
        ),
    )


def _notes(review: Review, steps: Table | None, log: Table | None) -> tuple[str, ...]:
    mined = review.mined
    notes = []
    if mined.source:
        read = log.accounting.used if log is not None and len(log.frame) else mined.log.size
        notes.append(
            f"{mined.log.size} of {read} events of {mined.source} in {len(mined.cases)} cases; "
            "events without a workflow, case, step or time are left out."
        )
        one = sorted(set(mined.log.steps["workflow"]) - mined.log.two_times)
        if one:
            notes.append(
                f"Elapsed time, working and waiting not told apart (one time a step): {', '.join(one)}."
            )
        notes.append(
            "Hours of hand-offs are elapsed hours (nights and weekends included); service levels run in "
            "office hours on working days. Rank = hours in all. Savings are hypotheses: 25, 50 and 75% of "
            "what lies above the best quarter (waiting) or of repeats (work); nothing is counted twice."
        )
    else:
        notes.append("Nobody logs steps yet: figures are those written on the map.")
    absent = [name for name in FIELDS if steps is not None and name not in review.present]
    if absent:
        notes.append(
            f"Workflow steps has no column for {', '.join(absent)}; steps are not blamed for it."
        )
    return tuple(notes)


def _more(review: Review, context: Context, drawings: dict[str, str]) -> dict[str, pd.DataFrame]:
    mined = review.mined
    late = review.late
    names = mined.cases["case"].to_numpy()
    late = late.assign(case=[names[int(n)] for n in late["case"]], step=_late_steps(review))
    return {
        "maps": maps_frame(review, drawings),
        "followed_by": mined.edges,
        "variants": process.with_paths(
            mined.variants, mined.log, context.rules.workflow.top_variants
        ),
        "late_now": late,
        "by_owner": _by_owner(review),
    }


def _late_steps(review: Review) -> list[str]:
    rows = zip(review.late["workflow"], review.late["position"], strict=True)
    return [review.mined.maps[str(workflow)].steps[int(place)].name for workflow, place in rows]


def _drawings(review: Review) -> dict[str, str]:
    mined, drawings = review.mined, {}
    for workflow, drawn in mined.maps.items():
        known = mined.positions.get(workflow, {})
        edges = mined.edges[mined.edges["workflow"] == workflow]
        rows = zip(
            edges["from_step"], edges["to_step"], edges["count"], edges["median"], strict=True
        )
        labels = {
            (known[int(a)], known[int(b)]): f"{int(n)} · {hours:.3g} h"
            for a, b, n, hours in rows
            if int(a) in known and int(b) in known
        }
        drawings[workflow] = mermaid(drawn, labels)
    for workflow in sorted(set(mined.log.steps["workflow"]) - set(mined.maps)):
        drawings[workflow] = mermaid_of_edges(mined.edges[mined.edges["workflow"] == workflow])
    return drawings


def _by_owner(review: Review) -> pd.DataFrame:
    """For the process owners' digest: owner, workflow, step, cases that are late now."""
    counts = review.late.groupby(["workflow", "position"], sort=False).size()
    rows = []
    for row in records(counts.rename("late").reset_index()):
        step = review.mined.maps[row["workflow"]].steps[row["position"]]
        rows.append((step.owner, row["workflow"], step.name, row["late"]))
    return pd.DataFrame(rows, columns=["owner", "workflow", "step", "late"])
