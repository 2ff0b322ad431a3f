"""The directory of these tests:

| Name                  | Email       | Aliases        | Slack ID |
| Ana Silva             | ana@x.com   | Annie; Aninha  | U0123456 |
| Ana Lopez             |             |                |          |
| Ben Ortiz             | ben.o@x.com |                |          |
| José Ortega y Gasset  |             |                |          |
| 山田 太郎              |             |                |          |
| Research & Design     |             | R&D            |          |
"""

from __future__ import annotations

import pandas as pd
import pytest

from mso_sheets.tables.cells.directory import Directory
from mso_sheets.tables.cells.names import split_names
from mso_sheets.tables.cells.people import read_people, resolve
from tests.cells.cell_readings import reading

PEOPLE = Directory.of(
    pd.DataFrame(
        {
            "name": [
                "Ana Silva",
                "Ana Lopez",
                "Ben Ortiz",
                "José Ortega y Gasset",
                "山田 太郎",
                "Research & Design",
            ],
            "email": ["ana@x.com", None, "ben.o@x.com", None, None, None],
            "aliases": ["Annie; Aninha", None, None, None, None, "R&D"],
            "slack_id": ["U0123456", None, None, None, None, None],
        }
    )
)


def people_of(cell: str) -> tuple[tuple[str, ...], list[str]]:
    """Everybody in a cell, and the rules of what was said about it."""
    found = read_people(pd.Series([cell]), PEOPLE)
    return found.everyone.iloc[0], [bad.rule for bad in found.bad]


SPELLINGS = (
    "Ana Silva|ana  silva |ANA SILVA|Silva, Ana|Silva Ana|Annie|aninha|ana@x.com|ANA@X.COM|@annie"
    "|Ana Silva <ana@x.com>|[Ana Silva](mailto:ana@x.com)|Anita <ana@x.com>|<@U0123456>|U0123456"
    "|A. Silva|Ana S.|Silva A|AS|A.S.|Ana Silva (PM)"
)


@pytest.mark.parametrize("cell", [*SPELLINGS.split("|"), "<@U0123456|ana>"])
def test_one_person_in_many_spellings(cell: str) -> None:
    assert people_of(cell) == (("Ana Silva",), [])


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Annie / Ben", ("Ana Silva", "Ben Ortiz")),
        ("Ben, Annie", ("Ben Ortiz", "Ana Silva")),
        ("Ben & Annie", ("Ben Ortiz", "Ana Silva")),
        ("Ben and Annie", ("Ben Ortiz", "Ana Silva")),
        ("Ben y Annie", ("Ben Ortiz", "Ana Silva")),
        ("Ben und Annie; R&D", ("Ben Ortiz", "Ana Silva", "Research & Design")),
        ("Ben\nAnnie", ("Ben Ortiz", "Ana Silva")),
        ("Silva, Ana; Ortiz, Ben", ("Ana Silva", "Ben Ortiz")),
        ("Ortiz, Ben, Annie", ("Ben Ortiz", "Ana Silva")),
        ("ben.o@x.com, ana@x.com", ("Ben Ortiz", "Ana Silva")),
        ("Ben, Ben Ortiz", ("Ben Ortiz",)),
        ("Jose Ortega y Gasset", ("José Ortega y Gasset",)),
        ("山田太郎、Ben", ("山田 太郎", "Ben Ortiz")),
        ("山田太郎さん", ("山田 太郎",)),
        ("R&D", ("Research & Design",)),
    ],
)
def test_co_owners_are_kept_in_order(cell: str, names: tuple[str, ...]) -> None:
    assert people_of(cell) == (names, [])


@pytest.mark.parametrize(
    ("cell", "rule", "fix"),
    [
        ("Ana", "person-ambiguous", "Type the full name: 'Ana' may be Ana Silva or Ana Lopez."),
        ("Anna Silva", "person-close", "Is 'Anna Silva' Ana Silva? Type that name"),
        (
            "Ortiz",
            "person-close",
            "Is 'Ortiz' Ben Ortiz? Type that name, or add 'Ortiz' to their aliases.",
        ),
        ("Ben?", "person-close", "Is 'Ben?' Ben Ortiz?"),
        ("Zed", "person-unknown", "Add 'Zed' to the People tab, or type a name that is there."),
        ("z@y.com", "person-unknown", "Add 'z@y.com' to the People tab"),
    ],
)
def test_who_is_not_certain_stays_as_typed_and_is_told(cell: str, rule: str, fix: str) -> None:
    names, bad = resolve(pd.Series([cell]), PEOPLE)
    assert names.tolist() == [cell]
    assert [found.rule for found in bad] == [rule]
    assert bad[0].fix.startswith(fix)


def test_a_name_and_an_address_of_two_people_are_not_one() -> None:
    _, bad = resolve(pd.Series(["Ana Silva <ben.o@x.com>"]), PEOPLE)
    assert [found.rule for found in bad] == ["person-ambiguous"]


def test_a_surname_that_is_also_a_first_name_is_not_guessed() -> None:
    directory = Directory.of(pd.DataFrame({"name": ["Ben James", "James Park"]}))
    names, bad = resolve(pd.Series(["James, Ben"]), directory)
    assert names.tolist() == ["James, Ben"]
    assert [found.rule for found in bad] == ["person-close"]


def test_only_capitals_are_initials() -> None:
    directory = Directory.of(pd.DataFrame({"name": ["Ida Noor"]}))
    assert resolve(pd.Series(["IN", "in"]), directory)[0].tolist() == ["Ida Noor", "in"]


def test_without_people_names_are_split_and_nothing_is_doubted() -> None:
    found = read_people(
        pd.Series(["Ana, Ben & Chloe", "Ana <a@x.com>", "Costa e Silva", None]), Directory()
    )
    assert found.everyone.tolist() == [("Ana", "Ben", "Chloe"), ("Ana",), ("Costa", "Silva"), ()]
    assert found.accountable.tolist()[:2] == ["Ana", "Ana"]
    assert found.bad == ()


def test_positions_count_from_zero_whatever_the_index() -> None:
    found = read_people(pd.Series(["Annie", "Zed"], index=[17, 18]), PEOPLE)
    assert [bad.index for bad in found.bad] == [1]
    assert list(found.accountable.index) == [17, 18]


def test_lists_of_people_are_split_and_surnames_put_back_where_people_proves_it() -> None:
    read = reading(["Silva, Ana, Ben", "", None], "people").read
    assert read.values.tolist() == [("Silva", "Ana", "Ben"), (), ()]
    names, bad = resolve(read.values, PEOPLE)
    assert names.tolist()[0] == ("Ana Silva", "Ben Ortiz")
    assert bad == ()


def test_a_person_column_keeps_its_text_until_people_is_known() -> None:
    found = reading([" Ana / Ben ", "unassigned", "-", 7.0, "#REF!"], "person", header="Owner")
    assert found.values == ["Ana / Ben", None, None, None, None]
    assert found.rules == {1: ["placeholder"], 3: ["person-unreadable"], 4: ["cell-error"]}


def test_departments_with_an_ampersand_are_not_torn_apart() -> None:
    assert split_names("R&D", lambda name: False) == ("R&D",)
    assert split_names("Ana&Ben", lambda name: False) == ("Ana", "Ben")


def test_a_mail_address_with_a_plus_is_one_address() -> None:
    assert split_names("ana+mso@x.com, ben@x.com", lambda name: False) == (
        "ana+mso@x.com",
        "ben@x.com",
    )
