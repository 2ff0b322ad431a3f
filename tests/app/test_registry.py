"""The registry of a home: whose workbooks run, what is told once, and what holds when it is gone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from mso_sheets import app
from mso_sheets.cli import run_command_line
from mso_sheets.errors import ConfigError
from tests.adapters.excel_books import plain_book

HEADER = ("Workbook", "Spreadsheet", "Channel", "Time zone", "Paused")
NINE = datetime(2026, 4, 14, 9, tzinfo=UTC)
Row = tuple[str, ...]


class Ground:
    """A home whose settings name a registry file; rows can be put into it again and again."""

    def __init__(self, folder: Path, more: str = "") -> None:
        self.folder, self.file = folder, folder / "fleet.xlsx"
        (folder / "config").mkdir()
        (folder / "config" / "settings.toml").write_text(
            f'registry = "fleet.xlsx"\nfleet.ops_channel = "#ops"\n{more}', "utf-8"
        )
        for name in ("emea", "apac", "amer"):
            plain_book(folder / f"{name}.xlsx")

    def lists(self, *rows: Row) -> Ground:
        plain_book(self.file, (HEADER, *rows))
        return self

    def start(self) -> app.App:
        environment = {
            "MSO_SHEETS_HOME": str(self.folder),
            "MSO_SHEETS_STATE": str(self.folder / "state"),
        }
        return app.start(environment, self.folder)

    def told(self) -> list[dict[str, Any]]:
        """What the fleet's ops channel got."""
        return [json.loads(p.read_bytes()) for p in sorted((self.folder / "outbox").glob("*.json"))]


def row(
    name: str, spreadsheet: str = "", channel: str = "#mso", zone: str = "UTC", paused: str = ""
) -> Row:
    return (name, spreadsheet or f"{name}.xlsx", channel, zone, paused)


def names(started: app.App, at_most: float = 0.0) -> list[str]:
    return [chosen.name for chosen in app.targets(started, (), at_most)]


def test_workbooks_of_the_settings_and_of_the_registry_run_but_paused_ones(tmp_path: Path) -> None:
    ground = Ground(tmp_path, '[workbooks.amer]\nspreadsheet = "amer.xlsx"\n')
    ground.lists(row("emea", channel="#emea", zone="Asia/Tokyo"), row("apac", paused="yes"))
    started = ground.start()
    assert names(started) == ["amer", "emea"]
    emea = app.target(started, "emea")
    assert emea.path == tmp_path / "emea.xlsx"
    assert (emea.settings.channel, emea.settings.timezone) == ("#emea", "Asia/Tokyo")


def test_general_rules_hold_for_workbooks_of_the_registry(tmp_path: Path) -> None:
    ground = Ground(tmp_path, "[followups]\nlead_after = 9\n").lists(row("emea"))
    settings = app.target(ground.start(), "emea").settings
    assert settings.followups.lead_after == 9
    assert "stage_gates" not in settings.model_fields_set


def test_a_row_that_makes_no_sense_is_told_once_and_again_when_it_comes_back(
    tmp_path: Path,
) -> None:
    ground = Ground(tmp_path)
    bad, good = row("apac", zone="Mars/Olympus"), row("emea")
    for rows, messages in [
        ((good, bad), 1),
        ((good, bad), 1),
        ((bad, good), 1),
        ((good,), 1),
        ((good, bad), 2),
    ]:
        assert names(ground.lists(*rows).start()) == ["emea"]
        assert len(ground.told()) == messages
    said = json.dumps(ground.told()[0])
    assert "'Mars/Olympus' is no time zone" in said
    assert ground.told()[0]["channel"] == "#ops"


def test_within_its_time_the_list_is_not_read_again(tmp_path: Path) -> None:
    ground = Ground(tmp_path).lists(row("emea"))
    with time_machine.travel(NINE, tick=False) as clock:
        assert names(ground.start(), 300) == ["emea"]
        ground.lists(row("emea"), row("apac"))
        clock.shift(timedelta(seconds=299))
        assert names(ground.start(), 300) == ["emea"]
        clock.shift(timedelta(seconds=1))
        assert names(ground.start(), 300) == ["emea", "apac"]


def test_a_registry_that_cannot_be_read_leaves_its_last_list_in_use_and_says_so_once(
    tmp_path: Path,
) -> None:
    ground = Ground(tmp_path).lists(row("emea"))
    with time_machine.travel(NINE, tick=False):
        names(ground.start())
    ground.file.write_bytes(b"no workbook")
    assert [names(ground.start()) for _ in range(3)] == [["emea"]] * 3
    trouble = app.listing(ground.start()).trouble
    assert "Its list of 14 Apr 09:00 UTC is used until then." in trouble
    assert len(ground.told()) == 1
    assert names(ground.lists(row("emea"), row("apac")).start()) == ["emea", "apac"]
    assert app.listing(ground.start()).trouble == ""


def test_a_registry_that_lost_most_of_its_rows_is_not_believed_until_that_is_accepted(
    tmp_path: Path,
) -> None:
    ground = Ground(tmp_path).lists(row("emea"), row("apac"), row("amer"))
    names(ground.start())
    ground.lists(row("emea"))
    assert len(names(ground.start())) == 3
    trouble = app.listing(ground.start()).trouble
    assert "it lists 1 workbook, 3 when it was read last" in trouble
    assert trouble.endswith("mso-sheets check --accept-shrink")
    assert [*app.listing(ground.start(), accept_shrink=True).workbooks] == ["emea"]
    assert names(ground.start()) == ["emea"]


def test_a_registry_that_is_not_there_is_a_mistake_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no file"):
        names(Ground(tmp_path).start())


def test_a_damaged_registry_does_not_stop_the_workbooks_of_the_settings(tmp_path: Path) -> None:
    ground = Ground(tmp_path, '[workbooks.amer]\nspreadsheet = "amer.xlsx"\n')
    ground.file.write_bytes(b"no workbook")
    assert names(ground.start()) == ["amer"]
    assert app.listing(ground.start()).trouble.startswith("The registry: ")


def test_a_name_that_the_memory_has_not_is_looked_up_in_the_registry(tmp_path: Path) -> None:
    ground = Ground(tmp_path).lists(row("emea"))
    names(ground.start())
    ground.lists(row("emea"), row("apac"))
    assert app.target(ground.start(), "apac").path == tmp_path / "apac.xlsx"
    with pytest.raises(ConfigError, match=r"no workbook 'nowhere' in the settings \(emea, apac\)"):
        app.target(ground.start(), "nowhere")


def test_another_registry_does_not_inherit_the_list_of_the_first(tmp_path: Path) -> None:
    ground = Ground(tmp_path).lists(row("emea"), row("apac"), row("amer"))
    names(ground.start())
    plain_book(tmp_path / "other.xlsx", (HEADER, row("emea")))
    settings = tmp_path / "config" / "settings.toml"
    settings.write_text(settings.read_text().replace("fleet.xlsx", "other.xlsx"))
    assert names(ground.start()) == ["emea"]


def test_check_tells_each_row_that_is_left_out_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Ground(tmp_path).lists(row("emea"), row("apac", "nowhere"), row("amer", paused="yes"))
    monkeypatch.setenv("MSO_SHEETS_HOME", str(tmp_path))
    monkeypatch.setenv("MSO_SHEETS_STATE", str(tmp_path / "state"))
    assert run_command_line(["check"]) == 1
    said = capsys.readouterr().out
    assert "registry: 1 workbook, 1 paused" in said
    assert "registry 'Actions'!B3 apac: 'nowhere' is not the address" in said
    assert "workbook emea: opened" in said
    assert "workbook amer" not in said
