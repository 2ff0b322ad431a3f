"""What a run intends (`Plan`) and what became of it (`RunRecord`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import Changes
from mso_sheets.model.message import Message, Posted
from mso_sheets.model.result import Report
from mso_sheets.model.table import Accounting

RunStatus = Literal["ok", "partial", "failed", "refused"]
TabStatus = Literal["written", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is due, and what the ledger allows: post it, leave it, or look it up first."""

    key: str
    channel: str
    step: Literal["post", "already-sent", "skipped", "look-up", "unknown", "failed"]
    message: Message | None = None
    reason: str = ""
    ts: str = ""
    since: str = ""
    quiet: bool = False
    """A skip that is already recorded: it needs no write."""
    items: tuple[str, ...] = ()
    """Stamps of what this message tells once and never again."""
    free_in: float = 0.0
    """Seconds until another run's claim on it may be taken over."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A message posted earlier today that now says something else: replaced in place, no ping."""

    message: Message
    ts: str


@dataclass(frozen=True, slots=True)
class Requested:
    """Requests that a run made."""

    read: int = 0
    write: int = 0
    slack: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a run would do; `--dry-run` prints it and stops."""

    run_id: str
    job: str
    report: Report
    changes: Changes
    tabs: Mapping[str, TabStatus]
    snapshot: Snapshot
    today: date
    due: tuple[Due, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    refusals: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    tables: Mapping[str, Accounting] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What a person should know although nothing failed."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What became of a run: what `--json` prints and the Run log keeps."""

    run_id: str
    job: str
    workbook: str
    as_of: str
    status: RunStatus
    tables: Mapping[str, Accounting] = field(default_factory=dict)
    problems: int = 0
    tabs: Mapping[str, TabStatus] = field(default_factory=dict)
    messages: tuple[Posted, ...] = ()
    requests: Requested = Requested()
    duration_s: float = 0.0
    notes: tuple[str, ...] = ()
    """Sentences for the person: refusals, failures, dropped writes, each with its remedy."""
    rules: Mapping[str, int] = field(default_factory=dict)
    """Cells with a problem by "severity/rule", for the metrics."""

    @property
    def is_good(self) -> bool:
        """Whether nobody misses anything: not stopped, not refused, every message where it belongs."""
        return self.status in {"ok", "partial"} and not self.lost

    @property
    def lost(self) -> tuple[Posted, ...]:
        """Messages that somebody may miss."""
        return tuple(each for each in self.messages if each.is_lost)

    def as_json(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {
            "run_id": self.run_id,
            "job": self.job,
            "workbook": self.workbook,
            "as_of": self.as_of,
            "status": self.status,
            "tables": {
                name: {"read": t.read, "used": t.used, "excluded": dict(t.excluded)}
                for name, t in self.tables.items()
            },
            "problems": self.problems,
            "tabs": dict(self.tabs),
            "messages": [
                {
                    "key": m.key,
                    "channel": m.channel,
                    "status": m.status,
                    "reason": m.reason,
                    "ts": m.ts,
                }
                for m in self.messages
            ],
            "requests": {
                "read": self.requests.read,
                "write": self.requests.write,
                "slack": self.requests.slack,
            },
            "duration_s": round(self.duration_s, 3),
            "notes": list(self.notes),
        }
