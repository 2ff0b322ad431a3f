"""Requests, bytes and seconds of runs on Google Sheets: python benchmarks/sheets_requests.py [CELLS]

Needs the Sheets stand-in (its environment exported). CELLS, 2 million unless said, is the size of
the workbook that is decoded without a network. Run it from the top folder.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter

import msgspec

from mso_sheets.adapters.google import GoogleWorkbook
from mso_sheets.adapters.google.ranges import ranges_of
from mso_sheets.adapters.google.reading import columns_by_sheet
from mso_sheets.adapters.google.transport import parse_as
from mso_sheets.adapters.google.wire import BatchValues, GridProperties, Sheet, SheetProperties
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import CellWrite, Changes, TabWrite
from mso_sheets.model.tab import TabColumn, TabContent, TabValue
from tests.adapters.google_standin import StandInBook, load

COLUMNS = (
    TabColumn("Key", "key"), TabColumn("Health", "health"), TabColumn("Due", "date"),
    *(TabColumn(f"Column {n}", "number") for n in range(12)),
)  # fmt: skip


def rows_of(count: int) -> list[list[Cell]]:
    return [[f"PRJ-{n}", "On track", 46113.0 + n % 90, *([float(n)] * 12)] for n in range(count)]


def tab_write(name: str, base: Snapshot, rows: int, title: str) -> TabWrite:
    values: list[list[TabValue]] = [list(row) for row in rows_of(rows)]
    content = TabContent(name, title, "Updated", COLUMNS, values)
    labels: list[Cell] = [column.label for column in COLUMNS]
    grid: list[list[Cell]] = [[title], ["Updated"], [], labels, *rows_of(rows)]
    return TabWrite(content, grid, 4, is_new=base.our_tab(name) is None)


def timed(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def requests_by_tabs() -> None:
    print(f"{'tabs':>5} {'reads':>6} {'writes':>7} {'seconds':>8}   first run, then a second one")
    for tabs in (3, 6, 12, 24):
        store = load({f"Input {n}": rows_of(50) for n in range(tabs)})
        for title in ("one", "two"):
            book = store.open()
            seconds = timed(partial(run, book, tabs, title))
            made = book.requests
            print(f"{tabs:>5} {made.read:>6} {made.write:>7} {seconds:>8.2f}")


def run(book: GoogleWorkbook, tabs: int, title: str) -> None:
    base = book.read()
    writes = tuple(tab_write(f"Ours {n}", base, 50, title) for n in range(tabs))
    applied = book.apply(Changes("run", tabs=writes), base)
    assert applied.after is not None
    book.apply(Changes("run", state_rows=(("sent", "k", "t", "r", "{}"),)), applied.after)


def verified_writes() -> None:
    store = load({"Actions": [["ID", "Action"], *([None, f"do {n}"] for n in range(1_000))]})
    book = store.open()
    base = book.read()
    cells = tuple(
        CellWrite("actions", "Actions", 0, n + 2, 1, f"ACT-{n}", None, {2: f"do {n}"}, "mint-id")
        for n in range(1_000)
    )
    seconds = timed(partial(book.apply, Changes("run", cells=cells), base))
    made = book.requests
    print(f"1,000 verified IDs: {made.read} reads, {made.write} write, {seconds:.2f} s")


def large_tab() -> None:
    store = load({"Input": rows_of(10)})
    for title in ("made", "rewritten"):
        book = store.open()
        base = book.read()
        write = tab_write("Follow-ups", base, 5_000, title)
        seconds = timed(partial(book.apply, Changes("run", tabs=(write,)), base))
        print(f"5,000 rows of 15 columns {title}: {size_of(store):,} bytes, {seconds:.2f} s")


def size_of(store: StandInBook) -> int:
    """Bytes of the last write."""
    return int(store.requests()[-1]["body_size"])


def decoding(cells: int) -> None:
    """Decodes the reply for a tab of 20 columns in chunks of rows."""
    rows = cells // 20
    properties = SheetProperties(
        sheet_id=1, title="Big", grid_properties=GridProperties(row_count=rows, column_count=20)
    )
    sheet = Sheet(properties=properties)
    wanted = [(sheet, part) for part in ranges_of(sheet)]
    column: list[Cell] = [float(n) if n % 2 else f"text {n % 97}" for n in range(rows)]
    step = -(-rows // len(wanted))
    parts = [
        {"range": part.replace("'", ""), "values": [column[at * step : (at + 1) * step]] * 20}
        for at, (_, part) in enumerate(wanted)
    ]
    content = msgspec.json.encode({"spreadsheetId": "x", "valueRanges": parts})
    parse = parse_as(BatchValues)
    start = perf_counter()
    found = columns_by_sheet(wanted, parse(content).value_ranges)
    seconds = perf_counter() - start
    assert sum(map(len, found[1])) == rows * 20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{cells:,} cells decoded: {len(content):,} bytes, {seconds:.2f} s, peak {peak:,.0f} MB")


if __name__ == "__main__":
    requests_by_tabs()
    verified_writes()
    large_tab()
    decoding(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
