"""Rows of the workflow review: a workflow, its steps, its hand-offs, each with a proposal if one pays."""

from __future__ import annotations

from mso_sheets.analyses.workflow_proposals import (
    Review,
    Row,
    mapped_wait_proposal,
    rework_proposal,
    wait_proposal,
)
from mso_sheets.methods import savings
from mso_sheets.methods.keys import unique_keys
from mso_sheets.methods.mined import Mined
from mso_sheets.methods.proportions import share_text
from mso_sheets.methods.records import by_index, records
from mso_sheets.methods.value_stream import stream_of
from mso_sheets.methods.wording import counted
from mso_sheets.methods.workflow_faults import structure_faults
from mso_sheets.methods.workflow_map import WorkflowMap

MOST_HAND_OFFS = 200
MOST_STRANGERS = 100
TOP_PROPOSALS = 3
"""Hand-offs of a workflow that get a proposal: those with most waiting."""


def rows_of(review: Review) -> list[Row]:
    """All rows: workflows by their waiting, most first; in each the steps in order, then hand-offs."""
    mined = review.mined
    waiting = mined.edges.groupby("workflow")["total"].sum()
    names = dict.fromkeys([*mined.maps, *mined.log.steps["workflow"]])
    order = sorted(names, key=lambda name: -float(waiting.get(name, 0.0)))
    rows = [row for name in order for row in _block(review, str(name))]
    for row, key in zip(rows, unique_keys(row["key"] for row in rows), strict=True):
        row["key"] = key
    return rows


def _block(review: Review, workflow: str) -> list[Row]:
    edges = _edges(review, workflow)
    steps = _steps(review, workflow)
    return [_whole(review, workflow, [*steps, *edges]), *steps, *edges]


def title_of(mined: Mined, workflow: str) -> str:
    """The workflow's name, its id where it has none."""
    return mined.maps[workflow].name if workflow in mined.maps else workflow


def _base(review: Review, workflow: str, kind: str, what: str) -> Row:
    key = workflow if kind == "workflow" else f"{workflow}/{what}"
    return {"key": key, "workflow": title_of(review.mined, workflow), "kind": kind, "step": what}


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
            "queue": int(lead["open"]),
            "basis": f"{mined.source}; {counted(int(lead['open']), 'case')} open, counted as censored"
            + _flow_text(review, workflow, cases),
        }
    drawn = mined.maps.get(workflow)
    if drawn is not None:
        row["structure"] = _stream_text(drawn)
        row.setdefault("basis", "mapped, not measured")
    return row


def _flow_text(review: Review, workflow: str, cases: int) -> str:
    """The queue four weeks ago, and the queue that Little's law (arrivals x lead time) lets expect."""
    mean = review.mined.cases.loc[review.mined.cases["workflow"] == workflow, "hours"].mean()
    expected = cases / (review.years[workflow] * savings.DAYS_A_YEAR * 24) * mean
    earlier = review.mined.in_progress(workflow, review.four_weeks_ago)
    return f"; {earlier} open four weeks ago, {expected:.3g} by arrivals x lead time"


def _fit_text(review: Review, workflow: str) -> str:
    mined = review.mined
    happy = mined.variants[mined.variants["workflow"] == workflow].iloc[0]
    path = f"commonest path {happy['share']:.0%} of cases"
    found = mined.conformities.get(workflow)
    if found is None:
        return path
    fit = share_text(found.fitting, found.cases.size, review.small_n)
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
    return rows


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
    if drawn.workflow in review.lead:
        row["queue"] = review.queues.get((drawn.workflow, place), 0)
    if code is not None:
        return (
            row | _measured(review, code) | {"conformance": _deviation_text(review, drawn, place)}
        )
    row |= {
        "volume": step.volume,
        "time_h": step.process,
        "wait_h": step.wait,
        "basis": "mapped, not measured",
        "conformance": _deviation_text(review, drawn, place),
    }
    return row if drawn.workflow in review.lead else row | mapped_wait_proposal(step)


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
    return row | rework_proposal(review, step)


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
            row |= wait_proposal(review, edge, excess[code], str(batches.get(code, "")))
        rows.append(row)
    return rows


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
