"""The digest ledger: every message is claimed, posted and confirmed, at most once.

claim (with the run's atomic write) -> post -> `sent` with its ts. A claim belongs to its maker for
a lease; an older one without confirmation is looked up in the channel before anything is posted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from mso_sheets.model.state import StateRow

EntryState = Literal["claim", "sent", "skip", "void", "unknown"]
Step = Literal["post", "already-sent", "skipped", "look-up", "unknown"]
CLOCK_SKEW = timedelta(minutes=10)
KINDS = ("claim", "sent", "skip", "void", "unknown")


@dataclass(frozen=True, slots=True)
class Entry:
    """The last word on a digest key.

    `first_claim` is when it was first claimed (ISO, UTC); `content` a stamp of what was posted;
    `items` are stamps of what a message tells once and never again.
    """

    key: str
    state: EntryState
    at: str
    run: str
    ts: str = ""
    reason: str = ""
    first_claim: str = ""
    content: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a message that is due, and why."""

    step: Step
    reason: str = ""
    ts: str = ""
    since: str = ""
    free_in: float = 0.0
    """Seconds until another run's claim may be taken over; 0 where none is in the way."""


def fold(rows: Sequence[StateRow]) -> dict[str, Entry]:
    """Digest key -> its last entry."""
    entries: dict[str, Entry] = {}
    for row in rows:
        if row.kind not in KINDS:
            continue
        data = row.data if isinstance(row.data, dict) else {}
        earlier = entries.get(row.key)
        first = earlier.first_claim if earlier and earlier.first_claim else row.at
        state: EntryState = row.kind  # type: ignore[assignment]
        entries[row.key] = Entry(
            row.key,
            state,
            row.at,
            row.run,
            data.get("ts", ""),
            data.get("reason", ""),
            first,
            data.get("content", ""),
            tuple(data.get("items", earlier.items if earlier else ())),
        )
    return entries


def decide(
    entries: Mapping[str, Entry], key: str, now: datetime, lease_seconds: float, *, force: bool
) -> Decision:
    """What the ledger allows for `key` at `now` (aware, UTC)."""
    entry = entries.get(key)
    if force or entry is None or entry.state in {"void", "skip"}:
        return Decision("post")
    if entry.state == "sent":
        return Decision("already-sent", f"posted by run {entry.run}", entry.ts)
    age = now - datetime.fromisoformat(entry.at)
    if entry.state == "claim" and -CLOCK_SKEW < age < timedelta(seconds=lease_seconds):
        left = lease_seconds - age.total_seconds()
        return Decision("skipped", f"run {entry.run} is posting it now", free_in=left)
    return Decision(
        "look-up", f"run {entry.run} claimed it and did not confirm", since=entry.first_claim
    )


def claim(key: str, channel: str, now: datetime, run: str, items: Sequence[str] = ()) -> StateRow:
    """The row that claims a digest, and with it the items that it alone tells."""
    data: dict[str, object] = {"channel": channel}
    return StateRow(
        "claim", key, now.isoformat(), run, {**data, "items": list(items)} if items else data
    )


def confirm(key: str, now: datetime, run: str, ts: str, content: str = "") -> StateRow:
    """The row that says a digest was posted, with its ts and a stamp of what it says."""
    return StateRow("sent", key, now.isoformat(), run, {"ts": ts, "content": content})


def void(key: str, now: datetime, run: str, reason: str) -> StateRow:
    """The row that gives a claim back: it surely was not posted, a later run may try."""
    return StateRow("void", key, now.isoformat(), run, {"reason": reason})


def unknown(key: str, now: datetime, run: str, reason: str) -> StateRow:
    """The row that says nobody knows whether it was posted; only a look-up or --force settles it."""
    return StateRow("unknown", key, now.isoformat(), run, {"reason": reason})


def skip(key: str, now: datetime, run: str, reason: str) -> StateRow:
    """The row that says a digest had nothing to say, or that the day is quiet."""
    return StateRow("skip", key, now.isoformat(), run, {"reason": reason})
