"""Two tabs of ours into a large .xlsx: by the graft, and by openpyxl doing the same work.

    python benchmarks/excel_graft.py [ROWS]

The workbook has ROWS x 20 cells of a person's (100,000 rows by default), a chart, a sparkline, data
bars and a comment. Both write the same two tabs; then what is left of the person's parts is counted.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment, Font, PatternFill

from mso_sheets.adapters.excel import ExcelWorkbook
from mso_sheets.model.changes import Changes, TabWrite
from mso_sheets.model.tab import TabColumn, TabContent

COLUMNS = 20
KINDS = (
    ("Key", "key"),
    ("Health", "health"),
    ("Done", "percent"),
    ("Due", "date"),
    ("Gap", "points"),
)


def make_book(path: Path, rows: int) -> None:
    """What a large team has: one long tab and the things that other programs lose."""
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as book:
        sheet = book.add_worksheet("Tasks")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, [f"Column {number}" for number in range(COLUMNS)])
        for row in range(1, rows + 1):
            sheet.write_string(row, 0, f"T-{row}")
            for column in range(1, 10):
                sheet.write_string(row, column, f"word {row * column % 997}")
            for column in range(10, 18):
                sheet.write_number(row, column, row * column / 7)
            sheet.write_number(row, 18, 46000 + row % 365, day)
            sheet.write_formula(row, 19, f"=K{row + 1}*2", None, row * 20 / 7)
        other = book.add_worksheet("Charts")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": f"=Tasks!$K$2:$K${rows}"})
        other.insert_chart("B2", chart)
        other.add_sparkline("A1", {"range": "Tasks!K2:K9"})
        other.conditional_format("C1:C9", {"type": "data_bar", "data_bar_2010": True})
        other.write_comment("A2", "keep me")


def our_tabs() -> tuple[TabWrite, ...]:
    """Two tabs of 300 rows, as the core hands them over."""
    columns = tuple(TabColumn(label, kind, 14) for label, kind in KINDS)  # type: ignore[arg-type]
    rows = [(f"PRJ-{n}", "■ Off track", 0.4, 46142.0 + n, -3.0) for n in range(300)]
    tabs = []
    for name in ("Summary", "Follow-ups"):
        content = TabContent(name, name, "Updated 09:00", columns, rows)
        empty = [None] * len(columns)
        grid = [
            [name, *empty[1:]],
            ["Updated 09:00", *empty[1:]],
            empty,
            [c.label for c in columns],
            *rows,
        ]
        tabs.append(TabWrite(content, grid, 4, is_new=True))
    return tuple(tabs)


def graft(path: Path, tabs: tuple[TabWrite, ...]) -> None:
    """Reads the workbook whole and writes the tabs by the product's own way."""
    book = ExcelWorkbook(path, "bench", "UTC", "en_GB", lambda: datetime(2026, 4, 14))
    base = book.read()
    book.apply(Changes("r", tabs=tabs), base)


def by_openpyxl(path: Path, tabs: tuple[TabWrite, ...]) -> None:
    """The usual way: load, write the values and formats, save."""
    book = openpyxl.load_workbook(path)
    bold, fill = Font(bold=True), PatternFill("solid", fgColor="26415E")
    formats = {"percent": "0%", "date": "d mmm yyyy", "points": "+0;-0;0"}
    for tab in tabs:
        if tab.content.name in book.sheetnames:
            del book[tab.content.name]
        sheet = book.create_sheet(tab.content.name)
        for row, values in enumerate(tab.grid, 1):
            for column, value in enumerate(values, 1):
                cell = sheet.cell(row, column, value)
                kind = tab.content.columns[column - 1].kind
                cell.number_format = formats.get(kind, "General")
                cell.alignment = Alignment(vertical="top")
                if row == tab.header_row:
                    cell.font, cell.fill = bold, fill
        sheet.freeze_panes = f"A{tab.header_row + 1}"
        sheet.auto_filter.ref = f"A{tab.header_row}:E{len(tab.grid)}"
    book.save(path)


def stored(path: Path) -> dict[str, bytes]:
    """The parts of a file, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cached_formulas(data: bytes) -> int:
    """How many formulas in a sheet still have their value."""
    return data.count(b"</f><v>") - data.count(b"</f><v></v>")


def measure(name: str, path: Path, work: Callable[[Path, tuple[TabWrite, ...]], None]) -> None:
    """Runs one way twice (first and repeated), then once for its memory; prints a line."""
    before, copy, tabs, seconds = stored(path), path.with_name(f"{name}.xlsx"), our_tabs(), []
    shutil.copy(path, copy)
    for _ in range(2):
        start = time.perf_counter()
        work(copy, tabs)
        seconds.append(time.perf_counter() - start)
    after = stored(copy)
    same = sum(after.get(part) == data for part, data in before.items())
    values = cached_formulas(after["xl/worksheets/sheet1.xml"])
    shutil.copy(path, copy)
    tracemalloc.start()
    work(copy, tabs)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"{name:<10}{seconds[0]:>10.2f}{seconds[1]:>10.2f}{peak:>10.0f}{same:>8} of {len(before)}"
          f"{values:>16,}")  # fmt: skip


def main() -> None:
    """Prints a table, a line a way."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        make_book(path, rows)
        print(f"{rows:,} x {COLUMNS} cells of a person's, {path.stat().st_size / 1e6:.1f} MB")
        print(f"{'':<10}{'first s':>10}{'again s':>10}{'peak MB':>10}{'parts same':>14}"
              f"{'formula values':>16}")  # fmt: skip
        measure("graft", path, graft)
        measure("openpyxl", path, by_openpyxl)


if __name__ == "__main__":
    main()
