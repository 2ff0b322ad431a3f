"""A workbook in memory whose actions can be answered, and the desk that answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pandas as pd

from mso_sheets import history
from mso_sheets.analyses.context import Context
from mso_sheets.analyses.world import build_context
from mso_sheets.digest import stamp
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.state import STATE_HEADER, STATE_TAB, StateRow, read_state
from mso_sheets.model.table import Tables
from mso_sheets.presses import Desk, Place, Press
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.reading import read_tables
from tests.fakes.book import MemoryStore, MemoryWorkbook
from tests.making import TODAY, settings_of, shipped_vocabulary, snapshot_of, tab_of

NOW = datetime(2026, 4, 14, 8, 42, tzinfo=UTC)
ANA, BEN, CHLOE, DEV = "U0ANA00001", "U0BEN00001", "U0CHLOE001", "U0DEV00001"
PEOPLE = """
| Name         | Email             | Slack ID   | Manager      | Delegate |
| Ana Silva    | ana@example.com   | U0ANA00001 | Chloe Martin | Dev Patel |
| Ben Ito      | ben@example.com   |            | Chloe Martin |          |
| Chloe Martin | chloe@example.com | U0CHLOE001 |              |          |
| Dev Patel    | dev@example.com   | U0DEV00001 |              |          |
"""
ACTIONS = """
| Action ID | Action          | Owner     | Due date   | Status      | Snooze until | Snooze reason | Closed date |
| ACT-0001  | Send the policy | Ana Silva | 2026-04-10 | In progress |              |               |             |
| ACT-0002  | Upload actuals  | Ben Ito   | 2026-04-09 | Not started |              |               |             |
| ACT-0003  | Close the retro | Ana Silva | 2026-04-01 | Done        |              |               | 2026-04-02  |
| ACT-0004  | Find an owner   |           | 2026-04-20 | Not started |              |               |             |
"""  # noqa: E501
EMAILS = {"U0BEN00001": "Ben@example.com"}


def store_of(actions: str = ACTIONS, people: str = PEOPLE) -> MemoryStore:
    """The workbook, with a state tab."""
    book = StateRow("book", "1test", "2026-04-01T08:00:00+00:00", "run0", {"version": 1})
    state = tab_of(STATE_TAB, [list(STATE_HEADER), list(book.cells())], 9, ours=STATE_TAB)
    return MemoryStore(snapshot_of({"Actions": actions, "People": people, STATE_TAB: state}))


def understand(snapshot: Snapshot, rules: WorkbookSettings | None = None) -> tuple[Tables, Context]:
    """What a run understands of the workbook at this moment."""
    rules = rules or settings_of()
    tables = read_tables(snapshot, rules, shipped_vocabulary(), TODAY)
    told = history.fold(read_state(snapshot.our_tab(STATE_TAB)))
    return tables, build_context(tables, rules, TODAY, NOW, told, snapshot)


def desk_on(
    store: MemoryStore, rules: WorkbookSettings | None = None, **place: Any
) -> tuple[Desk, MemoryWorkbook]:
    """A desk with its own connection to the workbook."""
    workbook = MemoryWorkbook(store)
    served = Place(workbook, lambda snapshot: understand(snapshot, rules), **place)
    runs = count(1)
    desk = Desk({"emea": served}, lambda: NOW, lambda: f"run{next(runs)}", _email_of)
    return desk, workbook


def _email_of(member: str) -> str:
    return EMAILS.get(member, "")


_KEYS = count(1)


def press_of(kind: Any, user: str = ANA, record: str = "ACT-0001", **more: Any) -> Press:
    """A press with a key of its own."""
    key = more.pop("key", f"1776152403.0001/{next(_KEYS)}")
    return Press(key, kind, user, "emea", "actions", record, **more)


def seen_of(owner: str, due: str) -> str:
    """The stamp of a line that showed this owner and due date."""
    return stamp(owner, pd.Timestamp(due).date())


def row_of(store: MemoryStore, record: str) -> Mapping[str, Cell]:
    """A row of Actions by its headers, wherever it stands."""
    header, *rows = store.grid("Actions")
    (found,) = [row for row in rows if row and row[0] == record]
    padded = [*found, *[None] * (len(header) - len(found))]
    return dict(zip(map(str, header), padded, strict=True))
