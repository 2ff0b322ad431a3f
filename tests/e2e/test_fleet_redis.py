"""Twenty workbooks, two workers, one killed in the middle: every digest posted exactly once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mso_sheets.adapters.excel_sample import write_sample
from tests.e2e.fleet_processes import redis_server, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
BOOKS = 20


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    with redis_server(tmp_path) as url:
        yield url


def home_with(folder: Path, books: int) -> Path:
    """A home whose one scheduled job is due at this very minute, and its workbooks."""
    (folder / "config").mkdir(parents=True)
    (folder / "jobs").mkdir()
    write_sample(folder / "book0.xlsx", date(2026, 11, 20))
    lines = [
        "claim_lease_seconds = 6",
        "[fleet]\nwindow_seconds = 3\ntick_seconds = 1\nlease_seconds = 4\nvisibility_seconds = 20",
        "retry_seconds = 5\ntries = 20",
    ]
    for n in range(books):
        if n:
            shutil.copy(folder / "book0.xlsx", folder / f"book{n}.xlsx")
        lines.append(f'[workbooks.book{n}]\nspreadsheet = "book{n}.xlsx"\nchannel = "#book{n}"')
        lines.append('timezone = "UTC"\ndigest = { quiet_days = false }')
    (folder / "config" / "settings.toml").write_text("\n".join(lines), "utf-8")
    shipped = Path(__file__).parents[2] / "jobs"
    for file in shipped.glob("*.toml"):
        (folder / "jobs" / file.name).write_text(_timed(file), "utf-8")
    return folder


def _timed(file: Path) -> str:
    """The job with no schedule, but for the morning digest: due since midnight on any day."""
    lines = file.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("schedule", "only_on"))]
    if file.stem == "daily-followups":
        kept.insert(0, 'schedule = "0 0 * * *"')
    quiet = 'template = "followups", quiet_days = false'
    return "\n".join(kept).replace('template = "followups"', quiet)


def digests(outbox: Path) -> Counter[str]:
    """How often each ledger key was posted."""
    found: Counter[str] = Counter()
    for file in outbox.glob("*.json"):
        payload = json.loads(file.read_text("utf-8"))
        key = payload.get("metadata", {}).get("event_payload", {}).get("key")
        if key and not payload.get("thread_ts"):
            found[key] += 1
    return found


def to_channels(outbox: Path) -> list[str]:
    """The keys of the daily digests; what leads get beside them has keys of its own."""
    return sorted(key for key in digests(outbox) if not key.endswith(":escalation"))


def test_a_killed_worker_costs_no_digest_and_doubles_none(tmp_path: Path, redis_url: str) -> None:
    home = home_with(tmp_path / "home", BOOKS)
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "MSO_SHEETS_HOME": str(home), "MSO_SHEETS_STATE": str(tmp_path / "state"),
        "MSO_SHEETS_GRACE_HOURS": "30", "REDIS_URL": redis_url,
    }  # fmt: skip
    logs = (tmp_path / "fleet.log").open("w")
    started: list[subprocess.Popen[bytes]] = []

    def fleet(*arguments: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "mso_sheets", "fleet", *arguments]
        process = subprocess.Popen(
            line, env=environment, stdout=logs, stderr=logs, start_new_session=True
        )
        started.append(process)
        return process

    try:
        first, _, _ = (
            fleet("worker", "--processes=1"),
            fleet("worker", "--processes=1"),
            fleet("beat"),
        )
        wait_for(lambda: len(to_channels(home / "outbox")) >= 4, 150, "the first digests")
        os.killpg(first.pid, signal.SIGKILL)
        wait_for(lambda: len(to_channels(home / "outbox")) == BOOKS, 240, "all digests")
        status = subprocess.run(
            [sys.executable, "-m", "mso_sheets", "fleet", "status"],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        logs.close()
    counts = digests(home / "outbox")
    assert set(counts.values()) == {1}
    books = [key.split("/")[1] for key in to_channels(home / "outbox")]
    assert books == sorted(f"book{n}" for n in range(BOOKS))
    assert status.returncode == 0, status.stdout + status.stderr
