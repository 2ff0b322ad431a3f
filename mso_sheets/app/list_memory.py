"""Where a registry's list is kept between readings: by this machine, or by whatever a fleet shares."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from mso_sheets.model.listing import LeftOut, Listed, Listing

LOCK_SECONDS = 60


class ListMemory(Protocol):
    """Where the list is kept between readings."""

    def load(self) -> Mapping[str, Any]:
        """What was kept last; empty when nothing was."""
        ...

    def save(self, known: Mapping[str, Any]) -> None:
        """Keeps it for all who share this memory."""
        ...

    def find(self, name: str) -> Mapping[str, Any] | None:
        """One workbook of the kept list."""
        ...

    def turn(self) -> AbstractContextManager[bool]:
        """Whether it is ours to read now; nobody else reads meanwhile."""
        ...

    @property
    def accept(self) -> str:
        """The command that accepts a list that shrank."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """What the memory holds: the list, the registry it is of, when one tried last, what was told."""

    address: str
    listing: Listing
    tried_at: float = 0.0
    told: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For memory."""
        return {
            "address": self.address, "tried_at": self.tried_at, "told": list(self.told),
            "read_at": self.listing.read_at, "trouble": self.listing.trouble,
            "workbooks": [each.as_json() for each in self.listing.workbooks.values()],
            "left_out": [[r.place, r.name, r.why, r.fix] for r in self.listing.left_out],
        }  # fmt: skip

    @classmethod
    def of_json(cls, known: Mapping[str, Any]) -> Known | None:
        """From memory; None when that is not usable."""
        try:
            books = [Listed.of_json(each) for each in known["workbooks"]]
            rows = tuple(LeftOut(*row) for row in known["left_out"])
            listing = Listing(
                {b.name: b for b in books}, rows, known["trouble"], float(known["read_at"])
            )
            return cls(known["address"], listing, float(known["tried_at"]), tuple(known["told"]))
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class LocalListMemory:
    """This machine's: a file beside the other small memory; failing to write it is passed over."""

    folder: Path

    @property
    def _file(self) -> Path:
        return self.folder / "mso-sheets-registry.json"

    def load(self) -> Mapping[str, Any]:
        """What was kept last; empty when nothing was."""
        try:
            known = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def save(self, known: Mapping[str, Any]) -> None:
        """Replaces the file in one step."""
        temporary = self._file.with_suffix(f".{os.getpid()}")
        try:
            temporary.write_text(json.dumps(known), "utf-8")
            temporary.replace(self._file)
        except OSError:
            temporary.unlink(missing_ok=True)

    def find(self, name: str) -> Mapping[str, Any] | None:
        """One workbook of the kept list."""
        return next((w for w in self.load().get("workbooks", ()) if w.get("name") == name), None)

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """One process at a time; a lock that cannot be had is passed over."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._file.with_suffix(".lock"), timeout=LOCK_SECONDS)
        with suppress(OSError, Timeout):
            lock.acquire()
        try:
            yield True
        finally:
            lock.release()

    @property
    def accept(self) -> str:
        """The command that accepts a list that shrank."""
        return "mso-sheets check --accept-shrink"
