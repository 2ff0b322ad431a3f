"""The port's promises, kept by the .xlsx adapter; a person edits with openpyxl."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from mso_sheets.model.cells import Cell
from mso_sheets.ports import Workbook
from tests.adapters.contract_workbook import TABLES, WorkbookContract
from tests.adapters.excel_books import open_book


class FileBench:
    """A file that holds `TABLES`, and a person who opens, edits and saves it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with xlsxwriter.Workbook(path) as book:
            for title, rows in TABLES.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if isinstance(value, str):
                            sheet.write_string(number, column, value)
                        elif value is not None:
                            sheet.write(number, column, value)

    def open(self) -> Workbook:
        return open_book(self._path)

    def _edit(self, change: Callable[[Any], None]) -> None:
        book: Any = openpyxl.load_workbook(self._path)
        change(book)
        book.save(self._path)

    def rename(self, title: str, new: str) -> None:
        """As Excel does it: what names the tab in a formula is rewritten."""

        def change(book: Any) -> None:
            book[title].title = new
            for name in book.defined_names.values():
                name.attr_text = name.attr_text.replace(f"'{title}'!", f"'{new}'!")

        self._edit(change)

    def set(self, title: str, row: int, column: int, value: Cell) -> None:
        def change(book: Any) -> None:
            book[title].cell(row, column).value = value

        self._edit(change)

    def insert_row(self, title: str, before: int) -> None:
        def change(book: Any) -> None:
            book[title].insert_rows(before)

        self._edit(change)

    def add_tab(self, title: str) -> None:
        def change(book: Any) -> None:
            book.create_sheet(title)

        self._edit(change)


class TestExcelKeepsTheContract(WorkbookContract):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> FileBench:
        return FileBench(tmp_path / "team.xlsx")
