"""Active projects lean on resources that are past their review."""

from __future__ import annotations

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.wording import sentence, strength
from mso_sheets.methods.wording import counted, listed
from mso_sheets.model.result import Insight

RULE = "stale-in-use"
RATE = 0.0


def find(facts: Facts) -> list[Insight]:
    """At most one insight, with the longest overdue first."""
    known = facts.knowledge
    if known is None:
        return []
    stale = [
        (resource, user)
        for resource in known.resources
        if resource.state == "Needs review"
        for user in known.used_by.get(resource.key, ())[:1]
        if user in known.active
    ]
    stale.sort(key=lambda pair: -(pair[0].days_past or 0.0))
    if not stale:
        return []
    live = sum(resource.live for resource in known.resources)
    period = f"{facts.today.day} {facts.today:%b %Y}"
    examples = [
        f"{resource.key} ({counted(resource.days_past or 0, 'day')}, {user})"
        for resource, user in stale
    ]
    return [
        Insight(
            key=RULE,
            rule=RULE,
            sentence=sentence(
                RULE,
                count=counted(len(stale), "resource"),
                are="is" if len(stale) == 1 else "are",
                examples=listed(examples, 3),
                n=live,
                period=period,
            ),
            n=live,
            strength=strength(len(stale) / max(live, 1), 1.0),
            period=period,
            link=facts.link("knowledge", stale[0][0].row),
        )
    ]
