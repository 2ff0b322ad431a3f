"""From arrays to one `Facts` a project: what the rules of health look at, and the forecast dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.calendar import Calendars, Days
from mso_sheets.methods.forecast import Forecast, forecast_periods
from mso_sheets.methods.health import Facts
from mso_sheets.methods.portfolio import Projects, Work, as_day, days, texts
from mso_sheets.methods.project_progress import Measures
from mso_sheets.methods.task_facts import TaskFacts
from mso_sheets.methods.throughput import Throughput, day_after, throughput
from mso_sheets.settings.models import ForecastRules

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FinishDates:
    """When a project may end; None where its history does not allow to say. `basis` in words."""

    p50: date | None = None
    p85: date | None = None
    run_rate: date | None = None
    basis: str = ""


def finish_forecasts(
    work: Work,
    projects: Projects,
    finished: Days,
    today: date,
    rules: ForecastRules,
    calendars: Calendars,
) -> tuple[list[FinishDates], Throughput]:
    """A forecast a project from its tasks finished a week, and the weeks themselves."""
    groups, mine = len(projects.ids), work.counted & (work.project >= 0)
    begin = _begins(work, projects, groups)
    weeks = throughput(work.project[mine], finished[mine], groups, begin, today)
    left = np.bincount(work.project[mine & work.unfinished], minlength=groups).tolist()
    due = [_day(value) for value in days(projects.frame["due_date"])]
    found = []
    for place in range(groups):
        past = weeks.of(place)
        forecast = forecast_periods(
            past,
            left[place],
            minimum_periods=rules.minimum_periods,
            confident_periods=rules.confident_periods,
            minimum_items=rules.minimum_items,
            window_periods=rules.window_periods,
            draws=rules.draws,
            seed=rules.seed,
        )
        found.append(_dates(forecast, past, left[place], today, due[place], calendars))
    return found, weeks


def _begins(work: Work, projects: Projects, groups: int) -> Days:
    """The project's own start, else the earliest start of its tasks."""
    own = days(projects.frame["start_date"])
    known = (work.project >= 0) & ~np.isnat(work.start)
    first = np.full(groups, np.iinfo(np.int64).max)
    np.minimum.at(first, work.project[known], work.start[known].astype(np.int64))
    from_tasks = np.where(
        first < np.iinfo(np.int64).max, first.astype("datetime64[D]"), np.datetime64("NaT")
    )
    return np.where(np.isnat(own), from_tasks, own)


def _dates(
    forecast: Forecast,
    past: Sequence[float],
    left: int,
    today: date,
    due: date | None,
    calendars: Calendars,
) -> FinishDates:
    if left == 0:
        return FinishDates()
    if forecast.p50 is None:
        return FinishDates(basis=forecast.reason)
    used = (
        f"{int(sum(past[-forecast.used :]))} tasks finished in {forecast.used} weeks, {left} left"
    )
    basis = f"low confidence: {used}" if forecast.low_confidence else used
    p50, p85, rate = (
        day_after(weeks, today, due, calendars.team)
        for weeks in (forecast.p50, forecast.p85, forecast.run_rate)
    )
    return FinishDates(p50, p85, rate, basis + (f"; {forecast.reason}" if forecast.reason else ""))


def facts_of(
    work: Work,
    projects: Projects,
    measures: Measures,
    tasks: TaskFacts,
    finishes: Sequence[FinishDates],
    touched: Days,
    calendars: Calendars,
    today: date,
) -> list[Facts]:
    """One `Facts` a project."""
    frame, now = projects.frame, as_day(today)
    status, stage, blockers = (texts(frame[name]) for name in ("status", "stage", "blocker"))
    owners, due, start = texts(frame["owner"]), days(frame["due_date"]), days(frame["start_date"])
    start_late = np.nan_to_num(calendars.days_late(owners, start, today))
    due_late = np.nan_to_num(calendars.days_late(owners, due, today))
    untouched = calendars.team.between(np.fmin(touched, now), np.full(touched.shape, now))
    begun = _begun(work, measures, len(projects.ids)) | ((status == "") & ~(start > now))
    return [
        Facts(
            today=today,
            status=status[place],
            closed=status[place] == "Complete" or stage[place] == "Closed",
            started=bool(begun[place]) or status[place] not in ("", "Not started"),
            start_late=float(start_late[place]),
            done=_number(measures.done[place]),
            planned=_number(measures.planned[place]),
            behind_days=_number(measures.gap_days[place]),
            spi_t=_number(measures.spi_t[place]),
            elapsed=_number(measures.elapsed[place]),
            due=_day(due[place]),
            due_late=float(due_late[place]),
            ieac=_day(measures.ieac[place]),
            p85=finishes[place].p85,
            p85_late_share=_late_share(
                finishes[place].p85, _day(due[place]), measures.duration[place], calendars
            ),
            late_milestones=tasks.late_milestones.get(place, ()),
            slipping_milestones=tasks.slipping.get(place, ()),
            late_tasks=int(tasks.late_tasks[place]),
            blocked=tasks.blocked.get(place, ()),
            blocker=" ".join(blockers[place].split()),
            cycle=tasks.cycles.get(place, ""),
            untouched=_number(untouched[place]),
        )
        for place in range(len(projects.ids))
    ]


def _begun(work: Work, measures: Measures, groups: int) -> Flags:
    """Projects in which anything was done, whatever their own status says."""
    active = np.isin(work.status, ("In progress", "Pending review"))
    begun = (work.complete | active | (work.percent > 0)) & (work.project >= 0)
    return (np.bincount(work.project[begun], minlength=groups) > 0) | (measures.done > 0)


def _late_share(
    p85: date | None, due: date | None, duration: float, calendars: Calendars
) -> float | None:
    if p85 is None or due is None or not duration > 0:
        return None
    return calendars.team.days(due, p85) / float(duration)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _day(value: np.datetime64) -> date | None:
    return None if np.isnat(value) else date.fromisoformat(str(value))
