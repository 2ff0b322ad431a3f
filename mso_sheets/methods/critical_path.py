"""Critical path: earliest and latest dates of a network, total and free float.

Forward ES = max(EF of predecessors + lag), backward LF = min(LS of successors - lag); total float =
LS - ES; free float = min(ES of successors - lag) - EF; critical = no float. Finish-to-start with
lag. Time is in working days, starts at 0 and EF = ES + duration (a task that starts at 3 and lasts 2
takes the days 4 and 5). Source: J. E. Kelley & M. R. Walker, "Critical-Path Planning and
Scheduling", 1959.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, sqrt

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.cycles import Cycle, cycles, neighbours

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Network:
    """Tasks 0..n-1 with durations >= 0, and edges `before[i]` -> `after[i]` with `lag[i]`."""

    duration: Floats
    before: Places
    after: Places
    lag: Floats


@dataclass(frozen=True, slots=True)
class Schedule:
    """One value a task; NaN for tasks in a cycle and those below one, which cannot be scheduled."""

    early_start: Floats
    early_finish: Floats
    late_start: Floats
    late_finish: Floats
    total_float: Floats
    free_float: Floats
    cycles: tuple[Cycle, ...]

    @property
    def critical(self) -> Flags:
        """Tasks whose delay delays the end of their group."""
        return self.total_float <= NEAR


def critical_path(
    network: Network,
    *,
    earliest: Floats | None = None,
    group: Places | None = None,
    target: Floats | None = None,
) -> Schedule:
    """Schedules a network; what is in a cycle or below one is left out, the rest is analysed.

    `earliest` are starts before which a task cannot begin (default 0). Float is counted against the
    end of a task's `group` (a project; default one group), or against `target[group]` where that is
    a number; against a target it may be negative. ValueError on a negative or unknown duration.
    """
    count = network.duration.size
    if not (network.duration >= 0).all():
        raise ValueError("Durations must be 0 or more; give every task one.")
    order = _order(count, network.before, network.after)
    out = np.ones(count, dtype=np.bool_)  # what Kahn's algorithm never reaches
    out[order] = False
    knots = cycles(count, network.before, network.after) if out.any() else []
    inside = ~out[network.after]
    before, after, lag = network.before[inside], network.after[inside], network.lag[inside]
    begin = np.zeros(count) if earliest is None else earliest.astype(np.float64)
    start = _forward(order, network.duration, before, after, lag, begin)
    finish = start + network.duration
    ends = _ends(finish, np.zeros(count, np.int64) if group is None else group, target, out)
    last = _backward(order, network.duration, before, after, lag, ends)
    free = _free(finish, start, before, after, lag, ends)
    values = (start, finish, last - network.duration, last, last - finish, free)
    for value in values:
        value[out] = np.nan
    return Schedule(*values, cycles=tuple(knots))


def _order(count: int, before: Places, after: Places) -> list[int]:
    """Every task after all its predecessors (Kahn); tasks in or below a cycle are left out."""
    following = neighbours(count, before, after)
    open_before = np.bincount(after, minlength=count).tolist()
    order = [node for node in range(count) if open_before[node] == 0]
    for node in order:
        for other in following[node]:
            open_before[other] -= 1
            if open_before[other] == 0:
                order.append(other)
    return order


def _forward(
    order: list[int], duration: Floats, before: Places, after: Places, lag: Floats, begin: Floats
) -> Floats:
    # Plain lists: one task at a time, a numpy scalar costs ten times as much as a float.
    edges = neighbours(duration.size, before, np.arange(before.size))
    start, length = begin.tolist(), duration.tolist()
    target, extra = after.tolist(), lag.tolist()
    for node in order:
        finish = start[node] + length[node]
        for edge in edges[node]:
            other = target[edge]
            start[other] = max(start[other], finish + extra[edge])
    return np.array(start, dtype=np.float64)


def _backward(
    order: list[int], duration: Floats, before: Places, after: Places, lag: Floats, ends: Floats
) -> Floats:
    edges = neighbours(duration.size, after, np.arange(before.size))
    last, length = ends.tolist(), duration.tolist()
    source, extra = before.tolist(), lag.tolist()
    for node in reversed(order):
        start = last[node] - length[node]
        for edge in edges[node]:
            other = source[edge]
            last[other] = min(last[other], start - extra[edge])
    return np.array(last, dtype=np.float64)


def _ends(finish: Floats, group: Places, target: Floats | None, out: Flags) -> Floats:
    """The end that each task's float is counted against."""
    ends = np.full(int(group.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(ends, group[~out], finish[~out])
    if target is not None:
        ends = np.where(np.isnan(target), ends, target)
    return ends[group] if group.size else finish.copy()


def _free(
    finish: Floats, start: Floats, before: Places, after: Places, lag: Floats, ends: Floats
) -> Floats:
    free = np.full(finish.size, np.inf)
    np.minimum.at(free, before, start[after] - lag - finish[before])
    return np.where(np.isinf(free), ends - finish, free)


def pert(optimistic: float, likely: float, pessimistic: float) -> tuple[float, float]:
    """Mean and variance of a three-point estimate: (a + 4m + b) / 6 and ((b - a) / 6) squared."""
    if not optimistic <= likely <= pessimistic:
        raise ValueError("A three-point estimate must rise: optimistic, likely, pessimistic.")
    return (optimistic + 4 * likely + pessimistic) / 6, ((pessimistic - optimistic) / 6) ** 2


def chance_within(mean: float, variance: float, time: float) -> float:
    """The chance that a path of this mean and variance ends by `time` (normal law, as PERT assumes)."""
    if variance == 0:
        return float(mean <= time)
    return 0.5 * (1 + erf((time - mean) / sqrt(2 * variance)))
