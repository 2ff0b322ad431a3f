"""Google over real HTTPS: our tabs, what people add to them, charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from mso_sheets.errors import ConflictError, RefusedError
from mso_sheets.model.changes import Changes
from mso_sheets.model.result import Link
from mso_sheets.model.state import STATE_TAB
from mso_sheets.model.tab import Chart, Series, TabColumn, TabContent, TabValue
from mso_sheets.tabs.place import place
from tests.adapters.contract_workbook import STATE, content, grid, mint, placed, write_tab
from tests.adapters.google_standin import StandInBook
from tests.e2e.google_cases import (
    minted,
    rows_of,
    team_workbook,
)

pytestmark = pytest.mark.e2e


@pytest.fixture
def store() -> StandInBook:
    return team_workbook()


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
    assert store.sheet(STATE_TAB)["formulas"] == {}
    assert store.sheet(STATE_TAB)["formats"] == {}


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
        rows: list[list[TabValue]] = [[f"K{n}", 46113.0, n == 0] for n in range(count)]
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
    rows: list[list[TabValue]] = [
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


def test_the_confirming_write_may_draw_again_without_a_read(store: StandInBook) -> None:
    book = store.open()
    base = book.read()
    first = placed(charted(["6 Apr"], [1.0]), base)
    after = book.apply(Changes("r", tabs=(first,)), base).after
    assert after is not None
    longer = placed(replace(charted(["6 Apr", "13 Apr"], [1.0, 2.0]), title="x"), after)
    book.apply(
        Changes("r", tabs=(longer, placed(content(["R", "x"], name="Run log"), after))), after
    )
    assert (book.requests.read, book.requests.write) == (2, 2)
    assert len(store.sheet("Summary")["charts"]) == 1
    assert chart_numbers(store)[2] == ["13 Apr", 2, ""]
    draw(store, ["20 Apr"], [3.0], "three")
    assert len(store.sheet("Summary")["charts"]) == 1


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
