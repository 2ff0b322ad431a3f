"""A workbook that is none of ours is told so, tab by tab, and nothing is put into it."""

from __future__ import annotations

import pytest

from mso_sheets.errors import WorkbookError
from mso_sheets.model.cells import RawTab
from mso_sheets.tables.strangers import nothing_known
from tests.fakes.book import MemoryStore, contents
from tests.fakes.channel import MemoryChannel
from tests.fakes.runs import run_once
from tests.making import read, snapshot_of, tab_of

BUDGET = """
| Cost centre | Amount |
| Travel      | 120    |
"""


def test_its_tabs_are_named_with_what_they_hold_and_what_comes_near() -> None:
    tabs: dict[str, str | RawTab] = {"Budget": BUDGET, "Taks": tab_of("Taks", "")}
    sentence = nothing_known(read(tabs), snapshot_of(tabs))
    assert (
        "'Budget' (the first row with content, 1 from A, holds 'Cost centre', 'Amount')" in sentence
    )
    assert "'Taks', near our 'Tasks' (the tab is empty)" in sentence


def test_many_tabs_are_counted_and_not_listed() -> None:
    tabs = {f"Sheet {n}": BUDGET for n in range(30)}
    assert "22 more tabs" in nothing_known(read(tabs), snapshot_of(tabs))


def test_a_table_that_was_found_or_refused_makes_it_ours() -> None:
    tabs = {"Actions": "| Action ID | Action |\n| A1 | Call |"}
    tables = read(tabs)
    assert tables.refused
    assert not nothing_known(tables, snapshot_of(tabs))


def test_a_run_over_it_writes_nothing_and_says_what_to_do() -> None:
    store, channel = MemoryStore(snapshot_of(Budget=BUDGET)), MemoryChannel()
    before = contents(store.snapshot, ours=False)
    with pytest.raises(WorkbookError, match="No table that MSO Sheets knows") as told:
        run_once(store, channel)
    assert "mso-sheets adopt" in told.value.fix
    assert contents(store.snapshot, ours=False) == before
    assert len(store.snapshot.tabs) == 1
    assert channel.posts == []
