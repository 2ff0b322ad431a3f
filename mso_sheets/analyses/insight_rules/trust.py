"""The knowledge hub is trusted less than we want."""

from __future__ import annotations

from collections import defaultdict

from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.analyses.insight_rules.wording import sentence, strength
from mso_sheets.model.result import Insight

RULE = "trust"
RATE = 0.0
FEWEST = 10
FEWEST_IN_GROUP = 3


def find(facts: Facts) -> list[Insight]:
    """At most one insight: the share verified, below its target, and the type that is worst."""
    known, target = facts.knowledge, facts.context.rules.knowledge.trust_target
    live = [resource for resource in known.resources if resource.live] if known is not None else []
    fresh = sum(resource.state != "Needs review" for resource in live)
    if len(live) < FEWEST or fresh >= target * len(live):
        return []
    groups: dict[str, list[bool]] = defaultdict(list)
    for resource in live:
        groups[resource.type or "no type"].append(resource.state != "Needs review")
    big = {name: flags for name, flags in groups.items() if len(flags) >= FEWEST_IN_GROUP}
    worst, flags = min(
        (big or groups).items(), key=lambda item: (sum(item[1]) / len(item[1]), item[0])
    )
    period = f"{facts.today.day} {facts.today:%b %Y}"
    return [
        Insight(
            key=RULE,
            rule=RULE,
            sentence=sentence(
                RULE,
                share=f"{fresh / len(live):.0%}",
                n=len(live),
                target=f"{target:.0%}",
                period=period,
                group=worst,
                group_share=f"{sum(flags) / len(flags):.0%}",
                group_n=len(flags),
            ),
            n=len(live),
            strength=strength(target - fresh / len(live), 1.0),
            period=period,
        )
    ]
