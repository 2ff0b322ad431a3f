"""`init` over Google workbooks full of people's work: nothing of theirs changes, in no respect."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.adapters.google_standin import StandInBook, admin, load
from tests.e2e.broken import Setup
from tests.full_workbooks import KINDS, Rows, listed

pytestmark = pytest.mark.e2e
STATE = {"_mso_state"}


def dressed(store: StandInBook) -> StandInBook:
    """Everything that people attach to cells and tabs, on every tab of the workbook."""
    for number, sheet in enumerate(store.dump()["sheets"]):
        store.edit("batch", requests=list(_dress(sheet["sheetId"], number)))
    last = store.dump()["sheets"][-1]
    if len(store.dump()["sheets"]) > 1:
        store.edit("hide_tab", last["title"])
    return store


def _dress(sheet_id: int, number: int) -> Sequence[dict[str, Any]]:
    top = area(sheet_id, 0, 3, 0, 4)
    look = {"backgroundColorStyle": {"rgbColor": {"red": 1}}, "textFormat": {"italic": True}}
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Open"}]},
            "strict": True}  # fmt: skip
    late = {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$D2<9"}]},
            "format": {"backgroundColorStyle": {"rgbColor": {"blue": 1}}}}  # fmt: skip
    named = {"name": f"Theirs_{number}", "range": area(sheet_id, 0, 2, 0, 2)}
    hidden = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 5, "endIndex": 6}
    frozen = {"sheetId": sheet_id, "gridProperties": {"frozenRowCount": 2}}
    return [
        {"repeatCell": {"range": top, "cell": {"userEnteredFormat": look, "note": "Ana's"},
                        "fields": "userEnteredFormat,note"}},
        {"setDataValidation": {"range": area(sheet_id, 1, 40, 4, 5), "rule": rule}},
        {"addConditionalFormatRule": {"rule": {"ranges": [top], "booleanRule": late}, "index": 0}},
        {"addProtectedRange": {"protectedRange": {"range": area(sheet_id, 0, 2, 0, 9),
                               "description": "Header", "warningOnly": number % 2 == 0}}},
        {"addNamedRange": {"namedRange": named}},
        {"setBasicFilter": {"filter": {"range": area(sheet_id, 0, 30, 0, 5)}}},
        {"addFilterView": {"filter": {"title": "My overdue", "range": top}}},
        {"mergeCells": {"range": area(sheet_id, 50, 52, 1, 3), "mergeType": "MERGE_ALL"}},
        {"updateDimensionProperties": {"range": hidden, "properties": {"hiddenByUser": True},
                                       "fields": "hiddenByUser"}},
        {"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount"}},
    ]  # fmt: skip


def area(sheet_id: int, top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    return {"sheetId": sheet_id, "startRowIndex": top, "endRowIndex": bottom,
            "startColumnIndex": left, "endColumnIndex": right}  # fmt: skip


def workbook(kind: str) -> StandInBook:
    rows: Mapping[str, Rows] = KINDS[kind]
    filled = {
        title: {"rows": [["" if c is None else c for c in r] for r in of]}
        for title, of in rows.items()
    }
    return dressed(load(filled))


def told(store: StandInBook) -> dict[str, Any]:
    """Each tab as the admin side and as the API tell it: cells, formats, notes, rules, objects."""
    shown = admin(f"/get?id={store.spreadsheet_id}&grid=1")
    by_api = {sheet["properties"]["title"]: sheet for sheet in shown["sheets"]}
    return {
        sheet["title"]: {"dump": sheet, "api": by_api[sheet["title"]]}
        for sheet in store.dump()["sheets"]
    }


def whole(store: StandInBook) -> dict[str, Any]:
    """What belongs to the spreadsheet rather than to a tab."""
    shown = admin(f"/get?id={store.spreadsheet_id}&grid=1")
    return {key: value for key, value in shown.items() if key != "sheets"}


def init(setup: Setup, store: StandInBook, *options: str) -> str:
    address = f"https://docs.google.com/spreadsheets/d/{store.spreadsheet_id}/edit"
    code, said = setup.run("init", address, *options)
    assert code == 0, said
    return said


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_peoples_changes_and_the_second_time_nothing_at_all(
    bare: Setup, kind: str
) -> None:
    store = workbook(kind)
    before, outside = told(store), whole(store)
    would = listed(init(bare, store, "--sample", "--dry-run"), "would be made")
    assert told(store) == before, "the dry run wrote"

    made = listed(init(bare, store, "--sample"), "made")
    after = told(store)
    assert {title: after[title] for title in before} == before
    assert whole(store) == outside
    assert would == made
    assert set(after) - set(before) - STATE == set(made)

    again = init(bare, store, "--sample")
    assert "Nothing is missing; nothing was changed." in again
    assert told(store) == after
    assert sum(entry["kind"] == "write" for entry in store.requests()) == (1 if made else 0)


def test_the_dressing_is_on_every_tab_so_that_the_comparison_has_something_to_see(
    bare: Setup,
) -> None:
    for title, tab in told(workbook("deep and old")).items():
        text = json.dumps(tab["api"])
        for part in ("protectedRanges", "filterViews", "basicFilter", "conditionalFormats", "merges",
                     "hiddenByUser", "dataValidation", "Ana's", "italic"):  # fmt: skip
            assert part in text, (title, part)
