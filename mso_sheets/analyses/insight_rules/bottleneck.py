"""Most of a workflow's waiting sits at one hand-off."""

from __future__ import annotations

from typing import Any

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.spans import span_of
from mso_sheets.analyses.insight_rules.wording import number, sentence, strength
from mso_sheets.methods.records import records
from mso_sheets.model.result import Insight, Link

RULE = "bottleneck"
RATE = 0.02
"""Equal hand-offs with exponential waits reach twice their fair share in fewer than 2 of 100 logs."""
LEAST_SHARE = 0.40
FEWEST = 20
FEWEST_KINDS = 3


def find(facts: Facts) -> list[Insight]:
    """One insight a workflow whose largest hand-off has 40% and twice its fair share of the hours."""
    edges = facts.mined.edges
    top = edges[edges["rank"] == 1]
    kinds = edges.groupby("workflow").size()
    total = edges.groupby("workflow")["total"].sum()
    found = []
    for edge in records(top):
        workflow = edge["workflow"]
        many, hours = int(kinds[workflow]), float(total[workflow])
        if (
            many >= FEWEST_KINDS
            and edge["count"] >= FEWEST
            and edge["share"] >= max(LEAST_SHARE, 2 / many)
        ):
            found.append(_insight(edge, many, hours, facts))
    return found


def _insight(edge: dict[str, Any], kinds: int, total: float, facts: Facts) -> Insight:
    workflow = edge["workflow"]
    span = span_of(facts, workflow)
    return Insight(
        key=f"{RULE}/{workflow}/{edge['from']} → {edge['to']}",
        rule=RULE,
        sentence=sentence(
            RULE,
            share=f"{edge['share']:.0%}",
            workflow=facts.workflow_name(workflow),
            step=f"{edge['from']} to {edge['to']}",
            hours=number(edge["total"]),
            total=number(total),
            median=number(edge["median"]),
            p85=number(edge["p85"]),
            period=span,
            count=int(edge["count"]),
            kinds=kinds,
        ),
        n=int(edge["count"]),
        strength=strength(edge["share"], min(edge["count"] / 100, 1.0)),
        period=span,
        link=_link(facts, workflow, edge["to_step"]),
    )


def _link(facts: Facts, workflow: str, code: int) -> Link:
    place = facts.mined.positions.get(workflow, {}).get(int(code))
    if place is None:
        return Link("")
    return facts.link("workflow_steps", facts.mined.maps[workflow].steps[place].row)
