"""The Google Sheets stand-in as tests see it: load a workbook, be a person at it, break the network.

Every workbook has its own id, and every edit and fault is bound to it, so that tests may share one
stand-in with others.
"""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from mso_sheets.adapters.google import GoogleWorkbook
from mso_sheets.model.cells import Cell, a1
from mso_sheets.settings.models import RetryRules

Json = Any
HERE = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENT = RetryRules(attempts=5, seconds=20, timeout=5)


def admin(path: str, body: Json = None, method: str | None = None) -> Json:
    """One call of the stand-in's admin port."""
    base = os.environ.get("SHEETS_ADMIN")
    assert base, "The stand-ins are not up: eval their up.sh and run the tests again."
    data = None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(base + path, data, kind, method=method)
    with HERE.open(request, timeout=60) as answer:
        return json.load(answer)


def service_account() -> str:
    """The address of the key file's account."""
    with open(os.environ["GOOGLE_APPLICATION_CREDENTIALS"], encoding="utf-8") as file:
        return str(json.load(file)["client_email"])


def another_account(name: str, key_file: Path) -> str:
    """Makes one more service account with its key file; its address."""
    email = f"{name}@emulated-project.iam.gserviceaccount.com"
    admin("/accounts", {"email": email, "path": str(key_file)})
    return email


@dataclass(frozen=True)
class StandInBook:
    """One spreadsheet on the stand-in; also the `Bench` of the contract tests."""

    spreadsheet_id: str
    opened: list[GoogleWorkbook]

    def open(self, retry: RetryRules = PATIENT, **more: Any) -> GoogleWorkbook:
        """A connection with real credentials over HTTPS."""
        book = GoogleWorkbook("test", self.spreadsheet_id, retry=retry, **more)
        self.opened.append(book)
        return book

    def edit(self, op: str, tab: str = "", **more: Json) -> None:
        """A person's edit, now."""
        admin("/edit", self._edit(op, tab, more))

    def edit_before(self, kind: str, op: str, tab: str = "", nth: int = 1, **more: Json) -> None:
        """A person's edit in the moment before our next read or write is carried out."""
        plan = {"when": "before", "kind": kind, "nth": nth, "spreadsheet": self.spreadsheet_id}
        admin("/edit", {**plan, "edit": self._edit(op, tab, more)})

    def _edit(self, op: str, tab: str, more: Mapping[str, Json]) -> Json:
        named = {"tab": tab} if tab else {}
        return {"spreadsheet": self.spreadsheet_id, "op": op, **named, **more}

    def fault(self, kind: str, action: str, count: int = 1, skip: int = 0, **more: Json) -> None:
        """The next requests of a kind go wrong."""
        match = {"kind": kind, "spreadsheet": self.spreadsheet_id}
        admin("/faults", {"match": match, "count": count, "skip": skip, "action": action, **more})

    def rename(self, title: str, new: str) -> None:
        """A person renames a tab."""
        self.edit("rename_tab", title, title=new)

    def set(self, title: str, row: int, column: int, value: Cell) -> None:
        """A person types into a cell."""
        self.edit("set", title, cell=a1(row, column), value=value)

    def insert_row(self, title: str, before: int) -> None:
        """A person inserts an empty row."""
        self.edit("insert_row", title, at=before)

    def add_tab(self, title: str) -> None:
        """A person adds an empty tab."""
        self.edit("add_tab", title=title)

    def dump(self) -> Json:
        """Everything that the spreadsheet holds."""
        return admin(f"/dump?id={self.spreadsheet_id}")

    def sheet(self, title: str) -> Json:
        """Everything that one tab holds."""
        return next(sheet for sheet in self.dump()["sheets"] if sheet["title"] == title)

    def requests(self, since: int = 0) -> list[Json]:
        """The requests that reached the stand-in for this spreadsheet."""
        log = admin(f"/log?since={since}&bodies=0")
        return [entry for entry in log if entry.get("spreadsheetId") == self.spreadsheet_id]


def load(
    sheets: Mapping[str, Sequence[Sequence[Cell]] | Mapping[str, Json]],
    *,
    raw: bool = False,
    share: Sequence[Json] | None = None,
    **more: Json,
) -> StandInBook:
    """Puts a workbook on the stand-in, shared with the service account as an editor."""
    spreadsheet_id = f"test-{uuid4().hex[:12]}"
    body = {
        "id": spreadsheet_id,
        "title": "EMEA tracker",
        "locale": "en_GB",
        "timeZone": "Europe/London",
        "share": [service_account()] if share is None else list(share),
        "input": "RAW" if raw else "USER_ENTERED",
        "sheets": {title: _filled(rows) for title, rows in sheets.items()},
        **more,
    }
    admin("/load", body)
    return StandInBook(spreadsheet_id, [])


def _filled(rows: Sequence[Sequence[Cell]] | Mapping[str, Json]) -> Json:
    if isinstance(rows, Mapping):
        return rows
    return [["" if cell is None else cell for cell in row] for row in rows]
