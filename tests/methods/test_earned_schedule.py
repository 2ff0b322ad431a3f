"""Truth: public test suites; W. Lipke, "Schedule is Different", The Measurable News, March 2003."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.methods.earned_schedule import earned_schedule, earned_times, finish_date

TRUTH = Path(__file__).parent.parent / "truth" / "earned_schedule"
CASES = json.loads((TRUTH / "cases.json").read_text())
LATE = json.loads((TRUTH / "spi_degrades.json").read_text())["illustration_not_published_data"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_earned_schedule_is_that_of_its_source(case: dict[str, Any]) -> None:
    found = earned_schedule(case["pv_cumulative"], case["ev"], case["at"])
    for name, expected in case["recomputed"].items():
        assert getattr(found, name) == (
            None if expected is None else pytest.approx(expected, rel=1e-6, abs=1e-9)
        ), name


def test_the_forecast_date_counts_the_first_day_as_day_one() -> None:
    case = CASES[-1]
    found = earned_schedule(case["pv_cumulative"], case["ev"], case["at"])
    assert found.ieac_t is not None
    start = date.fromisoformat(case["dates"]["project_start"])
    expected = case["dates"]["forecast_finish_working_calendar"]
    assert finish_date(start, found.ieac_t, WorkingCalendar()).isoformat() == expected


@pytest.mark.parametrize("row", LATE, ids=lambda r: f"period {r['period']}")
def test_a_late_project_stays_late_in_time_though_not_in_value(row: dict[str, Any]) -> None:
    plan = [period["pv"] for period in LATE]
    found = earned_schedule(plan, row["ev"], row["period"])
    assert found.planned == 10
    assert found.es == pytest.approx(row["es"])
    assert found.spi_t == pytest.approx(row["spi_t"])
    assert row["ev"] / row["pv"] == pytest.approx(row["spi"])


def test_on_a_flat_stretch_the_last_period_that_is_met_counts() -> None:
    assert earned_schedule([10, 10, 10, 20], 10, 3).es == 3.0
    assert earned_schedule([10, 10, 10, 20], 15, 3).es == 3.5


def test_before_any_time_or_earning_there_is_no_ratio() -> None:
    assert earned_schedule([10, 20], 0, 0).spi_t is None
    assert earned_schedule([10, 20], 0, 1).ieac_t is None


@pytest.mark.parametrize(("plan", "earned"), [([], 1), ([10, 5], 1), ([10, 20], -1)])
def test_a_falling_plan_or_negative_earning_is_refused(plan: list[float], earned: float) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        earned_schedule(plan, earned, 1)


def test_many_projects_at_once_equal_the_method_day_by_day() -> None:
    random = Random(11)
    group, begin, end, weight = [], [], [], []
    for project in range(40):
        for _ in range(random.randrange(1, 9)):
            first = random.randrange(100, 140)
            group.append(project)
            begin.append(first)
            end.append(first + random.randrange(1, 20))
            weight.append(random.choice([1.0, 2.5, 8.0]))
    earned = np.array([random.choice([0.0, 1.0, random.random()]) for _ in range(40)])
    places, first_day, last_day, mass = (
        np.array(values, dtype=float) for values in (group, begin, end, weight)
    )

    found = earned_times(places.astype(int), first_day, last_day, mass, earned)

    for project in range(40):
        rows = [row for row, owner in enumerate(group) if owner == project]
        first, last = min(begin[r] for r in rows), max(end[r] for r in rows)
        plan = [
            sum(weight[r] * min(max((day - begin[r]) / (end[r] - begin[r]), 0), 1) for r in rows)
            for day in range(first + 1, last + 1)
        ]
        slow = earned_schedule(plan, earned[project] * sum(weight[r] for r in rows))
        assert found.begin[project] == first
        assert found.end[project] == last
        assert found.reached[project] - first == pytest.approx(slow.es, abs=1e-6)


def test_a_project_without_a_plan_has_no_earned_time() -> None:
    found = earned_times(
        np.array([1]), np.array([0.0]), np.array([4.0]), np.array([1.0]), np.array([0.5, 0.5])
    )
    assert np.isnan(found.reached[0])
    assert found.reached[1] == 2.0
    nothing = np.array([], dtype=float)
    assert np.isnan(
        earned_times(nothing.astype(int), nothing, nothing, nothing, np.array([0.5])).reached
    ).all()
