"""An improvement worked, or made things worse, by its own metric."""

from __future__ import annotations

from mso_sheets.analyses.improvement_verdicts import judge, sources_of
from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.wording import sentence, strength
from mso_sheets.methods.records import numbered
from mso_sheets.model.result import Insight

RULE = "improvement"
RATE = 0.0
VERBS = {"Verified": "worked", "Worse": "made it worse", "No effect": "changed nothing"}
STRENGTH = {"Verified": 0.5, "Worse": 0.7, "No effect": 0.3}


def find(facts: Facts) -> list[Insight]:
    """One insight an implemented improvement that was measured."""
    frame = facts.frame("improvements")
    if frame is None:
        return []
    sources = sources_of(facts.tables, facts.context)
    found = []
    for row, record in numbered(frame):
        text = {name: value if isinstance(value, str) else "" for name, value in record.items()}
        verdict, words, _ = judge(text, record, sources, facts.context)
        if verdict in VERBS:
            name = text["proposal"] or text["gap"] or text["improvement_id"]
            found.append(_insight(text["improvement_id"] or name, name, verdict, words, row, facts))
    return found


def _insight(key: str, name: str, verdict: str, words: str, row: int, facts: Facts) -> Insight:
    return Insight(
        key=f"{RULE}/{key}",
        rule=RULE,
        sentence=sentence(RULE, name=name, verb=VERBS[verdict], words=words),
        n=1,
        strength=strength(STRENGTH[verdict], 0.3),
        period="before and after",
        chance="Could be chance: one figure before and one after.",
        link=facts.link("improvements", row),
    )
