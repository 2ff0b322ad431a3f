"""Weighted shares by hand: what counts, what it weighs, and how much of it was planned by today."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from mso_sheets.methods.calendar import Calendars, WorkingCalendar
from mso_sheets.methods.progress import (
    leaves,
    planned_share,
    share_done,
    task_weights,
    weighted_share,
)

NAN = float("nan")


def flags(*values: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.array(values, dtype=np.bool_)


def test_summaries_of_a_numbered_outline_are_no_leaves() -> None:
    ids = ["1", "1.1", "1.2", "1.2.1", "1.10", "2", "T-1"]
    assert leaves(ids, np.zeros(7, np.int64)).tolist() == [
        False, True, False, True, True, True, True,
    ]  # fmt: skip


def test_an_outline_counts_within_its_own_project_only() -> None:
    assert leaves(["1", "1.1"], np.array([0, 1])).tolist() == [True, True]


def test_complete_is_all_a_given_percent_counts_and_silence_is_nothing() -> None:
    found = share_done(flags(1, 0, 0, 0), np.array([0.5, 0.4, NAN, 1.7]))
    assert found.tolist() == [1.0, 0.4, 0.0, 1.0]


def test_effort_weighs_and_a_row_without_takes_the_median_of_its_project() -> None:
    effort = np.array([2.0, 10.0, 4.0, NAN, NAN])
    weights, by_effort, missing = task_weights(effort, flags(0, 0, 0, 0, 1), np.zeros(5, int), 1)
    assert weights.tolist() == [2, 10, 4, 4, 0]
    assert by_effort.tolist() == [True]
    assert missing.tolist() == [0.25]


def test_with_effort_on_less_than_half_of_the_rows_all_weigh_the_same() -> None:
    effort = np.array([8.0, NAN, NAN])
    weights, by_effort, missing = task_weights(effort, flags(0, 0, 0), np.zeros(3, int), 1)
    assert weights.tolist() == [1, 1, 1]
    assert by_effort.tolist() == [False]
    assert missing[0] == pytest.approx(2 / 3)


def test_milestones_alone_weigh_the_same() -> None:
    weights, by_effort, _ = task_weights(np.array([NAN, NAN]), flags(1, 1), np.zeros(2, int), 1)
    assert weights.tolist() == [1, 1]
    assert by_effort.tolist() == [False]


def test_planned_share_counts_working_days_and_steps_at_milestones() -> None:
    # Tuesday 14 April 2026; Good Friday and Easter Monday are off.
    team = WorkingCalendar(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    start = np.array(
        ["2026-04-01", "2026-04-13", "2026-04-15", "NaT", "NaT", "2026-04-10", "NaT"],
        "datetime64[D]",
    )
    finish = np.array(
        ["2026-04-17", "2026-04-14", "2026-04-20", "2026-04-14", "2026-04-15", "2026-04-10", "NaT"],
        "datetime64[D]",
    )
    people = np.array([""] * 7, dtype=object)
    found = planned_share(
        start, finish, people, np.array("2026-04-14", "datetime64[D]"), Calendars(team)
    )
    # (1 Apr, 17 Apr] holds 10 working days, 7 of them by the 14th.
    assert found[:6].tolist() == pytest.approx([0.7, 1.0, 0.0, 1.0, 0.0, 1.0])
    assert np.isnan(found[6])


def test_shares_are_weighted_within_each_project_over_what_is_known() -> None:
    found = weighted_share(
        np.array([1.0, 0.5, NAN, 0.2]), np.array([1.0, 3.0, 5.0, 0.0]), np.array([0, 0, 0, 1]), 3
    )
    assert found[0] == pytest.approx(0.625)
    assert np.isnan(found[1:]).all()
