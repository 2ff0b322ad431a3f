"""Redis, workers and a beat as real processes: started, killed without warning, started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.fleet_processes import SERVER, free_port

PAUSE = threading.Event()


def kind_of(name: str) -> str:
    """`worker-3` is a worker."""
    return name.partition("-")[0]


@dataclass
class Fleet:
    """Processes by name; `kill` ends one at once and whoever supervises it starts it again."""

    folder: Path
    environment: Mapping[str, str]
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)

    def start(self, name: str) -> None:
        """Starts `redis`, `beat` or a worker."""
        kind = kind_of(name)
        line = self._redis() if kind == "redis" else self._ours(kind)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                line, env=self._known(), stdout=log, stderr=log, start_new_session=True
            )

    def _known(self) -> dict[str, str]:
        return {**self.environment, "REDIS_URL": f"redis://127.0.0.1:{self.port}/0"}

    def _redis(self) -> list[str]:
        assert SERVER, "install redis-server (Debian: apt-get install redis-server)"
        here = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        return [SERVER, *here, "--save", "", "--appendonly", "yes", "--appendfsync", "everysec"]

    def _ours(self, kind: str) -> list[str]:
        return [sys.executable, "-m", "mso_sheets", "fleet", kind]

    def wait_for_workers(self, number: int) -> None:
        """Until so many ask Redis for work."""
        from redis import Redis

        with Redis(port=self.port) as client:
            for _ in range(600):
                asking: Any = client.info("clients")
                if asking["blocked_clients"] >= number:
                    return
                PAUSE.wait(0.1)
        raise AssertionError("the workers did not come up")

    def wait_for_redis(self) -> None:
        """Until Redis has read its file and answers."""
        for _ in range(200):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            PAUSE.wait(0.1)
        raise AssertionError("Redis did not come up")

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all its children."""
        self.end(name)
        self.killed[kind_of(name)] += 1

    def kill_child(self, name: str) -> bool:
        """SIGKILL to a worker's child alone, in the midst of its run; False when it has none."""
        children = Path(f"/proc/{self.running[name].pid}/task/{self.running[name].pid}/children")
        found = children.read_text().split() if children.exists() else []
        if not found:
            return False
        os.kill(int(found[0]), signal.SIGKILL)
        self.killed["child"] += 1
        return True

    def fallen(self) -> list[str]:
        """Those that ended by themselves: a supervisor starts them again."""
        return [name for name, process in self.running.items() if process.poll() is not None]

    def end(self, name: str) -> None:
        """Ends one, with its children."""
        if self.running[name].poll() is None:
            os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()

    def end_all(self) -> None:
        """Ends everything."""
        for name in self.running:
            self.end(name)
