"""Rows of the workflow review: a workflow, its steps, its hand-offs, each with a proposal if one pays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mso_sheets.methods import savings
from mso_sheets.methods.mined import FROM_LOG, Mined
from mso_sheets.methods.proportions import share_text
from mso_sheets.methods.records import by_index, records
from mso_sheets.methods.value_stream import stream_of
from mso_sheets.methods.wording import counted
from mso_sheets.methods.workflow_map import (
    WorkflowMap,
    dead_ends,
    doubled,
    missing_fields,
    orphans,
)

Row = dict[str, Any]
WEEKS_A_YEAR = 52
MOST_HAND_OFFS = 200
MOST_STRANGERS = 100
TOP_PROPOSALS = 3
"""Hand-offs of a workflow that get a proposal: those with most waiting."""
SMALLEST_SHARE = 0.05


@dataclass(frozen=True, eq=False)
class Review:
    """What the rows are drawn from.

    `levels`, `waits`: service levels and hours before a step, by step code; `lead`: lead times by
    workflow; `years`: how long each log is; `present`: which of owner, input, output, SOP, SLA the
    steps table has columns for.
    """

    mined: Mined
    levels: Mapping[int, Mapping[str, Any]]
    waits: Mapping[int, Mapping[str, Any]]
    late: pd.DataFrame
    lead: Mapping[str, Mapping[str, Any]]
    years: Mapping[str, float]
    present: tuple[str, ...]
    minimum_n: int
    hour_cost: float


def rows_of(review: Review) -> list[Row]:
    """All rows: workflows by their waiting, most first; in each the steps in order, then hand-offs."""
    mined = review.mined
    waiting = mined.edges.groupby("workflow")["total"].sum()
    names = dict.fromkeys([*mined.maps, *mined.log.steps["workflow"]])
    order = sorted(names, key=lambda name: -float(waiting.get(name, 0.0)))
    return [row for name in order for row in _block(review, str(name))]


def _block(review: Review, workflow: str) -> list[Row]:
    edges = _edges(review, workflow)
    steps = _steps(review, workflow)
    return [_whole(review, workflow, [*steps, *edges]), *steps, *edges]


def title_of(mined: Mined, workflow: str) -> str:
    """The workflow's name, its id where it has none."""
    return mined.maps[workflow].name if workflow in mined.maps else workflow


def _base(review: Review, workflow: str, kind: str, what: str) -> Row:
    key = workflow if kind == "workflow" else f"{workflow}/{what}"
    return {"key": key, "workflow": title_of(review.mined, workflow), "kind": kind, "what": what}


def _whole(review: Review, workflow: str, rows: list[Row]) -> Row:
    mined = review.mined
    row = _base(review, workflow, "workflow", title_of(mined, workflow))
    lead = review.lead.get(workflow)
    if lead is not None:
        cases = int((mined.cases["workflow"] == workflow).sum())
        row |= {
            "volume": cases,
            "time_h": lead["median"],
            "time_p85_h": lead["p85"],
            "wait_total_h": sum(r["wait_total_h"] for r in rows if r["kind"] == "hand-off"),
            "conformance": _fit_text(review, workflow),
            "n": cases,
            "basis": f"{mined.source}; {counted(int(lead['open']), 'case')} open, counted as censored",
        }
    drawn = mined.maps.get(workflow)
    if drawn is not None:
        row["structure"] = _stream_text(drawn)
        row.setdefault("basis", "mapped, not measured")
    return row


def _fit_text(review: Review, workflow: str) -> str:
    mined = review.mined
    happy = mined.variants[mined.variants["workflow"] == workflow].iloc[0]
    path = f"commonest path {happy['share']:.0%} of cases"
    found = mined.conformities.get(workflow)
    if found is None:
        return path
    fit = share_text(found.fitting, found.cases.size)
    return f"{fit} keep to the map, mean fitness {found.fitness.mean():.2f}; {path}"


def _stream_text(drawn: WorkflowMap) -> str:
    stream = stream_of(drawn)
    if not stream.known:
        return "no process or wait times on the map"
    some = (
        ""
        if stream.known == len(stream.way)
        else f" ({stream.known} of {len(stream.way)} steps timed)"
    )
    return (
        f"mapped: work {stream.process:g} h + wait {stream.wait:g} h = lead {stream.lead:g} h, "
        f"flow efficiency {stream.efficiency:.0%}, {counted(stream.hand_offs, 'hand-off')} between teams{some}"
    )


def _steps(review: Review, workflow: str) -> list[Row]:
    """Mapped steps in order, then steps of the log that no map knows."""
    mined, drawn = review.mined, review.mined.maps.get(workflow)
    codes = mined.steps.index[(mined.steps["workflow"] == workflow).to_numpy()].tolist()
    known = mined.positions.get(workflow, {})
    by_place = {place: code for code, place in reversed(list(known.items()))}
    faults = structure_faults(drawn, review.present) if drawn else {}
    rows = []
    for place in range(len(drawn.steps)) if drawn else ():
        assert drawn is not None
        rows.append(_mapped_step(review, drawn, place, by_place.get(place), faults.get(place, [])))
    events = mined.steps["events"]
    strangers = sorted((code for code in codes if code not in known), key=lambda c: -int(events[c]))
    rows += [
        _logged_step(review, workflow, code, drawn is not None)
        for code in strangers[:MOST_STRANGERS]
    ]
    return _unique(rows)


def _mapped_step(
    review: Review, drawn: WorkflowMap, place: int, code: int | None, faults: list[str]
) -> Row:
    step = drawn.steps[place]
    row = _base(review, drawn.workflow, "step", step.name)
    row |= {
        "owner": step.owner or step.role or step.team,
        "structure": "; ".join(faults),
        "sla_h": step.sla,
        "source": step.row,
    }
    if code is not None:
        return (
            row | _measured(review, code) | {"conformance": _deviation_text(review, drawn, place)}
        )
    wait, weekly = _plain(step.wait), _plain(step.volume)
    row |= {
        "volume": step.volume,
        "time_h": step.process,
        "wait_h": step.wait,
        "basis": "mapped, not measured",
        "conformance": _deviation_text(review, drawn, place),
    }
    if wait * weekly * WEEKS_A_YEAR >= 1 and drawn.workflow not in review.lead:
        words = f"waits {wait:g} h {weekly:g} times a week by the map: halve the wait, e.g. by a fixed slot"
        row |= _proposal(words, wait * weekly * WEEKS_A_YEAR, 0, "waiting")
    return row


def _logged_step(review: Review, workflow: str, code: int, mapped: bool) -> Row:
    row = _base(review, workflow, "step", str(review.mined.log.steps["step"].iloc[code]))
    return row | _measured(review, code) | {"conformance": "not on the map" if mapped else ""}


def _measured(review: Review, code: int) -> Row:
    step = records(review.mined.steps.loc[[code]])[0]
    into = review.waits.get(code, {})
    row: Row = {
        "volume": int(step["events"]),
        "time_h": step["service_median"],
        "time_p85_h": step["service_p85"],
        "wait_h": into.get("median"),
        "wait_p85_h": into.get("p85"),
        "wait_total_h": into.get("total"),
        "wait_share": into.get("share"),
        "rank": into.get("rank"),
        "rework_cases": int(step["rework_cases"]),
        "extra_runs": int(step["extra_runs"]),
        "n": int(step["cases"]),
        "basis": review.mined.source,
    }
    level = review.levels.get(code)
    if level is not None:
        row |= {"sla_due": int(level["due"]), "sla_late": int(level["breaches"])}
    return row | _rework_proposal(review, step)


def _rework_proposal(review: Review, step: Row) -> Row:
    often = step["rework_cases"] >= max(2, SMALLEST_SHARE * step["cases"])
    if not often or step["cases"] < review.minimum_n:
        return {}
    again = share_text(step["rework_cases"], step["cases"])
    words = f"done again in {again}: check the input before it starts"
    hours = _plain(step["extra_hours"]) / review.years[step["workflow"]]
    if hours < 1:
        return {"proposal": f"hypothesis: {words} ({int(step['extra_runs'])} extra runs)"}
    money = ""
    if review.hour_cost > 0:
        money = f", about {hours * 0.5 * review.hour_cost:,.0f} a year at mid"
    return _proposal(words + money, hours, int(step["cases"]), "work")


def _deviation_text(review: Review, drawn: WorkflowMap, place: int) -> str:
    found = review.mined.conformities.get(drawn.workflow)
    if found is None:
        return ""
    mine = found.found[found.found["position"] == place]
    rows = zip(mine["kind"], mine["cases"], strict=True)
    return "; ".join(f"{kind} in {n}" for kind, n in rows) + (
        f" of {found.cases.size} cases" if len(mine) else ""
    )


def _edges(review: Review, workflow: str) -> list[Row]:
    edges = review.mined.edges
    mine = edges[edges["workflow"] == workflow].sort_values("rank").head(MOST_HAND_OFFS)
    if mine.empty:
        return []
    width = max(len(review.mined.log.steps), 1)
    pairs = review.mined.pairs
    top = mine["from_step"] * width + mine["to_step"]
    groups = pairs["from"] * width + pairs["to"]
    inside = groups.isin(top.head(TOP_PROPOSALS)).to_numpy()
    excess = by_index(savings.waiting_excess(pairs[inside], groups[inside]))
    batches = savings.batch_days(review.mined.log, pairs["place"][inside], groups[inside])
    rows = []
    for code, edge in zip(top.tolist(), records(mine), strict=True):
        row = _edge(review, workflow, edge)
        if code in excess:
            row |= _wait_proposal(review, edge, excess[code], str(batches.get(code, "")))
        rows.append(row)
    return _unique(rows)


def _edge(review: Review, workflow: str, edge: Row) -> Row:
    row = _base(review, workflow, "hand-off", f"{edge['from']} → {edge['to']}")
    overlaps = f"; {int(edge['overlaps'])} overlap" if edge["overlaps"] else ""
    return row | {
        "volume": int(edge["count"]),
        "wait_h": edge["median"],
        "wait_p85_h": edge["p85"],
        "wait_total_h": edge["total"],
        "wait_share": edge["share"],
        "rank": edge["rank"],
        "n": int(edge["count"]),
        "basis": f"{edge['timing']} hours{overlaps}",
    }


def _wait_proposal(review: Review, edge: Row, excess: Row, batch: str) -> Row:
    hours = float(excess["excess"]) / review.years[edge["workflow"]]
    if hours < 1 or edge["count"] < review.minimum_n or edge["share"] < SMALLEST_SHARE:
        return {}
    lever = f"done on {batch}s only: do it more often" if batch else "make the usual case like that"
    words = (
        f"a quarter of cases go on within {excess['best']:.3g} h, "
        f"the median takes {edge['median']:.3g} h; {lever}"
    )
    return _proposal(words, hours, int(edge["count"]), str(edge["timing"]))


def _proposal(words: str, hours: float, n: int, what: str) -> Row:
    resting = f"n={n}" if n else "not measured"
    return {
        "proposal": f"hypothesis: {words} ({resting}; hours of {what} a year)",
        **{f"saving_{name}": hours * share for name, share in savings.LEVELS.items()},
    }


def structure_faults(drawn: WorkflowMap, present: tuple[str, ...]) -> dict[int, list[str]]:
    """Position -> what is wrong with the step on the map, in words."""
    faults: dict[int, list[str]] = {n: [] for n in range(len(drawn.steps))}
    for place, step in enumerate(drawn.steps):
        lacking = missing_fields(step, present)
        if lacking:
            faults[place].append("no " + ", ".join(lacking))
    for place in dead_ends(drawn):
        faults[place].append("dead end: nothing follows")
    for place in orphans(drawn):
        faults[place].append("orphan: no step leads here")
    for first, later, what in doubled(drawn):
        faults[later].append(
            f"doubled {what}: as step {drawn.steps[first].number} {drawn.steps[first].name}"
        )
    for place, text in drawn.unknown:
        faults[place].append(f"leads to '{text}', which is no step of this workflow")
    for members in drawn.loops:
        names = " → ".join(drawn.steps[n].name for n in (*members, members[0]))
        faults[members[0]].append(f"loop: {names}")
    return faults


def step_source(review: Review) -> str:
    """Which table the hours come from, for links."""
    return "step_log" if review.mined.source == FROM_LOG else "workflow_steps"


def _unique(rows: list[Row]) -> list[Row]:
    """Rows with keys that differ: a name that stands twice gets a number."""
    seen: dict[str, int] = {}
    for row in rows:
        seen[row["key"]] = seen.get(row["key"], 0) + 1
        if seen[row["key"]] > 1:
            row["key"] = f"{row['key']} #{seen[row['key']]}"
    return rows


def _plain(value: float) -> float:
    return 0.0 if math.isnan(value) else float(value)
