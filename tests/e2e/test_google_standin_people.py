"""Google over real HTTPS: people sort, insert, delete and type while we write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from mso_sheets.errors import WorkbookError
from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import CellWrite, Changes
from tests.adapters.contract_workbook import content, grid, placed, write_tab
from tests.adapters.google_standin import StandInBook, load, service_account
from tests.e2e.google_cases import (
    ACTIONS,
    accepted,
    minted,
    patient,
    rows_of,
    team_workbook,
)

pytestmark = pytest.mark.e2e


@pytest.fixture
def store() -> StandInBook:
    return team_workbook()


HUMAN_EDITS: Mapping[str, dict[str, Any]] = {
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
    what = HUMAN_EDITS[edit]
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


def test_a_date_and_a_link_of_a_stranger_come_back_when_rows_moved(store: StandInBook) -> None:
    link = {"startIndex": 0, "format": {"link": {"uri": "https://example.org/"}}}
    cell = {"userEnteredValue": {"stringValue": "ACT-1"}, "textFormatRuns": [link]}
    fields = "userEnteredValue,textFormatRuns"
    linked = {"start": {"rowIndex": 1}, "rows": [{"values": [cell]}], "fields": fields}
    store.edit("batch", requests=[{"updateCells": linked}])
    book = store.open()
    base = book.read()
    due = minted(base, 3, "Book the room", column=4, before=46126.0, value=46200.0, kind="date")
    due = replace(due, identity={2: "Book the room"})
    identifier = replace(
        due, row=2, column=1, before="ACT-1", value="X", kind="text", identity={2: "Send the draft"}
    )
    store.edit_before("write", "insert_row", "Actions", at=2)
    applied = book.apply(Changes("r", cells=(due, identifier)), base)
    found = store.sheet("Actions")
    assert len(applied.dropped) == 2
    assert [row[0:4] for row in found["formatted"][1:4]] == [
        [],
        ["ACT-1", "Send the draft", "Ana", "2026-04-20"],
        ["", "Book the room", "Ben", "2026-04-14"],
    ]
    uri = {"format": {"link": {"uri": "https://example.org/"}}}
    assert found["textFormatRuns"] == {"A3": [uri]}


def test_a_header_is_added_beyond_the_grid_without_cutting_or_moving_anything() -> None:
    wide = [[f"H{column}" for column in range(1, 27)], [str(n) for n in range(26)]]
    store = load({"Actions": wide})
    book = store.open()
    base = book.read()
    header = CellWrite("actions", "Actions", 0, 1, 27, "Snooze until", None, {}, "init")
    assert book.apply(Changes("r", cells=(header,)), base).dropped == ()
    assert rows_of(store) == [[*wide[0], "Snooze until"], [float(n) for n in range(26)]]


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
    blank: list[list[Cell]] = [[None, f"do {n}"] for n in range(300)]
    rows: list[list[Cell]] = [["Action ID", "Action"], *blank]
    store = load({"Actions": rows})
    book = store.open()
    base = book.read()
    cells = tuple(
        CellWrite("actions", "Actions", 0, n + 2, 1, f"ACT-{n}", None, {2: f"do {n}"}, "mint-id")
        for n in range(300)
    )
    assert book.apply(Changes("r", cells=cells), base).dropped == ()
    assert (book.requests.read, book.requests.write) == (2, 1)
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
    cells = (minted(base, 3, "Book the room"), minted(base, 4, "Ask Chloe"))
    apart = replace(cells[1], column=6, identity={2: "Ask Chloe"})
    changes = Changes("r", tabs=(placed(content(["P", "x"]), base),), cells=(cells[0], apart))
    applied = book.apply(changes, base)
    assert [row[0] for row in rows_of(store)] == ["Action ID", "ACT-1", "", "", "ACT-4"]
    assert rows_of(store)[3][5] == "NEW-4"
    assert len(applied.dropped) == 1
    assert "'Payroll'" in applied.dropped[0]
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
