from __future__ import annotations

import pytest

from mso_sheets.model.cells import Cell
from tests.cells.cell_readings import Reading, reading


def percents(cells: list[Cell], header: str = "% complete") -> Reading:
    return reading(cells, "percent", header=header)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ([0.45, 1.0, 0.0], [0.45, 1.0, 0.0]),
        ([45.0, 1.0, 0.0, 100.0], [0.45, 0.01, 0.0, 1.0]),
        ([0.0, 1.0, 1.0], [0.0, 1.0, 1.0]),
        (["45%", "45 %", "12,5%", "100％"], [0.45, 0.45, 0.125, 1.0]),
        (["45%", 0.3, 1.0], [0.45, 0.3, 1.0]),
        (["45%", 30.0, 1.0], [0.45, 0.3, 0.01]),
        (["45", "30"], [0.45, 0.3]),
        (["0,45", "1"], [0.45, 1.0]),
        (["1%", "0.5%"], [0.01, 0.005]),
        ([12.5, 50.0], [0.125, 0.5]),
        ([None, "", 0.2], [None, None, 0.2]),
        ([], []),
    ],
)
def test_the_column_says_whether_its_numbers_are_shares_or_points(
    cells: list[Cell], values: list[float]
) -> None:
    found = percents(cells)
    assert found.values == values
    assert found.rules == {}


def test_the_rule_is_stated() -> None:
    assert percents([0.0, 1.0]).read.evidence == "only 0 and 1, read as 0% and 100%"
    assert percents([45.0, 1.0]).read.evidence == "points of 100, as 45 shows"
    assert percents([0.45, 1.0]).read.evidence == "shares of 1"


def test_a_share_among_points_may_be_half_a_point_or_half_of_all() -> None:
    found = percents([45.0, 0.5, 1.0, "30%"])
    assert found.values == [0.45, None, None, 0.3]
    assert found.rules == {1: ["percent-ambiguous"], 2: ["percent-ambiguous"]}
    assert "Type 50% or 0.5%" in found.bad(1).fix


def test_beyond_0_to_100_percent_complete_is_told() -> None:
    found = percents([45.0, 120.0, -3.0])
    assert found.values == [0.45, None, None]
    assert found.rules == {1: ["percent-outside"], 2: ["percent-outside"]}
    assert percents([0.45, 1.05, 0.2]).rules == {1: ["percent-outside"]}
    assert percents(["450%"]).rules == {0: ["percent-outside"]}


def test_other_percentages_may_go_beyond() -> None:
    assert percents([45.0, 120.0, -3.0], "Growth").values == [0.45, 1.2, -0.03]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [(True, "percent-checkbox"), ("half", "percent-unreadable"), ("3/4", "percent-unreadable"),
     ("TBD", "placeholder"), ("#DIV/0!", "cell-error"), ("1.234%", "number-ambiguous")],
)  # fmt: skip
def test_what_is_no_percentage_is_told(cell: str | bool, rule: str) -> None:
    found = percents([cell])
    assert found.values == [None]
    assert found.rules == {0: [rule]}


def test_huge_numbers_do_not_break_the_column() -> None:
    assert percents([1e300, 45.0]).rules == {0: ["percent-outside"]}
