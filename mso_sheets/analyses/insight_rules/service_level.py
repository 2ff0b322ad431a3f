"""A step keeps missing its service level, or running cases are past it now."""

from __future__ import annotations

from typing import Any

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.spans import span_of
from mso_sheets.analyses.insight_rules.wording import number, sentence, strength
from mso_sheets.methods.proportions import interval, share_text
from mso_sheets.methods.records import by_index
from mso_sheets.methods.wording import counted
from mso_sheets.model.result import Insight

RULE = "service-level"
RATE = 0.0
LEAST = 0.10
FEWEST = 20


def find(facts: Facts) -> list[Insight]:
    """One insight a step with at least twenty due runs whose share of late ones lies above 10%."""
    levels = facts.mined.service_levels(facts.office)
    if levels.empty:
        return []
    waiting = facts.mined.late_now(facts.now, facts.office)
    now = waiting.groupby(["workflow", "position"]).size().to_dict()
    found = []
    for code, level in by_index(levels[levels["due"] >= FEWEST]).items():
        low, _ = interval(level["breaches"], level["due"])
        if low >= LEAST:
            found.append(_insight(int(code), level, low, now, facts))
    return found


def _insight(
    code: int, level: dict[str, Any], low: float, now: dict[Any, int], facts: Facts
) -> Insight:
    workflow = str(facts.mined.log.steps["workflow"].iloc[code])
    place = facts.mined.positions[workflow][code]
    step = facts.mined.maps[workflow].steps[place]
    waiting = now.get((workflow, place), 0)
    span = span_of(facts, workflow)
    return Insight(
        key=f"{RULE}/{workflow}/{step.name}",
        rule=RULE,
        sentence=sentence(
            RULE,
            late=int(level["breaches"]),
            due=int(level["due"]),
            step=step.name,
            workflow=facts.workflow_name(workflow),
            sla=number(step.sla),
            share=share_text(level["breaches"], level["due"], facts.small_n),
            period=span,
            now=f"; {counted(waiting, 'case')} past it now" if waiting else "",
        ),
        n=int(level["due"]),
        strength=strength(level["breaches"] / level["due"], low / 0.5),
        period=span,
        link=facts.link("workflow_steps", step.row),
    )
