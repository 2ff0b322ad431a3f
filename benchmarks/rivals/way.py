"""One way of doing the same work: python way.py WAY SPREADSHEET_ID TABS WORD -> seconds as JSON.

Reads every tab `Tab <n>` and writes a table to a tab `Ours <n>` for each, made if it is missing.
Imports come before the clock starts, signing in after.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

Work = Callable[[str, int, str], None]
ROWS = 100
SHEETS = "https://docs.google.com/spreadsheets/d"


def table(word: str) -> dict[str, list[str]]:
    return {"key": [f"PRJ-{n}" for n in range(ROWS)], "health": [word] * ROWS}


def key_file() -> str:
    return os.environ["GOOGLE_APPLICATION_CREDENTIALS"]


def mso_sheets() -> Work:
    from mso_sheets.adapters.google import GoogleWorkbook
    from mso_sheets.model.changes import Changes
    from mso_sheets.tabs.place import place
    from tests.adapters.contract_workbook import content

    state = (("kind", "key", "at", "run", "data"), ("book", "x", "", "r", "{}"))

    def work(spreadsheet: str, tabs: int, word: str) -> None:
        book = GoogleWorkbook("bench", spreadsheet)
        base = book.read()
        lines = [list(line) for line in zip(*table(word).values(), strict=True)]
        drawn = (place(content(*lines, name=f"Ours {n}"), base) for n in range(tabs))
        writes = tuple(write for write in drawn if write is not None)
        fresh = base.our_tab("Ours 0") is None
        if writes:
            rows = state if fresh else ()
            book.apply(Changes("r", tabs=writes, state_rows=rows, state_reset=fresh), base)

    return work


def gspread_dataframe() -> Work:
    import gspread
    import pandas as pd
    from gspread_dataframe import get_as_dataframe, set_with_dataframe

    def work(spreadsheet: str, tabs: int, word: str) -> None:
        book = gspread.service_account(key_file()).open_by_key(spreadsheet)
        there = {sheet.title: sheet for sheet in book.worksheets()}
        for n in range(tabs):
            get_as_dataframe(there[f"Tab {n}"])
        for n in range(tabs):
            name = f"Ours {n}"
            sheet = there.get(name) or book.add_worksheet(name, ROWS + 10, 5)
            set_with_dataframe(sheet, pd.DataFrame(table(word)))

    return work


def gspread_pandas() -> Work:
    import pandas as pd
    from google.oauth2.service_account import Credentials
    from gspread_pandas import Spread
    from gspread_pandas.client import Client
    from gspread_pandas.conf import default_scope

    class Here(Client):  # type: ignore[misc,unused-ignore]
        """Signing in asks Drive for the user's own folder, which the stand-in has not: not counted."""

        def _drive_request(self, *words: Any, file_id: Any = None, **more: Any) -> Any:
            if file_id == "root":
                return {"id": "root", "name": "My Drive"}
            return super()._drive_request(*words, file_id=file_id, **more)

    def work(spreadsheet: str, tabs: int, word: str) -> None:
        rights = Credentials.from_service_account_file(key_file(), scopes=default_scope)
        book = Spread(f"{SHEETS}/{spreadsheet}/edit", sheet=None, client=Here(creds=rights))
        for n in range(tabs):
            book.sheet_to_df(sheet=f"Tab {n}", index=0)
        for n in range(tabs):
            book.df_to_sheet(pd.DataFrame(table(word)), sheet=f"Ours {n}", index=False)

    return work


def pygsheets() -> Work:
    import pandas as pd
    import pygsheets as library

    def work(spreadsheet: str, tabs: int, word: str) -> None:
        book = library.authorize(service_account_file=key_file()).open_by_key(spreadsheet)
        there = {sheet.title: sheet for sheet in book.worksheets()}
        for n in range(tabs):
            there[f"Tab {n}"].get_as_df()
        for n in range(tabs):
            name = f"Ours {n}"
            sheet: Any = there.get(name) or book.add_worksheet(name, rows=ROWS + 10, cols=5)
            sheet.set_dataframe(pd.DataFrame(table(word)), (1, 1))

    return work


WAYS: dict[str, Callable[[], Work]] = {
    "mso-sheets": mso_sheets,
    "gspread-dataframe": gspread_dataframe,
    "gspread-pandas": gspread_pandas,
    "pygsheets": pygsheets,
}


def main() -> None:
    name, spreadsheet, tabs, word = sys.argv[1:]
    work = WAYS[name]()
    wall, cpu = perf_counter(), process_time()
    work(spreadsheet, int(tabs), word)
    print(json.dumps({"wall": perf_counter() - wall, "cpu": process_time() - cpu}))


if __name__ == "__main__":
    main()
