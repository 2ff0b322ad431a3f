"""Connections that die at a boundary, and that remember what they tried to write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.model.message import Message
from mso_sheets.ports import Messenger, Requests, Workbook
from tests.chaos.ground import Boundary

BOUNDARIES = (
    "before read", "after read", "before write", "after write", "before post", "after post",
    "before confirm", "after confirm",
)  # fmt: skip


class KilledError(BaseException):
    """The process died here: nothing after it runs."""


@dataclass
class MortalWorkbook:
    """A connection that can die at a boundary, and at whose writes people may interfere."""

    inner: Workbook
    dies: Boundary
    meanwhile: Callable[[], None]
    settled: Callable[[], None]
    planned: Callable[[Changes], None]
    found_left: Callable[[], None]
    requests: Requests = field(default_factory=Requests)
    writes: int = 0

    def read(self) -> Snapshot:
        """Reads, unless it dies."""
        self.dies("before read")
        snapshot = self.inner.read()
        self.dies("after read")
        return snapshot

    def apply(self, changes: Changes, base: Snapshot) -> Applied:
        """Writes, unless it dies; the second write of a run is the confirmation."""
        self.writes += 1
        kind = "write" if self.writes == 1 else "confirm"
        self.dies(f"before {kind}")
        self.planned(changes)
        if base.unsettled:
            # People come at the next write: what they see now is not yet as they left it.
            self.found_left()
        else:
            self.meanwhile()
        try:
            applied = self.inner.apply(changes, base)
        finally:
            self.settled()
        self.dies(f"after {kind}")
        return applied


@dataclass
class MortalMessenger:
    """A connection to the channel that can die before or after a post."""

    inner: Messenger
    dies: Boundary
    kind: str = "slack"

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def post(self, message: Message) -> str:
        """Posts, unless it dies."""
        self.dies("before post")
        ts = self.inner.post(message)
        self.dies("after post")
        return ts
