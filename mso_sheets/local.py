"""This machine's small memory: last good runs (for `health`) and quiet runs. Never the truth.

The truth is in the workbook; losing this file costs nothing but a count and a freshness.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mso_sheets import figures
from mso_sheets.model.run import RunRecord

LOCK_SECONDS = 5


@dataclass(frozen=True, slots=True)
class LocalState:
    """A folder with one small JSON file; every failure to write it is passed over."""

    folder: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> LocalState:
        """`$MSO_SHEETS_STATE`, else the user's state folder, else the temporary one."""
        named = environment.get("MSO_SHEETS_STATE")
        base = environment.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
        for folder in [Path(named)] if named else [Path(base) / "mso-sheets"]:
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError:
                continue
            if os.access(folder, os.W_OK):
                return cls(folder)
        return cls(Path(tempfile.gettempdir()))

    @property
    def _file(self) -> Path:
        return self.folder / "mso-sheets-runs.json"

    def read(self) -> dict[str, Any]:
        """Everything known, empty when there is nothing."""
        try:
            known = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def write(self, known: Mapping[str, Any]) -> None:
        """Replaces the file in one step."""
        temporary = self._file.with_suffix(f".{os.getpid()}")
        try:
            temporary.write_text(json.dumps(known), "utf-8")
            temporary.replace(self._file)
        except OSError:
            temporary.unlink(missing_ok=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One process at a time; a lock that cannot be had is passed over."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._file.with_suffix(".lock"), timeout=LOCK_SECONDS)
        with suppress(OSError, Timeout):
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def change(self, changed: Callable[[dict[str, Any]], None]) -> None:
        """Reads, changes and writes, so that no process loses what another noted meanwhile."""
        with self._turn():
            known = self.read()
            changed(known)
            self.write(known)

    def quiet_runs(self, workbook: str) -> int:
        """Runs on this workbook since the last one that wrote."""
        return int(self.read().get("quiet", {}).get(workbook, 0))

    def note(
        self, record: RunRecord, now: datetime, workbooks: int = 200, *, google: bool = False
    ) -> None:
        """Counts a quiet run, or the end of quiet; remembers a good run and the run's figures.

        At most so many `workbooks` have figures by name; requests to `google` count for its quota.
        """

        def changed(known: dict[str, Any]) -> None:
            wrote = record.requests.write > 0
            quiet = known.setdefault("quiet", {})
            quiet[record.workbook] = 0 if wrote else quiet.get(record.workbook, 0) + 1
            if record.is_good:
                key = f"{record.job}/{record.workbook}"
                known.setdefault("good", {})[key] = now.isoformat()
            figures.count(known, record, now, workbooks)
            if google:
                figures.spend(known, record, now)

        self.change(changed)

    def untold(self, workbook: str, kinds: Sequence[str], day: str) -> list[str]:
        """Those kinds of failure of a workbook that the ops channel has not heard of on `day`."""
        told = self.read().get("told", {})
        return [kind for kind in kinds if told.get(f"{workbook}/{kind}") != day]

    def tell(self, workbook: str, kinds: Sequence[str], day: str) -> None:
        """Notes that the ops channel heard of them; earlier days are forgotten."""

        def changed(known: dict[str, Any]) -> None:
            kept = {key: when for key, when in known.get("told", {}).items() if when == day}
            known["told"] = kept | {f"{workbook}/{kind}": day for kind in kinds}

        self.change(changed)

    def start(self, now: datetime) -> None:
        """Notes that a worker has started."""
        began = {"started": now.isoformat(), "beat": now.isoformat(), "due": {}}
        self.change(lambda known: known.update(began))

    def beat(self, now: datetime, due: Mapping[str, str]) -> None:
        """Notes that the worker is alive, and when each job was last due."""
        self.change(lambda known: known.update(beat=now.isoformat(), due=dict(due)))

    def zone(self, workbook: str) -> str:
        """The spreadsheet's own zone as it was last read, "" when it never was."""
        return str(self.read().get("zones", {}).get(workbook, ""))

    def remember_zone(self, workbook: str, zone: str) -> None:
        """Keeps a spreadsheet's zone, for the schedule."""
        self.change(lambda known: known.setdefault("zones", {}).update({workbook: zone}))
