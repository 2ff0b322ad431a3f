"""Value-stream sums of a mapped workflow: process time, wait, lead time, flow efficiency, hand-offs.

Lean value-stream mapping (Rother & Shook, Learning to See): lead time = process time + waiting; flow
efficiency (process-cycle efficiency) = process time / lead time. With branches the sums run along the
longest way from a start to an end; a loop is walked once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from mso_sheets.methods.workflow_map import WorkflowMap, changes_of_team


@dataclass(frozen=True, slots=True)
class Stream:
    """Hours along the longest way; `known` of `steps` on it had a time. `way`: positions in the map."""

    process: float
    wait: float
    hand_offs: int
    way: tuple[int, ...]
    known: int

    @property
    def lead(self) -> float:
        """Hours from start to end."""
        return self.process + self.wait

    @property
    def efficiency(self) -> float:
        """Share of the lead time in which somebody works; NaN where there is no lead time."""
        return self.process / self.lead if self.lead > 0 else float("nan")


def stream_of(drawn: WorkflowMap) -> Stream:
    """The sums of one workflow; times that are not given count as 0 and lower `known`."""
    way = longest_way(drawn)
    steps = [drawn.steps[n] for n in way]
    pairs = set(pairwise(way))
    return Stream(
        process=math.fsum(_number(step.process) for step in steps),
        wait=math.fsum(_number(step.wait) for step in steps),
        hand_offs=sum(1 for pair in changes_of_team(drawn) if pair in pairs),
        way=way,
        known=sum(1 for s in steps if not (math.isnan(s.process) and math.isnan(s.wait))),
    )


def longest_way(drawn: WorkflowMap) -> tuple[int, ...]:
    """The way from the first step with the most hours (then the most steps), arrows back left out."""
    best: dict[int, tuple[float, int, tuple[int, ...]]] = {}
    for place in reversed(range(len(drawn.steps))):
        step = drawn.steps[place]
        ahead = [best[n] for n in drawn.follows[place] if n > place]
        hours, count, rest = max(ahead, key=lambda way: way[:2], default=(0.0, 0, ()))
        best[place] = (
            hours + _number(step.process) + _number(step.wait),
            count + 1,
            (place, *rest),
        )
    return best[0][2] if best else ()


def _number(value: float) -> float:
    return 0.0 if math.isnan(value) else value
