"""Everything that is known of the projects, and the table of them: one row a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.calendar import Calendars, Days
from mso_sheets.methods.health import (
    COLOURS,
    Assessment,
    Facts,
    assess,
    is_watermelon,
    need,
    steady_health,
    trend,
)
from mso_sheets.methods.portfolio import (
    Projects,
    Work,
    days,
    first_known,
    projects_of,
    texts,
    work_of,
)
from mso_sheets.methods.project_facts import FinishDates, facts_of, finish_forecasts
from mso_sheets.methods.project_progress import Measures, Promises, measure
from mso_sheets.methods.recollection import (
    added_since,
    earlier_words,
    finish_days,
    first_promises,
    last_touches,
    ledger_of,
    past_health,
    word_on,
)
from mso_sheets.methods.scheduling import forecast_dates
from mso_sheets.methods.task_facts import TaskFacts, task_facts
from mso_sheets.methods.throughput import Throughput
from mso_sheets.model.history import History
from mso_sheets.settings.models import ForecastRules, HealthRules

RulesOf = Callable[[str], HealthRules]
Past = Mapping[str, Sequence[tuple[date, str]]]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All that is known of the projects, in the order of the sheet.

    `promised`: the first promised due date of each, NaT where none is known; `added`: tasks that came
    after the project's first weeks, NaN before there is a history.
    """

    projects: Projects
    work: Work
    measures: Measures
    tasks: TaskFacts
    finishes: Sequence[FinishDates]
    weeks: Throughput
    facts: Sequence[Facts]
    promised: Days
    added: npt.NDArray[np.float64]
    finished: Days


def portfolio_of(
    project_frame: pd.DataFrame,
    task_frame: pd.DataFrame | None,
    history: History,
    calendars: Calendars,
    today: date,
    forecast_rules: ForecastRules,
    rules_of: RulesOf,
) -> Portfolio:
    """Frames of Projects and Tasks, and the history, to measures and facts."""
    projects = projects_of(project_frame)
    work = work_of(task_frame, projects)
    promises = Promises(
        first_promises(ledger_of(history, "tasks"), work.ids),
        first_promises(ledger_of(history, "projects"), projects.ids),
    )
    measures = measure(work, projects, promises, calendars, today)
    forecasts = forecast_dates(work, projects, today, calendars.team)
    tolerance = [rules_of(key).milestone_tolerance_days for key in projects.ids]
    tasks = task_facts(work, projects, forecasts, np.array(tolerance, np.int64), calendars, today)
    finished = finish_days(work, history)
    finishes, weeks = finish_forecasts(work, projects, finished, today, forecast_rules, calendars)
    updated = days(projects.frame["last_update"])
    touched = np.fmax(updated, last_touches(history, work, projects))
    return Portfolio(
        projects=projects,
        work=work,
        measures=measures,
        tasks=tasks,
        finishes=finishes,
        weeks=weeks,
        facts=facts_of(work, projects, measures, tasks, finishes, touched, calendars, today),
        promised=first_known(days(projects.frame["baseline_due_date"]), promises.projects),
        added=_added(work, projects, history, today, forecast_rules.window_periods),
        finished=finished,
    )


def _added(
    work: Work, projects: Projects, history: History, today: date, weeks: int
) -> npt.NDArray[np.float64]:
    if history.started is None:
        return np.full(len(projects.ids), np.nan)
    new = set(added_since(history, "tasks", today - timedelta(weeks=weeks)))
    fresh = np.fromiter((name in new for name in work.ids), np.bool_, len(work.ids))
    places = work.project[fresh & work.counted & (work.project >= 0)]
    return np.bincount(places, minlength=len(projects.ids)).astype(np.float64)


def project_frame(
    portfolio: Portfolio,
    history: History,
    calendars: Calendars,
    today: date,
    rules_of: RulesOf,
    link_of: Callable[[int], object],
) -> pd.DataFrame:
    """One row a project that is not cancelled, the one in most need first.

    `health` is what is shown, `raw_health` what the rules say of this moment alone (it must hold for
    some runs before the shown health improves).
    """
    projects, measures = portfolio.projects, portfolio.measures
    frame, past = projects.frame, past_health(history)
    assessed = [
        assess(facts, rules_of(name))
        for facts, name in zip(portfolio.facts, projects.ids, strict=True)
    ]
    shown = [
        _shown(found, past.get(name, ()), today, rules_of(name).runs_before_better)
        for found, name in zip(assessed, projects.ids, strict=True)
    ]
    raw = [found.health for found in assessed]
    reported = texts(frame["health"]).tolist()
    due = days(frame["due_date"])
    gap = np.round(100 * (measures.done - measures.planned), 1)
    table = pd.DataFrame(
        {
            "key": pd.Series(projects.keys, dtype="str"),
            "project": pd.Series(projects.ids, dtype="str"),
            "project_name": pd.Series(projects.names, dtype="str"),
            "health": pd.Series([found.health for found in shown], dtype="str"),
            "why": pd.Series(_why(shown, reported, raw), dtype="str"),
            "reported": pd.Series(reported, dtype="str"),
            "differs": [is_watermelon(*pair) for pair in zip(reported, raw, strict=True)],
            "done": measures.done,
            "planned": measures.planned,
            "gap": gap,
            "gap_days": np.round(measures.gap_days),
            "due": due.astype("datetime64[s]"),
            "p50": _dates([finish.p50 for finish in portfolio.finishes]),
            "p85": _dates([finish.p85 for finish in portfolio.finishes]),
            "slip": calendars.team.between(portfolio.promised, due),
            "next_milestone": _by_place(portfolio.tasks.next_milestone, len(projects.ids)),
            "milestones_done": portfolio.tasks.milestones_done,
            "milestones_total": portfolio.tasks.milestones,
            "owner": pd.Series(texts(frame["owner"]), dtype="str"),
            "trend": pd.Series(_trends(shown, past, projects.ids, today), dtype="str"),
            "root_blocker": _by_place(portfolio.tasks.root, len(projects.ids)),
            "weights": pd.Series(measures.weights, dtype="str"),
            "plan_basis": pd.Series(measures.plan, dtype="str"),
            "spi_t": measures.spi_t,
            "run_rate": _dates([finish.run_rate for finish in portfolio.finishes]),
            "earned_schedule": measures.ieac.astype("datetime64[s]"),
            "forecast_basis": pd.Series([f.basis for f in portfolio.finishes], dtype="str"),
            "scope_added": portfolio.added,
            "late_tasks": portfolio.tasks.late_tasks,
            "raw_health": pd.Series(raw, dtype="str"),
            "status": pd.Series(texts(frame["status"]), dtype="str"),
            "row": frame.index.to_numpy(),
            "link": [link_of(row) for row in frame.index],
        }
    )
    return _by_need(table[table["status"] != "Cancelled"])


def _shown(
    found: Assessment, past: Sequence[tuple[date, str]], today: date, runs: int
) -> Assessment:
    health = steady_health(earlier_words(past, today, runs), found.health, runs)
    if health == found.health:
        return found
    held = f"was {health}, now {found.health}: shown better once {runs} runs in a row agree"
    return Assessment(health, (held, *found.reasons))


def _why(shown: Sequence[Assessment], reported: Sequence[str], raw: Sequence[str]) -> list[str]:
    said = []
    for found, owner, computed in zip(shown, reported, raw, strict=True):
        differs = owner in COLOURS and computed in COLOURS and owner != computed
        words = [found.why, f"owner reports {owner}"] if differs else [found.why]
        said.append("; ".join(word for word in words if word))
    return said


def _trends(shown: Sequence[Assessment], past: Past, ids: Sequence[str], today: date) -> list[str]:
    week_ago = today - timedelta(days=7)
    return [
        trend(word_on(past.get(name, ()), week_ago), found.health)
        for found, name in zip(shown, ids, strict=True)
    ]


def _by_place(words: Mapping[int, str], count: int) -> pd.Series[str]:
    return pd.Series([words.get(place, "") for place in range(count)], dtype="str")


def _dates(values: Sequence[date | None]) -> pd.Series[pd.Timestamp]:
    return pd.Series(np.array(values, dtype="datetime64[D]").astype("datetime64[s]"))


def _by_need(table: pd.DataFrame) -> pd.DataFrame:
    order = table.assign(need=table["health"].map(need)).sort_values(
        ["need", "gap", "key"], kind="stable", na_position="last"
    )
    return order.drop(columns="need").reset_index(drop=True)
