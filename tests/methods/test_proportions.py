"""Truth: Newcombe 1998 (Statistics in Medicine 17:857-872), table of score intervals without correction."""

from __future__ import annotations

import pytest

from mso_sheets.methods.proportions import differ, interval, share_text, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_newcombe_1998(
    successes: int, n: int, low: float, high: float
) -> None:
    assert interval(successes, n) == pytest.approx((low, high), abs=0.00005)


def test_no_cases_have_no_interval() -> None:
    low, high = wilson([0, 1], [0, 2])
    assert str(low[0]) == "nan"
    assert 0 < low[1] < high[1] < 1
    assert share_text(0, 0, 20) == "no cases"


def test_overlapping_intervals_are_not_ranked() -> None:
    assert differ((10, 100), (40, 100))
    assert not differ((1, 5), (3, 5))


def test_a_share_is_told_with_its_interval_and_a_small_n_says_so() -> None:
    assert share_text(32, 100, 20) == "32% (24-42%, n=100)"
    assert share_text(3, 8, 20) == "38% (14-69%, n=8, small n)"
