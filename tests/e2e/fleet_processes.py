"""A fleet as ops runs it: Redis on a free port, workers and a beat as processes of their own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SERVER = shutil.which("redis-server")
JOBS = Path(__file__).parents[2] / "jobs"


def wait_for(done: Callable[[], bool], seconds: float, what: str) -> None:
    """Looks twice a second."""
    pause = threading.Event()
    for _ in range(int(seconds * 2)):
        if done():
            return
        pause.wait(0.5)
    pytest.fail(f"waited {seconds} s for {what}")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[str]:
    """A Redis of one's own; what it holds is gone with it."""
    assert SERVER, "install redis-server (Debian: apt-get install redis-server)"
    port = port or free_port()
    line = [SERVER, "--port", str(port), "--dir", str(folder), "--save", "", "--bind", "127.0.0.1"]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL) as server:

        def answers() -> bool:
            with socket.socket() as client:
                return client.connect_ex(("127.0.0.1", port)) == 0

        try:
            wait_for(answers, 20, "Redis")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


@dataclass
class Fleet:
    """Processes of one home, whose messages go to its outbox; all are ended with it."""

    home: Path
    redis_url: str
    more: Mapping[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return self.home / "fleet.log"

    @property
    def environment(self) -> dict[str, str]:
        own = {"MSO_SHEETS_HOME": str(self.home), "MSO_SHEETS_STATE": str(self.home / "state")}
        outside = {k: v for k, v in os.environ.items() if not k.startswith("SLACK_")}
        return {**outside, **own, "REDIS_URL": self.redis_url, **self.more}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "mso_sheets", "fleet", *words],
                env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.started.append(process)
        return process

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command, waited for."""
        return subprocess.run(
            [sys.executable, "-m", "mso_sheets", *words],
            env=self.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def logged(self) -> str:
        return self.log.read_text("utf-8") if self.log.exists() else ""

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def fleet_of(home: Path, redis_url: str, **more: str) -> Iterator[Fleet]:
    """A fleet of this home, ended at the end."""
    fleet = Fleet(home, redis_url, more)
    try:
        yield fleet
    finally:
        fleet.end()


def only_job(home: Path, name: str, schedule: str = "* * * * *") -> None:
    """Gives a home the shipped jobs of which one alone has a schedule."""
    (home / "jobs").mkdir(exist_ok=True)
    for file in JOBS.glob("*.toml"):
        lines = file.read_text("utf-8").splitlines()
        kept = [line for line in lines if not line.startswith(("schedule", "only_on"))]
        if file.stem == name:
            kept.insert(0, f'schedule = "{schedule}"')
        (home / "jobs" / file.name).write_text("\n".join(kept), "utf-8")
