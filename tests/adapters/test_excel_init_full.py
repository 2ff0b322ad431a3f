"""`init` over .xlsx workbooks full of people's work: no byte of their sheets, no cell changes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from mso_sheets.cli import run_command_line
from tests.adapters.excel_books import parts, sheet_part
from tests.adapters.excel_validity import faults
from tests.full_workbooks import KINDS, Rows, listed

STATE = {"_mso_state"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MSO_SHEETS_HOME", raising=False)
    monkeypatch.setenv("MSO_SHEETS_STATE", str(tmp_path / "state"))


def workbook(path: Path, tabs: Mapping[str, Rows]) -> Path:
    """Each tab with what people attach: notes, lists, protection, filter, merges, hidden parts."""
    with xlsxwriter.Workbook(path) as book:
        look = book.add_format({"italic": True, "bg_color": "#FFEE99", "num_format": "0.0"})
        for number, (title, rows) in enumerate(tabs.items()):
            sheet = book.add_worksheet(title)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(row, column, cell, look if row < 3 else None)
            sheet.write_comment("A1", "Ana's", {"author": "Ana"})
            sheet.data_validation("E2:E40", {"validate": "list", "source": ["Open", "Done"]})
            sheet.conditional_format(
                "A1:D3", {"type": "formula", "criteria": "=$D2<9", "format": look}
            )
            sheet.protect("secret", {"sort": True})
            sheet.autofilter("A1:E30")
            sheet.merge_range("B51:C52", "Merged")
            sheet.set_column("F:F", 8, None, {"hidden": True})
            sheet.set_row(60, None, None, {"hidden": True, "level": 1})
            sheet.freeze_panes(2, 1)
            book.define_name(f"Theirs_{number}", f"='{title}'!$A$1:$B$2")
            if number and number == len(tabs) - 1:
                sheet.hide()
    return path


def cells(path: Path, titles: set[str]) -> dict[str, Any]:
    """Every cell of people's sheets: content, format, note, rule; and what hangs on the sheet."""
    book: Any = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), rich_text=True)
    return {
        sheet.title: (
            [(cell.coordinate, cell.value, cell.number_format, cell.font.i, cell.fill.fgColor.rgb,
              cell.comment and cell.comment.text, cell.protection.locked)
             for row in sheet.iter_rows() for cell in row],
            [str(rule.sqref) for rule in sheet.data_validations.dataValidation],
            str(sheet.auto_filter.ref), str(sheet.freeze_panes), sheet.sheet_state,
            sheet.protection.sheet, [str(merge) for merge in sheet.merged_cells.ranges],
        )
        for sheet in book.worksheets if sheet.title in titles
    }  # fmt: skip


def init(path: Path, capture: pytest.CaptureFixture[str], *options: str) -> str:
    assert run_command_line(["init", str(path), *options]) == 0
    return capture.readouterr().out


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_peoples_changes_and_the_second_time_nothing_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    tabs = KINDS[kind]
    path, titles = workbook(tmp_path / "team.xlsx", tabs), set(tabs)
    untouched = path.read_bytes()
    raw, looked = parts(path), cells(path, titles)
    where = {title: sheet_part(path, title) for title in tabs}
    would = listed(init(path, capsys, "--sample", "--dry-run"), "would be made")
    assert path.read_bytes() == untouched, "the dry run wrote"

    made = listed(init(path, capsys, "--sample"), "made")
    assert would == made
    assert {title: parts(path)[sheet_part(path, title)] for title in tabs} == {
        title: raw[where[title]] for title in tabs
    }
    assert cells(path, titles) == looked
    book: Any = openpyxl.load_workbook(path)
    assert set(book.sheetnames) - titles - STATE == set(made)
    assert [title for title in book.sheetnames if title in titles] == list(tabs)
    assert {f"Theirs_{n}" for n in range(len(tabs))} <= set(book.defined_names)
    assert faults(path) == []

    after = path.read_bytes()
    assert "Nothing is missing; nothing was changed." in init(path, capsys, "--sample")
    assert path.read_bytes() == after
