"""Google over real HTTPS: how many requests, what is read, who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mso_sheets.adapters.google import GoogleWorkbook
from mso_sheets.errors import WorkbookError
from mso_sheets.model.cells import Merge
from mso_sheets.model.changes import Changes
from tests.adapters.contract_workbook import STATE, content, grid, placed, write_tab
from tests.adapters.google_standin import StandInBook, load, service_account
from tests.e2e.google_cases import (
    ACTIONS,
    SHORT,
    patient,
    peoples,
    team_workbook,
)

pytestmark = pytest.mark.e2e


@pytest.fixture
def store() -> StandInBook:
    return team_workbook()


@pytest.mark.parametrize("tabs", [3, 6, 12])
def test_two_reads_and_one_write_whatever_the_number_of_tabs(tabs: int) -> None:
    store = load({f"Tab {n}": [["a", n], ["b", n]] for n in range(tabs)})
    book = store.open()
    base = book.read()
    names = [f"Ours {n}" for n in range(tabs)]
    writes = tuple(placed(content(["PRJ-1", "On track"], name=name), base) for name in names)
    applied = book.apply(Changes("r", tabs=writes, state_rows=STATE, state_reset=True), base)
    assert (book.requests.read, book.requests.write) == (2, 1)
    assert applied.after is not None
    book.apply(Changes("r", state_rows=(("sent", "k", "t", "r", "1"),)), applied.after)
    assert (book.requests.read, book.requests.write) == (2, 2)
    assert [entry["kind"] for entry in store.requests()] == ["read", "read", "write", "write"]
    assert len(book.read().tabs) == 2 * tabs + 1


def test_peoples_tabs_are_byte_identical_after_a_run(store: StandInBook) -> None:
    before = peoples(store)
    write_tab(store.open(), ["PRJ-1", "On track"])
    write_tab(store.open(), ["PRJ-1", "Off track"], ["PRJ-2", "=1+1"])
    assert peoples(store) == before


def test_more_tabs_than_an_address_can_name_are_read_all_the_same() -> None:
    titles = [f"A tab with a long name, and umlauts äöü äöü äöü, number {n}" for n in range(80)]
    store = load({title: [[n]] for n, title in enumerate(titles)})
    book = store.open()
    assert [grid(tab) for tab in book.read().tabs] == [[[float(n)]] for n in range(80)]
    assert book.requests.read == 2


def test_a_large_tab_is_read_in_chunks_of_rows_within_one_request() -> None:
    store = load({"Big": {"rows": [["a", 1], ["b", 2]], "rowCount": 60_000, "columnCount": 40}})
    store.set("Big", 25_001, 2, "second chunk")
    store.set("Big", 60_000, 3, "last row")
    book = store.open()
    tab = book.read().tabs[0]
    assert [len(column) for column in tab.columns] == [2, 25_001, 60_000]
    assert [tab.cell(2, 1), tab.cell(25_001, 2), tab.cell(60_000, 3)] == [
        "b",
        "second chunk",
        "last row",
    ]
    assert tab.cell(25_000, 2) is None
    assert book.requests.read == 2


def test_titles_like_cells_merges_hidden_rows_and_errors_are_read() -> None:
    store = load({"Q1": [["x", "=1/0", True, "2026-04-14"]], "O'Brien!A1": [["y"], ["z"], ["w"]]})
    store.edit("batch", requests=[
        {"mergeCells": {"range": {"sheetId": 0, "startRowIndex": 2, "endRowIndex": 4,
                                  "startColumnIndex": 0, "endColumnIndex": 2}}},
        {"updateDimensionProperties": {
            "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 6},
            "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}},
    ])  # fmt: skip
    snapshot = store.open().read()
    first = snapshot.tabs[0]
    assert (snapshot.title, snapshot.locale, snapshot.time_zone) == (
        "EMEA tracker",
        "en_GB",
        "Europe/London",
    )
    assert first.row(1) == ["x", "#DIV/0!", True, 46126.0]
    assert first.merges == (Merge(3, 4, 1, 2),)
    assert first.hidden_rows == {5, 6}
    assert grid(snapshot.tab("O'Brien!A1")) == [["y"], ["z"], ["w"]]


def test_a_tab_renamed_between_the_two_reads_is_read_under_its_new_name(store: StandInBook) -> None:
    store.edit_before("read", "rename_tab", "Notes", nth=2, title="Renamed")
    book = store.open()
    assert [tab.title for tab in book.read().tabs] == ["Actions", "Renamed"]
    assert book.requests.read == 4


def test_a_copy_of_our_tab_is_a_persons_tab(store: StandInBook) -> None:
    write_tab(store.open(), ["PRJ-1", "On track"])
    ours = store.sheet("Summary")["sheetId"]
    copy = {"sourceSheetId": ours, "insertSheetIndex": 0, "newSheetName": "My copy"}
    mark = {"metadataKey": "mso_sheets_tab", "metadataValue": "Summary", "visibility": "DOCUMENT"}
    store.edit("batch", requests=[
        {"duplicateSheet": {**copy, "newSheetId": 77}},
        {"createDeveloperMetadata": {"developerMetadata": {**mark, "location": {"sheetId": 77}}}},
    ])  # fmt: skip
    snapshot = store.open().read()
    assert {tab.title: tab.ours for tab in snapshot.tabs}["My copy"] is None
    assert {tab.title: tab.ours for tab in snapshot.tabs}["Summary"] == "Summary"


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "status", "status": 500},
        {"action": "status", "status": 503},
        {"action": "status", "status": 429, "retry_after": 1},
        {"action": "status", "status": 429},
        {"action": "html", "status": 200},
        {"action": "html", "status": 502},
        {"action": "truncate"},
        {"action": "truncate", "mode": "short"},
        {"action": "reset"},
        {"action": "status", "status": 200, "body": {"spreadsheetId": "x", "valueRanges": []}},
        {"action": "status", "status": 200, "body": {}},
        {"action": "expire_token"},
    ],
)
@pytest.mark.parametrize("skip", [0, 1])
def test_a_passing_fault_while_reading_is_read_again(
    store: StandInBook, fault: Mapping[str, Any], skip: int
) -> None:
    store.fault("read", skip=skip, **fault)
    snapshot = patient(store).read()
    assert grid(snapshot.tab("Actions"))[1][:3] == ["ACT-1", "Send the draft", "Ana"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"action": "status", "status": 503}, "not available just now (it answered 503)"),
        ({"action": "status", "status": 429}, "quota (60 requests a minute"),
        ({"action": "truncate"}, "answer was not whole"),
        ({"action": "html", "status": 200}, "answer was not whole"),
        ({"action": "reset"}, "could not be reached"),
        ({"action": "hang", "seconds": 3}, "did not answer in time"),
    ],
)
def test_a_lasting_fault_is_told_after_a_bounded_number_of_tries(
    store: StandInBook, fault: Mapping[str, Any], words: str
) -> None:
    store.fault("read", count=9, **fault)
    book = patient(store)
    with pytest.raises(WorkbookError) as told:
        book.read()
    assert words in str(told.value)
    assert str(told.value).endswith(".")
    assert not told.value.permanent
    assert book.requests.read == SHORT.attempts


def test_a_workbook_that_is_not_shared_names_the_account_to_share_with() -> None:
    store = load({"Actions": ACTIONS}, share=())
    with pytest.raises(WorkbookError) as told:
        store.open().read()
    assert f"Share it (Editor) with {service_account()}" in str(told.value)
    assert told.value.permanent


def test_a_viewer_is_told_to_become_an_editor() -> None:
    store = load({"Actions": ACTIONS}, share=[{"email": service_account(), "role": "reader"}])
    book = store.open()
    base = book.read()
    assert not book.may_write()
    with pytest.raises(WorkbookError, match=r"Share it \(Editor\)"):
        book.apply(Changes("r", state_rows=STATE, state_reset=True), base)


def test_asking_whether_we_may_write_changes_nothing(store: StandInBook) -> None:
    before = store.dump()
    assert store.open().may_write()
    assert store.dump() == before


def test_a_workbook_unshared_in_mid_run_says_so_and_stays_as_it_was(store: StandInBook) -> None:
    book = store.open()
    base = book.read()
    store.edit("unshare", email=service_account())
    with pytest.raises(WorkbookError, match=r"not shared with robot@"):
        book.apply(Changes("r", tabs=(placed(content(["P", "x"]), base),)), base)
    assert len(store.dump()["sheets"]) == 2


def test_a_spreadsheet_that_is_not_there_is_said(store: StandInBook) -> None:
    with pytest.raises(WorkbookError, match="There is no spreadsheet at"):
        GoogleWorkbook("x", store.spreadsheet_id + "x").read()
