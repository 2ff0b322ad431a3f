"""Whatever goes wrong around a fleet: bounded, told once, and nobody else is harmed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.adapters.excel_sample import write_sample
from tests.e2e.fleet_processes import Fleet, fleet_of, free_port, only_job, redis_server, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
NOWHERE = "redis://127.0.0.1:1/0"
GENERAL = """\
outbox = "outbox"
timezone = "UTC"
claim_lease_seconds = 6
grace_hours = 30
[digest]
quiet_days = false
[fleet]
window_seconds = 0
tick_seconds = 1
lease_seconds = 4
visibility_seconds = 10
ops_channel = "#ops"
"""


def home_with(folder: Path, books: int, job: str, schedule: str, fleet: str) -> Path:
    """Workbooks of a team each, and one job that is due."""
    (folder / "config").mkdir(parents=True)
    write_sample(folder / "book0.xlsx", date(2026, 11, 20))
    lines = [GENERAL + fleet]
    for n in range(books):
        if n:
            shutil.copy(folder / "book0.xlsx", folder / f"book{n}.xlsx")
        lines.append(f'[workbooks.book{n}]\nspreadsheet = "book{n}.xlsx"\nchannel = "#book{n}"')
    (folder / "config" / "settings.toml").write_text("\n".join(lines), "utf-8")
    only_job(folder, job, schedule)
    file = folder / "jobs" / "daily-followups.toml"
    spoken = 'template = "followups", quiet_days = false'
    file.write_text(file.read_text("utf-8").replace('template = "followups"', spoken), "utf-8")
    return folder


def payloads(home: Path) -> list[dict[str, object]]:
    files = (home / "outbox").glob("*.json") if (home / "outbox").exists() else ()
    return [json.loads(file.read_text("utf-8")) for file in files]


def digests(home: Path) -> Counter[str]:
    """How often each digest was posted, by its ledger key: job, workbook, day, channel."""
    found: Counter[str] = Counter()
    for payload in payloads(home):
        metadata: Any = payload.get("metadata") or {}
        key = str(metadata.get("event_payload", {}).get("key", ""))
        is_digest = key.startswith("daily-followups/") and not key.endswith("escalation")
        if is_digest and not payload.get("thread_ts"):
            found[key] += 1
    return found


def notices(home: Path, about: str) -> list[str]:
    return [text for p in payloads(home) if f'"ops/{about}/' in (text := json.dumps(p))]


@pytest.mark.parametrize("words", [("worker",), ("beat",), ("status",)])
def test_redis_away_at_the_start_is_a_sentence_with_the_remedy(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    home = home_with(tmp_path / "home", 1, "refresh", "* * * * *", "")
    with fleet_of(home, NOWHERE) as fleet:
        done = fleet.run("fleet", *words)
    assert done.returncode == 1
    assert "Redis does not answer at 127.0.0.1:1" in done.stderr
    assert "Start it" in done.stderr
    assert "Traceback" not in done.stderr


def test_redis_that_is_lost_in_the_middle_costs_no_digest_and_doubles_none(tmp_path: Path) -> None:
    books = 6
    home = home_with(tmp_path / "home", books, "daily-followups", "0 0 * * *", "retry_seconds = 3")
    port = free_port()
    with fleet_of(home, f"redis://127.0.0.1:{port}/0") as fleet:
        with redis_server(tmp_path, port):
            fleet.start("worker", "--processes=1")
            fleet.start("beat")
            wait_for(lambda: len(digests(home)) >= 1, 120, "a first digest")
        wait_for(lambda: "no tick" in fleet.logged(), 60, "the beat saying that Redis is away")
        with redis_server(tmp_path, port):
            wait_for(lambda: len(digests(home)) >= books, 240, "all digests")
            assert fleet.started[0].poll() is None
            assert fleet.started[1].poll() is None
            wait_for(lambda: all_good(fleet, books), 120, "no run being due any more")
            fleet.end()
    assert set(digests(home).values()) == {1}


def all_good(fleet: Fleet, books: int) -> bool:
    status = fleet.run("fleet", "status")
    return status.stdout.startswith("0 due") and status.returncode == 0


def skewed(fleet: Fleet, seconds: int) -> Callable[..., None]:
    """Starts processes of the fleet on a machine whose clock is wrong."""

    def start(*words: str) -> None:
        with fleet.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.skewed", str(seconds), "fleet", *words],
                env=fleet.environment, cwd=Path(__file__).parents[2],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        fleet.started.append(process)

    return start


def test_clocks_ten_minutes_apart_post_each_digest_once(tmp_path: Path) -> None:
    books = 6
    home = home_with(tmp_path / "home", books, "daily-followups", "0 0 * * *", "retry_seconds = 3")
    with redis_server(tmp_path) as url, fleet_of(home, url) as fleet:
        for seconds in (-600, 600):
            skewed(fleet, seconds)("worker", "--processes=1")
        skewed(fleet, 600)("beat")
        fleet.start("beat")
        wait_for(lambda: len(digests(home)) >= books, 240, "all digests")
        wait_for(lambda: all_good(fleet, books), 60, "no run being due any more")
    assert set(digests(home).values()) == {1}
    assert notices(home, "parked") == []


def test_a_workbook_that_always_fails_is_parked_told_once_and_comes_back_when_mended(
    tmp_path: Path,
) -> None:
    rules = "retry_seconds = 1\ntries = 2"
    home = home_with(tmp_path / "home", 3, "refresh", "* * * * *", rules)
    good = (home / "book1.xlsx").read_bytes()
    (home / "book1.xlsx").write_bytes(b"no workbook")
    with redis_server(tmp_path) as url, fleet_of(home, url) as fleet:
        fleet.start("worker", "--processes=2")
        fleet.start("beat")
        wait_for(lambda: len(notices(home, "parked")) == 1, 120, "ops hearing of it")
        wait_for(lambda: fleet.logged().count('"event": "parked"') >= 2, 120, "a second parking")
        status = fleet.run("fleet", "status")
        assert status.returncode == 1
        assert "parked  refresh/book1" in status.stdout
        assert "after 2 tries" in status.stdout
        (home / "book1.xlsx").write_bytes(good)
        retried = fleet.run("fleet", "status", "--retry", "refresh/book1")
        assert retried.returncode in {0, 1}
        wait_for(lambda: fleet.run("fleet", "status").returncode == 0, 150, "it being mended")
        carried = [line for line in fleet.logged().splitlines() if '"carried"' in line]
    (told,) = notices(home, "parked")
    assert "refresh/book1" in told
    assert "fleet status --retry" in told
    for book in ("book0", "book2"):
        results = {json.loads(line)["result"] for line in carried if f"/{book}@" in line}
        assert results <= {"good", "done before", "busy"}
        assert "good" in results
