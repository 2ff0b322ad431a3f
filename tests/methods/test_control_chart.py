"""Truth: NIST/SEMATECH e-Handbook 6.3.2.2 (limits) and NHSRplotthedots (rules, snapshot)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from mso_sheets.methods.control_chart import (
    RUN,
    chart,
    limits,
    part_of_two_of_three,
    run_lengths,
    sides,
    trends,
)

TRUTH = Path(__file__).parent.parent / "truth" / "control_chart"
RULES = json.loads((TRUTH / "rule_vectors.json").read_text())


@pytest.mark.parametrize("case", json.loads((TRUTH / "xmr_limits.json").read_text()))
def test_limits_are_those_of_the_nist_handbook(case: dict[str, object]) -> None:
    expected = case["recomputed"]
    assert isinstance(expected, dict)
    found = limits(case["values"])  # type: ignore[arg-type]
    by_d2 = limits(case["values"], factor=3 / 1.128)  # type: ignore[arg-type]

    assert found.mean == pytest.approx(expected["mean"], abs=1e-9)
    assert found.moving_range == pytest.approx(expected["mr_bar"], abs=1e-9)
    assert found.upper == pytest.approx(expected["unpl"], abs=1e-9)
    assert found.lower == pytest.approx(expected["lnpl"], abs=1e-9)
    assert found.range_limit == pytest.approx(expected["url"], abs=1e-9)
    assert by_d2.upper == pytest.approx(expected["unpl_d2"], abs=1e-9)
    assert by_d2.lower == pytest.approx(expected["lnpl_d2"], abs=1e-9)


def test_limits_are_those_of_an_independent_nhs_implementation() -> None:
    snapshot = RULES["snapshot_limits"]
    found = limits(snapshot["values"])
    assert found.mean == pytest.approx(snapshot["limits"]["mean"], abs=1e-4)
    assert found.lower == pytest.approx(snapshot["limits"]["lpl"], abs=1e-4)
    assert found.upper == pytest.approx(snapshot["limits"]["upl"], abs=1e-4)


def test_screening_moving_ranges_narrows_limits_and_is_off_unless_asked() -> None:
    values = [10, 11, 10, 11, 10, 11, 60, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11]
    assert limits(values, screen=True).moving_range == pytest.approx(1.0)
    assert limits(values).moving_range > 6


def test_a_run_of_seven_is_found_where_the_nhs_package_finds_it() -> None:
    cases = RULES[next(key for key in RULES if key.startswith("seven_one_side"))]
    for case in cases:
        assert (np.abs(run_lengths(case["in"])) >= 7).astype(int).tolist() == case["out"]


def test_a_trend_of_seven_points_is_found_where_the_nhs_package_finds_it() -> None:
    cases = RULES[next(key for key in RULES if key.startswith("seven_point_trend"))]
    for case in cases:
        lengths = trends(case["in"])
        flagged = np.where(np.abs(lengths) >= 7, np.sign(lengths), 0)
        assert flagged.tolist() == case["out"]


def test_two_of_three_are_found_where_the_nhs_package_finds_them() -> None:
    cases = RULES[next(key for key in RULES if key.startswith("two_in_three"))]
    for case in cases:
        found = part_of_two_of_three(case["close"], case["side"])
        assert found.astype(int).tolist() == case["out"]


def test_a_constant_series_has_no_signal() -> None:
    assert not chart([0.1 + 0.2] * 30).signal.any()


def test_a_change_after_a_constant_baseline_is_a_signal() -> None:
    assert chart([5.0] * 12 + [6.0]).outside.tolist() == [0] * 12 + [1]
    assert chart([5.0] * 20 + [4.0]).outside.tolist() == [0] * 20 + [-1]


def test_limits_stay_locked_on_the_first_twenty_points() -> None:
    steady = [10.0, 12.0] * 10
    later = steady + [30.0, 32.0] * 10
    assert limits(later, baseline=20).upper == limits(steady).upper
    assert (chart(later).outside[20:] == 1).all()


def test_the_eighth_point_on_one_side_is_a_signal_and_the_seventh_is_not() -> None:
    values = [1.0, -1.0] * 10 + [0.5] * 8
    found = chart(values).signal
    assert RUN == 8
    assert found[-1]
    assert not found[:-1].any()


def test_a_point_on_the_mean_breaks_a_run() -> None:
    assert sides([1.0, 2.0, 3.0], 2.0).tolist() == [-1, 0, 1]
    assert run_lengths([1, 1, 0, 1, -1, -1]).tolist() == [1, 2, 0, 1, -1, -2]


def test_a_matrix_gives_what_its_rows_give_alone() -> None:
    noise = np.random.default_rng(1).normal(size=(5, 30))
    noise[1, 12:] = np.nan
    together = chart(noise)
    for row in range(5):
        alone = chart(noise[row][~np.isnan(noise[row])])
        assert together.signal[row, : alone.signal.size].tolist() == alone.signal.tolist()
        assert together.limits.upper[row] == pytest.approx(float(alone.limits.upper))


def test_an_empty_series_has_no_limits_and_no_signal() -> None:
    assert np.isnan(limits([]).mean)
    assert chart(np.full((1, 3), np.nan)).signal.sum() == 0


@pytest.mark.parametrize("length", [12, 20, 24, 36])
def test_on_pure_noise_the_last_point_is_a_signal_in_at_most_4_of_100_series(length: int) -> None:
    noise = np.random.default_rng(20260414).normal(size=(1_000, length))
    assert chart(noise).signal[:, -1].mean() <= 0.04
