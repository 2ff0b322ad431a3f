"""Milestones against the oracle, and by hand: slips, moves, floats, blockers, cycles."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pandas as pd
import pytest

from mso_sheets.analyses import milestones
from mso_sheets.analyses.context import Context
from mso_sheets.model.history import History
from mso_sheets.model.result import Result
from mso_sheets.model.table import Tables
from tests.analyses.people_world import Change, history_of, sample_world
from tests.analyses.project_world import (
    oracle_world,
    random_projects,
    random_tasks,
    records,
    world,
)
from tests.making import TODAY
from tests.oracle import projects as oracle


def milestones_of(tasks: str, past: History | None = None, **more: str) -> Result:
    return milestones.analyse(*world({"tasks": tasks, **more}, past))


def rows_of(result: Result) -> dict[str, dict[str, Any]]:
    return records(result.frame)


def plain(value: Any) -> Any:
    return None if pd.isna(value) else value.date() if isinstance(value, pd.Timestamp) else value


def random_world(seed: int) -> tuple[Tables, Context]:
    random = Random(seed)
    projects, tasks = random_projects(random, TODAY, 6), random_tasks(random, TODAY, 6, 20)
    people = "| Name | Working days |\n| Ben | Sun-Thu |"
    return world({"projects": projects, "tasks": tasks, "people": people})


def assert_as_the_oracle_says(tables: Tables, context: Context) -> None:
    found = rows_of(milestones.analyse(tables, context))
    world = oracle_world(tables, context)
    network = oracle.Network(world)
    stuck = network.stuck()
    for place, task in enumerate(world.tasks):
        home = world.home(task)
        over = home is not None and home["status"] in ("Complete", "Cancelled")
        summary = (
            home is not None
            and task["status"] != "Cancelled"
            and not any(task is counted for counted in world.of(home))
        )
        wanted = oracle.is_milestone(task) and task["status"] != "Cancelled"
        late = world.late(task["owner"], task["due_date"]) if oracle.is_open(task) else 0
        name = task["task_id"]
        if over or summary:
            assert name not in found
            continue
        if wanted or late:
            assert name in found
        if name not in found:
            continue
        row, forecast = found[name], network.day(place, stuck)
        assert plain(row["forecast"]) == forecast, name
        assert row["days_late"] == late, name
        promised = task["baseline_due"] or task["due_date"]
        slip = world.team.between(promised, forecast) if promised and forecast else None
        assert plain(row["slip"]) == slip, name
        root = network.root(place, stuck) if oracle.is_open(task) else None
        if root is not None:
            assert row["blocked_by"].startswith(_key(network, root)), name


def _key(network: oracle.Network, node: int) -> str:
    field = "task_id" if node < network.count else "project_id"
    return str(network.nodes[node][field])


@pytest.mark.parametrize("seed", range(8))
def test_random_networks_are_as_an_independent_oracle_says(seed: int) -> None:
    assert_as_the_oracle_says(*random_world(seed))


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 23)])
def test_the_sample_workbook_is_as_an_independent_oracle_says(day: date) -> None:
    assert_as_the_oracle_says(*sample_world(day))


CHAIN = """
    | Task ID | Project ID | Task     | Type      | Owner | Status      | Start date | Due date   | Predecessors |
    | T-1     | P-1        | Contract | Task      | Ben   | In progress | 2026-03-30 | 2026-04-08 |              |
    | T-2     | P-1        | Build    | Task      | Ana   | Not started | 2026-04-09 | 2026-04-15 | T-1          |
    | M-1     | P-1        | Live     | Milestone | Ana   | Not started |            | 2026-04-16 | T-2          |
    | M-2     | P-1        | Party    | Milestone | Ana   | Not started |            | 2026-05-29 |              |
"""  # noqa: E501


def test_lateness_runs_through_the_network_to_the_milestone() -> None:
    rows = rows_of(milestones_of(CHAIN))
    # T-1 was due 4 working days ago; its 8 days of work are not begun to be reported: 14 to 23 April.
    assert rows["T-1"]["days_late"] == 4
    assert str(rows["T-1"]["forecast"].date()) == "2026-04-23"
    assert str(rows["M-1"]["forecast"].date()) == "2026-04-30"
    assert rows["M-1"]["slip"] == 10
    assert rows["M-1"]["state"] == "Slipping"
    assert rows["M-1"]["blocked_by"] == "T-1 Contract (Ben, P-1)"
    assert rows["T-1"]["holds_up"] == 2
    assert rows["T-1"]["knock_on"] == 8
    assert (rows["M-2"]["critical"], rows["M-2"]["slip"]) == ("yes", 0)
    assert (rows["M-1"]["critical"], rows["M-1"]["float"]) == ("", 21)


def event(day: str, record: str, before: str | None, after: str) -> Change:
    return (f"{day}T08:05:00+00:00", "tasks", record, "due_date", before, after)


def test_slip_and_moves_are_told_by_the_history() -> None:
    past = history_of(
        [
            event("2026-03-02", "M-1", None, "2026-03-31"),
            event("2026-03-20", "M-1", "2026-03-31", "2026-04-09"),
            event("2026-04-13", "M-1", "2026-04-09", "2026-04-16"),
        ],
        date(2026, 3, 2),
    )
    row = rows_of(milestones_of(CHAIN, past))["M-1"]
    assert (row["moved"], row["retroactive"]) == (2, 1)
    assert str(row["first_promise"].date()) == "2026-03-31"
    assert row["slip"] == 22


def test_without_a_history_moves_are_unknown_not_none() -> None:
    result = milestones_of(CHAIN)
    assert result.frame["moved"].isna().all()
    assert any(note.startswith("No history yet") for note in result.notes)


def test_a_baseline_is_the_first_promise() -> None:
    row = rows_of(
        milestones_of(
            """
            | Task ID | Project ID | Task | Type      | Status   | Due date   | Baseline due | Completed date |
            | M-1     | P-1        | Live | Milestone | Complete | 2026-04-10 | 2026-04-01   | 2026-04-09     |
            """
        )
    )["M-1"]
    assert (row["state"], row["slip"]) == ("Done", 6)


def test_each_cycle_is_told_once_by_name_and_the_rest_is_still_scheduled() -> None:
    result = milestones_of(
        """
        | Task ID | Project ID | Task | Type      | Owner | Status      | Due date   | Predecessors |
        | A       | P-1        | a    | Milestone | Ana   | Not started | 2026-04-20 | B            |
        | B       | P-1        | b    | Milestone | Ben   | Not started | 2026-04-20 | A            |
        | C       | P-1        | c    | Milestone | Ben   | Not started | 2026-04-20 | B            |
        | D       | P-1        | d    | Milestone | Ben   | Not started | 2026-04-20 |              |
        """
    )
    rows = rows_of(result)
    assert rows["A"]["blocked_by"] == rows["B"]["blocked_by"] == "cycle A -> B -> A"
    assert rows["C"]["blocked_by"] == "a dependency cycle"
    assert pd.isna(rows["C"]["forecast"])
    assert str(rows["D"]["forecast"].date()) == "2026-04-20"
    (gap,) = [gap for gap in result.gaps if gap.kind == "dependency"]
    assert (gap.key, gap.owner) == ("dependency/A+B", "Ana")
    assert "A -> B -> A" in gap.what


def test_milestones_of_finished_projects_are_left_out_and_paused_ones_come_last() -> None:
    result = milestones_of(
        """
        | Task ID | Project ID | Task | Type      | Status      | Due date   |
        | M-1     | P-1        | a    | Milestone | Not started | 2026-04-01 |
        | M-2     | P-2        | b    | Milestone | Not started | 2026-03-02 |
        | M-3     | P-3        | c    | Milestone | Not started | 2026-03-02 |
        | M-4     | P-1        | d    | Milestone | Complete    | 2026-03-02 |
        """,
        projects="""
        | Project ID | Project | Status      |
        | P-1        | runs    | In progress |
        | P-2        | waits   | On hold     |
        | P-3        | over    | Complete    |
        """,
    )
    assert result.frame["key"].tolist() == ["M-1", "M-2", "M-4"]
    assert result.frame["state"].tolist() == ["Late", "On hold", "Done"]
    assert [gap.key for gap in result.gaps] == ["schedule/M-1"]
    assert result.gaps[0].what == "Milestone a is 9 working days late"


def test_dates_that_moved_together_are_noted_as_a_new_plan() -> None:
    moves = [
        event("2026-04-10", f"T-{number}", "2026-04-20", "2026-05-20") for number in range(1, 5)
    ]
    tasks = "| Task ID | Project ID | Task | Status | Due date |\n" + "\n".join(
        f"| T-{number} | P-1 | t | Not started | 2026-05-20 |" for number in range(1, 6)
    )
    result = milestones_of(tasks, history_of(moves, date(2026, 3, 2)))
    assert (
        "Re-planned, slips still count from the first promise: P-1 on 10 Apr (4 of 5 open dates)"
        in result.notes
    )


def test_the_schedule_itself_is_examined() -> None:
    result = milestones_of(
        """
        | Task ID | Project ID | Task | Status      | Start date | Due date   | Baseline due | Completed date | Predecessors |
        | T-1     | P-1        | a    | Complete    | 2026-03-02 | 2026-04-01 | 2026-04-01   | 2026-03-31     |              |
        | T-2     | P-1        | b    | Complete    | 2026-03-02 | 2026-04-10 | 2026-04-03   | 2026-04-09     |              |
        | T-3     | P-1        | c    | In progress | 2026-03-02 | 2026-05-29 | 2026-04-10   |                |              |
        | T-4     | P-1        | d    | Not started | 2026-06-02 | 2026-05-29 |              |                | T-3          |
        | T-5     | P-1        | e    | Not started | 2026-05-04 | 2026-05-29 |              |                |              |
        | T-6     | P-1        | f    | Cancelled   |            | 2026-04-01 |              |                |              |
        """  # noqa: E501
    )
    assert (
        "Done against due by now: BEI 0.67 (good from 0.95); "
        "67% of 3 due by now not done in time (good up to 5%)"
    ) in result.notes
    assert "33% of open tasks linked to nothing: their float says little" in result.notes
    assert "1 task with a finish after today, or a due date before the start" in result.notes
