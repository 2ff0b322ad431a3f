"""Truth: exact convolution (the first case is the negative binomial law); triangular moments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mso_sheets.methods.forecast import (
    Forecast,
    after_shift,
    backtest,
    exact_periods,
    forecast_periods,
    run_rate_periods,
    simulate_chain,
    simulate_periods,
    triangular,
)

TRUTH = Path(__file__).parent.parent / "truth" / "forecast"
CASES = json.loads((TRUTH / "throughput_exact.json").read_text())["cases"]
CHAIN = json.loads((TRUTH / "triangular_chain.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_the_exact_law_is_the_published_one(case: dict[str, Any]) -> None:
    law, exact = exact_periods(case["history"], case["backlog"]), case["exact"]
    size = min(law.cdf.size, len(exact["cdf"]))
    assert law.cdf[:size].tolist() == pytest.approx(exact["cdf"][:size], abs=1e-9)
    assert [law.quantile(q) for q in (0.5, 0.85, 0.95)] == [exact[k] for k in ("p50", "p85", "p95")]
    assert law.mean == pytest.approx(exact["mean"])
    assert run_rate_periods(case["history"], case["backlog"]) == exact["run_rate_periods"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_ten_thousand_draws_come_within_a_period_of_the_exact_law(case: dict[str, Any]) -> None:
    law = simulate_periods(case["history"], case["backlog"], draws=10_000, seed=20_260_101)
    exact = case["exact"]
    for share, key in ((0.5, "p50"), (0.85, "p85"), (0.95, "p95")):
        assert abs((law.quantile(share) or 0) - exact[key]) <= 1
    size = min(law.cdf.size, len(exact["cdf"]))
    assert law.cdf[:size].tolist() == pytest.approx(exact["cdf"][:size], abs=0.015)


def test_the_same_seed_draws_the_same_futures() -> None:
    first = simulate_periods([0, 3, 1], 20, draws=500, seed=1)
    again = simulate_periods([0, 3, 1], 20, draws=500, seed=1)
    other = simulate_periods([0, 3, 1], 20, draws=500, seed=2)
    assert first.cdf.tolist() == again.cdf.tolist()
    assert first.cdf.tolist() != other.cdf.tolist()


def test_a_past_with_many_empty_weeks_needs_far_more_time_than_its_run_rate() -> None:
    past = [0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0, 4]
    law = exact_periods(past, 17)
    assert run_rate_periods(past, 17) == 17
    assert (law.quantile(0.85) or 0) > 25


def test_a_team_that_finishes_nothing_never_ends() -> None:
    assert exact_periods([0, 0, 0], 1).quantile(0.5) is None
    assert run_rate_periods([0, 0, 0], 1) is None


@pytest.mark.parametrize(("past", "left"), [([], 3), ([1, -1], 3), ([1, 2], 0)])
def test_an_empty_past_or_no_backlog_is_refused(past: list[float], left: int) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        exact_periods(past, left)


def forecast(past: Sequence[float], left: int) -> Forecast:
    return forecast_periods(
        past,
        left,
        minimum_periods=5,
        confident_periods=11,
        minimum_items=8,
        window_periods=12,
        draws=10_000,
        seed=1,
    )


def test_below_five_weeks_or_eight_items_there_is_no_date() -> None:
    assert forecast([4, 4, 4, 4], 4).p85 is None
    assert forecast([1, 1, 1, 1, 1, 1], 4).reason == (
        "not enough data: 6 items finished in 6 weeks, a forecast needs 8 in 5"
    )


def test_the_last_weeks_are_drawn_from_but_all_items_count_as_experience() -> None:
    found = forecast([5, 5, *[0, 1] * 6], 3)
    assert found.used == 12
    assert found.run_rate == 6


def test_a_short_past_is_labelled_and_a_long_one_is_not() -> None:
    assert forecast([2, 2, 2, 2, 2], 4) == Forecast(2, 2, 2, 5, True)
    assert not forecast([2] * 12, 4).low_confidence


def test_a_pace_too_slow_for_ten_years_is_said() -> None:
    found = forecast([0] * 11 + [8], 6000)
    assert found.p85 is None
    assert found.reason == "more than 520 periods at this pace"


def test_only_the_time_after_a_shift_is_used() -> None:
    assert list(after_shift([9, 8, 9, 8, 1, 2, 1, 0, 2, 1, 1, 2])) == [1, 2, 1, 0, 2, 1, 1, 2]
    steady = [3, 0, 4, 1, 2, 5, 0, 3, 1, 4, 2, 0]
    assert list(after_shift(steady)) == steady


def test_a_forecast_made_half_way_is_checked_against_what_came() -> None:
    assert backtest([2] * 12) is True
    assert backtest([8] * 6 + [1] * 6) is False
    assert backtest([2] * 8) is None


def test_triangular_tasks_in_a_row_have_the_analytic_mean_and_spread() -> None:
    estimates = [tuple(values) for values in CHAIN["activities_min_mode_max"].values()]
    moments = [triangular(*estimate) for estimate in estimates]
    assert sum(mean for mean, _ in moments) == pytest.approx(CHAIN["analytic_mean"])
    assert sum(v for _, v in moments) ** 0.5 == pytest.approx(CHAIN["analytic_sd"])
    drawn = simulate_chain(estimates, draws=10_000, seed=5)
    assert float(np.mean(drawn)) == pytest.approx(CHAIN["analytic_mean"], rel=0.01)
    assert float(np.std(drawn)) == pytest.approx(CHAIN["analytic_sd"], rel=0.03)
