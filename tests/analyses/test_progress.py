"""Projects against an oracle in plain Python, and each rule of health in small tables by hand."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pandas as pd
import pytest

from mso_sheets.analyses import progress
from mso_sheets.analyses.context import Context
from mso_sheets.model.history import History
from mso_sheets.model.result import Result
from mso_sheets.model.table import Tables
from mso_sheets.settings.models import HealthRules, WorkbookSettings
from tests.analyses.people_world import Change, history_of, sample_world
from tests.analyses.project_world import (
    oracle_world,
    random_projects,
    random_tasks,
    records,
    world,
)
from tests.making import TODAY, settings_of
from tests.oracle import projects as oracle

HOLIDAYS = "| Date | Name |\n| 2026-04-03 | Good Friday |\n| 2026-04-06 | Easter Monday |"


def random_world(seed: int) -> tuple[Tables, Context]:
    random = Random(seed)
    projects = random_projects(random, TODAY, 8)
    tasks = random_tasks(random, TODAY, 8, 24)
    people = "| Name | Working days |\n| Ana | Mon-Fri |\n| Ben | Sun-Thu |\n| Cem | Mon-Thu |"
    return world({"projects": projects, "tasks": tasks, "people": people, "holidays": HOLIDAYS})


def rows_by_key(result: Result) -> dict[str, dict[str, Any]]:
    return records(result.frame)


def number(value: float | None) -> Any:
    return (
        pytest.approx(value, abs=1e-9)
        if value is not None
        else pytest.approx(float("nan"), nan_ok=True)
    )


def assert_as_the_oracle_says(tables: Tables, context: Context) -> None:
    result = progress.analyse(tables, context)
    world, found = oracle_world(tables, context), rows_by_key(result)
    network = oracle.Network(world)
    assert len(found) == sum(p["status"] != "Cancelled" for p in world.projects)
    for project in world.projects:
        if project["status"] == "Cancelled":
            continue
        row, name = found[project["project_id"]], project["project_id"]
        tasks = world.of(project)
        marks = [task for task in tasks if oracle.is_milestone(task)]
        assert row["done"] == number(oracle.done_of(world, project)), name
        assert row["planned"] == number(oracle.planned_of(world, project)), name
        assert row["milestones_total"] == len(marks), name
        assert row["milestones_done"] == sum(m["status"] == "Complete" for m in marks), name
        assert row["raw_health"] == oracle.health_of(world, project, network), (name, row["why"])
        time = oracle.time_of(world, project)
        if project["status"] != "Complete" and time is not None:
            assert row["gap_days"] == pytest.approx(round(time[0]), abs=1), name
            assert row["spi_t"] == pytest.approx(time[1], nan_ok=True), name
        left = [m for m in marks if oracle.is_open(m) and m["due_date"]]
        nearest = min(left, key=lambda m: m["due_date"])["task"] if left else ""
        assert row["next_milestone"] == nearest, name
        p85 = None if pd.isna(row["p85"]) else row["p85"].date()
        assert p85 == oracle.p85_of(world, project), name


@pytest.mark.parametrize("seed", range(8))
def test_random_workbooks_are_as_an_independent_oracle_says(seed: int) -> None:
    assert_as_the_oracle_says(*random_world(seed))


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 23)])
def test_the_sample_workbook_is_as_an_independent_oracle_says(day: date) -> None:
    assert_as_the_oracle_says(*sample_world(day))


def progress_of(
    projects: str,
    tasks: str = "",
    past: History | None = None,
    rules: WorkbookSettings | None = None,
    day: date = TODAY,
    **more: str,
) -> Result:
    """The result of small tables on Tuesday 14 April 2026; Easter is off."""
    given = {"tasks": tasks} if tasks else {}
    all_given = {"projects": projects, "holidays": HOLIDAYS, **given, **more}
    return progress.analyse(*world(all_given, past, rules, day))


def the_row(result: Result) -> dict[str, Any]:
    (row,) = result.frame.to_dict("records")
    return {str(name): value for name, value in row.items()}


ONE = """
    | Project ID | Project | Owner | Status      | Start date | Due date   | Health |
    | P-1        | Launch  | Ana   | In progress | 2026-03-30 | 2026-04-30 | Green  |
"""


def test_done_is_weighted_by_effort_and_cancelled_tasks_do_not_count() -> None:
    row = the_row(
        progress_of(
            ONE,
            """
            | Task ID | Project ID | Task | Status      | Effort (days) | % complete |
            | T-1     | P-1        | a    | Complete    | 6             |            |
            | T-2     | P-1        | b    | In progress | 2             | 50%        |
            | T-3     | P-1        | c    | Not started | 2             |            |
            | T-4     | P-1        | d    | Cancelled   | 90            |            |
            """,
        )
    )
    assert row["done"] == pytest.approx(0.7)
    assert row["weights"] == "effort"


def test_without_effort_all_tasks_weigh_the_same_and_milestones_are_counted_beside() -> None:
    row = the_row(
        progress_of(
            ONE,
            """
            | Task ID | Project ID | Task | Type      | Status      |
            | T-1     | P-1        | a    | Task      | Complete    |
            | T-2     | P-1        | b    | Task      | Not started |
            | T-3     | P-1        | c    | Milestone | Complete    |
            | T-4     | P-1        | d    | Milestone | Not started |
            """,
        )
    )
    assert (row["done"], row["weights"]) == (0.5, "equal")
    assert (row["milestones_done"], row["milestones_total"]) == (1, 2)


def test_without_tasks_the_projects_own_share_and_dates_are_taken() -> None:
    result = progress_of(
        """
        | Project ID | Project | Owner | Status      | Start date | Due date   | % complete |
        | P-1        | Launch  | Ana   | In progress | 2026-04-01 | 2026-04-17 | 60%        |
        """
    )
    row = the_row(result)
    # (1 Apr, 17 Apr] has 10 working days without Easter, 7 of them by the 14th.
    assert (row["done"], row["planned"]) == (0.6, pytest.approx(0.7))
    assert row["gap"] == pytest.approx(-10)
    assert row["gap_days"] == -1
    assert (row["weights"], row["plan_basis"]) == ("reported %", "project's own current dates")
    assert row["health"] == "At risk"
    assert "No Tasks tab: done is the % that projects report" in result.notes


def test_planned_share_is_counted_from_the_baseline_not_from_dates_that_moved() -> None:
    row = the_row(
        progress_of(
            ONE,
            """
            | Task ID | Project ID | Status      | Start date | Due date   | Baseline start | Baseline due |
            | T-1     | P-1        | In progress | 2026-04-10 | 2026-05-29 | 2026-03-30     | 2026-04-14   |
            """,
        )
    )
    assert row["planned"] == 1.0
    assert row["plan_basis"] == "tasks' baseline dates"


def test_what_cannot_be_measured_is_missing_and_said() -> None:
    result = progress_of(
        """
        | Project ID | Project | Owner | Status      |
        | P-1        | Launch  | Ana   | In progress |
        """
    )
    row = the_row(result)
    assert pd.isna(row["done"])
    assert pd.isna(row["planned"])
    assert pd.isna(row["gap"])
    assert row["why"] == "not measurable: no tasks and no % complete"
    assert "Planned from not measurable (1)" in result.notes


LATE = """
    | Task ID | Project ID | Task | Type      | Owner | Status      | Due date   | Effort (days) |
    | T-1     | P-1        | a    | Task      | Ana   | Complete    | 2026-04-01 | 5             |
    | M-2     | P-1        | M2   | Milestone | Ana   | Not started | 2026-04-02 |               |
"""


def test_green_over_red_is_a_watermelon_with_its_evidence() -> None:
    result = progress_of(ONE, LATE)
    row = the_row(result)
    assert row["differs"]
    assert (row["health"], row["reported"]) == ("Off track", "On track")
    # 2 April to 14 April without Easter: 6 working days.
    assert row["why"] == "milestone M2 6 working days late; owner reports On track"
    assert row["next_milestone"] == "M2"
    assert [insight.key for insight in result.insights] == ["watermelon/P-1"]
    assert next(f.value for f in result.figures if f.name == "Watermelons") == 1


@pytest.mark.parametrize(("due", "word"), [("2026-04-07", "On track"), ("2026-04-03", "At risk")])
def test_a_task_counts_as_late_beyond_the_tolerance(due: str, word: str) -> None:
    # Good Friday and Easter Monday are off: the 7th is 5 working days ago, the 3rd is 6.
    row = the_row(
        progress_of(
            ONE,
            f"""
            | Task ID | Project ID | Task | Owner | Status      | Due date   | Effort (days) |
            | T-1     | P-1        | a    | Ana   | Complete    | 2026-04-01 | 95            |
            | T-2     | P-1        | b    | Ana   | In progress | {due} | 5             |
            """,
        )
    )
    assert row["raw_health"] == word


def test_a_project_may_have_its_own_thresholds() -> None:
    lenient = settings_of(projects={"P-1": HealthRules(milestone_tolerance_days=10)})
    assert the_row(progress_of(ONE, LATE, rules=lenient))["health"] == "At risk"


def test_the_worst_come_first_then_the_furthest_behind() -> None:
    result = progress_of(
        """
        | Project ID | Project | Owner | Status      | Start date | Due date   | % complete |
        | P-1        | ok      | Ana   | In progress | 2026-04-01 | 2026-04-30 | 90%        |
        | P-2        | done    | Ana   | Complete    | 2026-04-01 | 2026-04-30 | 100%       |
        | P-3        | waits   | Ana   | On hold     | 2026-04-01 | 2026-04-30 | 0%         |
        | P-4        | red     | Ana   | In progress | 2026-03-02 | 2026-04-30 | 20%        |
        | P-5        | redder  | Ana   | In progress | 2026-03-02 | 2026-04-30 | 10%        |
        | P-6        | later   | Ana   | Not started | 2026-05-04 | 2026-06-30 | 0%         |
        | P-7        | gone    | Ana   | Cancelled   | 2026-04-01 | 2026-04-30 | 0%         |
        """
    )
    assert result.frame["key"].tolist() == ["P-5", "P-4", "P-3", "P-6", "P-1", "P-2"]
    counts = {figure.name: figure.value for figure in result.figures}
    assert (counts["On track"], counts["Off track"], counts["On hold"]) == (1, 2, 1)
    assert "1 cancelled project left out" in result.notes


def event(day: str, table: str, record: str, field: str, before: Any, after: Any) -> Change:
    return (f"{day}T08:05:00+00:00", table, record, field, before, after)


def past_of(*changes: Change, started: date = date(2026, 3, 2)) -> History:
    first = event("2026-03-02", "projects", "P-1", "due_date", None, "2026-04-17")
    return history_of([first, *changes], started)


def test_slip_is_counted_from_the_first_promise_and_unknown_without_a_history() -> None:
    moved = event("2026-04-10", "projects", "P-1", "due_date", "2026-04-17", "2026-04-30")
    assert the_row(progress_of(ONE, past=past_of(moved)))["slip"] == 9
    first_day = progress_of(ONE)
    assert pd.isna(the_row(first_day)["slip"])
    assert any(note.startswith("No history yet") for note in first_day.notes)


def test_health_improves_only_when_two_runs_agree() -> None:
    red = event("2026-04-13", "projects", "P-1", "computed_health", None, "Off track")
    green = event("2026-04-14", "projects", "P-1", "computed_health", "Off track", "On track")
    tasks = """
        | Task ID | Project ID | Task | Status      | Start date | Due date   | % complete |
        | T-1     | P-1        | a    | In progress | 2026-04-01 | 2026-04-30 | 50%        |
    """
    once = the_row(progress_of(ONE, tasks, past_of(red)))
    assert (once["health"], once["raw_health"]) == ("Off track", "On track")
    assert once["why"].startswith("was Off track, now On track: shown better once 2 runs in a row")
    assert not once["differs"]
    twice = the_row(progress_of(ONE, tasks, past_of(red, green)))
    assert twice["health"] == "On track"


def test_a_trend_compares_with_a_week_ago() -> None:
    green = event("2026-04-02", "projects", "P-1", "computed_health", None, "On track")
    result = progress_of(ONE, LATE, past_of(green))
    assert the_row(result)["trend"] == "worse"
    before = {figure.name: figure.before for figure in result.figures}
    assert (before["On track"], before["Off track"]) == (1, 0)


STALE = """
    | Project ID | Project | Owner | Status      | Start date | Due date   | % complete | Last update |
    | P-1        | Launch  | Ana   | In progress | 2026-03-02 | 2026-06-30 | 50%        | 2026-03-20  |
"""


def test_a_project_that_nobody_touched_is_stale_and_any_edit_of_its_tasks_touches_it() -> None:
    tasks = "| Task ID | Project ID | Task | Status |\n| T-1 | P-1 | a | In progress |"
    row = the_row(progress_of(STALE, tasks))
    assert row["health"] == "No recent update"
    assert row["why"].startswith("no update for 15 working days")
    edit = event("2026-04-09", "tasks", "T-1", "status", "Not started", "In progress")
    assert the_row(progress_of(STALE, tasks, past_of(edit)))["health"] != "No recent update"
    ours = event("2026-04-09", "projects", "P-1", "computed_health", "On track", "At risk")
    assert the_row(progress_of(STALE, tasks, past_of(ours)))["health"] == "No recent update"


def weekly_tasks(done: int, left: int) -> str:
    """One task finished each Tuesday, the last on 7 April, the rest open."""
    lines = ["| Task ID | Project ID | Task | Status | Completed date |"]
    for number in range(done):
        day = date.fromordinal(date(2026, 4, 7).toordinal() - 7 * number)
        lines.append(f"| D-{number} | P-1 | d | Complete | {day} |")
    lines += [f"| L-{number} | P-1 | l | Not started | |" for number in range(left)]
    return "\n".join(lines)


FORECAST = """
    | Project ID | Project | Owner | Status      | Start date | Due date   |
    | P-1        | Launch  | Ana   | In progress | 2026-01-05 | 2026-04-30 |
"""


def test_a_steady_pace_is_forecast_to_the_week() -> None:
    row = the_row(progress_of(FORECAST, weekly_tasks(done=13, left=4)))
    assert [str(row[name].date()) for name in ("p50", "p85", "run_rate")] == ["2026-05-12"] * 3
    assert row["forecast_basis"] == "12 tasks finished in 12 weeks, 4 left"
    assert "P85 12 May after due date 30 Apr" in row["why"]


def test_a_forecast_in_the_week_of_the_due_date_is_the_due_date() -> None:
    row = the_row(progress_of(FORECAST, weekly_tasks(done=13, left=3)))
    assert str(row["p85"].date()) == "2026-04-30"
    assert "P85" not in row["why"]


def test_below_eight_finished_tasks_there_is_no_forecast_and_it_is_said() -> None:
    row = the_row(progress_of(FORECAST, weekly_tasks(done=7, left=4)))
    assert pd.isna(row["p85"])
    assert row["forecast_basis"] == (
        "not enough data: 7 items finished in 14 weeks, a forecast needs 8 in 5"
    )


def test_scope_that_was_added_is_shown_apart() -> None:
    added = event("2026-04-08", "tasks", "L-1", "status", None, "Not started")
    result = progress_of(FORECAST, weekly_tasks(done=9, left=3), past_of(added))
    assert the_row(result)["scope_added"] == 1
    assert "Scope added in 12 weeks (tasks): P-1 +1" in result.notes


def test_a_finished_task_without_a_date_is_dated_by_the_history() -> None:
    tasks = "| Task ID | Project ID | Task | Status |\n| T-1 | P-1 | a | Complete |"
    assert "1 complete task without a date left out of forecasts" in progress_of(ONE, tasks).notes
    seen = event("2026-04-08", "tasks", "T-1", "status", "In progress", "Complete")
    notes = progress_of(ONE, tasks, past_of(seen)).notes
    assert not any("without a date" in note for note in notes)


def test_what_lacks_is_a_gap_with_a_key_that_stays() -> None:
    result = progress_of(
        """
        | Project ID | Project | Owner | Status      | Start date | Due date | % complete |
        | P-1        | Launch  |       | In progress | 2026-03-02 |          | 10%        |
        """,
        """
        | Task ID | Project ID | Task | Owner | Status      | Due date   |
        | T-1     | P-1        | a    |       | Not started | 2026-06-01 |
        | T-2     | P-1        | b    | Ana   | Not started |            |
        """,
        actions="""
        | Action ID | Action                          | Owner | Due date   | Status |
        | ACT-7     | Find a lead (ownership/P-1)     | Ana   | 2026-05-01 | Open   |
        """,
    )
    gaps = {gap.key: gap for gap in result.gaps}
    assert {"ownership/P-1", "dates/P-1", "ownership/P-1/tasks", "dates/P-1/tasks"} <= set(gaps)
    assert gaps["ownership/P-1"].action == "ACT-7"
    assert gaps["dates/P-1"].action == ""
    assert gaps["dates/P-1/tasks"].what == "P-1 Launch: 1 open task without due date"
    assert gaps["dates/P-1"].link.text == "row 2"


def test_a_root_blocker_in_another_project_is_named() -> None:
    result = progress_of(
        """
        | Project ID | Project | Owner | Status      | Start date | Due date   |
        | P-1        | Launch  | Ana   | In progress | 2026-04-01 | 2026-06-30 |
        | P-2        | Legal   | Ben   | In progress | 2026-04-01 | 2026-06-30 |
        """,
        """
        | Task ID | Project ID | Task     | Owner | Status      | Start date | Due date   | Predecessors |
        | T-1     | P-1        | Sign     | Ana   | Not started | 2026-04-10 | 2026-04-20 | T-2          |
        | T-2     | P-2        | Contract | Ben   | In progress | 2026-04-01 | 2026-04-17 |              |
        """,
    )
    row = rows_by_key(result)["P-1"]
    assert row["root_blocker"] == "T-2 Contract (Ben, P-2)"
    assert "1 task blocked by P-2" in row["why"]


def test_tasks_that_name_the_project_by_its_name_belong_to_it_and_strangers_are_told() -> None:
    result = progress_of(
        ONE,
        """
        | Task ID | Project ID | Task | Status      |
        | T-1     | launch     | a    | Complete    |
        | T-2     | P-77       | b    | Not started |
        """,
    )
    assert the_row(result)["done"] == 1.0
    assert "1 task of no known project counted nowhere: T-2" in result.notes


def test_the_portfolio_is_weighed_by_weight_where_all_have_one() -> None:
    projects = """
        | Project ID | Project | Owner | Status      | % complete | Weight |
        | P-1        | a       | Ana   | In progress | 100%       | 3      |
        | P-2        | b       | Ana   | In progress | 0%         | {}     |
    """
    figures = [progress_of(projects.format(w)).figures[-1] for w in ("1", "")]
    assert [figure.value for figure in figures] == [0.75, 0.5]
    assert [figure.basis for figure in figures] == [
        "weighted by Weight, n 2", "all projects equal, n 2",
    ]  # fmt: skip


def test_an_empty_tab_gives_an_empty_portfolio() -> None:
    result = progress_of("| Project ID | Project | Owner |")
    assert result.frame.empty
    assert next(iter(result.frame.columns)) == "key"
    assert result.figures[0].value == 0
