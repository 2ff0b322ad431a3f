from __future__ import annotations

from random import Random

import numpy as np
import pytest

from mso_sheets.model.cells import Cell
from mso_sheets.tables.cells.decimal_marks import decimal_mark
from mso_sheets.tables.cells.number_shapes import WORTH_IT, read_shapes
from mso_sheets.tables.cells.number_text import parse_number
from tests.cells.cell_readings import reading


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (7.0, 7.0),
        (7, 7.0),
        ("7", 7.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        (",5", 0.5),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1'234", 1234.0),
        ("1’234.50", 1234.5),
        ("1.234.567", 1_234_567.0),
        ("1,23,456.7", 123_456.7),
        ("0,125", 0.125),
        ("1234,567", 1234.567),
        ("(5)", -5.0),
        ("($1,200.50)", -1200.5),
        ("-5", -5.0),
        ("−5", -5.0),
        ("- 5", -5.0),
        ("5-", -5.0),
        ("+5", 5.0),
        ("1.2k", 1200.0),
        ("3M", 3_000_000.0),
        ("1,5 Mio. €", 1_500_000.0),
        ("2 Mrd", 2_000_000_000.0),
        ("3万", 30_000.0),
        ("€ 1.200,00", 1200.0),
        ("R$ 5", 5.0),
        ("US$5", 5.0),
        ("CHF 1'200.50", 1200.5),
        ("5 kr", 5.0),
        ("¥1,200", 1200.0),
        ("1,200円", 1200.0),
        ("１２", 12.0),
        ("٣", 3.0),
        ("1e5", 100_000.0),
    ],
)
def test_a_number_alone_in_a_column_without_locale(cell: str | float, value: float) -> None:
    found = reading([cell], "number")
    assert found.values == [value]
    assert found.rules == {}


UNREADABLE = "3m|5 days|A1|R2|10²|½|1/2|1,2,3|--5|+-5|(5|inf|1.2.3|12 34|~5|>5|5+|1:30|0x1F"


@pytest.mark.parametrize("cell", [*UNREADABLE.split("|"), "two", "8085807e40000000", "$"])
def test_what_may_be_something_else_is_no_number(cell: str) -> None:
    found = reading([cell], "number")
    assert found.values == [None]
    assert found.rules == {0: ["number-unreadable"]}


def test_a_point_or_comma_before_three_digits_needs_evidence() -> None:
    found = reading(["1.234", "$1,234"], "number")
    assert found.values == [None, None]
    assert found.rules == {0: ["number-ambiguous"], 1: ["number-ambiguous"]}
    assert found.bad(0).fix.endswith("is it 1234 or 1.234?")


def test_the_column_shows_its_decimal_mark() -> None:
    assert reading(["1.234", "12,5"], "number").values == [1234.0, 12.5]
    assert reading(["1.234", "12.5"], "number").values == [1.234, 12.5]
    assert reading(["1.234", "1.234.567"], "number").values == [1234.0, 1_234_567.0]
    assert reading(["1.234", "12.5", "12,5"], "number").values == [None, 12.5, 12.5]


def test_without_evidence_the_locale_decides() -> None:
    assert reading(["1.234"], "number", "de_DE").values == [1234.0]
    assert reading(["1.234"], "number", "en_US").values == [1.234]
    assert reading(["1,234"], "number", "en_GB").values == [1234.0]
    assert reading(["1,234"], "number", "pt_BR").values == [1.234]
    assert reading(["1.234"], "number", "de_CH").values == [1.234]


def test_one_text_against_the_locale_is_a_slip_and_two_are_evidence_that_is_told() -> None:
    assert reading(["1,234", "12,5"], "number", "en_US").rules == {0: ["number-ambiguous"]}
    found = reading(["1,234", "12,5", "1.000,5"], "number", "en_US")
    assert found.values == [1.234, 12.5, 1000.5]
    assert found.rules == {0: ["number-against-locale"]}
    assert "'12,5'" in found.bad(0).fix


def test_a_percentage_among_numbers_is_what_the_sheet_makes_of_it_and_asked_about() -> None:
    found = reading(["45%"], "number")
    assert found.values == [0.45]
    assert (found.bad(0).rule, found.bad(0).severity) == ("number-percent", "question")


def test_words_of_a_scale_are_its_numbers() -> None:
    cells: list[Cell] = ["High", "very low", "4 - High", "Medium (3)", "Alta", "高", 5.0, "2"]
    assert reading(cells, "number", choices="scale").values == [
        4.0,
        1.0,
        4.0,
        3.0,
        4.0,
        4.0,
        5.0,
        2.0,
    ]
    wrong = reading(["3 - High", "huge"], "number", choices="scale")
    assert wrong.values == [None, None]
    assert wrong.bad(1).expected == "a number, or one of Very low, Low, Medium, High, Very high"


def test_words_mean_no_number_where_the_column_has_no_scale() -> None:
    assert reading(["High"], "number").rules == {0: ["number-unreadable"]}


@pytest.mark.parametrize(
    ("cell", "rule"), [(True, "number-checkbox"), ("TBD", "placeholder"), ("#N/A", "cell-error")]
)
def test_other_cells_are_told(cell: str | bool, rule: str) -> None:
    assert reading([cell], "number").rules == {0: [rule]}


def test_infinity_is_no_number_and_nan_an_empty_cell() -> None:
    found = reading([float("inf"), float("nan"), 10**400], "number")
    assert found.values == [None, None, None]
    assert found.rules == {0: ["number-unreadable"], 2: ["number-unreadable"]}


@pytest.mark.parametrize(
    ("locale", "mark"),
    [
        ("en_US", "."),
        ("de", ","),
        ("es_MX", "."),
        ("es_ES", ","),
        ("en_ZA", ""),
        ("", ""),
        ("ja_JP", "."),
    ],
)
def test_decimal_marks_of_locales(locale: str, mark: str) -> None:
    assert decimal_mark(locale) == mark


def test_many_texts_at_once_are_read_as_each_alone() -> None:
    """The quick way by shape must agree with the careful way, text by text."""
    chance = Random(7)
    words = ["".join(chance.choices("0012345,.+-", k=chance.randrange(1, 9))) for _ in range(4000)]
    words = list(dict.fromkeys(words))
    assert len(words) > WORTH_IT
    quick = read_shapes(words).values
    taken = [index for index in range(len(words)) if not np.isnan(quick[index])]
    assert len(taken) > 100
    for index in taken:
        number = parse_number(words[index])
        assert number is not None
        assert number.other is None
        assert number.value == quick[index], words[index]


def test_samples_of_many_texts_prove_the_mark_for_the_few_that_are_open() -> None:
    many: list[str] = [f"{index},5" for index in range(300)]
    assert reading([*many, "1.234"], "number").values[-1] == 1234.0
