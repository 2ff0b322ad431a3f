"""Google over real HTTPS: a slip is put right even when the world goes on being difficult."""

from __future__ import annotations

from typing import Any

import pytest

from mso_sheets.errors import ConflictError
from mso_sheets.model.changes import Applied, Changes
from tests.adapters.contract_workbook import content, grid, placed
from tests.adapters.google_standin import StandInBook
from tests.e2e.google_cases import accepted, minted, patient, rows_of, team_workbook

pytestmark = pytest.mark.e2e

QUIET: list[list[Any]] = [
    ["Action ID", "Action", "Owner", "Due date", "Status"],
    ["ACT-1", "Send the draft", "Ana", 46132, "Open"],
    ["", "Book the room", "Ben", 46126, "Open"],
    ["", "Ask Chloe", "Dev", 46128, "Open"],
    ["ACT-4", "Call The Bank", "Chloe", 46127, "Done"],
]


@pytest.fixture
def store() -> StandInBook:
    return team_workbook()


def slipping(store: StandInBook) -> Applied:
    """Writes an ID and a row while somebody inserts a row; more may go wrong after that."""
    book = patient(store)
    base = book.read()
    store.edit_before("write", "insert_row", "Actions", at=2)
    changes = Changes(
        "r",
        tabs=(placed(content(["PRJ-1", "On track"]), base),),
        cells=(minted(base, 3, "Book the room"), minted(base, 4, "Ask Chloe")),
        appends=(accepted(base),),
    )
    return book.apply(changes, base)


def peoples(store: StandInBook) -> list[list[Any]]:
    """People's rows in order of their text, without rows that we added and empty ones."""
    rows = [row for row in rows_of(store) if row and row[0] != "ACT-9"]
    return [rows[0], *sorted(rows[1:], key=lambda row: str(row[1]))]


EXPECTED = [QUIET[0], *sorted(QUIET[1:], key=lambda row: str(row[1]))]


@pytest.mark.parametrize("column", [1, 2, 4])
def test_people_who_sort_while_a_slip_is_mended_lose_nothing(
    store: StandInBook, column: int
) -> None:
    store.edit_before("write", "sort", "Actions", nth=2, column=column, header_rows=1)
    applied = slipping(store)
    assert peoples(store) == EXPECTED
    assert [row for row in rows_of(store) if row and row[0] == "ACT-9"] == [
        ["ACT-9", "From the notes", "Ana", 46120, "Open"]
    ]
    assert len(applied.dropped) == 3


def test_a_lost_reply_to_the_mending_write_is_settled_like_any_other(store: StandInBook) -> None:
    store.fault("write", "lost", skip=1)
    slipping(store)
    assert peoples(store) == EXPECTED


def test_another_writer_in_between_does_not_stop_the_mending(store: StandInBook) -> None:
    protection = {"protectedRangeId": 2, "range": {"sheetId": 0}, "warningOnly": True}
    addition = {"addProtectedRange": {"protectedRange": protection}}
    store.edit_before("write", "batch", nth=2, requests=[addition])
    applied = slipping(store)
    assert peoples(store) == EXPECTED
    # The confirming write must not build on what somebody else has changed.
    assert applied.generation == 1
    assert applied.after is not None
    with pytest.raises(ConflictError):
        store.open().apply(Changes("r", state_rows=(("k", "", "", "", ""),)), applied.after)


def test_a_network_that_goes_away_before_the_mending_is_told_with_what_is_to_be_set(
    store: StandInBook,
) -> None:
    store.fault("read", "reset", count=50, skip=3)
    applied = slipping(store)
    told = " ".join(applied.dropped)
    assert "not all was put right. Google Sheets could not be reached." in told
    assert "A3 = ACT-1." in told
    assert "A4 = empty." in told
    assert "A6 = ACT-4, B6 = Call The Bank" in told


def test_what_landed_with_the_slip_stays(store: StandInBook) -> None:
    slipping(store)
    assert grid(store.open().read().our_tab("Summary"))[-1] == ["PRJ-1", "On track"]
    assert peoples(store) == EXPECTED
