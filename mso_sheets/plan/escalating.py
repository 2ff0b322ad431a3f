"""What the ladder brings to whom, once: the item, its date and the rung are remembered in the ledger.

The claim of an escalation carries stamps of its items. What a claim carries is not told again, save
when Slack refused the message; a claim that nobody confirmed is looked up first, as every message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2s
from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.ledger import Entry
from mso_sheets.model.result import Report

RUNGS = ("lead", "manager")
LOOKED_UP_FOR = timedelta(days=3)
"""So long a claim that nobody confirmed is looked for; after that its items count as told."""
STANDS = ("claim", "sent", "unknown")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Escalation:
    """One message: its ledger key, the person ("" = a channel of leads), the report of its items.

    `waiting` counts what a later day tells, because there is a limit a day.
    """

    key: str
    channel: str
    recipient: str
    report: Report
    items: tuple[str, ...]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """Where escalations go: a channel for all leads, or each lead's own; and their keys today."""

    channel: str
    member: Callable[[str], str]
    key: Callable[[str], str]
    to: str = ""

    def of(self, lead: str) -> tuple[str, str, str]:
        """(key, channel, recipient) of what a lead is told today."""
        if self.channel:
            return self.key(self.channel), self.to or self.channel, ""
        member = self.member(lead)
        return self.key(member or lead), self.to or member, lead


def escalations(
    report: Report,
    context: Context,
    entries: Mapping[str, Entry],
    places: Places,
    told_days: Callable[[str], Sequence[tuple[date, datetime]]],
    now: datetime,
) -> list[Escalation]:
    """The messages to leads: those of earlier days that nobody confirmed, then today's.

    `told_days(owner)` are the digests that reached an owner: their day and instant.
    """
    rows = _reached(report, context, entries, told_days)
    found: list[Escalation] = []
    for lead, mine in _gathered(rows, lambda row: places.of(row["lead"])).items():
        key, channel, recipient = lead
        stamps = {row["stamp"] for row in mine}
        earlier = [e for e in entries.values() if e.key != key and stamps & set(e.items)]
        told = {s for e in earlier if e.state in STANDS for s in e.items}
        for entry in _open(earlier, key, now):
            again = [row for row in mine if row["stamp"] in entry.items]
            found.append(_message(entry.key, channel, recipient, report, again, 0))
        new = [row for row in mine if row["stamp"] not in told]
        if new or key in entries:
            kept = _limited(new, context.rules.digest.escalations)
            found.append(_message(key, channel, recipient, report, kept, len(new) - len(kept)))
    return [each for each in found if each.items or each.key in entries]


def _open(earlier: Sequence[Entry], key: str, now: datetime) -> list[Entry]:
    """Claims of earlier days for this place that nobody confirmed."""
    place = key.rsplit("/", 1)[-1]
    return [
        entry
        for entry in earlier
        if entry.state in {"claim", "unknown"}
        and entry.key.rsplit("/", 1)[-1] == place
        and now - datetime.fromisoformat(entry.first_claim) < LOOKED_UP_FOR
    ]


def _limited(rows: Sequence[Row], most: int) -> list[Row]:
    """At most `most` a lead, in their order (worst first)."""
    return [row for mine in _gathered(rows, lambda r: r["lead"]).values() for row in mine[:most]]


def _gathered(rows: Sequence[Row], by: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(by(row), []).append(row)
    return found


def _message(
    key: str, channel: str, recipient: str, report: Report, rows: Sequence[Row], waiting: int
) -> Escalation:
    result = report.results["followups"]
    narrowed = replace(result, more={**result.more, "escalations": pd.DataFrame(list(rows))})
    return Escalation(
        key,
        channel,
        recipient,
        replace(report, results={**report.results, "followups": narrowed}),
        tuple(row["stamp"] for row in rows),
        waiting,
    )


def _reached(
    report: Report,
    context: Context,
    entries: Mapping[str, Entry],
    told_days: Callable[[str], Sequence[tuple[date, datetime]]],
) -> list[Row]:
    """A row for each item and rung, with what was told before."""
    result = report.result("followups")
    frame = result.more.get("escalations") if result else None
    if frame is None or frame.empty:
        return []
    since = _standing_since(context)
    told_at = {s: e.first_claim for e in entries.values() if e.state == "sent" for s in e.items}
    return [
        {**row, **_rung(row, place, name, told_at), "told_on": _told_on(row, since, told_days)}
        for row in ({str(k): v for k, v in r.items()} for r in frame.to_dict("records"))
        for place, name in enumerate(row["rungs"])
        if name
    ]


def _rung(row: Row, place: int, name: str, told_at: Mapping[str, str]) -> Row:
    below = row["rungs"][0] if place else ""
    before = told_at.get(_stamp(row, 0), "") if below else ""
    return {
        "lead": name,
        "rung": RUNGS[place],
        "stamp": _stamp(row, place),
        "below": below,
        "below_told": datetime.fromisoformat(before).date() if before else None,
    }


def _stamp(row: Row, place: int) -> str:
    """An item at its date on a rung: a new date makes it new."""
    text = f"{row['key']}|{row['due']:%Y-%m-%d}|{RUNGS[place]}"
    return blake2s(text.encode(), digest_size=5).hexdigest()


def _standing_since(context: Context) -> dict[str, datetime]:
    """Action id -> since when it has been this owner's, with this date, open and awake."""
    events = context.history.of("actions")
    moved = events["field"].isin(("due_date", "owner", "snooze_until"))
    again = (events["field"] == "status") & events["before"].isin(("Complete", "Cancelled"))
    kept = events[(events["kind"] == "added") | moved | again]
    return {
        str(record): datetime.fromisoformat(str(at))
        for record, at in zip(kept["record"], kept["at"], strict=True)
    }


def _told_on(
    row: Row,
    since: Mapping[str, datetime],
    told_days: Callable[[str], Sequence[tuple[date, datetime]]],
) -> list[date]:
    """Days of the digests that told the owner of this item, from its due date on; never too many."""
    start = since.get(str(row["key"]))
    if start is None or not row["owner"]:
        return []
    asleep = row["snooze_until"]
    first = max(d.date() for d in (row["due"], asleep) if not pd.isna(d))
    return sorted({day for day, at in told_days(row["owner"]) if day >= first and at >= start})
