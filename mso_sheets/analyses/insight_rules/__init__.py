"""One small rule a file: `find(facts) -> list[Insight]`, and `RATE`, how often it speaks on pure noise.

A rule states a number, what it is compared with, the period and n, and says so when chance could be the
cause. Rules of facts that are simply counted (a census, not a sample) have a rate of 0. `RULES` lists
them in the order in which ties are told.
"""

from __future__ import annotations

from typing import Protocol

from mso_sheets.analyses.insight_rules import (
    bottleneck,
    closing,
    deviation,
    improvement,
    kpi_contributor,
    kpi_pace,
    kpi_signal,
    kpi_streak,
    kpi_year,
    lead_time,
    punctuality,
    rework,
    service_level,
    stale_in_use,
    trust,
)
from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.model.result import Insight


class Rule(Protocol):
    """A module of this package."""

    RULE: str
    RATE: float

    def find(self, facts: Facts) -> list[Insight]:
        """What the rule has to say."""
        ...


RULES: tuple[Rule, ...] = (
    kpi_contributor,
    kpi_signal,
    kpi_streak,
    kpi_year,
    kpi_pace,
    bottleneck,
    service_level,
    lead_time,
    rework,
    deviation,
    punctuality,
    closing,
    improvement,
    stale_in_use,
    trust,
)
