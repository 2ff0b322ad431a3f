"""Truth: data and curves of lifelines 0.30.3; Freireich 1963 (Kleinbaum & Klein); R survival."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mso_sheets.methods.survival import chi2_tail, kaplan_meier, log_rank

TRUTH = Path(__file__).parent.parent / "truth" / "kaplan_meier"
EXPECTED = json.loads((TRUTH / "expected.json").read_text())
PUBLISHED = json.loads((TRUTH / "published.json").read_text())
GROUP = {"leukemia_freireich": "Rx", "waltons": "group", "lung": "sex"}
CURVES = [(name, group) for name, facts in EXPECTED.items() for group in facts["groups"]]


def observations(name: str, group: str = "all") -> tuple[pd.Series[Any], pd.Series[Any]]:
    facts, frame = EXPECTED[name], pd.read_csv(TRUTH / f"{name}.csv")
    if group != "all":
        frame = frame[frame[GROUP[name]].astype(str) == group]
    return frame[facts["duration_col"]], frame[facts["event_col"]]


@pytest.mark.parametrize(("name", "group"), CURVES)
def test_the_curve_is_that_of_lifelines(name: str, group: str) -> None:
    expected = EXPECTED[name]["groups"][group]
    found = kaplan_meier(*observations(name, group))

    assert (found.n, found.events) == (expected["n"], expected["events"])
    assert found.times.tolist() == expected["timeline"]
    assert found.survival.tolist() == pytest.approx(expected["survival"], abs=1e-5)
    assert found.lower.tolist() == pytest.approx(expected["ci_lower"], abs=1e-5)
    assert found.upper.tolist() == pytest.approx(expected["ci_upper"], abs=1e-5)
    assert found.at_risk.tolist() == expected["at_risk"]
    assert found.closed.tolist() == expected["observed"]
    assert found.censored.tolist() == expected["censored"]
    assert found.median == expected["median"]
    assert list(found.median_interval) == expected["median_ci95"]
    for share, time in expected["percentiles"].items():
        assert found.percentile(float(share)) == time


@pytest.mark.parametrize("name", list(EXPECTED))
def test_groups_are_compared_as_lifelines_does(name: str) -> None:
    frame = pd.read_csv(TRUTH / f"{name}.csv")
    found = log_rank(*observations(name), frame[GROUP[name]])
    assert found.chi2 == pytest.approx(EXPECTED[name]["logrank"]["chi2"], abs=1e-5)
    assert found.p == pytest.approx(EXPECTED[name]["logrank"]["p"], abs=1e-5)


def test_the_printed_curves_of_the_literature_are_met() -> None:
    table = PUBLISHED["leukemia_freireich Rx=0 (6-MP)"]
    treated = kaplan_meier(*observations("leukemia_freireich", "0"))
    by_time = dict(zip(treated.times.tolist(), treated.survival.tolist(), strict=True))
    for week, share in table["survival"].items():
        assert by_time[float(week)] == pytest.approx(share, abs=0.0006), week
    assert treated.median == table["median"]
    placebo = kaplan_meier(*observations("leukemia_freireich", "1"))
    assert placebo.median == PUBLISHED["leukemia placebo median"]
    lung = PUBLISHED["lung (R survival)"]
    assert kaplan_meier(*observations("lung")).median == lung["median"]
    assert kaplan_meier(*observations("lung", "1")).median == lung["median_sex1"]
    assert kaplan_meier(*observations("lung", "2")).median == lung["median_sex2"]


def test_the_median_is_unknown_while_most_are_open() -> None:
    found = kaplan_meier([1, 2, 3, 4, 5], [True, False, False, False, False])
    assert found.survival[-1] > 0.5
    assert found.median is None


def test_items_that_were_imported_old_do_not_count_before_they_came() -> None:
    # By hand: at 2 only the first two are watched (1 of 2 closes), at 5 both others (1 of 3 closes).
    found = kaplan_meier([2, 6, 5, 7], [True, False, True, False], entered=[0, 0, 4, 4])
    by_time = dict(zip(found.times.tolist(), found.survival.tolist(), strict=True))
    assert by_time[2.0] == 0.5
    assert by_time[5.0] == pytest.approx(0.5 * 2 / 3)


def test_an_item_is_at_risk_only_after_it_came() -> None:
    found = kaplan_meier([4, 4, 6], [True, False, False], entered=[0, 0, 4])
    assert found.at_risk.tolist() == [2, 2, 1]


def test_negative_durations_and_single_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        kaplan_meier([-1], [True])
    with pytest.raises(ValueError, match="two groups"):
        log_rank([1, 2], [True, True], ["a", "a"])


@pytest.mark.parametrize(
    ("value", "degrees", "tail"), [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (7.814728, 3, 0.05)]
)
def test_the_chi_square_tail_is_that_of_the_tables(value: float, degrees: int, tail: float) -> None:
    assert chi2_tail(value, degrees) == pytest.approx(tail, abs=1e-6)
