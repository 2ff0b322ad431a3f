"""The same figures by slow plain Python: loops and dictionaries, nothing shared with the product."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Mined:
    """What the oracle counts in one workflow's log."""

    count: Counter[tuple[str, str]] = field(default_factory=Counter)
    hours: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    overlaps: Counter[tuple[str, str]] = field(default_factory=Counter)
    variants: Counter[tuple[str, ...]] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    rework: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    case_hours: dict[str, float] = field(default_factory=dict)
    hand_overs: Counter[tuple[str, str]] = field(default_factory=Counter)


Event = tuple[str, str, datetime | None, datetime, str]
"""case, step, started, finished, person."""


def mine(events: Sequence[Event]) -> Mined:
    """Counts a log of one workflow, event by event."""
    found = Mined()
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event[0]].append(event)
    for name, given in cases.items():
        trace = sorted(given, key=lambda event: (event[2] or event[3], event[3]))
        count_case(found, name, trace)
    return found


def count_case(found: Mined, name: str, trace: Sequence[Event]) -> None:
    """Adds one case."""
    steps = [event[1] for event in trace]
    found.variants[tuple(steps)] += 1
    found.starts[steps[0]] += 1
    found.ends[steps[-1]] += 1
    for step, n in Counter(steps).items():
        found.events[step] += n
        found.extra[step] += n - 1
        found.rework[step] += n > 1
    first = min(event[2] or event[3] for event in trace)
    found.case_hours[name] = (max(event[3] for event in trace) - first).total_seconds() / 3600
    for before, after in itertools.pairwise(trace):
        edge = (before[1], after[1])
        seconds = ((after[2] or after[3]) - before[3]).total_seconds()
        found.count[edge] += 1
        found.hours[edge].append(max(seconds, 0.0) / 3600)
        found.overlaps[edge] += seconds < 0
        if before[4] and after[4]:
            found.hand_overs[before[4], after[4]] += 1


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def longest_common(first: Sequence[str], second: Sequence[str]) -> int:
    """Length of the longest common subsequence, by the textbook's table."""
    table = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            table[i + 1][j + 1] = (
                table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
            )
    return table[-1][-1]


def fitness(trace: Sequence[str], paths: Sequence[Sequence[str]]) -> float:
    """1 - indel / (lengths) against the nearest path."""
    return max(
        (2 * longest_common(trace, path) / (len(trace) + len(path)) for path in paths), default=0.0
    )


def difference(case: str, path: str, mapped: str) -> set[tuple[str, str]]:
    """Classes of difference between a case and a path, order apart, as (step, kind)."""
    done, planned = Counter(case), Counter(path)
    found: set[tuple[str, str]] = set()
    for step in done:
        if step not in mapped:
            found.add((step, "unmapped"))
        elif not planned[step]:
            found.add((step, "extra"))
        elif done[step] > planned[step]:
            found.add((step, "repeated"))
    return found | {(step, "skipped") for step in planned if done[step] < planned[step]}


def kpi_totals(
    rows: Sequence[tuple[str, str, float | None, float | None]],
) -> Mapping[tuple[str, str], tuple[float, float, float]]:
    """(kpi, period) -> target, actual, gap over rows that have both: kpi, period, target, actual."""
    sums: dict[tuple[str, str], tuple[float, float, float]] = {}
    for kpi, period, target, actual in rows:
        if target is None or actual is None:
            continue
        t, a, _ = sums.get((kpi, period), (0.0, 0.0, 0.0))
        sums[kpi, period] = (t + target, a + actual, a + actual - t - target)
    return sums
