"""A table too long to be followed whole: the same records stay followed, and it is said."""

import pytest

from mso_sheets import history
from mso_sheets.model.table import Tables
from tests.making import tables_of

HEAD = "| Action ID | Action | Owner | Due date   | Status |\n"


@pytest.fixture(autouse=True)
def _three_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_TRACKED", 3)


def actions(*names: str) -> Tables:
    return tables_of(
        actions=HEAD + "".join(f"| {n} | Call {n} | Ana | 2026-04-14 | Open |\n" for n in names)
    )


def followed(tables: Tables, *before: str) -> list[str]:
    known = {("actions", name): {"status": "Open"} for name in before}
    found = history.current_values(tables, {}, known)
    return [record for table, record in found if table == "actions"]


def test_the_first_records_are_followed() -> None:
    assert followed(actions("A-1", "A-2", "A-3", "A-4")) == ["A-1", "A-2", "A-3"]


def test_records_that_are_followed_stay_followed_when_the_sheet_is_sorted() -> None:
    assert followed(actions("A-4", "A-3", "A-2", "A-1"), "A-1", "A-2", "A-3") == [
        "A-3",
        "A-2",
        "A-1",
    ]


def test_the_next_one_moves_up_when_a_record_is_gone() -> None:
    assert followed(actions("A-4", "A-3", "A-1"), "A-1", "A-2", "A-3") == ["A-4", "A-3", "A-1"]


def test_it_is_said_how_many_are_followed() -> None:
    [told] = history.untracked(actions("A-1", "A-2", "A-3", "A-4"))
    assert told.startswith("Actions has 4 rows; changes of 3 of them are followed.")


def test_nothing_is_said_of_a_table_that_is_followed_whole() -> None:
    assert history.untracked(actions("A-1", "A-2", "A-3")) == ()
