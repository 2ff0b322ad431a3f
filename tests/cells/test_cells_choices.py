from __future__ import annotations

import pytest

from mso_sheets.model.cells import Cell
from mso_sheets.tables.cells.spelling import word_key
from mso_sheets.tables.registry import SCHEMAS
from tests.cells.cell_readings import WORDS, reading

NAMES = sorted(WORDS.choices)


def test_every_list_of_choices_in_the_schemas_has_its_words() -> None:
    for schema in SCHEMAS.values():
        for column in schema.columns:
            lists = WORDS.scales if column.kind == "number" else WORDS.choices
            assert not column.choices or column.choices in lists, column


def test_a_word_stands_under_one_meaning_only() -> None:
    for name in NAMES:
        meanings: dict[str, set[str]] = {}
        for canon, synonyms in WORDS.choices[name].items():
            for word in (canon, *synonyms):
                meanings.setdefault(word_key(word), set()).add(canon)
        assert {key: canons for key, canons in meanings.items() if len(canons) > 1} == {}
        assert "" not in meanings


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_vocabulary_is_read_however_it_is_spelt(name: str) -> None:
    for canon, synonyms in WORDS.choices[name].items():
        for word in (canon, *synonyms):
            cells: list[Cell] = [word, f"  {word.upper()} ", word.lower()]
            assert reading(cells, "choice", choices=name).values == [canon] * 3, word


@pytest.mark.parametrize(
    ("name", "cell", "word"),
    [
        ("status", "in-progress", "In progress"),
        ("status", "InProgress", "In progress"),
        ("status", "1. Done", "Complete"),
        ("status", "Done/Closed", "Complete"),
        ("status", "✔️", "Complete"),
        ("status", True, "Complete"),
        ("status", False, "Not started"),
        ("status", "Not applicable", "Cancelled"),
        ("status", "100%", "Complete"),
        ("health", "🟢 Green", "On track"),
        ("health", "g", "On track"),
        ("health", "🔴", "Off track"),
        ("health", "⚠️", "At risk"),
        ("priority", "P1 (High)", "High"),
        ("priority", "1 - Critical", "Critical"),
        ("priority", 4.0, "Low"),
        ("priority", "2", "High"),
        ("stage", "Monitoring and control", "Progress tracking"),
    ],
)
def test_the_ways_to_write_a_choice(name: str, cell: Cell, word: str) -> None:
    found = reading([cell], "choice", choices=name)
    assert found.values == [word]
    assert found.rules == {}


def test_a_known_word_with_a_tail_is_read_and_asked_about() -> None:
    found = reading(
        ["Active - mitigation required", "High: budget may run out"], "choice", choices="status"
    )
    assert found.values == ["In progress", None]
    assert (found.bad(0).rule, found.bad(0).severity) == ("choice-tail", "question")
    assert found.bad(0).fix.startswith("Read as In progress")


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("status", "Done - pending sign off"),
        ("status", "Done (not signed off)"),
        ("status", "Done?"),
        ("status", "Open/Closed"),
        ("status", "Closed - reopened 3 March"),
        ("health", "🔴 On track"),
        ("health", "Amber/Red"),
        ("health", "Green (was Amber)"),
        ("priority", "4 - Critical"),
    ],
)
def test_a_cell_that_says_two_things_says_nothing(name: str, cell: str) -> None:
    found = reading([cell], "choice", choices=name)
    assert found.values == [None]
    assert found.rules == {0: ["choice-contradictory"]}


def test_an_unknown_word_is_told_with_the_list_and_the_nearest_word() -> None:
    found = reading(["Complte", "Waiting on legal"], "choice", choices="status")
    assert found.values == [None, None]
    assert found.bad(0).expected == (
        "one of Not started, In progress, Blocked, On hold, Pending review, Complete, Cancelled"
    )
    assert (
        found.bad(0).fix
        == "Type Complete if that is meant, else another of the words that are known."
    )
    assert found.bad(1).fix == "Type one of the words that are known."


def test_numbers_beyond_the_known_scale_leave_all_numbers_open() -> None:
    found = reading([1.0, 2.0, 5.0, "3", "High"], "choice", choices="priority")
    assert found.values == [None, None, None, None, "High"]
    assert found.rules == {index: ["choice-number"] for index in range(4)}


def test_numbers_and_checkboxes_where_the_list_has_none_are_unknown_words() -> None:
    assert reading([1.0], "choice", choices="status").rules == {0: ["choice-unknown"]}
    assert reading([True], "choice", choices="health").rules == {0: ["choice-unknown"]}


def test_a_list_that_the_vocabulary_lacks_is_text_as_typed() -> None:
    assert reading(["Anything", 7.0], "choice", choices="colour").values == ["Anything", "7"]


YES = "yes|Y|TRUE|x|X|✓|✔️|☑|✅|Sí|sim|oui|ja|vrai|WAHR|是|はい"
NO = "no|N|FALSE|☐|não|non|nein|faux|FALSCH|否|いいえ|✗"


def test_yes_and_no_in_the_languages() -> None:
    yes: list[Cell] = [*YES.split("|"), True, 1.0, 1]
    no: list[Cell] = [*NO.split("|"), False, 0.0, 0]
    assert reading(yes, "boolean").values == [True] * len(yes)
    assert reading(no, "boolean").values == [False] * len(no)


@pytest.mark.parametrize("cell", ["maybe", 2.0, -1.0, "×", "yes and no"])
def test_what_is_neither_yes_nor_no_is_told(cell: Cell) -> None:
    found = reading([cell], "boolean")
    assert found.values == [None]
    assert found.rules == {0: ["boolean-unreadable"]}


def test_yes_and_no_share_no_word_with_each_other_or_with_placeholders() -> None:
    yes, no = ({word_key(word) for word in words} for words in (WORDS.yes, WORDS.no))
    assert yes & no == set()
    assert (yes | no) & {word_key(word) for word in WORDS.placeholders} == set()
