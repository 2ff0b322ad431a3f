"""Forecast dates of all tasks at once: the network of every project in one pass.

Actual dates override the plan; what is left of a started task is done from today on; nothing is
forecast before the date it was promised for (a plan's reserve is no promise to be early), so a
date moves only where the calendar or a predecessor pushes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import Days, WorkingCalendar
from mso_sheets.methods.critical_path import Network, Schedule, critical_path
from mso_sheets.methods.dependencies import Blocking, Held, Links, blocking, held_up, read_links
from mso_sheets.methods.portfolio import (
    Projects,
    Timeline,
    Work,
    as_day,
    days,
    first_known,
    texts,
)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
LONGEST = 2_600.0
"""Working days (ten years): longer efforts are typing errors."""


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Nodes are the tasks in their order, then the projects (a task may wait for a whole project).

    `finish`: each task's forecast, its actual day when it is complete, NaT in or below a cycle.
    `release`: the earliest start of each node without its predecessors. `links` lead to unfinished
    nodes only: what is done waits for nothing. `weight`: days of effort.
    """

    links: Links
    schedule: Schedule
    blocking: Blocking
    weight: Floats
    unfinished: Flags
    release: Floats
    finish: Days

    @property
    def held(self) -> Held:
        """What each node holds up."""
        return held_up(self.links, self.unfinished, self.schedule.early_finish, self.weight)

    @property
    def knock_on(self) -> Floats:
        """Working days by which an unfinished node pushes a direct successor beyond its own plan."""
        edges = self.links
        wanted = self.schedule.early_finish[edges.before] + edges.lag
        pushed = np.nan_to_num(wanted - self.release[edges.after])
        out = np.zeros(self.release.size)
        np.maximum.at(out, edges.before, np.where(self.unfinished[edges.before], pushed, 0.0))
        return out


def forecast_dates(
    work: Work, projects: Projects, today: date, calendar: WorkingCalendar
) -> Forecasts:
    """Schedules all tasks from today on; float is counted against the end of a task's own project."""
    line, now = Timeline(calendar), as_day(today)
    count, whole = len(work.ids), len(projects.ids)
    project_open = ~np.isin(texts(projects.frame["status"]), ("Complete", "Cancelled"))
    unfinished = np.concatenate([work.unfinished, project_open])
    links = _open_links(work, projects, unfinished)
    task_length, task_release = _tasks(work, now, line)
    duration = np.concatenate([task_length, np.zeros(whole)])
    release = np.concatenate([task_release, _projects(projects, project_open, now, line)])
    plan = critical_path(
        Network(duration, links.before, links.after, links.lag),
        earliest=release,
        group=np.concatenate([work.project + 1, whole + 1 + np.arange(whole)]),
    )
    weight = np.concatenate([np.nan_to_num(work.effort), np.zeros(whole)])
    return Forecasts(
        links=links,
        schedule=plan,
        blocking=blocking(links, unfinished, plan.early_finish),
        weight=weight,
        unfinished=unfinished,
        release=release,
        finish=_finish(work, plan.early_finish[:count], now, line),
    )


def _open_links(work: Work, projects: Projects, unfinished: Flags) -> Links:
    whole = len(projects.ids)
    links = read_links(
        [*work.ids.tolist(), *projects.ids],
        [*work.project.tolist(), *[-2] * whole],
        [*work.predecessors, *[()] * whole],
    )
    live = unfinished[links.after]
    return Links(
        links.before[live], links.after[live], links.lag[live], links.unknown, links.refused
    )


def _tasks(work: Work, now: np.datetime64, line: Timeline) -> tuple[Floats, Floats]:
    """Working days left of each task, and the position at which it could begin."""
    due, start = line.end_of(work.due), line.start_of(work.start)
    effort = np.clip(np.where(work.effort > 0, work.effort, 1.0), 0.0, LONGEST)
    length = np.where(due >= start, due - start, effort)
    left = np.where(work.milestone, 0.0, length * (1 - np.nan_to_num(np.clip(work.percent, 0, 1))))
    left = np.where(work.unfinished, left, 0.0)
    today = np.where(left > 0, line.start_of(now)[0], line.end_of(now)[0])
    wanted = np.where(np.isnan(due), start, np.where(work.due >= now, due - left, np.nan))
    release = np.fmax(today, wanted)
    actual = line.end_of(np.fmin(first_known(work.completed, work.due, now), now))
    return left, np.where(work.unfinished, release, actual)


def _projects(projects: Projects, is_open: Flags, now: np.datetime64, line: Timeline) -> Floats:
    due = first_known(days(projects.frame["due_date"]), now)
    ended = first_known(days(projects.frame["finished_date"]), due)
    return line.end_of(np.where(is_open, np.maximum(due, now), np.minimum(ended, now)))


def _finish(work: Work, ends: Floats, now: np.datetime64, line: Timeline) -> Days:
    held = (work.due >= now) & (ends <= line.end_of(work.due) + 1e-9)
    forecast = np.where(held, work.due, np.maximum(line.finish_day(ends), now))
    return np.where(work.unfinished, forecast, first_known(work.completed, work.due))
