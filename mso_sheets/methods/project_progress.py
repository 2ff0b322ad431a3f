"""Every project's share done, share planned and earned schedule, from its tasks' arrays.

Done: weighted over leaf tasks, else the project's own %. Planned: by the tasks' dates where at least
half of the weight has both ends; else by the project's own start and due date; else by due dates as
steps. Dates are the baseline's, else the first that were promised, else the current ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import Calendars, Days
from mso_sheets.methods.earned_schedule import EarnedTimes, earned_times
from mso_sheets.methods.portfolio import (
    Projects,
    Timeline,
    Work,
    as_day,
    days,
    first_known,
    texts,
)
from mso_sheets.methods.progress import (
    ENOUGH,
    planned_share,
    share_done,
    task_weights,
    weighted_share,
)

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
LONGEST = 10_000.0
"""Working days from its begin beyond which a forecast says nothing."""


@dataclass(frozen=True, slots=True)
class Measures:
    """One value a project; NaN, NaT or "" where it cannot be measured.

    `gap_days`: working days ahead of the plan (earned schedule - now), negative = behind.
    `elapsed`: share of the planned duration that has passed. `duration`: planned working days.
    `ieac`: the finish by earned schedule, IEAC(t). `weights`: what weighed the tasks. `plan`: which
    dates the plan is made of.
    """

    done: Floats
    planned: Floats
    gap_days: Floats
    spi_t: Floats
    elapsed: Floats
    duration: Floats
    ieac: Days
    weights: list[str]
    plan: list[str]


@dataclass(frozen=True, slots=True)
class Promises:
    """First promised due dates from history, aligned with tasks and with projects; NaT = none."""

    tasks: Days
    projects: Days


@dataclass(frozen=True, slots=True)
class _Plan:
    """Planned ends of the counted tasks and of projects, and what each project is planned by."""

    group: Places
    weight: Floats
    start: Days
    due: Days
    owners: npt.NDArray[np.object_]
    own_start: Days
    own_due: Days
    by_tasks: Flags
    by_own: Flags


def measure(
    work: Work, projects: Projects, promises: Promises, calendars: Calendars, today: date
) -> Measures:
    """All projects at once."""
    groups, now = len(projects.ids), as_day(today)
    rows = work.counted & (work.project >= 0)
    group = work.project[rows]
    weight, by_effort, missing = task_weights(
        work.effort[rows], work.milestone[rows], group, groups
    )
    share = share_done(work.complete[rows], work.percent[rows])
    from_tasks = weighted_share(share, weight, group, groups)
    own = projects.frame["percent_complete"].to_numpy(dtype=np.float64)
    closed = texts(projects.frame["status"]) == "Complete"
    done = np.where(np.isnan(from_tasks), np.where(np.isnan(own) & closed, 1.0, own), from_tasks)
    plan = _plan(work, projects, promises, rows, group, weight)
    planned = _planned(plan, texts(projects.frame["owner"]), now, calendars, groups)
    line = Timeline(calendars.team)
    times = _times(plan, done, line, groups)
    current = line.end_of(now)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        at, length = current - times.begin, times.end - times.begin
        spi_t = np.where(at > 0, (times.reached - times.begin) / at, np.nan)
        ieac = np.where(spi_t > 0, np.minimum(length / spi_t, LONGEST), np.nan)
    moving = ~np.isnan(done) & ~closed
    return Measures(
        done=done,
        planned=planned,
        gap_days=np.where(moving, times.reached - np.maximum(current, times.begin), np.nan),
        spi_t=np.where(~np.isnan(done), spi_t, np.nan),
        elapsed=np.clip(at / length, 0.0, 1.0),
        duration=length,
        ieac=line.finish_day(np.where(moving & (ieac < LONGEST), times.begin + ieac, np.nan)),
        weights=_weights(from_tasks, own, by_effort, missing),
        plan=_basis(plan, work, rows, promises, projects, planned),
    )


def _plan(
    work: Work,
    projects: Projects,
    promises: Promises,
    rows: Flags,
    group: Places,
    weight: Floats,
) -> _Plan:
    groups, frame = len(projects.ids), projects.frame
    start = first_known(work.base_start, work.start)[rows]
    due = first_known(work.base_due, promises.tasks, work.due)[rows]
    own_start = days(frame["start_date"])
    own_due = first_known(
        days(frame["baseline_due_date"]), promises.projects, days(frame["due_date"])
    )
    spans = ~np.isnat(due) & (~np.isnat(start) | work.milestone[rows])
    whole = np.bincount(group, weight, groups)
    dated = np.bincount(group, weight * ~np.isnat(due), groups) > 0
    by_tasks = dated & (np.bincount(group, weight * spans, groups) >= ENOUGH * whole)
    by_own = ~by_tasks & ~np.isnat(own_start) & ~np.isnat(own_due)
    return _Plan(
        group,
        weight,
        start,
        due,
        work.owners[rows],
        own_start,
        own_due,
        by_tasks | (dated & ~by_own),
        by_own,
    )


def _planned(
    plan: _Plan,
    owners: npt.NDArray[np.object_],
    now: np.datetime64,
    calendars: Calendars,
    groups: int,
) -> Floats:
    each = planned_share(plan.start, plan.due, plan.owners, now, calendars)
    by_tasks = weighted_share(each, plan.weight, plan.group, groups)
    own = planned_share(plan.own_start, plan.own_due, owners, now, calendars)
    return np.where(plan.by_tasks, by_tasks, np.where(plan.by_own, own, np.nan))


def _times(plan: _Plan, done: Floats, line: Timeline, groups: int) -> EarnedTimes:
    use = plan.by_tasks[plan.group] & ~np.isnat(plan.due) & (plan.weight > 0)
    own = np.flatnonzero(plan.by_own)
    start = line.end_of(np.concatenate([plan.start[use], plan.own_start[own]]))
    end = line.end_of(np.concatenate([plan.due[use], plan.own_due[own]]))
    return earned_times(
        np.concatenate([plan.group[use], own]),
        np.where(start < end, start, end - 1.0),
        end,
        np.concatenate([plan.weight[use], np.ones(own.size)]),
        np.nan_to_num(done),
    )


def _weights(from_tasks: Floats, own: Floats, by_effort: Flags, missing: Floats) -> list[str]:
    words = []
    for place in range(from_tasks.size):
        if np.isnan(from_tasks[place]):
            words.append("" if np.isnan(own[place]) else "reported %")
        elif not by_effort[place]:
            words.append("equal")
        elif missing[place] > 0:
            words.append(f"effort ({missing[place]:.0%} of tasks without, taken as the median)")
        else:
            words.append("effort")
    return words


def _basis(
    plan: _Plan, work: Work, rows: Flags, promises: Promises, projects: Projects, planned: Floats
) -> list[str]:
    groups = len(projects.ids)
    based = np.bincount(plan.group, ~np.isnat(work.base_due[rows]), groups) > 0
    promised = np.bincount(plan.group, ~np.isnat(promises.tasks[rows]), groups) > 0
    own_based = ~np.isnat(days(projects.frame["baseline_due_date"]))
    own_promised = ~np.isnat(promises.projects)
    words = []
    for place in range(groups):
        tasks = bool(plan.by_tasks[place])
        from_base = (based if tasks else own_based)[place]
        from_promise = (promised if tasks else own_promised)[place]
        kind = "baseline" if from_base else "first promised" if from_promise else "current"
        whose = "tasks'" if tasks else "project's own"
        words.append("" if np.isnan(planned[place]) else f"{whose} {kind} dates")
    return words
