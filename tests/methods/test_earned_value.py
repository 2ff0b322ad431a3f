"""Truth: public test suites and textbook examples, source named per case in the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.methods.earned_value import earned_value

CASES = json.loads((Path(__file__).parent.parent / "truth/earned_value/cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_every_figure_is_that_of_its_source(case: dict[str, Any]) -> None:
    found = earned_value(**case["inputs"])
    for name, expected in case["recomputed"].items():
        assert getattr(found, name) == pytest.approx(expected, rel=1e-6), name
    for name, expected in case["published"].items():
        assert getattr(found, name) == pytest.approx(expected, rel=0.005, abs=0.005), name


def test_what_cannot_be_divided_is_none_with_its_reason() -> None:
    found = earned_value(pv=0, ev=0, ac=0, bac=100)
    assert (found.spi, found.cpi, found.eac_cpi, found.vac) == (None, None, None, None)
    assert found.reasons["spi"] == "nothing was planned by this date"
    assert found.tcpi_bac == 1.0


def test_without_costs_only_the_schedule_is_told() -> None:
    found = earned_value(pv=50, ev=40)
    assert (found.sv, found.spi, found.cpi) == (-10, 0.8, None)
    assert found.reasons["cpi"] == "there are no costs"


def test_without_a_budget_there_is_no_forecast() -> None:
    found = earned_value(pv=50, ev=40, ac=50)
    assert (found.cpi, found.eac_cpi) == (0.8, None)


@pytest.mark.parametrize("wrong", [{"ev": -1.0}, {"pv": float("nan")}, {"ac": -0.5}])
def test_negative_or_missing_amounts_are_refused_by_name(wrong: dict[str, float]) -> None:
    amounts = {"pv": 1.0, "ev": 1.0, "ac": 1.0, "bac": 2.0} | wrong
    with pytest.raises(ValueError, match=next(iter(wrong)).upper()):
        earned_value(**amounts)
