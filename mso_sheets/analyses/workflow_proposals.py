"""What could be tried first in a workflow, with its cause, lever and estimated saving: hypotheses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.methods import savings
from mso_sheets.methods.mined import Mined
from mso_sheets.methods.proportions import share_text
from mso_sheets.methods.workflow_map import Step

Row = dict[str, Any]
WEEKS_A_YEAR = 52
SMALLEST_SHARE = 0.05
"""Hand-offs with less of the waiting, and steps with less rework, get no proposal."""


@dataclass(frozen=True, eq=False)
class Review:
    """What the rows are drawn from.

    `levels`, `waits`: service levels and hours before a step, by step code; `lead`: lead times by
    workflow; `years`: how long each log is; `queues`: running cases by workflow and position on its
    map; `present`: which of owner, input, output, SOP, SLA the steps table has columns for.
    """

    mined: Mined
    levels: Mapping[int, Mapping[str, Any]]
    waits: Mapping[int, Mapping[str, Any]]
    late: pd.DataFrame
    lead: Mapping[str, Mapping[str, Any]]
    years: Mapping[str, float]
    queues: Mapping[tuple[str, int], int]
    four_weeks_ago: np.datetime64
    present: tuple[str, ...]
    minimum_n: int
    small_n: int
    hour_cost: float


def rework_proposal(review: Review, step: Row) -> Row:
    """From the working hours of a step's repeats; without hours, the number of extra runs."""
    often = step["rework_cases"] >= max(2, SMALLEST_SHARE * step["cases"])
    if not often or step["cases"] < review.minimum_n:
        return {}
    again = share_text(step["rework_cases"], step["cases"], review.small_n)
    words = f"done again in {again}: check the input before it starts"
    hours = _plain(step["extra_hours"]) / review.years[step["workflow"]]
    if hours < 1:
        return {"proposal": f"hypothesis: {words} ({int(step['extra_runs'])} extra runs)"}
    money = ""
    if review.hour_cost > 0:
        money = f", about {hours * 0.5 * review.hour_cost:,.0f} a year at mid"
    return _proposal(words + money, hours, int(step["cases"]), "work")


def mapped_wait_proposal(step: Step) -> Row:
    """From the wait and volume that the map gives, where nothing was measured."""
    wait, weekly = _plain(step.wait), _plain(step.volume)
    if wait * weekly * WEEKS_A_YEAR < 1:
        return {}
    words = f"waits {wait:g} h {weekly:g} times a week by the map: halve it, e.g. by a fixed slot"
    return _proposal(words, wait * weekly * WEEKS_A_YEAR, 0, "waiting")


def wait_proposal(review: Review, edge: Row, excess: Row, batch: str) -> Row:
    """From a hand-off's waits above its own best quarter; `batch`: the weekday it is done on, or ""."""
    hours = float(excess["excess"]) / review.years[edge["workflow"]]
    if hours < 1 or edge["count"] < review.minimum_n or edge["share"] < SMALLEST_SHARE:
        return {}
    lever = f"done on {batch}s only: do it more often" if batch else "make the usual case like that"
    words = (
        f"a quarter of cases go on within {excess['best']:.3g} h, "
        f"the median takes {edge['median']:.3g} h; {lever}"
    )
    return _proposal(words, hours, int(edge["count"]), str(edge["timing"]))


def _proposal(words: str, hours: float, n: int, what: str) -> Row:
    resting = f"n={n}" if n else "not measured"
    return {
        "proposal": f"hypothesis: {words} ({resting}; hours of {what} a year)",
        **{f"saving_{name}": hours * share for name, share in savings.LEVELS.items()},
    }


def _plain(value: float) -> float:
    return 0.0 if math.isnan(value) else float(value)
