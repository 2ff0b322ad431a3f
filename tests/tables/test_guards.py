"""Reads that must not be believed are refused until a person says so."""

from __future__ import annotations

import pytest

from mso_sheets.model.cells import RawTab
from mso_sheets.tables.guards import has_shrunk, needs_reread
from tests.making import read, snapshot_of, tab_of

HEADER = "| Action ID | Action | Owner | Due date | Status |\n"
ONE = "| A{0} | Call | Ana | 2026-04-20 | Open |\n"


def actions(count: int) -> str:
    return HEADER + "".join(ONE.format(number) for number in range(count))


@pytest.mark.parametrize(
    ("used", "before", "shrunk"),
    [
        (0, 0, False),
        (0, 1, True),
        (1, 3, True),
        (2, 4, False),
        (5, 10, False),
        (4, 10, True),
        (9, 3, False),
    ],
)
def test_more_than_half_or_all_of_it_is_a_shrink(used: int, before: int, shrunk: bool) -> None:
    assert has_shrunk(used, before) is shrunk


def test_a_shrunken_table_is_refused_until_it_is_accepted() -> None:
    refused = read({"Actions": actions(2)}, last_rows={"actions": 128})
    accepted = read({"Actions": actions(2)}, last_rows={"actions": 128}, accept_shrink=True)
    assert "'Actions' has 2 rows, 128 at the last run" in refused.refused["actions"]
    assert "--accept-shrink" in refused.refused["actions"]
    assert "actions" not in refused
    assert accepted["actions"].accounting.used == 2


def test_a_table_shrunk_to_nothing_is_refused() -> None:
    assert (
        "has no rows, 3 at the last run"
        in read({"Actions": HEADER}, last_rows={"actions": 3}).refused["actions"]
    )


def test_a_table_whose_tab_is_gone_is_refused() -> None:
    tables = read({"Other": "| x |"}, last_rows={"actions": 3})
    assert "its tab is gone" in tables.refused["actions"]
    assert (
        "actions"
        not in read({"Other": "| x |"}, last_rows={"actions": 3}, accept_shrink=True).refused
    )


def test_other_tables_go_on_when_one_has_shrunk() -> None:
    tables = read(
        {"Actions": actions(1), "People": "| Name |\n| Ana |"},
        last_rows={"actions": 9, "people": 1},
    )
    assert list(tables) == ["people"]


@pytest.mark.parametrize(
    ("word", "again"), [("Loading...", True), ("Loading…", True), ("Load", False)]
)
def test_a_cell_that_still_loads_asks_for_another_read(word: str, again: bool) -> None:
    assert needs_reread(snapshot_of({"Actions": [["Action ID"], [word]]})) is again


def test_what_loads_on_a_tab_of_ours_does_not_matter() -> None:
    tab = tab_of("Summary", [["Loading..."]])
    ours = RawTab(tab.title, tab.sheet_id, tab.columns, ours="Summary")
    assert not needs_reread(snapshot_of({"Summary": ours}))
