"""The real worker as a process: it ends cleanly and soon when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mso_sheets.local import LocalState

pytestmark = pytest.mark.slow
BOUND_S = 30.0


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_ends_cleanly(tmp_path: Path, end: signal.Signals) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "jobs").mkdir()
    (tmp_path / "config" / "settings.toml").write_text(
        f'timezone = "UTC"\ngrace_hours = 0.01\n[workbooks.emea]\nspreadsheet = "{tmp_path}/emea.xlsx"\n'
    )
    environment = {
        **os.environ,
        "MSO_SHEETS_HOME": str(tmp_path),
        "MSO_SHEETS_STATE": str(tmp_path),
    }
    for name in ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"):
        environment.pop(name, None)
    worker = subprocess.Popen(
        [sys.executable, "-m", "mso_sheets", "worker"],
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        started = time.monotonic()
        while "started" not in LocalState(tmp_path).read():
            assert worker.poll() is None, worker.stderr and worker.stderr.read()
            assert time.monotonic() - started < BOUND_S
            os.sched_yield()
        told = time.monotonic()
        worker.send_signal(end)
        _, said = worker.communicate(timeout=BOUND_S)
    finally:
        worker.kill()
    assert worker.returncode == 0, said
    assert time.monotonic() - told < BOUND_S
    assert "Traceback" not in said
