"""`init` on an .xlsx by the command line: once, twice, dry, with a sample, over people's work."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mso_sheets.cli import run_command_line
from mso_sheets.tables.registry import SCHEMAS
from tests.adapters.excel_books import openpyxl_book, parts, plain_book, stored, xlsxwriter_book
from tests.adapters.excel_validity import faults

TABS = ["Read me", *(schema.tab for schema in SCHEMAS.values())]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MSO_SHEETS_HOME", raising=False)
    monkeypatch.setenv("MSO_SHEETS_STATE", str(tmp_path / "state"))


def init(path: Path, *options: str) -> None:
    assert run_command_line(["init", str(path), *options]) == 0


def visible(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [sheet.title for sheet in book if sheet.sheet_state == "visible"]


def test_a_new_workbook_has_every_tab_and_opens_cleanly(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    init(path)
    assert visible(path) == TABS
    assert faults(path) == []


def test_the_second_time_there_is_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "team.xlsx"
    init(path)
    before = path.read_bytes()
    capsys.readouterr()
    init(path)
    assert path.read_bytes() == before
    assert capsys.readouterr().out.endswith("Nothing is missing; nothing was changed.\n")


@pytest.mark.parametrize("exists", [True, False])
def test_a_dry_run_lists_what_would_be_made_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], exists: bool
) -> None:
    path = tmp_path / "team.xlsx"
    if exists:
        plain_book(path, [["Idea", "Votes"], ["Fewer meetings", 12]])
    before = path.read_bytes() if exists else None
    init(path, "--dry-run", "--sample")
    assert (path.read_bytes() if path.exists() else None) == before
    said = capsys.readouterr().out
    wanted = [tab for tab in TABS[1:] if not (exists and tab == "Actions")]
    assert all(f"  {tab} would be made" in said for tab in wanted)
    assert "Projects would be made: 23 columns, 12 rows" in said


def test_the_sample_fills_only_tabs_that_are_new(tmp_path: Path) -> None:
    rows = [["Action ID", "Action", "Owner", "Due date", "Status"], ["A-1", "Send", "Ana", "", ""]]
    path = plain_book(tmp_path / "team.xlsx", rows)
    init(path, "--sample")
    book: Any = openpyxl.load_workbook(path)
    assert [[cell.value or "" for cell in row] for row in book["Actions"]] == rows
    assert book["Projects"].max_row == 13


def cells(path: Path) -> dict[str, Any]:
    """Every cell of every sheet: what stands in it, how it looks, what is attached to it."""
    book: Any = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), rich_text=True)
    return {
        sheet.title: [
            (cell.coordinate, cell.value, cell.number_format, cell.font.b, cell.font.name,
             cell.fill.fgColor.rgb, cell.comment and cell.comment.text,
             cell.hyperlink and cell.hyperlink.target)
            for row in sheet.iter_rows() for cell in row
        ]
        for sheet in book.worksheets
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore:.* extension is not supported")
@pytest.mark.parametrize("maker", [plain_book, xlsxwriter_book, openpyxl_book])
def test_over_peoples_work_it_changes_no_cell_and_no_byte_of_their_sheets(
    tmp_path: Path, maker: Callable[[Path], Path]
) -> None:
    path = maker(tmp_path / "book.xlsx")
    before, looked, written = parts(path), cells(path), stored(path)
    init(path, "--sample")
    after = parts(path)
    kept = {name for name in before if "/worksheets/" in name or "/charts/" in name}
    kept |= {name for name in before if "/comments" in name or "/tables/" in name}
    kept |= {name for name in before if "/drawings/" in name or "/media/" in name}
    assert kept
    assert {name for name in kept if after[name] != before[name]} == set()
    assert {name for name in kept if stored(path)[name] != written[name]} == set()
    assert {title: found for title, found in cells(path).items() if title in looked} == looked
    assert faults(path) == []


def test_a_passed_due_date_turns_red_until_the_row_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    init(path)
    sheet: Any = openpyxl.load_workbook(path)["Actions"]
    rules = {
        str(area.sqref): [rule.formula[0] for rule in rules]
        for area, rules in sheet.conditional_formatting._cf_rules.items()
    }
    late = '($D2<TODAY())*($D2>0)*($E2<>"Complete")*($E2<>"Cancelled")>0'
    assert rules["D2:D1001"] == [late]
    assert any("On hold" in formula for formula in rules["E2:E1001"])
