"""Did it work? One metric before and after, and where an idea stands between impact and effort.

Scale 1 to 5 (1 to 10 where somebody used more than 5); the upper half counts as high, so 3 of 5 is high.
An effect is a change in the wanted direction by at least the threshold of the baseline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

Outcome = Literal["Verified", "No effect", "Worse", ""]
QUADRANTS = ("Quick win", "Major project", "Fill-in", "Thankless", "")


@dataclass(frozen=True, slots=True)
class Effect:
    """What the figures say: the outcome ("" = cannot be told) and the sentence for it."""

    outcome: Outcome
    words: str


def quadrant(impact: float, effort: float, scale: float = 5) -> str:
    """Quick win, Major project, Fill-in or Thankless; "" where a score is missing."""
    if math.isnan(impact) or math.isnan(effort):
        return ""
    great, hard = impact > scale / 2, effort > scale / 2
    if great:
        return "Major project" if hard else "Quick win"
    return "Thankless" if hard else "Fill-in"


def wanted_direction(baseline: float, target: float) -> int:
    """1 when the metric shall rise, -1 when it shall fall, 0 when the figures do not say."""
    if math.isnan(baseline) or math.isnan(target) or baseline == target:
        return 0
    return 1 if target > baseline else -1


def effect(
    baseline: float, actual: float, direction: int, threshold: float, target: float = math.nan
) -> Effect:
    """Verified, No effect or Worse by the relative change from baseline to actual.

    A baseline of 0 is measured against the target instead.
    """
    if direction == 0:
        return Effect("", "a Target says which way is better")
    scale = abs(baseline) or abs(target)
    if not scale > 0 or math.isnan(actual):
        return Effect("", "a Baseline and an Actual are needed")
    change = (actual - baseline) / scale
    gain = change * direction
    shown = f"{change:+.0%}" if abs(change) >= 0.1 else f"{change:+.1%}"
    words = f"{baseline:,.6g} to {actual:,.6g} ({shown})"
    if not math.isnan(target) and target != baseline:
        words += f", {(actual - baseline) / (target - baseline):.0%} of the way to {target:,.6g}"
    if gain >= threshold:
        return Effect("Verified", words)
    return Effect("Worse" if gain <= -threshold else "No effect", words)


def too_early(measured: date | None, earliest: date | None) -> bool:
    """Whether a measurement was made before the change had time to work."""
    return measured is not None and earliest is not None and measured < earliest
