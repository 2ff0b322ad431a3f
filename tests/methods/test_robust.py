"""Truth: Iglewicz & Hoaglin 1993, fallback for MAD = 0 with the mean deviation."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from mso_sheets.methods.robust import likely_slip, likely_swap, modified_z, outliers

CASES = json.loads((Path(__file__).parent.parent / "truth/robust_z/cases.json").read_text())[
    "cases"
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_modified_z_and_outliers_are_those_of_iglewicz_and_hoaglin(
    case: dict[str, list[float]],
) -> None:
    assert modified_z(case["x"]) == pytest.approx(case["modified_z"], abs=1e-6)
    assert np.flatnonzero(outliers(case["x"])).tolist() == case["outliers_abs>3.5"]


def test_when_most_values_are_equal_the_mean_deviation_stands_in() -> None:
    values = [5.0] * 9 + [15.0]
    mean_deviation = 10 / 10
    assert modified_z(values)[-1] == pytest.approx(10 / (1.253314 * mean_deviation))
    assert np.flatnonzero(outliers(values)).tolist() == [9]


def test_fewer_than_six_values_have_no_outlier() -> None:
    assert not outliers([1.0, 1.1, 0.9, 1.0, 900.0]).any()
    assert outliers([1.0, 1.1, 0.9, 1.0, 1.05, 900.0]).any()


def test_missing_values_stay_missing_and_do_not_count() -> None:
    assert np.isnan(modified_z([1.0, np.nan, 2.0])[1])
    assert not outliers([1.0, 2.0, np.nan, 1.5, 1.2, 90.0]).any(), "five known values are too few"
    assert modified_z([]).size == 0


@pytest.mark.parametrize(
    ("value", "usual", "slip"),
    [
        (1200.0, 118.0, "x10"),
        (118_000.0, 118.0, "x1000"),
        (0.12, 118.0, "/1000"),
        (45.0, 0.47, "x100"),
        (-118.0, 120.0, "sign"),
        (240.0, 118.0, ""),
        (0.0, 118.0, ""),
        (5.0, float("nan"), ""),
    ],
)
def test_a_slip_is_named_only_when_a_factor_fits(value: float, usual: float, slip: str) -> None:
    assert likely_slip(value, usual) == slip


def test_target_and_actual_are_swapped_only_when_each_fits_the_other() -> None:
    assert likely_swap(target=61, actual=101, usual_target=100, usual_actual=60)
    assert not likely_swap(target=100, actual=61, usual_target=100, usual_actual=60)
    assert not likely_swap(target=100, actual=98, usual_target=99, usual_actual=97)
