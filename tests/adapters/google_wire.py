"""A Google that answers what a test says, over intercepted HTTP, and a clock that tests move."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import responses
from google.oauth2.credentials import Credentials

from mso_sheets.adapters.google import GoogleWorkbook
from mso_sheets.settings.models import RetryRules

ENDPOINT = "https://sheets.googleapis.com/v4/spreadsheets/abc"
BATCH_GET = f"{ENDPOINT}/values:batchGet"
BATCH_UPDATE = f"{ENDPOINT}:batchUpdate"

STRUCTURE: Mapping[str, Any] = {
    "spreadsheetId": "abc",
    "properties": {"title": "EMEA", "locale": "en_GB", "timeZone": "Europe/London"},
    "sheets": [
        {
            "properties": {
                "sheetId": 0,
                "title": "Actions",
                "index": 0,
                "sheetType": "GRID",
                "gridProperties": {"rowCount": 100, "columnCount": 26},
            }
        }
    ],
}
VALUES: Mapping[str, Any] = {
    "spreadsheetId": "abc",
    "valueRanges": [
        {"range": "Actions!A1:Z100", "majorDimension": "COLUMNS", "values": [["ID", "", 7]]}
    ],
}


@dataclass
class Clock:
    """Seconds that pass only by waiting; `waits` are the waits so far."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def time(self) -> float:
        """The seconds so far."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Passes them at once."""
        self.waits.append(seconds)
        self.now += seconds


def workbook(clock: Clock | None = None, **rules: Any) -> GoogleWorkbook:
    """A workbook with a token that is always good."""
    clock = clock or Clock()
    return GoogleWorkbook(
        "emea",
        "abc",
        credentials=Credentials("token"),  # type: ignore[no-untyped-call]
        retry=RetryRules(**rules),
        clock=clock.time,
        sleep=clock.sleep,
    )


def answer(
    method: str, url: str, body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> None:
    """The next answer for a method and address; the last one is given again and again."""
    text = body if isinstance(body, str) else json.dumps(body)
    responses.add(method, url, body=text, status=status, headers=dict(headers or {}))


def answer_read() -> None:
    """A workbook with one small tab."""
    answer("GET", ENDPOINT, STRUCTURE)
    answer("GET", BATCH_GET, VALUES)


def error(status: int, message: str, reason: str = "") -> dict[str, Any]:
    """Google's error object."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}]
    return {"error": {"code": status, "message": message, "details": details if reason else []}}
