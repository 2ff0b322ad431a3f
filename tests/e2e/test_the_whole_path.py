"""The command line against both stand-ins, as ops runs it: real gspread, real slack_sdk, HTTPS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.sample import sample_workbook
from tests.adapters.google_standin import StandInBook, load
from tests.e2e.slack_cases import Slack

pytestmark = pytest.mark.e2e
DAY = date(2026, 4, 14)
OURS = {"Summary", "Follow-ups", "Data quality", "What changed", "Run log"}


@pytest.fixture
def book() -> StandInBook:
    sheets = {}
    for tab in sample_workbook(DAY):
        rows = [*tab.above, tab.headers, *tab.rows]
        sheets[tab.title] = [["" if cell is None else cell for cell in row] for row in rows]
    return load(sheets)


@pytest.fixture
def home(tmp_path: Path, book: StandInBook) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text(
        f'timezone = "Europe/London"\n[workbooks.emea]\nspreadsheet = "{book.spreadsheet_id}"\n'
        'channel = "#alerts"\nops_channel = "#alerts"\n'
    )
    return tmp_path


def mso(home: Path, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, JSON lines of stdout, stderr."""
    environment = {
        **os.environ,
        "MSO_SHEETS_HOME": str(home),
        "MSO_SHEETS_STATE": str(home / "state"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "mso_sheets", *arguments],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.returncode, lines, done.stdout + done.stderr


def digests(slack: Slack, book: str) -> int:
    """Posts of this workbook's daily digest in the channel."""
    found = [m for m in slack.messages() if not m.get("thread_ts") or m["thread_ts"] == m["ts"]]
    return sum(
        "daily-followups/emea/2026-04-14" in json.dumps(m.get("metadata", {})) for m in found
    )


def test_run_then_run_again_then_rehearse(book: StandInBook, home: Path) -> None:
    slack = Slack()
    slack.start_afresh()
    run = ("run", "daily-followups", "--as-of", DAY.isoformat(), "--json")
    code, (record,), said = mso(home, *run)
    assert (code, record["status"]) == (0, "ok"), said
    assert record["requests"]["read"] <= 2
    assert record["requests"]["write"] <= 2
    assert [m["status"] for m in record["messages"]] == ["sent", "skipped"]
    assert record["messages"][1]["reason"].startswith("no Slack account for ")
    assert {tab.title for tab in book.open().read().tabs} >= OURS
    assert digests(slack, book.spreadsheet_id) == 1

    code, (again,), said = mso(home, *run)
    assert code == 0, said
    assert (again["requests"]["write"], set(again["tabs"].values())) == (0, {"unchanged"}), said
    assert [m["status"] for m in again["messages"]] == ["already-sent", "skipped"]
    assert digests(slack, book.spreadsheet_id) == 1

    before = len(book.requests())
    code, _, said = mso(home, "run", "daily-followups", "--as-of", "2026-04-15", "--dry-run")
    assert code == 0, said
    code, _, said = mso(
        home, "preview", "daily-followups", "--as-of", "2026-04-15", "--out", str(home / "p")
    )
    assert code == 0, said
    assert {entry["kind"] for entry in book.requests()[before:]} <= {"read", "token"}
    assert digests(slack, book.spreadsheet_id) == 1
    assert len(list((home / "p").glob("*.html"))) == 1


def test_an_unshared_spreadsheet_is_one_sentence_with_the_address_to_share_with(
    book: StandInBook, home: Path
) -> None:
    book.edit("unshare", email="robot@emulated-project.iam.gserviceaccount.com")
    code, _, said = mso(home, "run", "refresh")
    assert code == 1
    assert "robot@emulated-project.iam.gserviceaccount.com" in said
    assert "Traceback" not in said
