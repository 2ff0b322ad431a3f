"""How our tabs look in Google Sheets when made, and that later writes leave looks to people."""

from __future__ import annotations

from typing import Any

import pytest

from mso_sheets.model.changes import Changes
from mso_sheets.model.tab import TabColumn, TabContent, TabValue
from tests.adapters.contract_workbook import placed
from tests.adapters.google_standin import StandInBook
from tests.e2e.google_cases import team_workbook

pytestmark = pytest.mark.e2e
COLUMNS = (
    TabColumn("Key", "key", 12),
    TabColumn("Health", "health", 13),
    TabColumn("Share", "percent", 7),
    TabColumn("Low", "number", 8, folded=True),
    TabColumn("Basis", "long", 16, folded=True),
    TabColumn("Due", "date", 10),
)
NOTE = "A closing note that is much longer than the first column is wide"


@pytest.fixture
def store() -> StandInBook:
    return team_workbook()


def write(store: StandInBook, count: int) -> None:
    book = store.open()
    base = book.read()
    rows: list[list[TabValue]] = [
        [f"K{n}", "On track", 0.5, 1.0, "b", 46113.0] for n in range(count)
    ]
    made = TabContent("Summary", "t", "f", COLUMNS, rows, footer=NOTE)
    book.apply(Changes("r", tabs=(placed(made, base),)), base)


def wrap_of(sheet: Any, cell: str) -> str:
    found: str = sheet["formats"].get(cell, {}).get("wrapStrategy", "")
    return found


def test_detail_is_folded_when_the_tab_is_made_and_stays_as_people_leave_it(
    store: StandInBook,
) -> None:
    write(store, 2)
    made = store.sheet("Summary")
    (group,) = made["dimensionGroups"]["COLUMNS"]
    assert (group["range"]["startIndex"], group["range"]["endIndex"]) == (3, 5)
    assert group["collapsed"] is True
    assert [n for n in range(6) if made["dimensions"]["COLUMNS"][str(n)].get("hiddenByUser")] == [
        3,
        4,
    ]
    opened = {"range": group["range"], "depth": 1, "collapsed": False}
    request = {"updateDimensionGroup": {"dimensionGroup": opened, "fields": "collapsed"}}
    store.edit("batch", requests=[request])
    write(store, 3)
    after = store.sheet("Summary")["dimensions"]["COLUMNS"]
    assert not any(after[str(n)].get("hiddenByUser") for n in (3, 4))


def test_the_closing_note_runs_over_its_row_wherever_the_table_ends(store: StandInBook) -> None:
    write(store, 2)
    sheet = store.sheet("Summary")
    note = next(n for n, row in enumerate(sheet["formatted"], 1) if row and row[0] == NOTE)
    assert wrap_of(sheet, f"A{note}") == "OVERFLOW_CELL"
    assert wrap_of(sheet, f"A{note - 2}") == "WRAP"
    write(store, 6)
    grown = store.sheet("Summary")
    assert grown["formatted"][note + 3][0] == NOTE
    assert wrap_of(grown, f"A{note + 4}") == "OVERFLOW_CELL"
    assert wrap_of(grown, f"A{note}") == "WRAP"


def test_the_head_is_frozen_filtered_banded_and_every_kind_has_its_format(
    store: StandInBook,
) -> None:
    write(store, 2)
    sheet = store.sheet("Summary")
    header = next(n for n, row in enumerate(sheet["formatted"], 1) if row and row[0] == "Key")
    assert sheet["properties"]["gridProperties"]["frozenRowCount"] == header
    assert sheet["basicFilter"]["range"]["startRowIndex"] == header - 1
    (band,) = sheet["bandedRanges"]
    assert band["range"]["startRowIndex"] == header - 1
    row = header + 1
    assert sheet["formats"][f"C{row}"]["numberFormat"]["type"] == "PERCENT"
    assert sheet["formats"][f"F{row}"]["numberFormat"]["type"] == "DATE"
    assert sheet["formats"][f"F{row}"]["horizontalAlignment"] == "RIGHT"
    words = {
        rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
        for rule in sheet["conditionalFormats"]
        if rule.get("booleanRule")
    }
    assert {"On track", "At risk", "Off track"} <= words
    widths = [sheet["dimensions"]["COLUMNS"][str(n)] for n in range(6)]
    assert sum(w["pixelSize"] for w in widths if not w.get("hiddenByUser")) < 1_300
