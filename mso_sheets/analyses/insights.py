"""Insights: plain sentences, each with its number, comparison, period, n, source and rule.

Each rule is a small file in `insight_rules`. They are ranked by size and certainty; a sentence that could
be wrong by chance says so, and how many of its kind noise alone would bring.
"""

from __future__ import annotations

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.insight_rules import RULES
from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.methods.keys import kept_apart
from mso_sheets.model.result import Figure, Insight, Result, ResultColumn
from mso_sheets.model.table import Tables

READS = ()
ALSO_READS = (
    "kpis",
    "workflow_steps",
    "step_log",
    "actions",
    "improvements",
    "knowledge",
    "projects",
    "people",
)
TITLE = "Insights"
MOST = 60

COLUMNS = (
    ResultColumn("key", "Key", "key", 22),
    ResultColumn("sentence", "What the numbers say", "long", 90),
    ResultColumn("period", "Period", "text", 14),
    ResultColumn("n", "n", "number", 6),
    ResultColumn("chance", "Could it be chance?", "long", 26),
    ResultColumn("rule", "Rule", "text", 16),
    ResultColumn("strength", "Strength", "number", 8),
    ResultColumn("link", "Source", "link", 10),
)


def analyse(tables: Tables, context: Context) -> Result:
    """Everything that passes a rule's threshold, the strongest first, at most sixty."""
    facts = Facts(tables, context)
    found = [insight for rule in RULES for insight in rule.find(facts)]
    found.sort(key=lambda insight: -insight.strength)
    told = kept_apart(found[:MOST])
    frame = pd.DataFrame(
        [[getattr(i, c.field) for c in COLUMNS] for i in told], columns=[c.field for c in COLUMNS]
    )
    return Result(
        name="insights",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=(
            Figure("Insights", len(told), basis=f"{len(RULES)} rules"),
            Figure(
                "Could be chance", sum(bool(i.chance) for i in told), basis="each says how likely"
            ),
        ),
        notes=_notes(found, told),
        insights=told,
    )


def _notes(found: list[Insight], told: tuple[Insight, ...]) -> tuple[str, ...]:
    rates = ", ".join(f"{rule.RULE} {rule.RATE:.0%}" for rule in RULES if rule.RATE)
    notes = [
        f"On pure noise a rule speaks at most so often, a series: {rates}; the other rules count facts."
    ]
    if len(found) > len(told):
        notes.append(f"{len(found) - len(told)} weaker ones are left out.")
    return tuple(notes)
