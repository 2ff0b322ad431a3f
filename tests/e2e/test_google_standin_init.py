"""`init` on Google over real HTTPS: once, twice, dry, over people's work; guides, colours, views."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.cli import run_command_line
from mso_sheets.sample import sample_workbook
from mso_sheets.tables.registry import SCHEMAS
from tests.adapters.google_standin import StandInBook, admin, load
from tests.e2e.google_cases import team_workbook
from tests.making import TODAY

pytestmark = pytest.mark.e2e
OURS = {"_mso_state"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "config").mkdir()
    monkeypatch.setenv("MSO_SHEETS_HOME", str(tmp_path))
    monkeypatch.setenv("MSO_SHEETS_STATE", str(tmp_path / "state"))
    return tmp_path


def init(home: Path, store: StandInBook, *options: str) -> None:
    settings = f'[workbooks.emea]\nspreadsheet = "{store.spreadsheet_id}"\n'
    (home / "config" / "settings.toml").write_text(settings)
    assert run_command_line(["init", "emea", *options]) == 0


def sheets(store: StandInBook) -> dict[str, Mapping[str, Any]]:
    return {sheet["title"]: sheet for sheet in store.dump()["sheets"]}


def api(store: StandInBook, title: str) -> Mapping[str, Any]:
    """A tab as the API gives it: with its views, rules and validations."""
    found = admin(f"/get?id={store.spreadsheet_id}&grid=1")["sheets"]
    return next(sheet for sheet in found if sheet["properties"]["title"] == title)


def writes(store: StandInBook) -> int:
    return sum(entry["kind"] == "write" for entry in store.requests())


def test_an_empty_spreadsheet_gets_every_tab_in_one_write(home: Path) -> None:
    store = load({"Sheet1": [[""]]})
    init(home, store)
    wanted = {"Read me", *(schema.tab for schema in SCHEMAS.values())}
    assert set(sheets(store)) - {"Sheet1"} - OURS == wanted
    assert writes(store) == 1


def test_the_second_time_nothing_is_written(home: Path) -> None:
    store = load({"Sheet1": [[""]]})
    init(home, store, "--sample")
    before = store.dump()
    init(home, store, "--sample")
    assert writes(store) == 1
    assert store.dump() == before


def test_a_dry_run_lists_and_writes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = team_workbook()
    before = store.dump()
    init(home, store, "--dry-run")
    assert store.dump() == before
    assert writes(store) == 0
    said = capsys.readouterr().out
    assert "Projects would be made: 23 columns" in said
    assert "Actions is there" in said


def whole_sample() -> StandInBook:
    """A workbook full of people's work: every tab there, with titles, aliases, flaws and notes."""
    tabs: dict[str, Any] = {}
    for tab in sample_workbook(TODAY):
        rows = [*tab.above, tab.headers, *tab.rows]
        filled = [["" if cell is None else cell for cell in row] for row in rows]
        tabs[tab.title] = {"rows": filled, "notes": {"A1": "Ours since 2024"}}
    del tabs["Improvements"]
    tabs["Scratch"] = {"rows": [["=1+1", "free"], ["", "=TODAY()"]]}
    store = load(tabs)
    sheet_id = store.sheet("Projects")["sheetId"]
    area = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": 3}
    look = {"userEnteredFormat": {"backgroundColorStyle": {"rgbColor": {"red": 1}}}}
    fields = "userEnteredFormat.backgroundColorStyle"
    store.edit("batch", requests=[
        {"repeatCell": {"range": area, "cell": look, "fields": fields}},
        {"addFilterView": {"filter": {"title": "Ana's", "range": area}}},
        {"mergeCells": {"range": {**area, "startRowIndex": 40, "endRowIndex": 42,
                                  "startColumnIndex": 1, "endColumnIndex": 3}, "mergeType": "MERGE_ALL"}},
    ])  # fmt: skip
    return store


def test_over_a_workbook_full_of_peoples_work_no_cell_of_it_changes(home: Path) -> None:
    store = whole_sample()
    before = sheets(store)
    init(home, store, "--sample")
    after = sheets(store)
    assert {title: after[title] for title in before} == before
    assert set(after) - set(before) - OURS == {"Improvements"}


def test_dropdowns_date_pickers_and_checkboxes_guide_and_do_not_forbid(home: Path) -> None:
    store = load({"Sheet1": [[""]]})
    init(home, store)
    rows = api(store, "Actions")["data"][0]["rowData"]
    headers = [cell["userEnteredValue"]["stringValue"] for cell in rows[0]["values"]]
    rules = {
        h: cell.get("dataValidation", {})
        for h, cell in zip(headers, rows[1]["values"], strict=False)
    }
    assert rules["Due date"]["condition"]["type"] == "DATE_IS_VALID"
    status = rules["Status"]["condition"]
    assert status["type"] == "ONE_OF_LIST"
    assert status["values"][0] == {"userEnteredValue": "Not started"}
    assert all(not rule.get("strict") for rule in rules.values())
    assert "Needed." in rows[0]["values"][0]["note"]
    people = api(store, "People")["data"][0]["rowData"]
    kinds = {
        cell.get("dataValidation", {}).get("condition", {}).get("type")
        for cell in people[1]["values"]
    }
    assert "BOOLEAN" in kinds


def test_my_overdue_and_this_week_are_views_of_rows_that_are_open(home: Path) -> None:
    store = load({"Sheet1": [[""]]})
    init(home, store)
    actions = api(store, "Actions")
    views = {view["title"]: view for view in actions["filterViews"]}
    assert list(views) == ["My overdue", "This week"]
    overdue = {s["columnIndex"]: s["filterCriteria"] for s in views["My overdue"]["filterSpecs"]}
    assert overdue[3]["condition"] == {"type": "DATE_BEFORE", "values": [{"relativeDate": "TODAY"}]}
    assert overdue[4]["hiddenValues"] == ["Complete", "Cancelled"]
    week = {s["columnIndex"]: s["filterCriteria"] for s in views["This week"]["filterSpecs"]}
    formula = week[3]["condition"]["values"][0]["userEnteredValue"]
    assert formula == "=INT(D2)-WEEKDAY(D2-1)=TODAY()-WEEKDAY(TODAY()-1)"
    kinds = [r["booleanRule"]["condition"]["type"] for r in actions["conditionalFormats"]]
    assert kinds[0] == "CUSTOM_FORMULA"
    assert set(kinds[1:]) == {"TEXT_CONTAINS"}


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2026-04-12", False), ("2026-04-13", True), ("2026-04-14", True), ("2026-04-19", True),
     ("2026-04-20", False), ("", False), ("tbc", False)],
)  # fmt: skip
def test_this_week_runs_from_monday_to_sunday(day: str, inside: bool) -> None:
    """The view's formula in the grid, on Tuesday 14 April 2026."""
    from mso_sheets.adapters.google.views import this_week

    formula = this_week("A1").replace("TODAY()", "DATE(2026,4,14)")
    store = load({"Try": [[day, formula]]})
    shown = store.sheet("Try")["formatted"][0][1]
    assert (shown == "TRUE") is inside
