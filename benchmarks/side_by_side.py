"""The same work by us and by the libraries people reach for: python benchmarks/side_by_side.py

Google: read 8 tabs of 200 rows, write 4 tabs of 100 rows; beside gspread-dataframe (which writes no
formats). Needs the Sheets stand-in (its environment exported); requests are counted by the stand-in.
Excel has its own page beside openpyxl: benchmarks/excel_graft.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import perf_counter, process_time

import pandas as pd

from mso_sheets.model.changes import Changes
from tests.adapters.contract_workbook import content, placed
from tests.adapters.google_standin import PATIENT, StandInBook, load

ROWS, WRITTEN = 200, 100


def workbook() -> StandInBook:
    rows = [[f"A-{n}", f"do {n}", "Ana", n, "Open"] for n in range(ROWS)]
    return load({f"Tab {t}": [["ID", "What", "Who", "n", "State"], *rows] for t in range(8)})


def ours(store: StandInBook) -> None:
    book = store.open(PATIENT)
    base = book.read()
    rows = [[f"PRJ-{n}", "On track"] for n in range(WRITTEN)]
    writes = tuple(placed(content(*rows, name=f"Ours {n}"), base) for n in range(4))
    state = (("kind", "key", "at", "run", "data"), ("book", "x", "", "r", "{}"))
    book.apply(Changes("r", tabs=writes, state_rows=state, state_reset=True), base)


def theirs(store: StandInBook) -> None:
    import gspread
    from gspread_dataframe import get_as_dataframe, set_with_dataframe

    client = gspread.service_account(os.environ["GOOGLE_APPLICATION_CREDENTIALS"])
    book = client.open_by_key(store.spreadsheet_id)
    for tab in range(8):
        get_as_dataframe(book.worksheet(f"Tab {tab}"))
    frame = pd.DataFrame({"key": [f"PRJ-{n}" for n in range(WRITTEN)], "health": "On track"})
    for number in range(4):
        set_with_dataframe(book.add_worksheet(f"Ours {number}", WRITTEN + 10, 5), frame)


def measured(name: str, work: Callable[[StandInBook], None]) -> None:
    store = workbook()
    wall, cpu = perf_counter(), process_time()
    work(store)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    kinds = [entry["kind"] for entry in store.requests()]
    print(f"{name:<20} {kinds.count('read'):>5} {kinds.count('write'):>6} {wall:>8.2f} {cpu:>8.2f}")


def main() -> None:
    if "SHEETS_ADMIN" not in os.environ:
        sys.exit("The Sheets stand-in is not up: export its environment first.")
    ours(workbook())  # imports and the first handshake are not part of either
    print(f"{'way':<20} {'reads':>5} {'writes':>6} {'seconds':>8} {'cpu s':>8}")
    measured("mso-sheets", ours)
    measured("gspread-dataframe", theirs)


if __name__ == "__main__":
    main()
