from __future__ import annotations

import pytest

from mso_sheets.model.cells import Cell
from mso_sheets.tables.cells.cleaning import plain, tidy, tidy_id
from mso_sheets.tables.cells.text_values import number_text
from tests.cells.cell_readings import WORDS, reading


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("007", "007"),
        ("1e5", "1e5"),
        ("1.10", "1.10"),
        (7.0, "7"),
        (7, "7"),
        (1.2, "1.2"),
        (1e5, "100000"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (123456789012345.0, "123456789012345"),
        (12345678901234567890, "12345678901234567890"),
        ("8085807e40000000", "8085807e40000000"),
        (" TSK-1\u00a0\u200b", "TSK-1"),
        ("ＴＳＫ－１", "TSK-1"),
        ("TSK  1", "TSK 1"),
        ("#12", "#12"),
        ("工-1", "工-1"),
        (None, None),
        ("", None),
        (" \u200b", None),
    ],
)
def test_ids_are_text_and_keep_every_digit(cell: Cell, text: str | None) -> None:
    found = reading([cell], "id")
    assert found.values == [text]
    assert found.rules == {}


def test_a_number_too_long_for_a_spreadsheet_has_lost_digits() -> None:
    found = reading([1.2345678901234567e19], "id")
    assert found.values == ["12345678901234567168"]
    assert (found.bad(0).rule, found.bad(0).severity) == ("id-digits-lost", "warning")


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (True, "id-checkbox"),
        ("TBD", "placeholder"),
        ("#REF!", "cell-error"),
        ("n/a", "placeholder"),
    ],
)
def test_what_is_no_id_is_told(cell: Cell, rule: str) -> None:
    found = reading([cell], "id")
    assert found.values == [None]
    assert found.rules == {0: [rule]}


def test_text_stays_as_typed_but_for_the_space_around_it() -> None:
    cells: list[Cell] = [
        " a  b\nc ",
        "TBD",
        "-",
        "007",
        7.0,
        True,
        False,
        "=1+1",
        "#urgent!",
        "émoji 👩\u200d💻",
    ]
    assert reading(cells, "text").values == [
        "a  b\nc", "TBD", "-", "007", "7", "TRUE", "FALSE", "=1+1", "#urgent!", "émoji 👩\u200d💻",
    ]  # fmt: skip
    assert reading(cells, "text").rules == {}


@pytest.mark.parametrize(
    "kind", ["id", "text", "person", "people", "date", "number", "percent", "boolean", "references"]
)
def test_every_error_value_of_every_language_is_told_in_every_kind(kind: str) -> None:
    cells: list[Cell] = [f" {word.lower()} " for word in WORDS.lists["errors"]]
    found = reading(cells, kind)  # type: ignore[arg-type]
    assert set(found.values) <= {None, ()}
    assert found.rules == {index: ["cell-error"] for index in range(len(cells))}


@pytest.mark.parametrize("kind", ["id", "text", "date", "number"])
def test_cells_that_are_still_loading_are_told(kind: str) -> None:
    cells: list[Cell] = [
        "Loading...",
        "loading…",
        "Wird geladen...",
        "Cargando…",
        "读取中...",
        "読み込み中",
    ]
    found = reading(cells, kind)  # type: ignore[arg-type]
    assert found.rules == {index: ["cell-loading"] for index in range(len(cells))}


def test_texts_that_only_begin_like_an_error_are_texts() -> None:
    cells: list[Cell] = [
        "#REF! in the budget, see notes",
        "Loading dock",
        "Loading the truck...",
        "Errand",
        "#3",
        "#",
    ]
    assert reading(cells, "text").values == cells
    assert reading(cells, "text").rules == {}


def test_superscripts_and_fractions_do_not_become_digits() -> None:
    assert [plain(text) for text in ("10²", "½", "①", "１０", "10\u00a0%")] == [
        "10²",
        "½",
        "①",
        "10",
        "10 %",
    ]


def test_halves_of_characters_do_no_harm() -> None:
    assert reading(["\ud800x"], "text").values == ["?x"]


def test_tidying_is_done_once_and_for_all() -> None:
    for text in (" \u200bA\u200b ", "ＡＢ　Ｃ", "a\u0301", "\ufeffx", "no change"):
        assert tidy(tidy(text)) == tidy(text)
        assert tidy_id(tidy_id(text)) == tidy_id(text)


@pytest.mark.parametrize("number", [0.0, -0.5, 1e20, 1e-15, 123.456, 2.0**53, -7.0])
def test_numbers_as_text_are_the_same_number(number: float) -> None:
    assert float(number_text(number)) == number
    assert "e" not in number_text(number)
