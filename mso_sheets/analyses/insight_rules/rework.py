"""A step is done again in many cases."""

from __future__ import annotations

import math

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.spans import span_of
from mso_sheets.analyses.insight_rules.wording import number, sentence, strength
from mso_sheets.methods.proportions import interval, share_text
from mso_sheets.methods.records import by_index
from mso_sheets.methods.wording import counted
from mso_sheets.model.result import Insight, Link

RULE = "rework"
RATE = 0.0
LEAST = 0.10
FEWEST = 20


def find(facts: Facts) -> list[Insight]:
    """One insight a workflow: the step with the most rework, if its interval lies above 10%."""
    steps = facts.mined.steps
    best: dict[str, Insight] = {}
    for code, step in by_index(steps[steps["cases"] >= FEWEST]).items():
        low, _ = interval(step["rework_cases"], step["cases"])
        if low >= LEAST:
            insight = _insight(int(code), step, low, facts)
            known = best.get(step["workflow"])
            if known is None or insight.strength > known.strength:
                best[step["workflow"]] = insight
    return list(best.values())


def _insight(code: int, step: dict[str, object], low: float, facts: Facts) -> Insight:
    workflow, cases, again = (
        str(step["workflow"]),
        float(str(step["cases"])),
        float(str(step["rework_cases"])),
    )
    hours = float(str(step["extra_hours"]))
    span = span_of(facts, workflow)
    place = facts.mined.positions.get(workflow, {}).get(code)
    link = (
        Link("")
        if place is None
        else facts.link("workflow_steps", facts.mined.maps[workflow].steps[place].row)
    )
    return Insight(
        key=f"{RULE}/{workflow}/{step['step']}",
        rule=RULE,
        sentence=sentence(
            RULE,
            step=step["step"],
            workflow=facts.workflow_name(workflow),
            share=share_text(again, cases, facts.small_n),
            extra=counted(float(str(step["extra_runs"])), "extra run"),
            hours="" if math.isnan(hours) else f", {number(hours)} h of work",
            period=span,
        ),
        n=int(cases),
        strength=strength(again / cases, low / 0.5),
        period=span,
        link=link,
    )
