"""`adopt`: what a workbook that we never made could be, with confidence, evidence and examples."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from mso_sheets.errors import ConfigError
from mso_sheets.settings.adoption import store, stored
from mso_sheets.settings.models import Settings
from mso_sheets.tables.adopt import Proposal, propose
from tests.making import read, rules_that, shipped_vocabulary, snapshot_of, tab_of

FOREIGN = {
    "Übersicht": "| Liebe Leute |\n| hier steht nichts |",
    "Projekte": """
    | Projektliste |
    | Projekt-ID | Projektname | Leitung | Ende       |
    | P1         | Alpha       | Eva     | 2026-06-30 |
    """,
    "Was zu tun ist": """
    | Lfd. Nr. | Maßnahme | Verantwotlich | Fällig am  | Wie steht's | Kosten |
    | M1       | Rufen    | Eva           | 2026-04-30 | offen       | 3      |
    | M2       | Holen    | Jan           | 2026-05-30 | erledigt    | 4      |
    | M3       | Suchen   | Eva           | 2026-05-31 | in Arbeit   | 5      |
    """,
}


def proposal() -> Proposal:
    return propose(snapshot_of(FOREIGN, locale="de_DE"), shipped_vocabulary())


def test_a_tab_with_known_names_is_sure() -> None:
    [projects] = [t for t in proposal().tables if t.table == "projects"]
    assert projects.sure
    assert (projects.tab, projects.header_row) == ("Projekte", 2)
    assert "a name for Projects" in projects.evidence
    assert projects.missing == ()
    assert all(column.sure for column in projects.columns)


def test_close_spellings_and_contents_are_proposed_and_stay_unsure() -> None:
    [actions] = [t for t in proposal().tables if t.table == "actions"]
    columns = {column.field: column for column in actions.columns}
    assert not actions.sure
    assert columns["action"].sure
    assert not columns["owner"].sure
    assert "spelt like Owner" in columns["owner"].evidence
    assert not columns["status"].sure
    assert columns["status"].text == "Wie steht's"
    assert columns["status"].examples == ("offen", "erledigt", "in Arbeit")
    assert columns["due_date"].examples[0] == "2026-04-30"
    assert actions.others == ("Kosten",)


def test_tabs_that_are_nothing_of_ours_are_told_with_the_reason() -> None:
    assert proposal().unknown == {"Übersicht": "no row with headers of ours"}


def test_a_workbook_of_ours_is_recognised_whole() -> None:
    tabs = {
        "Actions": "| Action ID | Action | Owner | Due date | Status |\n| A1 | x | Ana | | Open |",
        "People": "| Name | Email |\n| Ana | a@x.io |",
    }
    found = propose(snapshot_of(tabs), shipped_vocabulary())
    assert [(t.table, t.confidence) for t in found.tables] == [("actions", 1.0), ("people", 1.0)]


def test_what_could_as_well_be_another_table_is_unsure() -> None:
    tabs = {"Liste": "| ID | Name | Owner | Status |\n| 1 | Alpha | Ana | Open |"}
    assert not any(t.sure for t in propose(snapshot_of(tabs), shipped_vocabulary()).tables)


def test_a_known_header_over_the_wrong_content_is_unsure_and_says_why() -> None:
    tabs = {
        "Actions": """
        | Action ID | Action | Owner | Due date | Status |
        | A1        | x      | Ana   | Berlin   | Open   |
        | A2        | y      | Ana   | Paris    | Open   |
        """
    }
    [actions] = propose(snapshot_of(tabs), shipped_vocabulary()).tables
    [due] = [column for column in actions.columns if column.field == "due_date"]
    assert not due.sure
    assert "only 0% of its cells read as date" in due.evidence


def test_columns_that_stand_twice_are_unsure() -> None:
    tabs = {
        "Actions": "| Action ID | Action | Owner | Owner | Due date | Status |\n| A1 | x | A | B | | |"
    }
    [actions] = propose(snapshot_of(tabs), shipped_vocabulary()).tables
    [owner] = [column for column in actions.columns if column.field == "owner"]
    assert not owner.sure
    assert "(C, D)" in owner.evidence


def test_empty_and_own_tabs_are_left_alone() -> None:
    ours = tab_of("Summary", "| Action ID | Action |", ours="Summary")
    found = propose(snapshot_of({"Summary": ours, "Blatt 2": "|"}), shipped_vocabulary())
    assert found.tables == ()
    assert found.unknown == {"Blatt 2": "empty"}


def test_a_proposal_is_plain_json() -> None:
    told = json.loads(json.dumps(proposal().as_json()))
    assert told["tables"][0]["table"] == "projects"
    assert told["tables"][0]["sure"] is True


SETTINGS = """\
# ours; do not lose this line
timezone = "Europe/Berlin"   # nor this one

[workbooks.other]
spreadsheet = "other.xlsx"

[workbooks.nord]
spreadsheet = "nord.xlsx"    # the north
channel = "#nord"

[workbooks.nord.tables.projects]
columns = { "Owner" = ["Chef"] }
"""


def test_the_mapping_is_stored_with_comments_and_order_kept() -> None:
    text = stored(SETTINGS, "nord", proposal().sure())
    kept = [line for line in SETTINGS.splitlines() if "columns" not in line]
    assert [line for line in text.splitlines() if line in kept] == kept
    projects = tomllib.loads(text)["workbooks"]["nord"]["tables"]["projects"]
    assert projects["tab"] == "Projekte"
    assert projects["columns"]["Owner"] == ["Chef", "Leitung"]
    assert projects["columns"]["Due date"] == ["Ende"]
    assert Settings.model_validate(tomllib.loads(text)).workbooks["nord"].channel == "#nord"


def test_storing_twice_changes_nothing_more() -> None:
    once = stored(SETTINGS, "nord", proposal())
    assert stored(once, "nord", proposal()) == once


def test_a_new_workbook_gets_its_spreadsheet_and_a_missing_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"
    store(path, "süd", proposal().sure(), spreadsheet="sued.xlsx")
    assert (
        tomllib.loads(path.read_text(encoding="utf-8"))["workbooks"]["süd"]["spreadsheet"]
        == "sued.xlsx"
    )
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_a_settings_file_that_is_no_toml_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("timezone = ", encoding="utf-8")
    with pytest.raises(ConfigError, match="not TOML"):
        store(path, "nord", proposal())
    assert path.read_text(encoding="utf-8") == "timezone = "


def test_an_adopted_workbook_is_read_by_the_stored_mapping() -> None:
    text = stored("", "nord", proposal(), spreadsheet="nord.xlsx")
    tables = tomllib.loads(text)["workbooks"]["nord"]["tables"]
    found = read(FOREIGN, rules=rules_that(**tables), locale="de_DE")
    assert found["actions"].frame["status"].tolist() == ["Not started", "Complete", "In progress"]
    assert found["actions"].frame["owner"].tolist() == ["Eva", "Jan", "Eva"]
    assert found.refused == {}
