"""The same presses on a real file: the row is found by its id, the cells keep their kind."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mso_sheets.adapters.excel import ExcelWorkbook
from mso_sheets.presses import Desk, Place
from tests.making import rows_of, serial
from tests.presses.press_world import (
    ACTIONS,
    ANA,
    NOW,
    PEOPLE,
    press_of,
    seen_of,
    understand,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, text in (("Actions", ACTIONS), ("People", PEOPLE)):
        sheet = book.create_sheet(title)
        for row in rows_of(text):
            sheet.append(list(row))
    for cells in book["Actions"].iter_rows(min_row=2, min_col=4, max_col=4):
        cells[0].number_format = "dd/mm/yyyy"
    book.save(tmp_path / "team.xlsx")
    return tmp_path / "team.xlsx"


def desk_at(path: Path) -> Desk:
    moment = datetime(2026, 4, 14, 9, 42)
    workbook = ExcelWorkbook(path, "emea", "Europe/London", "en_GB", lambda: moment)
    return Desk({"emea": Place(workbook, understand)}, lambda: NOW, lambda: "run1")


def row_in(path: Path, record: str) -> list[Any]:
    sheet = openpyxl.load_workbook(path)["Actions"]
    (row,) = [list(each) for each in sheet.values if each[0] == record]
    return row


def test_four_presses_land_in_their_rows_of_a_file(path: Path) -> None:
    desk = desk_at(path)
    seen = seen_of("Ana Silva", "2026-04-10")
    replies = [
        desk.handle(press_of("date", ANA, value="2026-04-24", seen=seen)),
        desk.handle(press_of("snooze", ANA, value="3", reason="=1+1")),
        desk.handle(press_of("not-mine", ANA, "ACT-0004", value=ANA)),
        desk.handle(press_of("done", ANA, "ACT-0004")),
    ]
    assert [reply.done for reply in replies] == [True] * 4
    first, last = row_in(path, "ACT-0001"), row_in(path, "ACT-0004")
    assert first[3] == datetime(2026, 4, 24)
    assert first[5] in (datetime(2026, 4, 17), serial(date(2026, 4, 17)))
    assert first[6] == "=1+1"
    assert openpyxl.load_workbook(path)["Actions"]["G2"].data_type == "s"
    assert (last[2], last[4]) == ("Ana Silva", "Done")
    assert row_in(path, "ACT-0002")[:5] == ["ACT-0002", "Upload actuals", "Ben Ito", *_untouched()]


def _untouched() -> tuple[datetime, str]:
    return datetime(2026, 4, 9), "Not started"
