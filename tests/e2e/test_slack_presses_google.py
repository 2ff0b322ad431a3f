"""Presses on a Google spreadsheet: sorted in the moment of the write, written to the right row."""

from __future__ import annotations

from datetime import date

import pytest

from mso_sheets.model.cells import Snapshot
from mso_sheets.presses import Desk, Place
from tests.adapters.google_standin import load
from tests.making import rows_of, serial
from tests.presses.press_world import ACTIONS, ANA, BEN, NOW, PEOPLE, press_of, seen_of, understand

pytestmark = pytest.mark.e2e


def row_in(snapshot: Snapshot, record: str) -> list[object]:
    tab = snapshot.tab("Actions")
    assert tab is not None
    (row,) = [tab.row(n) for n in range(1, tab.height + 1) if tab.cell(n, 1) == record]
    return list(row)


def test_presses_land_in_their_rows_though_the_sheet_is_sorted_under_them() -> None:
    store = load({"Actions": rows_of(ACTIONS), "People": rows_of(PEOPLE)})
    workbook = store.open()
    desk = Desk(
        {"emea": Place(workbook, understand)},
        lambda: NOW,
        lambda: "run1",
        lambda member: "ben@example.com" if member == BEN else "",
    )
    before = workbook.read()
    store.edit_before("write", "sort", "Actions", column=2, descending=True, header_rows=1)
    seen = seen_of("Ana Silva", "2026-04-10")
    replies = desk.handle_all(
        [
            press_of("date", ANA, value="2026-04-24", seen=seen),
            press_of("done", BEN, "ACT-0002"),
            press_of("not-mine", ANA, "ACT-0004", value=BEN),
            press_of("done", ANA, "ACT-0099"),
        ]
    )
    assert [reply.done for reply in replies] == [True, True, True, False]
    after = workbook.read()
    assert row_in(after, "ACT-0001")[3] == serial(date(2026, 4, 24))
    assert row_in(after, "ACT-0002")[4] == "Done"
    assert row_in(after, "ACT-0004")[2] == "Ben Ito"
    assert row_in(after, "ACT-0003") == row_in(before, "ACT-0003")
    again = desk.handle(press_of("snooze", ANA, value="1", reason="Month end"))
    assert again.done
    assert row_in(workbook.read(), "ACT-0001")[5:7] == [serial(date(2026, 4, 15)), "Month end"]
