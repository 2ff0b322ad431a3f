"""A whole run needs the same requests whatever the number of tabs, and no write when nothing is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from mso_sheets import app
from mso_sheets.sample import sample_workbook
from tests.adapters.google_standin import StandInBook, load
from tests.making import TODAY

pytestmark = pytest.mark.e2e


def team_book(tabs: int) -> StandInBook:
    """The sample's first tabs, and tabs of notes up to the number."""
    sheets = {}
    for tab in sample_workbook(TODAY)[:tabs]:
        rows = [*tab.above, tab.headers, *tab.rows[:12]]
        sheets[tab.title] = [["" if cell is None else cell for cell in row] for row in rows]
    for number in range(tabs - len(sheets)):
        sheets[f"Notes {number}"] = [["free", "text"], [number, "more"]]
    return load(sheets)


def kinds_of_a_run(folder: Path, store: StandInBook) -> list[str]:
    """The requests of one run, as the other side counts them."""
    own = {"MSO_SHEETS_HOME": str(folder), "MSO_SHEETS_STATE": str(folder / "state")}
    started = app.start(own, folder)
    seen = len(store.requests())
    asked = app.Asked(as_of=TODAY)
    record = app.run_job(started, "refresh", app.target(started, "emea"), asked)
    assert record.status == "ok", record.notes
    kinds = [entry["kind"] for entry in store.requests()[seen:]]
    made = record.requests
    assert (kinds.count("read"), kinds.count("write")) == (made.read, made.write)
    return kinds


@pytest.mark.parametrize("tabs", [3, 6, 12])
def test_a_run_is_two_reads_and_a_write_and_two_reads_when_nothing_is_new(
    tabs: int, tmp_path: Path
) -> None:
    store = team_book(tabs)
    (tmp_path / "config").mkdir()
    address = f"https://docs.google.com/spreadsheets/d/{store.spreadsheet_id}/edit"
    (tmp_path / "config" / "settings.toml").write_text(
        f'[workbooks.emea]\nspreadsheet = "{address}"\nchannel = "#emea"\n', "utf-8"
    )
    assert kinds_of_a_run(tmp_path, store) == ["read", "read", "write"]
    kinds_of_a_run(tmp_path, store)
    assert kinds_of_a_run(tmp_path, store) == ["read", "read"]
