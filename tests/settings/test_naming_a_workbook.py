"""`init --name`: a workbook goes into the settings; what stands there stays, and wins."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mso_sheets.cli import run_command_line
from mso_sheets.errors import ConfigError
from mso_sheets.settings.adoption import named

OURS = {"spreadsheet": "team.xlsx", "channel": "#mso"}
KEPT = """\
# ours
timezone = "UTC"   # for all
[workbooks.apac]
spreadsheet = "apac.xlsx"
"""


def test_an_empty_file_gets_the_workbook() -> None:
    assert tomllib.loads(named("", "emea", OURS)) == {"workbooks": {"emea": OURS}}


def test_comments_order_and_other_workbooks_stay() -> None:
    after = named(KEPT, "emea", OURS)
    assert after.startswith(KEPT)
    assert tomllib.loads(after)["workbooks"]["emea"] == OURS


def test_the_second_time_nothing_changes() -> None:
    once = named(KEPT, "emea", OURS)
    assert named(once, "emea", OURS) == once


@pytest.mark.parametrize(
    ("name", "said"),
    [("apac", 'say spreadsheet = "apac.xlsx" of the workbook apac'), ("a.b", "cannot be the name")],
)
def test_what_the_settings_say_otherwise_is_not_overwritten(name: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        named(KEPT, name, OURS)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MSO_SHEETS_HOME", str(tmp_path))
    monkeypatch.setenv("MSO_SHEETS_STATE", str(tmp_path / "state"))
    (tmp_path / "config").mkdir()
    return tmp_path


def test_init_notes_the_workbook_and_the_next_command_knows_it_by_name(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(home / "team.xlsx")
    assert run_command_line(["init", path, "--name", "emea", "--channel", "#mso"]) == 0
    assert "Next: mso-sheets check, then mso-sheets run refresh\n" in capsys.readouterr().out
    assert run_command_line(["init", "emea"]) == 0
    assert "Nothing is missing; nothing was changed." in capsys.readouterr().out


def test_a_name_that_is_taken_stops_init_before_anything_is_made(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config" / "settings.toml").write_text(KEPT, "utf-8")
    assert run_command_line(["init", str(home / "team.xlsx"), "--name", "apac"]) == 2
    assert "Choose another --name" in capsys.readouterr().err
    assert not (home / "team.xlsx").exists()


def test_a_dry_run_notes_nothing(home: Path) -> None:
    line = ["init", str(home / "team.xlsx"), "--name", "emea", "--dry-run"]
    assert run_command_line(line) == 0
    assert not (home / "config" / "settings.toml").exists()
    assert not (home / "team.xlsx").exists()


def test_a_channel_without_a_name_is_a_mistake_of_usage(home: Path) -> None:
    assert run_command_line(["init", str(home / "team.xlsx"), "--channel", "#mso"]) == 2
    assert not (home / "team.xlsx").exists()
