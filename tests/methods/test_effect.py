from __future__ import annotations

import math
from datetime import date

import pytest

from mso_sheets.methods.effect import effect, quadrant, too_early, wanted_direction

NONE = math.nan


@pytest.mark.parametrize(
    ("impact", "effort", "expected"),
    [
        (5, 1, "Quick win"),
        (3, 2, "Quick win"),
        (5, 3, "Major project"),
        (2, 2, "Fill-in"),
        (1, 5, "Thankless"),
        (NONE, 2, ""),
    ],
)
def test_ideas_fall_into_four_quadrants(impact: float, effort: float, expected: str) -> None:
    assert quadrant(impact, effort) == expected


def test_on_a_scale_to_ten_the_upper_half_begins_above_five() -> None:
    assert quadrant(6, 5, scale=10) == "Quick win"
    assert quadrant(5, 6, scale=10) == "Thankless"


@pytest.mark.parametrize(
    ("baseline", "actual", "target", "outcome"),
    [
        (20, 7.5, 6, "Verified"),
        (20, 19.5, 6, "No effect"),
        (20, 22, 6, "Worse"),
        (60, 66, 90, "Verified"),
        (60, 57, 90, "Worse"),
        (20, 19, 6, "Verified"),
        (20, 6, NONE, ""),
        (20, NONE, 6, ""),
        (0, 5, 10, "Verified"),
    ],
)
def test_the_target_says_which_way_is_better(
    baseline: float, actual: float, target: float, outcome: str
) -> None:
    found = effect(baseline, actual, wanted_direction(baseline, target), 0.05, target)
    assert found.outcome == outcome


def test_the_sentence_carries_the_change_and_the_way_to_the_target() -> None:
    assert effect(20, 7.5, -1, 0.05, 6).words == "20 to 7.5 (-62%), 89% of the way to 6"


def test_a_measurement_before_the_change_had_time_is_too_early() -> None:
    assert too_early(date(2026, 3, 1), date(2026, 3, 2))
    assert not too_early(date(2026, 3, 2), date(2026, 3, 2))
    assert not too_early(None, date(2026, 3, 2))
