"""What the tasks say about their projects: milestones, late and blocked tasks, by project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import Calendars
from mso_sheets.methods.critical_path import Schedule
from mso_sheets.methods.cycles import Cycle
from mso_sheets.methods.portfolio import Projects, Work, as_day
from mso_sheets.methods.scheduling import Forecasts
from mso_sheets.methods.wording import shortened

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Named = tuple[str, float]


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """By project, in the order of `Projects`; lists hold the worst first.

    `late_milestones` and `slipping` (not late yet, but forecast so) with working days;
    `late_tasks`: tasks later than their project's tolerance; `blocked`: what blocks -> tasks that
    should have begun; `next_milestone`: the earliest unfinished one; `root`: the root blocker that
    holds most of the project's tasks; `cycles`: as text.
    """

    milestones_done: Places
    milestones: Places
    late_tasks: Places
    unowned: Places
    undated: Places
    late_milestones: Mapping[int, tuple[Named, ...]] = field(default_factory=dict)
    slipping: Mapping[int, tuple[Named, ...]] = field(default_factory=dict)
    blocked: Mapping[int, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    next_milestone: Mapping[int, str] = field(default_factory=dict)
    root: Mapping[int, str] = field(default_factory=dict)
    cycles: Mapping[int, str] = field(default_factory=dict)


def task_facts(
    work: Work,
    projects: Projects,
    forecasts: Forecasts,
    tolerance: Places,
    calendars: Calendars,
    today: date,
) -> TaskFacts:
    """`tolerance[p]`: working days late that a project's tasks may be."""
    groups = len(projects.ids)
    mine = work.counted & (work.project >= 0)
    still = mine & work.unfinished
    late = np.where(still, np.nan_to_num(calendars.days_late(work.owners, work.due, today)), 0.0)
    slip = np.nan_to_num(calendars.team.between(work.due, forecasts.finish))
    over = still & ~work.milestone & (late > np.append(tolerance, 0)[work.project])
    blocked = _blocked(work, projects, forecasts, still, today)

    def count(flags: Flags) -> Places:
        return np.bincount(work.project[flags], minlength=groups)

    return TaskFacts(
        milestones_done=count(mine & work.milestone & work.complete),
        milestones=count(mine & work.milestone),
        late_tasks=count(over),
        unowned=count(still & (work.owners == "")),
        undated=count(still & np.isnat(work.due)),
        late_milestones=_worst(work, still & work.milestone & (late > 0), late),
        slipping=_worst(work, still & work.milestone & (late <= 0) & (slip > 0), slip),
        blocked=blocked,
        next_milestone=_next(work, still & work.milestone),
        root=_roots(work, projects, forecasts, still),
        cycles=_cycles(work, projects, forecasts.schedule),
    )


def name_of(work: Work, place: int) -> str:
    """A task's name in a reason; its ID where it has none."""
    return shortened(work.names[place] or work.ids[place] or f"row {work.rows[place]}")


def node_name(work: Work, projects: Projects, node: int, seen_from: int) -> str:
    """A blocker as seen from a project: its ID, or the ID of its project when that is another."""
    count = len(work.ids)
    if node >= count:
        return projects.keys[node - count]
    home = int(work.project[node])
    if home >= 0 and home != seen_from:
        return projects.keys[home]
    return work.keys[node]


def cycle_name(names: Sequence[str], knot: Cycle) -> str:
    """`A -> B -> A`, with what else hangs in the knot."""
    walk = [names[node] for node in (*knot.path, knot.path[0])]
    others = f" (also {', '.join(names[node] for node in knot.others)})" if knot.others else ""
    return " -> ".join(walk) + others


def _worst(work: Work, flags: Flags, days: Floats) -> dict[int, tuple[Named, ...]]:
    found: dict[int, list[Named]] = defaultdict(list)
    places = np.flatnonzero(flags)
    for place in places[np.argsort(-days[places], kind="stable")].tolist():
        found[int(work.project[place])].append((name_of(work, place), float(days[place])))
    return {project: tuple(named) for project, named in found.items()}


def _next(work: Work, flags: Flags) -> dict[int, str]:
    places = np.flatnonzero(flags & ~np.isnat(work.due))
    found: dict[int, str] = {}
    for place in places[np.argsort(work.due[places], kind="stable")].tolist():
        found.setdefault(int(work.project[place]), name_of(work, place))
    return found


def _blocked(
    work: Work, projects: Projects, forecasts: Forecasts, still: Flags, today: date
) -> dict[int, tuple[tuple[str, int], ...]]:
    count, now = len(work.ids), as_day(today)
    begun = np.where(np.isnat(work.start), work.due, work.start) <= now
    waiting = still & begun & forecasts.blocking.blocked[:count]
    said = still & (work.status == "Blocked")
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for place in np.flatnonzero(waiting | said).tolist():
        project, root = int(work.project[place]), int(forecasts.blocking.root[place])
        by = node_name(work, projects, root, project) if root >= 0 else ""
        found[project][by] += 1
    return {project: tuple(blockers.most_common()) for project, blockers in found.items()}


def _roots(work: Work, projects: Projects, forecasts: Forecasts, still: Flags) -> dict[int, str]:
    root = forecasts.blocking.root[: len(work.ids)]
    places = np.flatnonzero(still & (root >= 0))
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for project, node in zip(work.project[places].tolist(), root[places].tolist(), strict=True):
        found[project][node] += 1
    return {
        project: blocker_name(work, projects, nodes.most_common(1)[0][0])
        for project, nodes in found.items()
    }


def blocker_name(work: Work, projects: Projects, node: int) -> str:
    """A root blocker in full: `T-14 Sign contract (Ben, PRJ-002)`."""
    count = len(work.ids)
    if node >= count:
        whole = node - count
        return f"{projects.keys[whole]} {shortened(projects.names[whole])}".strip()
    home = int(work.project[node])
    who = (work.owners[node] or "no owner", *([projects.keys[home]] if home >= 0 else []))
    return f"{work.keys[node]} {shortened(work.names[node])} ({', '.join(who)})"


def _cycles(work: Work, projects: Projects, schedule: Schedule) -> dict[int, str]:
    names = [*work.keys, *projects.keys]
    found: dict[int, str] = {}
    for knot in schedule.cycles:
        for node in knot.members:
            if node < len(work.ids) and work.project[node] >= 0:
                found.setdefault(int(work.project[node]), cycle_name(names, knot))
    return found
