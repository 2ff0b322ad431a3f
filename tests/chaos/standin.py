"""The campaign's ground on the stand-ins: real gspread and slack_sdk, over real HTTPS.

Workers also die inside the adapter, around the single request. The checker looks through the
stand-ins' own admin doors. Edits, faults and messages are bound to the ground's own spreadsheet and
workbook name, so that others may use the same stand-ins.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from mso_sheets.adapters.google.workbook import GoogleWorkbook
from mso_sheets.adapters.slack.messenger import SlackMessenger
from mso_sheets.ports import Messenger, Workbook
from mso_sheets.settings.models import RetryRules
from tests.adapters.google_standin import StandInBook, admin, load
from tests.chaos.ground import FEW, Boundary
from tests.e2e.slack_cases import Slack
from tests.fakes.book import Grid
from tests.making import rows_of

LOST_POSTS = ("lost_response", "lost_response_500", "lost_response_429")
LOST_WRITES: tuple[Mapping[str, Any], ...] = ({}, {"as": "status", "status": 503})
MARKER = "mso_sheets_tab"
QUICK = RetryRules(attempts=4, seconds=20, timeout=10, reads_a_minute=9_999, writes_a_minute=9_999)


@dataclass
class StandinGround:
    """One spreadsheet and one workbook name on the stand-ins."""

    book: StandInBook
    slack: Slack
    workbook: str
    random: Random
    channel: str = "#alerts"
    boundaries: tuple[str, ...] = ("before request", "after request", "before mending")
    lost: int = 0
    looked: int = 0

    @classmethod
    def fresh(cls) -> StandinGround:
        """A new small workbook; the channel is shared, messages are told apart by their key."""
        sheets = {title: rows_of(text) for title, text in FEW.items()}
        book = load(sheets, raw=True)
        slack = Slack()
        slack.ask("/config", rate_limit={"enabled": False})
        return cls(book, slack, book.spreadsheet_id, Random(book.spreadsheet_id))

    def connect(self, dies: Boundary) -> tuple[Workbook, Messenger]:
        """New sessions and logins, as a new process has them."""
        book = self.book.open(retry=QUICK, sleep=lambda _: None)
        self.book.opened.clear()
        mortal(book, dies, self.random.randrange(1, 5))
        token = os.environ["SLACK_BOT_TOKEN"]
        return book, SlackMessenger(token, retry=QUICK, sleep=lambda _: None)

    def people(self) -> Mapping[str, Grid]:
        """People's tabs."""
        return {title: grid for title, grid, ours in self._tabs() if not ours}

    def ours(self) -> Mapping[str, Grid]:
        """Our tabs by the name in their marker."""
        return {ours: grid for _, grid, ours in self._tabs() if ours and ours != "_mso_state"}

    def _tabs(self) -> list[tuple[str, Grid, str]]:
        dump = admin(f"/dump?id={self.book.spreadsheet_id}&light=1")
        marks = [mark for mark in dump["developerMetadata"] if mark["metadataKey"] == MARKER]
        names = {mark["location"]["sheetId"]: mark["metadataValue"] for mark in marks}
        return [
            (each["title"], _floats(each["values"]), names.get(each["sheetId"], ""))
            for each in dump["sheets"]
        ]

    def posted(self) -> list[str]:
        """Keys of this workbook's digests in the channel."""
        found = [m.get("metadata") or {} for m in self.slack.messages() if not _is_reply(m)]
        return [str(meta.get("event_payload", {}).get("key")) for meta in found]

    def edit_at_write(self, title: str, rows: Grid) -> None:
        """One atomic edit, carried out after our request has arrived and before it is done."""
        tab = self.book.sheet(title)
        height, width = max(len(rows), len(tab["values"])), max(len(row) for row in rows)
        cells = [
            {"values": [_entered(_at(rows, row, column)) for column in range(width)]}
            for row in range(height)
        ]
        corner = {"sheetId": tab["sheetId"], "rowIndex": 0, "columnIndex": 0}
        request = {"updateCells": {"start": corner, "rows": cells, "fields": "userEnteredValue"}}
        self.book.edit_before("write", "batch", requests=[request])

    def type_at_write(self, title: str, row: int, column: int, text: str) -> bool:
        """A note beside a row of ours."""
        sheet = next(tab for tab, _, ours in self._tabs() if ours == title)
        cell = f"{_letters(column)}{row}"
        self.book.edit_before("write", "set", sheet, cell=cell, value=text)
        return True

    def edited(self) -> bool:
        """Whether the armed edit was carried out; one that was not is made harmless."""
        mine = [e for e in admin("/edits") if e.get("spreadsheet") == self.book.spreadsheet_id]
        if mine and mine[-1].get("done"):
            assert not mine[-1].get("error"), mine[-1]
            return True
        self._disarm()
        return False

    def _disarm(self) -> None:
        """The stand-in forgets no single edit; a harmless one takes the place of the armed one."""
        others = [e for e in admin("/edits") if e.get("spreadsheet") != self.book.spreadsheet_id]
        _delete("/edits")
        for other in others:
            if not other.get("done"):
                admin("/edit", other)

    def lose_next_reply(self) -> None:
        """The next post of this workbook's digest lands, and Slack's answer is lost."""
        kind = self.random.choice(LOST_POSTS)
        match = f"/{self.workbook}/"
        self.slack.fault("chat.postMessage", kind, match=match, retry_after=0)

    def lose_next_write_reply(self) -> None:
        """The next write lands, and Google's answer is lost."""
        self.book.fault("write", "lost", **self.random.choice(LOST_WRITES))

    def lost_replies(self) -> int:
        """Answers that the stand-ins kept to themselves."""
        log = self.book.requests(self.looked)
        self.looked = max((int(entry["n"]) for entry in log), default=self.looked)
        self.lost += sum("lost" in str(entry.get("fault", "")) for entry in log)
        faults: list[dict[str, Any]] = self.slack.ask("/faults")["faults"]
        mine = [f for f in faults if f.get("match") == f"/{self.workbook}/"]
        return self.lost + sum(int(f.get("hits", 0)) for f in mine)


def mortal(book: GoogleWorkbook, dies: Boundary, nth: int) -> None:
    """The process may die just before or after the n-th request of this connection.

    "before mending" is before the first request that follows upon a write: then what people did in
    the moment of the write is not put right.
    """
    transport = book._transport
    send: Callable[..., bytes] = transport._send
    sent, wrote = [0], [False]

    def guarded(*arguments: Any) -> bytes:
        sent[0] += 1
        now = sent[0] == nth
        if now:
            dies("before request")
        if wrote[0]:
            dies("before mending")
        answer = send(*arguments)
        wrote[0] = arguments[0] == "write"
        if now:
            dies("after request")
        return answer

    transport._send = guarded  # type: ignore[method-assign,assignment]


def _delete(path: str) -> None:
    import urllib.request

    from tests.adapters.google_standin import HERE

    request = urllib.request.Request(os.environ["SHEETS_ADMIN"] + path, method="DELETE")
    HERE.open(request, timeout=60).close()


def _is_reply(message: Mapping[str, Any]) -> bool:
    thread = message.get("thread_ts")
    return bool(thread) and thread != message.get("ts")


def _floats(rows: Grid) -> Grid:
    return [
        [float(c) if isinstance(c, int) and not isinstance(c, bool) else c for c in row]
        for row in rows
    ]


def _at(rows: Grid, row: int, column: int) -> Any:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _entered(value: Any) -> dict[str, Any]:
    if value is None or value == "":
        return {}
    kind = {bool: "boolValue", float: "numberValue"}.get(type(value), "stringValue")
    return {"userEnteredValue": {kind: value}}


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
