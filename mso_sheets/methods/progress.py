"""Progress: the share done and the share planned, weighted, over leaf tasks.

Share done = sum(w * p) / sum(w), w = effort, else equal; planned = the same sum over
clamp((today - start) / (finish - start), 0, 1) in working days, a milestone as a step at its date.
Sources: PMI Practice Standard for Earned Value Management; GAO-16-89G; GAO-20-195G.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import Calendars, Days

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
ENOUGH = 0.5
"""Effort weighs a project, and tasks' dates plan it, when at least half of its tasks have them."""


def leaves(ids: Iterable[str], group: Places) -> Flags:
    """Which rows are not summaries of others.

    `1.2` is a summary where `1.2.1` stands in the same group: its share would be counted twice, and
    parents' figures do not equal the sum of their parts in real trackers.
    """
    keys = list(zip(group.tolist(), ids, strict=True))
    parents: set[tuple[int, str]] = set()
    for where, text in keys:
        if "." in text:
            parts = text.split(".")
            parents.update((where, ".".join(parts[:end])) for end in range(1, len(parts)))
    if not parents:
        return np.ones(len(keys), dtype=np.bool_)
    return np.array([key not in parents for key in keys], dtype=np.bool_)


def share_done(complete: Flags, percent: Floats) -> Floats:
    """0..1 a task: complete = 1, else the % given, else 0 (no credit before it is finished)."""
    return np.where(complete, 1.0, np.clip(np.nan_to_num(percent), 0.0, 1.0))


def task_weights(
    effort: Floats, milestone: Flags, group: Places, groups: int
) -> tuple[Floats, Flags, Floats]:
    """Effort in days (NaN = none) -> weights, which groups weigh by effort, share of rows without.

    Effort weighs a group when at least half of its rows that are no milestones have it: a row without
    takes the group's median, a milestone without weighs nothing. Other groups weigh every row 1.
    """
    has = effort > 0
    counts = has | ~milestone
    rows = np.bincount(group, counts, groups)
    known = np.bincount(group, has, groups)
    by_effort = (known > 0) & (known >= ENOUGH * rows)
    typical = _medians(effort[has], group[has], groups)
    estimate = np.where(milestone, 0.0, typical[group])
    weights = np.where(by_effort[group], np.where(has, effort, estimate), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        missing = np.where(rows > 0, 1 - known / rows, 0.0)
    return np.nan_to_num(weights), by_effort, missing


def _medians(values: Floats, group: Places, groups: int) -> Floats:
    order = np.lexsort((values, group))
    ordered, size = values[order], np.bincount(group, minlength=groups)
    first = np.cumsum(size) - size
    out = np.full(groups, np.nan)
    has = size > 0
    low, high = first + np.maximum(size - 1, 0) // 2, first + size // 2
    out[has] = (ordered[low[has]] + ordered[high[has]]) / 2
    return out


def planned_share(
    start: Days,
    finish: Days,
    people: npt.NDArray[np.object_],
    today: Days | np.datetime64,
    calendars: Calendars,
) -> Floats:
    """0..1 a task: the share of its working days (owner's calendar) that have passed by today.

    NaN without a finish; a step at the finish where there is no start, or none before it (milestones).
    """
    begin, end = (np.asarray(days, "datetime64[D]") for days in (start, finish))
    whole = calendars.between(people, begin, end)
    passed = calendars.between(people, begin, np.asarray(today, "datetime64[D]"))
    with np.errstate(divide="ignore", invalid="ignore"):
        ramp = np.clip(passed / whole, 0.0, 1.0)
    step = np.where(end <= today, 1.0, 0.0)
    return np.where(np.isnat(end), np.nan, np.where(whole > 0, ramp, step))


def weighted_share(value: Floats, weight: Floats, group: Places, groups: int) -> Floats:
    """sum(w * v) / sum(w) by group over rows whose value is known; NaN where that weighs nothing."""
    known = ~np.isnan(value)
    above = np.bincount(group[known], (weight * value)[known], groups)
    below = np.bincount(group[known], weight[known], groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)
