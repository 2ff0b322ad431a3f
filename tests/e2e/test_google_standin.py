"""The Google adapter over real HTTPS: budgets, atomicity, races with people and with other runs."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from mso_sheets.adapters.google import GoogleWorkbook
from mso_sheets.errors import ConflictError, RefusedError, WorkbookError
from mso_sheets.model.cells import Cell, Merge, Snapshot
from mso_sheets.model.changes import CellWrite, Changes, RowAppend
from mso_sheets.model.result import Link
from mso_sheets.model.state import STATE_TAB
from mso_sheets.model.tab import Chart, Series, TabColumn, TabContent
from mso_sheets.settings.models import RetryRules
from mso_sheets.tabs.place import place
from tests.adapters.contract_workbook import STATE, content, grid, mint, placed, write_tab
from tests.adapters.google_standin import StandInBook, admin, load, service_account

pytestmark = pytest.mark.e2e

ACTIONS: Sequence[Sequence[Cell]] = [
    ["Action ID", "Action", "Owner", "Due date", "Status"],
    ["ACT-1", "Send the draft", "Ana", "2026-04-20", "Open"],
    [None, "Book the room", "Ben", "2026-04-14", "Open"],
    [None, "Ask Chloe", "Dev", "2026-04-16", "Open"],
    ["ACT-4", "=PROPER(\"call the bank\")", "Chloe", "2026-04-15", "Done"],
]  # fmt: skip
SHORT = RetryRules(attempts=3, seconds=10, timeout=1)


def nap(seconds: float) -> None:
    """Sleeps not at all."""


@pytest.fixture
def store() -> StandInBook:
    return load({"Actions": ACTIONS, "Notes": [["free", "text"], [1, "=A2*2"]]})


def patient(store: StandInBook, retry: RetryRules = SHORT) -> GoogleWorkbook:
    return store.open(retry=retry, sleep=nap)


def minted(base: Snapshot, row: int, text: str, **changes: Any) -> CellWrite:
    """An ID for a row of Actions, recognised by its text."""
    tab = base.tab("Actions")
    assert tab is not None
    identity = {column: tab.cell(row, column) for column in (2, 3, 4, 5)}
    assert identity[2] == text
    write = CellWrite(
        "actions", "Actions", tab.sheet_id, row, 1, f"NEW-{row}", None, identity, "mint-id"
    )
    return replace(write, **changes)


def accepted(base: Snapshot, source: str = "notes/1") -> RowAppend:
    """A proposal that becomes a row of Actions."""
    tab = base.tab("Actions")
    assert tab is not None
    values: dict[int, Cell] = {1: "ACT-9", 2: "From the notes", 3: "Ana", 4: 46120.0, 5: "Open"}
    place_ = tab.height + 1
    return RowAppend("actions", "Actions", tab.sheet_id, place_, values, source, frozenset({4}))


def rows_of(store: StandInBook, title: str = "Actions") -> list[list[Any]]:
    values: list[list[Any]] = store.sheet(title)["values"]
    return values


def peoples(store: StandInBook) -> list[Mapping[str, Any]]:
    """Everything that people's tabs hold: values, formulas, formats, notes, sizes."""
    return [sheet for sheet in store.dump()["sheets"] if sheet["title"] in {"Actions", "Notes"}]


def tokens(store: StandInBook) -> list[int]:
    state = store.sheet(STATE_TAB)
    return [protection["protectedRangeId"] for protection in state["protectedRanges"]]


# Budgets


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
    store = load({"Big": {"generate": {"rows": 60_000, "cols": 20}, "rowCount": 60_000}})
    book = store.open(retry=RetryRules())
    tab = book.read().tabs[0]
    assert (tab.height, len(tab.columns)) == (60_000, 20)
    assert [tab.cell(row, 1) for row in (1, 2, 50_000, 50_001, 60_000)] == [
        "col1",
        1.0,
        49_999.0,
        50_000.0,
        59_999.0,
    ]
    assert book.requests.read == 2


# Reading


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


# Access


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


# Atomicity and the generation token


def test_a_refused_batch_changes_nothing(store: StandInBook) -> None:
    write_tab(store.open(), ["PRJ-1", "On track"])
    before = store.dump()
    store.fault("write", "status", count=9, status=500)
    with pytest.raises(WorkbookError, match="not available"):
        write_tab(patient(store), ["PRJ-2", "Off track"])
    assert store.dump() == before


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "lost"},
        {"action": "lost", "as": "status", "status": 503},
        {"action": "hang", "apply": True, "seconds": 2},
        {"action": "html", "status": 502},
        {"action": "truncate"},
        {"action": "status", "status": 429},
        {"action": "reset"},
    ],
)
def test_a_lost_reply_neither_doubles_nor_drops_a_write(
    store: StandInBook, fault: Mapping[str, Any]
) -> None:
    book = patient(store)
    base = book.read()
    store.fault("write", **fault)
    changes = Changes(
        "r",
        tabs=(placed(content(["PRJ-1", "On track"]), base),),
        cells=(minted(base, 3, "Book the room"),),
        appends=(accepted(base),),
        state_rows=STATE,
        state_reset=True,
    )
    applied = book.apply(changes, base)
    assert (applied.generation, applied.dropped) == (1, ())
    assert tokens(store) == [1]
    assert [row[:2] for row in rows_of(store)] == [
        ["Action ID", "Action"],
        ["ACT-1", "Send the draft"],
        ["NEW-3", "Book the room"],
        ["", "Ask Chloe"],
        ["ACT-4", "Call The Bank"],
        ["ACT-9", "From the notes"],
    ]
    assert len(rows_of(store, STATE_TAB)) >= len(STATE)


def test_the_network_away_for_good_is_told_as_not_known(store: StandInBook) -> None:
    book = patient(store)
    base = book.read()
    store.fault("any", "reset", count=20)
    with pytest.raises(WorkbookError, match="not known whether the last write arrived"):
        book.apply(Changes("r", state_rows=STATE, state_reset=True), base)
    admin("/faults")


def test_a_writer_that_slept_through_many_generations_loses(store: StandInBook) -> None:
    sleeper = store.open()
    first = sleeper.apply(Changes("r", state_rows=STATE, state_reset=True), sleeper.read()).after
    assert first is not None
    for number in range(6):
        awake = store.open()
        awake.apply(Changes("r", state_rows=((str(number), "", "", "", ""),)), awake.read())
    with pytest.raises(ConflictError):
        sleeper.apply(Changes("r", state_rows=(("late", "", "", "", ""),)), first)
    assert tokens(store) == [5, 6, 7]


def test_tokens_that_people_deleted_are_made_anew(store: StandInBook) -> None:
    book = store.open()
    book.apply(Changes("r", state_rows=STATE, state_reset=True), book.read())
    deletion = [{"deleteProtectedRange": {"protectedRangeId": 1}}]
    store.edit("batch", requests=deletion)
    base = book.read()
    assert base.generation == 0
    assert book.apply(Changes("r", state_rows=(("k", "", "", "", ""),)), base).generation == 1
    assert len(rows_of(store, STATE_TAB)) == 3


def test_an_id_that_a_persons_protection_has_is_passed_over(store: StandInBook) -> None:
    protection = {"protectedRangeId": 1, "range": {"sheetId": 0}, "warningOnly": True}
    store.edit("batch", requests=[{"addProtectedRange": {"protectedRange": protection}}])
    book = store.open()
    assert book.apply(Changes("r", state_rows=STATE, state_reset=True), book.read()).generation == 2


def test_many_writers_at_once_lose_no_update(store: StandInBook) -> None:
    start = store.open()
    start.apply(Changes("r", state_rows=STATE, state_reset=True), start.read())
    conflicts: list[str] = []

    def worker(name: str) -> None:
        book = store.open()
        for turn in range(4):
            row = (f"{name}-{turn}", "", "", "", "")
            while True:
                try:
                    book.apply(Changes("same run", state_rows=(row,)), book.read())
                    break
                except ConflictError:
                    conflicts.append(name)

    threads = [threading.Thread(target=worker, args=(f"w{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = sorted(row[0] for row in rows_of(store, STATE_TAB)[2:])
    assert written == sorted(f"w{n}-{turn}" for n in range(3) for turn in range(4))


def test_a_tab_deleted_in_mid_run_is_a_conflict_and_nothing_else_is_written(
    store: StandInBook,
) -> None:
    write_tab(store.open(), ["PRJ-1", "On track"])
    book = store.open()
    base = book.read()
    writes = tuple(placed(content(["P", "new"], name=name), base) for name in ("Summary", "Gaps"))
    store.edit("delete_tab", "Summary")
    with pytest.raises(ConflictError):
        book.apply(Changes("r", tabs=writes), base)
    assert [sheet["title"] for sheet in store.dump()["sheets"]] == ["Actions", "Notes", STATE_TAB]


# Verified writes and people

HUMAN_EDITS = {
    "sort": {"op": "sort", "tab": "Actions", "column": 4, "header_rows": 1},
    "sort by name": {"op": "sort", "tab": "Actions", "column": 2, "header_rows": 1},
    "insert": {"op": "insert_row", "tab": "Actions", "at": 2},
    "insert with values": {"op": "insert_row", "tab": "Actions", "at": 3,
                           "values": ["MINE", "typed", "Zoe", "2026-05-01", "Open"]},
    "delete": {"op": "delete_row", "tab": "Actions", "at": 2},
    "move": {"op": "move_row", "tab": "Actions", "at": 5, "to": 2},
    "append": {"op": "append", "tab": "Actions",
               "values": [["MINE", "typed below", "Zoe", "2026-05-01", "Open"]]},
    "type an id": {"op": "set", "tab": "Actions", "cell": "A3", "value": "MINE"},
    "type below": {"op": "set", "tab": "Actions", "cell": "B6", "value": "started to type"},
}  # fmt: skip


def strangers(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows as people wrote them: ours left out, ids that we minted taken away, in any order."""
    people = [list(row) for row in rows[1:] if row and row[0] != "ACT-9"]
    for row in people:
        if str(row[0]).startswith("NEW-"):
            row[0] = ""
    return sorted(row for row in people if any(cell != "" for cell in row))


@pytest.mark.parametrize("moment", ["between read and write", "in the moment of the write"])
@pytest.mark.parametrize("edit", HUMAN_EDITS)
def test_people_who_move_rows_meanwhile_lose_nothing(
    store: StandInBook, edit: str, moment: str
) -> None:
    shadow = load({"Actions": ACTIONS})
    what = dict(HUMAN_EDITS[edit])
    shadow.edit(**what)
    book = store.open()
    base = book.read()
    if moment == "between read and write":
        store.edit(**what)
    else:
        store.edit_before("write", **what)
    changes = Changes(
        "r",
        tabs=(placed(content(["PRJ-1", "On track"]), base),),
        cells=(minted(base, 3, "Book the room"), minted(base, 4, "Ask Chloe")),
        appends=(accepted(base),),
    )
    applied = book.apply(changes, base)
    found = store.sheet("Actions")
    assert strangers(found["values"]) == strangers(shadow.sheet("Actions")["values"])
    assert sorted(found["formulas"].values()) == sorted(
        shadow.sheet("Actions")["formulas"].values()
    )
    ours = [row for row in found["values"] if row and row[0] == "ACT-9"]
    assert ours == [["ACT-9", "From the notes", "Ana", 46120, "Open"]]
    # An ID that did land stands in the row it was made for.
    named = {row[0]: row[1] for row in found["values"] if row and str(row[0]).startswith("NEW-")}
    right = {"NEW-3": "Book the room", "NEW-4": "Ask Chloe"}
    assert named.items() <= right.items()
    assert len(named) + len([d for d in applied.dropped if "NEW-" in d]) == 2
    assert grid(store.open().read().our_tab("Summary"))[-1] == ["PRJ-1", "On track"]


def test_rows_that_move_in_the_moment_of_a_write_whose_reply_is_lost_are_put_right(
    store: StandInBook,
) -> None:
    before = store.sheet("Actions")["values"]
    book = patient(store)
    base = book.read()
    store.edit_before("write", "insert_row", "Actions", at=2)
    store.fault("write", "lost")
    applied = book.apply(Changes("r", cells=(minted(base, 3, "Book the room"),)), base)
    assert len(applied.dropped) == 1
    assert rows_of(store) == [before[0], [], *before[1:]]


def test_a_date_format_and_a_link_of_a_stranger_come_back_when_rows_moved(
    store: StandInBook,
) -> None:
    link = {"startIndex": 0, "format": {"link": {"uri": "https://example.org/"}}}
    cell = {"userEnteredValue": {"stringValue": "ACT-1"}, "textFormatRuns": [link]}
    area = {
        "sheetId": 0,
        "startRowIndex": 1,
        "endRowIndex": 2,
        "startColumnIndex": 0,
        "endColumnIndex": 1,
    }
    store.edit("batch", requests=[{"updateCells": {"range": area, "rows": [{"values": [cell]}],
                                                   "fields": "userEnteredValue,textFormatRuns"}}])  # fmt: skip
    book = store.open()
    base = book.read()
    store.edit_before("write", "insert_row", "Actions", at=2)
    late = {1: "ACT-1", 2: "Send the draft", 3: "Ana", 5: "Open"}
    moved = minted(base, 3, "Book the room", column=4, before=46126.0, value=46200.0, kind="date",
                   identity={2: "Book the room"})  # fmt: skip
    assert moved.before == 46126.0
    gone = replace(moved, row=2, column=1, before="ACT-1", value="X", kind="text", identity=late)
    applied = book.apply(
        Changes("r", cells=(moved, replace(gone, identity={2: "Send the draft"}))), base
    )
    found = store.sheet("Actions")
    assert len(applied.dropped) == 2
    assert [row[0:4] for row in found["values"][2:4]] == [
        ["ACT-1", "Send the draft", "Ana", 46132],
        ["", "Book the room", "Ben", 46126],
    ]
    assert found["textFormatRuns"] == {
        "A3": [{"format": {"link": {"uri": "https://example.org/"}}}]
    }


def test_a_cell_with_a_formula_is_never_overwritten(store: StandInBook) -> None:
    book = store.open()
    base = book.read()
    cell = minted(base, 5, "Call The Bank", column=2, before="Call The Bank", identity={1: "ACT-4"})
    applied = book.apply(Changes("r", cells=(cell,)), base)
    assert "holds a formula" in applied.dropped[0]
    assert store.sheet("Actions")["formulas"] == {"B5": '=PROPER("call the bank")'}


def test_a_date_is_shown_as_a_date_where_the_cell_was_not_one(store: StandInBook) -> None:
    book = store.open()
    base = book.read()
    cell = minted(base, 3, "Book the room", column=6, value=46200.0, kind="date")
    book.apply(Changes("r", cells=(cell,)), base)
    assert store.sheet("Actions")["formats"]["F3"]["numberFormat"]["type"] == "DATE"


def test_many_ids_are_written_by_few_requests_of_one_batch() -> None:
    rows = [["Action ID", "Action"], *([None, f"do {n}"] for n in range(300))]
    store = load({"Actions": rows})
    book = store.open()
    base = book.read()
    cells = tuple(
        CellWrite("actions", "Actions", 0, n + 2, 1, f"ACT-{n}", None, {2: f"do {n}"}, "mint-id")
        for n in range(300)
    )
    assert book.apply(Changes("r", cells=cells), base).dropped == ()
    assert (book.requests.read, book.requests.write) == (3, 1)
    assert [row[0] for row in rows_of(store)[1:]] == [f"ACT-{n}" for n in range(300)]


def protect(store: StandInBook, sheet_id: int, description: str) -> None:
    protection = {
        "range": {"sheetId": sheet_id, "startRowIndex": 2, "endRowIndex": 3},
        "description": description,
        "editors": {"users": ["boss@example.com"]},
    }
    store.edit("batch", requests=[{"addProtectedRange": {"protectedRange": protection}}])


def test_a_protected_row_costs_its_own_write_alone(store: StandInBook) -> None:
    protect(store, 0, "Payroll")
    book = store.open()
    base = book.read()
    cells = (minted(base, 3, "Book the room"), minted(base, 4, "Ask Chloe", sheet_id=0, row=4))
    changes = Changes("r", tabs=(placed(content(["P", "x"]), base),), cells=cells)
    applied = book.apply(changes, base)
    assert [row[0] for row in rows_of(store)] == ["Action ID", "ACT-1", "", "NEW-4", "ACT-4"] or (
        applied.dropped and rows_of(store)[2][0] == ""
    )
    assert "protected" in applied.dropped[0]
    assert grid(store.open().read().our_tab("Summary"))[-1] == ["P", "x"]


def test_a_protection_on_our_tab_names_the_range_and_its_owner(store: StandInBook) -> None:
    write_tab(store.open(), ["PRJ-1", "On track"])
    protect(store, store.sheet("Summary")["sheetId"], "Hands off")
    with pytest.raises(WorkbookError) as told:
        write_tab(store.open(), ["PRJ-1", "Off track"])
    assert "'Hands off' Summary!A3:" in str(told.value) or "'Hands off' Summary!A3" in str(
        told.value
    )
    assert "owner@example.com" in str(told.value)
    assert service_account() in str(told.value)


# Our tabs and people


def noted(store: StandInBook) -> None:
    """Summary with three rows; a date, a formula and a comment beside them."""
    write_tab(store.open(), ["PRJ-1", "On track"], ["PRJ-2", "At risk"], ["PRJ-3", "On track"])
    store.set("Summary", 6, 4, "Our notes")
    store.set("Summary", 7, 4, "2026-04-20")
    store.set("Summary", 8, 4, '=B8&"!"')
    store.set("Summary", 9, 5, "45%")


def test_notes_move_with_their_formats_and_formulas(store: StandInBook) -> None:
    noted(store)
    write_tab(store.open(), ["PRJ-3", "a"], ["PRJ-1", "b"], ["PRJ-2", "Off track"])
    found = store.sheet("Summary")
    assert [row[3:] for row in found["formatted"][5:]] == [
        ["Our notes"],
        ["", "45%"],
        ["2026-04-20"],
        ["Off track!"],
    ]
    assert found["formulas"] == {"D9": '=B9&"!"'}
    assert len(rows_of(store, STATE_TAB)) <= 30


def test_notes_that_stay_are_not_written_at_all(store: StandInBook) -> None:
    noted(store)
    book = store.open()
    base = book.read()
    write = placed(content(["PRJ-1", "x"], ["PRJ-2", "y"], ["PRJ-3", "z"]), base)
    store.edit_before("write", "set", "Summary", cell="D9", value="typed in that moment")
    book.apply(Changes("r", tabs=(write,)), base)
    assert [row[3:] for row in store.sheet("Summary")["formatted"][5:]] == [
        ["Our notes"],
        ["2026-04-20"],
        ["y!"],
        ["typed in that moment", "45%"],
    ]
    assert book.requests.write == 1


@pytest.mark.parametrize(
    "edit",
    [
        {"op": "sort", "tab": "Summary", "column": 1, "header_rows": 6, "order": "DESCENDING"},
        {"op": "insert_row", "tab": "Summary", "at": 7},
        {"op": "delete_row", "tab": "Summary", "at": 4},
        {"op": "set", "tab": "Summary", "cell": "F8", "value": "new note"},
    ],
)
@pytest.mark.parametrize("order", ["132", "123", "321"])
def test_notes_find_their_keys_when_people_change_our_tab_in_that_moment(
    store: StandInBook, edit: Mapping[str, Any], order: str
) -> None:
    noted(store)
    book = store.open()
    base = book.read()
    rows = [[f"PRJ-{number}", f"health {number}"] for number in order]
    store.edit_before("write", **edit)
    book.apply(Changes("r", tabs=(placed(content(*rows), base),)), base)
    found = store.sheet("Summary")["formatted"]
    notes = {row[0]: [cell for cell in row[2:] if cell] for row in found[6:] if row and row[0]}
    typed = ["new note"] if edit["op"] == "set" else []
    assert notes == {
        "PRJ-1": ["2026-04-20"],
        "PRJ-2": ["health 2!", *typed],
        "PRJ-3": ["45%"],
    }
    assert [row[0] for row in found[6:9]] == [f"PRJ-{number}" for number in order]
    assert [row[3:] for row in found[5:6]] == [["Our notes"]]


def test_peoples_colours_filters_widths_and_renames_of_our_tab_stay(store: StandInBook) -> None:
    write_tab(store.open(), ["PRJ-1", "On track"])
    sheet_id = store.sheet("Summary")["sheetId"]
    area = {"sheetId": sheet_id, "startRowIndex": 6, "endRowIndex": 7}
    look = {"userEnteredFormat": {"backgroundColorStyle": {"rgbColor": {"red": 1}}}}
    store.edit("batch", requests=[
        {"repeatCell": {"range": area, "cell": look, "fields": "userEnteredFormat.backgroundColorStyle"}},
        {"clearBasicFilter": {"sheetId": sheet_id}},
        {"updateDimensionProperties": {
            "range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
            "properties": {"pixelSize": 333}, "fields": "pixelSize"}},
        {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": "Ours", "index": 0},
                                   "fields": "title,index"}},
    ])  # fmt: skip
    before = store.sheet("Ours")
    write_tab(store.open(), ["PRJ-1", "Off track"])
    after = store.sheet("Ours")
    assert after["values"][6] == ["PRJ-1", "Off track"]
    kept = ("formats", "basicFilter", "dimensions", "properties", "conditionalFormats")
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}


def test_a_tab_that_grows_gets_rows_and_their_formats(store: StandInBook) -> None:
    columns = (
        TabColumn("Key", "key", 8),
        TabColumn("Due", "date", 9),
        TabColumn("Yes", "checkbox"),
    )

    def made(count: int) -> TabContent:
        rows = [[f"K{n}", 46113.0, n == 0] for n in range(count)]
        return TabContent("Proposed actions", "t", "f", columns, rows)

    book = store.open()
    base = book.read()
    book.apply(Changes("r", tabs=(placed(made(2), base),)), base)
    base = book.read()
    book.apply(Changes("r", tabs=(placed(made(1_100), base),)), base)
    sheet = store.sheet("Proposed actions")
    assert sheet["formatted"][1_103] == ["K1099", "1 Apr 26", "FALSE"]
    assert len(sheet["validations"]) == 1_100
    base = book.read()
    book.apply(Changes("r", tabs=(placed(made(1), base),)), base)
    assert list(store.sheet("Proposed actions")["validations"]) == ["C5"]


def test_links_lead_to_rows_and_nothing_else_becomes_a_link(store: StandInBook) -> None:
    book = store.open()
    base = book.read()
    tab = base.tabs[0]
    columns = (TabColumn("Key", "key"), TabColumn("Row", "link"))
    rows = [
        ["a", Link("row 2", base.link(tab, "A2"))],
        ["b", Link("row 3", "internal:'Actions'!A3")],
        ["c", Link("bad", "javascript:alert(1)")],
        ["d", Link("gone", "internal:'No such tab'!A3")],
        ["e", Link("plain")],
        ["f", "https://example.org/typed"],
    ]
    write = place(TabContent("Follow-ups", "t", "f", columns, rows), base)
    assert write is not None
    book.apply(Changes("r", tabs=(write,)), base)
    runs = store.sheet("Follow-ups")["textFormatRuns"]
    assert {cell: run[0]["format"]["link"]["uri"] for cell, run in runs.items()} == {
        "B5": f"{base.url}#gid=0&range=A2",
        "B6": "#gid=0&range=A3",
    }


def test_a_strangers_tab_stops_all_of_the_write(store: StandInBook) -> None:
    book = store.open()
    base = book.read()
    writes = tuple(placed(content(["P", "x"], name=name), base) for name in ("Summary", "Gaps"))
    store.add_tab("summary")
    before = store.dump()
    with pytest.raises(ConflictError):
        book.apply(Changes("r", tabs=writes), base)
    with pytest.raises(RefusedError, match="'Summary'"):
        book.apply(Changes("r", tabs=writes), book.read())
    assert store.dump() == before


# Charts


def charted(labels: Sequence[str], values: Sequence[float]) -> TabContent:
    chart = Chart(
        "health",
        "Projects by health",
        "stacked-column",
        tuple(labels),
        (Series("On track", tuple(values), "#4C9F70"), Series("Off track", (1.0,), "#C0392B")),
    )
    return replace(content(["PRJ-1", "On track"]), charts=(chart,))


def draw(store: StandInBook, labels: Sequence[str], values: Sequence[float], title: str) -> None:
    book = store.open()
    base = book.read()
    write = placed(replace(charted(labels, values), title=title), base)
    book.apply(Changes("r", tabs=(write,), state_rows=(("k", "", "", "", ""),)), base)


def chart_numbers(store: StandInBook) -> list[list[Any]]:
    """The rectangle that the chart draws."""
    spec = store.sheet("Summary")["charts"][0]["spec"]["basicChart"]
    columns = [spec["domains"][0]["domain"], *(series["series"] for series in spec["series"])]
    areas = [column["sourceRange"]["sources"][0] for column in columns]
    values = store.sheet(STATE_TAB)["values"]
    first, last = areas[0]["startRowIndex"], areas[0]["endRowIndex"]
    places = [area["startColumnIndex"] for area in areas]
    return [[row[c] if c < len(row) else "" for c in places] for row in values[first:last]]


def test_a_chart_is_drawn_once_and_follows_its_numbers(store: StandInBook) -> None:
    draw(store, ["6 Apr", "13 Apr"], [1.0, 2.0], "one")
    assert chart_numbers(store) == [
        ["", "On track", "Off track"],
        ["6 Apr", 1, 1],
        ["13 Apr", 2, ""],
    ]
    draw(store, ["6 Apr", "13 Apr", "20 Apr"], [1.0, 2.0, 3.0], "two")
    assert len(store.sheet("Summary")["charts"]) == 1
    assert chart_numbers(store)[3] == ["20 Apr", 3, ""]
    draw(store, ["20 Apr"], [3.0], "three")
    assert chart_numbers(store) == [["", "On track", "Off track"], ["20 Apr", 3, 1]]
    assert [row[0] for row in rows_of(store, STATE_TAB) if row and row[0]] == ["k", "k", "k"]


def test_a_chart_that_a_person_deleted_stays_deleted(store: StandInBook) -> None:
    draw(store, ["6 Apr"], [1.0], "one")
    chart_id = store.sheet("Summary")["charts"][0]["chartId"]
    store.edit("batch", requests=[{"deleteEmbeddedObject": {"objectId": chart_id}}])
    draw(store, ["6 Apr", "13 Apr"], [1.0, 2.0], "two")
    assert store.sheet("Summary")["charts"] == []


def test_the_state_that_is_read_holds_the_state_alone(store: StandInBook) -> None:
    draw(store, ["6 Apr"], [1.0], "one")
    book = store.open()
    base = book.read()
    book.apply(Changes("r", cells=(minted(base, 3, "Book the room"),), state_rows=STATE), base)
    state = store.open().read().our_tab(STATE_TAB)
    assert grid(state) == [["k"], *([*row] for row in STATE)]
    assert mint(base).row == 3
