"""The cook-book's recipes, taken out of the page and carried out on small workbooks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from mso_sheets import analyses
from mso_sheets.cli import run_command_line
from mso_sheets.report import analysis_names
from tests.docs.pages import blocks

PAGE = "docs/cookbook.md"
DAY = ["--as-of", "2026-04-14"]
PROJECTS = (
    ("Project ID", "Project", "Owner", "Sponsor", "Due date"),
    ("PRJ-1", "Italy", "Ana", None, date(2026, 5, 29)),
    ("PRJ-2", "Spain", "Ben", "Chloe", date(2026, 5, 29)),
)
ACTIONS = (
    ("Action ID", "Action", "Owner", "Due date", "Status"),
    ("ACT-1", "Send the draft", "Ana", date(2026, 4, 7), "Not started"),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a workbook 'emea', and the current folder."""
    monkeypatch.setenv("MSO_SHEETS_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("MSO_SHEETS_HOME", raising=False)
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "config" / "settings.toml", '[workbooks.emea]\nspreadsheet = "team.xlsx"\n')
    book(tmp_path / "team.xlsx", Projects=PROJECTS, Actions=ACTIONS)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def book(path: Path, **tabs: Sequence[Sequence[object]]) -> None:
    """A workbook as a team keeps it; `_` in a title is a blank."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in tabs.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    made.save(path)


def example(kind: str, sign: str) -> str:
    """The one block of the page that holds `sign`."""
    found = [text for text in blocks(PAGE, kind) if sign in text]
    assert len(found) == 1, sign
    return found[0]


def call(line: str, *more: str) -> int:
    return run_command_line([*line.removeprefix("mso-sheets ").split(), *more])


def test_a_tracker_with_words_of_its_own_is_read_after_the_recipe(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = (("Action ID", "Promise", "Owner", "Until when", "Status"), *ACTIONS[1:])
    book(home / "tracker.xlsx", Call_backs=own)
    look, dry = example("sh", "adopt tracker.xlsx").splitlines()
    assert call(look) == 0
    before = (home / "tracker.xlsx").read_bytes()
    assert call(dry, *DAY) != 0, "without the mapping no table is known"
    assert (home / "tracker.xlsx").read_bytes() == before
    write(home / "config" / "settings.toml", example("toml", "Call backs"))
    capsys.readouterr()
    assert call("mso-sheets run refresh --workbook emea --dry-run --json", *DAY) == 0
    record = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert record["tables"]["actions"]["used"] == 1


@pytest.fixture
def own_template(home: Path) -> Path:
    """The shipped template, copied by the commands of the page."""
    copying = "\n".join(example("sh", "followups.md.j2").splitlines()[:2])
    assert "mso-sheets preview" not in copying
    text = copying.replace("$(python ", f"$({sys.executable} ")
    assert text != copying
    subprocess.run(["bash", "-ec", text], cwd=home, check=True, timeout=60)
    return home / "config" / "templates" / "followups.md.j2"


def test_a_template_of_the_home_goes_before_the_shipped_one(home: Path, own_template: Path) -> None:
    shipped = own_template.read_text("utf-8")
    headline = next(line for line in shipped.splitlines() if line.startswith("# "))
    write(own_template, shipped.replace(headline, "# What waits for us"))
    preview = example("sh", "followups.md.j2").splitlines()[2]
    assert call(preview, *DAY) == 0
    payload = next((home / "preview").glob("*.json")).read_text("utf-8")
    assert "What waits for us" in payload
    assert "Send the draft" in payload
    assert not (home / "outbox").exists()


def test_a_mistake_in_a_template_is_told_with_its_line(
    home: Path, own_template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(own_template, "# Follow-ups\n{% if %}\n")
    assert call("mso-sheets preview daily-followups --workbook emea", *DAY) == 2
    assert "followups.md.j2 cannot be used: line 2" in capsys.readouterr().err


@pytest.fixture
def own_analysis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The page's analysis where the walk over the package finds it."""
    code = example("python", "def analyse")
    named = re.match(r"# mso_sheets/analyses/(\w+)\.py\n", code)
    assert named is not None
    write(tmp_path / "more" / f"{named[1]}.py", code)
    monkeypatch.setattr(analyses, "__path__", [*analyses.__path__, str(tmp_path / "more")])
    analysis_names.cache_clear()
    yield named[1]
    analysis_names.cache_clear()
    sys.modules.pop(f"mso_sheets.analyses.{named[1]}", None)


def test_the_analysis_of_the_page_becomes_a_tab(home: Path, own_analysis: str) -> None:
    assert own_analysis in analysis_names()
    job = example("toml", "# jobs/sponsors.toml")
    write(home / "jobs" / "sponsors.toml", job)
    assert call(example("sh", "run sponsors").strip(), *DAY) == 0
    tab = openpyxl.load_workbook(home / "team.xlsx")["Unsponsored"]
    cells = {cell.value for row in tab.iter_rows() for cell in row}
    assert {"PRJ-1", "Italy"} <= cells
    assert not {"PRJ-2", "Spain"} & cells
