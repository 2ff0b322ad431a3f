"""Google over real HTTPS: all or nothing, once, and never past another run."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest

from mso_sheets.errors import ConflictError, WorkbookError
from mso_sheets.model.changes import Changes
from mso_sheets.model.state import STATE_TAB
from tests.adapters.contract_workbook import STATE, content, placed, write_tab
from tests.adapters.google_standin import StandInBook
from tests.e2e.google_cases import (
    accepted,
    minted,
    patient,
    rows_of,
    team_workbook,
    tokens,
)

pytestmark = pytest.mark.e2e


@pytest.fixture
def store() -> StandInBook:
    return team_workbook()


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
