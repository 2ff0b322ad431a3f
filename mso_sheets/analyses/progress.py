"""Projects: progress against plan, computed health and why, forecast finish, slip since the promise.

One row a project, the one in most need first; cancelled projects are left out and counted in a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.covering import covering
from mso_sheets.methods.forecast import backtest
from mso_sheets.methods.health import BY_NEED
from mso_sheets.methods.project_gaps import project_gaps
from mso_sheets.methods.project_table import Portfolio, portfolio_of, project_frame
from mso_sheets.methods.recollection import past_health, word_on
from mso_sheets.methods.wording import counted, listed
from mso_sheets.model.result import Figure, Insight, Result, ResultColumn
from mso_sheets.model.table import Tables

TITLE = "Projects"
READS = ("projects",)
ALSO_READS = ("tasks", "actions")
COLUMNS = (
    ResultColumn("key", "Project ID", "key", 10),
    ResultColumn("project_name", "Project", "text", 24),
    ResultColumn("health", "Health", "health", 13),
    ResultColumn("why", "Why", "long", 40),
    ResultColumn("reported", "Reported", "text", 11),
    ResultColumn("done", "Done", "percent", 6),
    ResultColumn("planned", "Plan", "percent", 6),
    ResultColumn("gap", "Gap", "points", 6),
    ResultColumn("due", "Due", "date", 8),
    ResultColumn("p50", "P50", "date", 8),
    ResultColumn("p85", "P85", "date", 8),
    ResultColumn("slip", "Slip", "days", 5),
    ResultColumn("next_milestone", "Next milestone", "text", 20),
    ResultColumn("owner", "Owner", "person", 13),
)
SHOWN_FIRST = ("On track", "At risk", "Off track")


def analyse(tables: Tables, context: Context) -> Result:
    """The portfolio: a frame with a row a project, headline figures, gaps, and what they rest on."""
    tasks, actions = tables.get("tasks"), tables.get("actions")
    portfolio = portfolio_of(
        tables["projects"].frame,
        tasks.frame if tasks else None,
        context.history,
        context.calendars,
        context.today,
        context.rules.forecast,
        context.health_rules,
    )
    frame = project_frame(
        portfolio,
        context.history,
        context.calendars,
        context.today,
        context.health_rules,
        lambda row: context.row_link("projects", row),
    )
    action_for = covering(actions.frame if actions else None)
    return Result(
        name="progress",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(frame, portfolio, context),
        notes=tuple(_notes(frame, portfolio, context, has_tasks=tasks is not None)),
        gaps=tuple(project_gaps(frame, portfolio, action_for)),
        insights=_watermelons(frame),
    )


def _figures(frame: pd.DataFrame, portfolio: Portfolio, context: Context) -> tuple[Figure, ...]:
    basis = f"of {counted(len(frame), 'project')}"
    before = _week_ago(frame, context)
    counts = frame["health"].value_counts()
    words = (*SHOWN_FIRST, *(word for word in BY_NEED if word not in SHOWN_FIRST))
    by_health = [Figure(w, int(counts.get(w, 0)), "number", before.get(w), basis) for w in words]
    late = _forecast(frame) > frame["due"]
    known = int((_forecast(frame).notna() & frame["due"].notna()).sum())
    return (
        *by_health,
        Figure("Forecast past due", int(late.sum()), basis=f"of {known} with a forecast"),
        Figure(
            "Watermelons", int(frame["differs"].sum()), basis="reported On track, computed worse"
        ),
        _portfolio_done(frame, portfolio),
    )


def _forecast(frame: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """P85, else the earned-schedule finish, of what is not complete."""
    found = frame["p85"].where(frame["p85"].notna(), frame["earned_schedule"])
    return found.where(~frame["health"].isin(("Complete", "On hold", "Not started")))


def _week_ago(frame: pd.DataFrame, context: Context) -> dict[str, float]:
    """How many of today's projects had each health a week ago; nothing before there is a history."""
    day = context.today - timedelta(days=7)
    if context.history.started is None or context.history.started > day:
        return {}
    past = past_health(context.history)
    words = [word_on(past.get(name, ()), day) for name in frame["project"]]
    return {word: float(words.count(word)) for word in BY_NEED}


def _portfolio_done(frame: pd.DataFrame, portfolio: Portfolio) -> Figure:
    """All projects together, by the Weight column where it is filled in for all, else equally."""
    weight = portfolio.projects.frame["weight"].reindex(frame["row"]).to_numpy(dtype=np.float64)
    weighed = bool(len(frame)) and bool((weight > 0).all())
    mass = weight if weighed else np.ones(len(frame))
    done = frame["done"].to_numpy(dtype=np.float64)
    known = ~np.isnan(done)
    value = float((done * mass)[known].sum() / mass[known].sum()) if known.any() else None
    by = "weighted by Weight" if weighed else "all projects equal"
    return Figure("Portfolio done", value, "percent", None, f"{by}, n {int(known.sum())}")


def _notes(
    frame: pd.DataFrame, portfolio: Portfolio, context: Context, *, has_tasks: bool
) -> Iterator[str]:
    yield _weighed_by(frame, has_tasks=has_tasks)
    plans = frame["plan_basis"].replace("", "not measurable").value_counts(sort=True)
    yield "Planned from " + ", ".join(f"{name} ({n})" for name, n in plans.items())
    if context.history.started is None:
        yield "No history yet: slips count from the baseline alone, trends come with the next days"
    yield _forecasts_rest_on(frame, portfolio)
    cancelled = int((portfolio.projects.frame["status"] == "Cancelled").sum())
    if cancelled:
        yield f"{counted(cancelled, 'cancelled project')} left out"
    homeless = (portfolio.work.project < 0) & portfolio.work.counted
    if homeless.any():
        names = [portfolio.work.keys[place] for place in np.flatnonzero(homeless)]
        yield f"{counted(len(names), 'task')} of no known project counted nowhere: {listed(names)}"
    undated = int((portfolio.work.complete & np.isnat(portfolio.finished)).sum())
    if undated:
        yield f"{counted(undated, 'complete task')} without a date left out of forecasts"
    added = frame.loc[frame["scope_added"] > 0]
    if len(added):
        told = [f"{row.key} +{row.scope_added:.0f}" for row in added.itertuples()]
        yield f"Scope added in {context.rules.forecast.window_periods} weeks (tasks): {listed(told)}"


def _weighed_by(frame: pd.DataFrame, *, has_tasks: bool) -> str:
    if not has_tasks:
        return "No Tasks tab: done is the % that projects report"
    kinds = frame["weights"].str.replace(r" \(.*", "", regex=True).replace("", "not measurable")
    return "Done weighed by " + ", ".join(
        f"{kind} ({n})" for kind, n in kinds.value_counts().items()
    )


def _forecasts_rest_on(frame: pd.DataFrame, portfolio: Portfolio) -> str:
    known = int(frame["p85"].notna().sum())
    weak = int(frame["forecast_basis"].str.startswith("low").sum())
    checks = [backtest(portfolio.weeks.of(place)) for place in range(len(portfolio.projects.ids))]
    tried = [held for held in checks if held is not None]
    held = f"; of {len(tried)} past P85 dates {sum(tried)} held" if tried else ""
    low = f", {weak} with low confidence" if weak else ""
    return (
        f"P50 and P85 from the tasks finished each week: {known} of "
        f"{counted(len(frame), 'project')} with enough data{low}{held}"
    )


def _watermelons(frame: pd.DataFrame) -> tuple[Insight, ...]:
    """Projects that their owner calls green and the rules do not."""
    return tuple(
        Insight(
            key=f"watermelon/{row['key']}",
            rule="reported health against computed health",
            sentence=(
                f"{row['key']} {row['project_name']} is reported On track but computed "
                f"{row['raw_health']}: {row['why']}"
            ),
            n=1,
            strength=0.9 if row["raw_health"] == "Off track" else 0.7,
            link=row["link"],
        )
        for row in frame[frame["differs"]].to_dict("records")
    )
