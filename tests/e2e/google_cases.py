"""Workbooks and changes that the Google end-to-end tests have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mso_sheets.adapters.google import GoogleWorkbook
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import CellWrite, RowAppend
from mso_sheets.model.state import STATE_TAB
from mso_sheets.settings.models import RetryRules
from tests.adapters.google_standin import StandInBook, load

ACTIONS: Sequence[Sequence[Cell]] = [
    ["Action ID", "Action", "Owner", "Due date", "Status"],
    ["ACT-1", "Send the draft", "Ana", "2026-04-20", "Open"],
    [None, "Book the room", "Ben", "2026-04-14", "Open"],
    [None, "Ask Chloe", "Dev", "2026-04-16", "Open"],
    ["ACT-4", '=PROPER("call the bank")', "Chloe", "2026-04-15", "Done"],
]
SHORT = RetryRules(attempts=3, seconds=10, timeout=1)


def team_workbook() -> StandInBook:
    """Actions with dates, blank ids and a formula; a tab of free notes."""
    return load({"Actions": ACTIONS, "Notes": [["free", "text"], [1, "=A2*2"]]})


def nap(seconds: float) -> None:
    """Sleeps not at all."""


def patient(store: StandInBook, retry: RetryRules = SHORT) -> GoogleWorkbook:
    """A connection that tries again without waiting."""
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
    below = tab.height + 1
    return RowAppend("actions", "Actions", tab.sheet_id, below, values, source, frozenset({4}))


def rows_of(store: StandInBook, title: str = "Actions") -> list[list[Any]]:
    values: list[list[Any]] = store.sheet(title)["values"]
    return values


def peoples(store: StandInBook) -> list[Mapping[str, Any]]:
    """Everything that people's tabs hold: values, formulas, formats, notes, sizes."""
    return [sheet for sheet in store.dump()["sheets"] if sheet["title"] in {"Actions", "Notes"}]


def tokens(store: StandInBook) -> list[int]:
    state = store.sheet(STATE_TAB)
    return [protection["protectedRangeId"] for protection in state["protectedRanges"]]
