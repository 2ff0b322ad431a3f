"""One scheduled run in a process of its own: a time limit, its memory returned, its crash apart."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)
REFUSAL_CODES = (2, 3)
LOST = ("failed", "unknown")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: its exit code (None = cut off) and the record it printed."""

    code: int | None
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def worth_another_try(self) -> bool:
        """A crash, a time-out or a failure that may pass; not a refusal, not a mistake of settings.

        Of a partial run only messages are worth it: the ledger keeps a second try from doubling one.
        """
        if self.code in (0, *REFUSAL_CODES):
            return False
        lost = any(m.get("status") in LOST for m in self.record.get("messages", []))
        return lost or self.record.get("status") != "partial"

    @property
    def put_off(self) -> bool:
        """Whether a message waits for the next working day."""
        messages = self.record.get("messages", [])
        return any("no working day" in str(m.get("reason")) for m in messages)

    @property
    def waits_for_lease(self) -> bool:
        """Whether another run held the claim: look again when its lease is over."""
        messages = self.record.get("messages", [])
        return any("is posting it now" in str(m.get("reason")) for m in messages)


class Runner:
    """Starts runs and knows those under way, so that a stop can wait for them or end them."""

    def __init__(
        self, seconds: float, home: str, launch: Callable[..., Any] = subprocess.Popen
    ) -> None:
        self._seconds = seconds
        self._home = home
        self._launch = launch
        self._running: set[Any] = set()
        self._lock = threading.Lock()
        self._stopping = False

    def run(self, job: str, workbook: str, scheduled: str) -> Outcome:
        """Runs one job and waits for it, at most the time limit."""
        command = [sys.executable, "-m", "mso_sheets", "run", job, "--workbook", workbook]
        return self._wait([*command, "--json", "--scheduled", scheduled], job, workbook)

    def _wait(self, command: Sequence[str], job: str, workbook: str) -> Outcome:
        with self._lock:
            if self._stopping:
                return Outcome(0)
            process = self._launch(command, stdout=subprocess.PIPE, text=True, cwd=self._home)
            self._running.add(process)
        try:
            out, _ = process.communicate(timeout=self._seconds)
            outcome = Outcome(process.returncode, _record(out))
        except subprocess.TimeoutExpired:
            end(process)
            outcome = Outcome(None)
        finally:
            with self._lock:
                self._running.discard(process)
        facts = {"job": job, "workbook": workbook, "code": outcome.code, **outcome.record}
        log.info("run ended", extra={"fields": facts})
        return outcome

    def stop(self, patience: float) -> None:
        """Lets runs under way finish for `patience` seconds, then ends them."""
        with self._lock:
            self._stopping = True
            running = list(self._running)
        for process in running:
            try:
                process.wait(timeout=patience)
            except subprocess.TimeoutExpired:
                end(process)


def end(process: Any) -> None:
    """Asks a process to stop, then makes it."""
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=5)


def _record(out: str) -> Mapping[str, Any]:
    for line in reversed(out.strip().splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return {}
