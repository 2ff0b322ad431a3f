"""Many cases leave the mapped procedure at the same place."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.spans import span_of
from mso_sheets.analyses.insight_rules.wording import sentence, strength
from mso_sheets.methods.conformity import Conformity
from mso_sheets.methods.proportions import interval, share_text
from mso_sheets.methods.records import records
from mso_sheets.model.result import Insight, Link

RULE = "deviation"
RATE = 0.0
LEAST = 0.10
FEWEST = 20
KINDS = ("skipped", "unmapped", "out of order", "extra")
"""Repeats are told by the rule on rework."""


def find(facts: Facts) -> list[Insight]:
    """One insight a workflow: its commonest deviation, if its interval lies above 10%."""
    found = []
    for workflow, known in facts.mined.conformities.items():
        rows = records(known.found[known.found["kind"].isin(KINDS)].head(1))
        cases = int(known.cases.size)
        for row in rows if cases >= FEWEST else ():
            low, _ = interval(row["cases"], cases)
            if low >= LEAST:
                found.append(_insight(workflow, row, known, low, facts))
    return found


def _insight(
    workflow: str, row: dict[str, Any], known: Conformity, low: float, facts: Facts
) -> Insight:
    cases, more = int(known.cases.size), row["hours_more"]
    span = span_of(facts, workflow)
    drawn = facts.mined.maps[workflow]
    link = (
        facts.link("workflow_steps", drawn.steps[row["position"]].row)
        if row["position"] >= 0
        else Link("")
    )
    extra = (
        ""
        if pd.isna(more)
        else f"; they take {abs(more):.1f} h {'more' if more > 0 else 'less'} in the median"
    )
    return Insight(
        key=f"{RULE}/{workflow}/{row['step']}/{row['kind']}",
        rule=RULE,
        sentence=sentence(
            RULE,
            step=row["step"],
            kind="not on the map, yet done," if row["kind"] == "unmapped" else row["kind"],
            share=share_text(row["cases"], cases, facts.small_n),
            workflow=facts.workflow_name(workflow),
            period=span,
            more=extra,
        ),
        n=cases,
        strength=strength(row["cases"] / cases, low / 0.5),
        period=span,
        link=link,
    )
