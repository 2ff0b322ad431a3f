"""What happens after a run: the ops channel hears of a failure once a day, the ping, the metrics."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from mso_sheets import app
from mso_sheets.adapters.ping import ping
from mso_sheets.adapters.prometheus import exposition
from mso_sheets.adapters.run_metrics import run_families
from mso_sheets.errors import ConfigError
from mso_sheets.local import LocalState
from mso_sheets.model.message import Posted
from mso_sheets.model.run import RunRecord
from mso_sheets.plan.telling import failures_of

NOW = datetime(2026, 4, 14, 8, 0, tzinfo=UTC)
GOOD = RunRecord("8f3a01", "refresh", "emea", "2026-04-14", "ok")
STOPPED = replace(
    GOOD, status="failed", notes=("Google did not answer (tried 3 times). Try again.",)
)


def home_with(folder: Path, workbook: Path, more: str = "") -> app.App:
    """A home whose one workbook is a file, with an ops channel and no Slack."""
    (folder / "config").mkdir()
    (folder / "config" / "settings.toml").write_text(
        f'metrics_file = "metrics/mso.prom"\n{more}\n[workbooks.emea]\nspreadsheet = "{workbook}"\n'
        'channel = "#mso"\nops_channel = "#ops"\n'
    )
    environment = {"MSO_SHEETS_HOME": str(folder), "MSO_SHEETS_STATE": str(folder / "state")}
    return app.start(environment, folder)


def payloads(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted((folder / "outbox").glob("*.json"))]


def run(started: app.App, job: str = "refresh") -> RunRecord:
    return app.run_job(started, job, app.target(started, "emea"), app.Asked())


def test_the_ops_channel_hears_of_a_broken_workbook_once_whatever_job_meets_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "emea.xlsx").write_bytes(b"no workbook")
    started = home_with(tmp_path, tmp_path / "emea.xlsx")
    statuses = [run(started, job).status for job in ("refresh", "refresh", "daily-followups")]
    assert statuses == ["failed"] * 3
    (told,) = payloads(tmp_path)
    assert told["channel"] == "#ops"
    assert "The run stopped" in json.dumps(told["blocks"])
    assert "mso-sheets check" in json.dumps(told["blocks"])


def test_a_workbook_that_is_not_there_is_told_and_still_a_mistake_of_the_settings(
    tmp_path: Path,
) -> None:
    started = home_with(tmp_path, tmp_path / "gone.xlsx")
    with pytest.raises(ConfigError):
        run(started)
    assert len(payloads(tmp_path)) == 1


def test_another_failure_of_the_same_day_is_told_and_the_next_day_the_first_again(
    tmp_path: Path,
) -> None:
    local = LocalState(tmp_path)
    first, again = (failures_of(each)[0].kind for each in (STOPPED, _tried("5")))
    assert first == again
    local.tell("emea", [first], "2026-04-14")
    assert local.untold("emea", [first, "other"], "2026-04-14") == ["other"]
    assert local.untold("apac", [first], "2026-04-14") == [first]
    assert local.untold("emea", [first], "2026-04-15") == [first]


def _tried(times: str) -> RunRecord:
    return replace(STOPPED, notes=(STOPPED.notes[0].replace("3", times),))


def test_a_message_that_was_not_posted_is_a_failure_and_no_good_run() -> None:
    posted = Posted("key", "#mso", "failed", "The bot is not in #mso. Invite it.")
    record = replace(GOOD, status="partial", messages=(posted,))
    (failure,) = failures_of(record)
    assert (failure.what, failure.why) == ("Not posted in #mso", posted.reason)
    assert not record.is_good
    assert replace(record, messages=()).is_good


def test_metrics_are_replaced_in_one_step_and_count_over_runs(tmp_path: Path) -> None:
    (tmp_path / "emea.xlsx").write_bytes(b"no workbook")
    started = home_with(tmp_path, tmp_path / "emea.xlsx")
    run(started)
    run(started)
    text = (tmp_path / "metrics" / "mso.prom").read_text()
    labels = 'mso_job="refresh",workbook="emea",status="failed"'
    assert f"mso_sheets_runs_total{{{labels}}} 2\n" in text
    assert [path.name for path in (tmp_path / "metrics").iterdir()] == ["mso.prom"]


def test_labels_are_escaped_and_every_metric_has_its_type() -> None:
    runs = {'refresh/a"b\\c\nd': {"last": 5.0, "count": {"ok": 1}}}
    text = exposition(run_families({"runs": runs}, {}))
    labels = 'mso_job="refresh",workbook="a\\"b\\\\c\\nd"'
    assert f"mso_sheets_last_run_timestamp_seconds{{{labels}}} 5.0\n" in text
    assert f'mso_sheets_runs_total{{{labels},status="ok"}} 1\n' in text
    names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    assert names == {line.split()[2] for line in text.splitlines() if line.startswith("# HELP")}


class Door(BaseHTTPRequestHandler):
    """Counts who knocks."""

    knocks: list[str]

    def do_GET(self) -> None:
        self.knocks.append(self.path)
        self.send_response(500 if self.path == "/broken" else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    knocks: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Mine", (Door,), {"knocks": knocks}))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", knocks
    server.shutdown()
    server.server_close()


def test_the_ping_is_sent_after_a_good_run_and_not_after_a_failed_one(
    tmp_path: Path, door: tuple[str, list[str]]
) -> None:
    address, knocks = door
    started = home_with(tmp_path, tmp_path / "emea.xlsx", f'ping_url = "{address}/alive"')
    local, place = LocalState(tmp_path), app.target(started, "emea")
    app.after_run(started, place, app.Asked(), STOPPED, local)
    assert knocks == []
    app.after_run(started, place, app.Asked(), GOOD, local)
    assert knocks == ["/alive"]


def test_a_ping_that_fails_harms_nothing_and_its_address_is_not_logged(
    door: tuple[str, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    address, _ = door
    assert not ping(f"{address}/broken")
    assert not ping("http://127.0.0.1:1/secret-uuid", timeout=0.2)
    assert "secret-uuid" not in caplog.text
    assert "ping failed" in caplog.text


def test_two_processes_that_note_at_once_lose_nothing(tmp_path: Path) -> None:
    local = LocalState(tmp_path)
    names = [f"book-{n}" for n in range(12)]
    threads = [
        threading.Thread(target=local.note, args=(replace(GOOD, workbook=name), NOW))
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(local.read()["good"]) == {f"refresh/{name}" for name in names}
