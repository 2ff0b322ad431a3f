"""A fleet's ground on the stand-ins: many small workbooks, service accounts, channels, and a judge.

The judge reads the stand-ins through their own admin doors and trusts nothing that a worker said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from tests.adapters.google_standin import admin, another_account, load, service_account
from tests.e2e.slack_cases import Slack
from tests.fakes.runs import ROOT, SMALL
from tests.making import TODAY, rows_of

JOB = "daily-followups"
CHANNELS = 40
DATE = re.compile(r"\d{4}-\d\d-\d\d")
LOST_POSTS = ("lost_response", "lost_response_500", "lost_response_429")
BROKEN_POSTS = ("500", "503", "reset", "429")
BROKEN_SHEETS: tuple[dict[str, Any], ...] = (
    {"match": {"kind": "write"}, "action": "lost"},
    {"match": {"kind": "write"}, "action": "lost", "as": "status", "status": 503},
    {"match": {"kind": "write"}, "action": "reset"},
    {"match": {"kind": "write"}, "action": "status", "status": 500},
    {"match": {"kind": "read"}, "action": "reset"},
    {"match": {"kind": "read"}, "action": "status", "status": 503},
    {"match": {"kind": "read"}, "action": "truncate"},
)


@dataclass
class FleetGround:
    """So many workbooks, each with a digest that is due today in one of the channels."""

    workbooks: int
    home: Path
    day: date
    accounts: int = 8
    random: Random = field(default_factory=lambda: Random(1))
    ids: dict[str, str] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    slack: Slack = field(default_factory=Slack)

    def lay_out(self, rules: str) -> None:
        """Accounts, workbooks, channels, settings and jobs. `rules` are lines of [fleet]."""
        for folder in ("config", "jobs"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        own = [
            another_account(f"fleet{n}", self.home / f"key{n}.json") for n in range(self.accounts)
        ]
        people = [service_account(), *own]
        sheets = {title: rows_of(text) for title, text in self.typed.items()}
        for number in range(self.workbooks):
            book = load(sheets, raw=True, share=people)
            self.ids[f"book{number}"] = book.spreadsheet_id
        self._channels()
        self._settings(rules)
        for file in (ROOT / "jobs").glob("*.toml"):
            lines = file.read_text("utf-8").splitlines()
            kept = [line for line in lines if not line.startswith(("schedule", "only_on"))]
            if file.stem == JOB:
                kept.insert(0, 'schedule = "0 0 * * *"')
            (self.home / "jobs" / file.name).write_text("\n".join(kept), "utf-8")

    @property
    def typed(self) -> dict[str, str]:
        """What people typed: the small workbook of the other tests, moved to `day`."""
        return {title: DATE.sub(self._moved, text) for title, text in SMALL.items()}

    def _moved(self, found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + (self.day - TODAY)).isoformat()

    def _channels(self) -> None:
        channels = [
            {"id": f"C0FLEET{n:02d}", "name": f"fleet-{n}", "members": ["U0BOT0001"]}
            for n in range(CHANNELS)
        ]
        self.slack.ask("/fixture", channels=channels)

    def _settings(self, rules: str) -> None:
        keys = ", ".join(f'"key{n}.json"' for n in range(self.accounts))
        lines = ['timezone = "UTC"', "digest = { quiet_days = false }"]
        lines += ["claim_lease_seconds = 30", f"[fleet]\nkey_files = [{keys}]", rules]
        for name, spreadsheet_id in self.ids.items():
            channel = f"#fleet-{int(name.removeprefix('book')) % CHANNELS}"
            lines += [f"[workbooks.{name}]", f'spreadsheet = "{spreadsheet_id}"']
            lines += [f'channel = "{channel}"']
        (self.home / "config" / "settings.toml").write_text("\n".join(lines), "utf-8")

    def leave(self) -> None:
        """Puts the stand-ins back as they were: their own channels, no faults that still wait."""
        self.slack.ask("/fixture", config={})
        admin("/faults", method="DELETE")

    def lose_something(self) -> None:
        """The next request of one kind, of whichever worker, goes wrong; half of them at Slack."""
        if self.random.random() < 0.5:
            kind = self.random.choice((*LOST_POSTS, *BROKEN_POSTS))
            self.slack.fault("chat.postMessage", kind, retry_after=1)
            self.lost[f"Slack {kind}"] += 1
            return
        fault = self.random.choice(BROKEN_SHEETS)
        admin("/faults", {**fault, "count": 1})
        how = f"{fault['action']} {fault.get('status', '')}".strip()
        self.lost[f"Sheets {fault['match']['kind']} {how}"] += 1

    def posted(self) -> Counter[str]:
        """Workbook -> how often its digest of the day stands in the channels."""
        found: Counter[str] = Counter()
        for number in range(CHANNELS):
            for message in self.slack.messages(f"fleet-{number}"):
                payload = (message.get("metadata") or {}).get("event_payload", {})
                thread = message.get("thread_ts")
                job, book, when, *_ = [*str(payload.get("key", "")).split("/"), "", ""]
                if (job, when) == (JOB, self.day.isoformat()) and thread in (
                    None,
                    message.get("ts"),
                ):
                    found[book] += 1
        return found

    def unconfirmed(self) -> list[str]:
        """Workbooks whose own ledger does not say that today's digest was sent."""
        return [name for name, where in self.ids.items() if not _is_confirmed(where)]

    def harmed(self) -> list[str]:
        """Workbooks in which a cell of people's is not as they left it (IDs that were blank aside)."""
        return [name for name, where in self.ids.items() if not _is_unharmed(where, self.typed)]

    @staticmethod
    def requests() -> Counter[str]:
        """Requests that reached Sheets, by side; and the answers 429 among them."""
        found: Counter[str] = Counter()
        for entry in admin("/log?bodies=0"):
            if entry.get("kind") in {"read", "write"}:
                found[entry["kind"]] += 1
                found["refused by quota"] += entry.get("status") == 429
        return found


def _is_confirmed(spreadsheet_id: str) -> bool:
    state = _tab(spreadsheet_id, "_mso_state") or []
    return any(row and row[0] == "sent" and JOB in str(row[1]) for row in state)


def _is_unharmed(spreadsheet_id: str, tabs: Mapping[str, str]) -> bool:
    for title, text in tabs.items():
        typed, stands = rows_of(text), _tab(spreadsheet_id, title) or []
        for row, cells in enumerate(typed):
            for column, cell in enumerate(cells):
                now = stands[row][column] if row < len(stands) and column < len(stands[row]) else ""
                if cell not in (None, "") and now != cell:
                    return False
    return True


def _tab(spreadsheet_id: str, title: str) -> list[list[Any]] | None:
    dump = admin(f"/dump?id={spreadsheet_id}&light=1")
    return next((each["values"] for each in dump["sheets"] if each["title"] == title), None)
