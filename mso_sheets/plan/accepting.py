"""Proposals that a person ticked become rows of Actions, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.model.changes import RowAppend
from mso_sheets.model.result import Result
from mso_sheets.model.tab import TabColumn
from mso_sheets.model.table import Table, Tables
from mso_sheets.tabs.proposals import ACCEPT
from mso_sheets.tabs.standing import standing
from mso_sheets.tabs.values import EPOCH

TAB = "Proposed actions"
YES = frozenset({"true", "yes", "x", "✓"})
NO = frozenset({"no", "reject", "rejected"})


@dataclass(frozen=True, slots=True)
class Accepted:
    """The rows to append, the source keys they settle, and the keys that a person said no to."""

    appends: tuple[RowAppend, ...] = ()
    keys: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


def accept(
    result: Result | None, tables: Tables, snapshot: Snapshot, highest: int, today: date
) -> Accepted:
    """One row of Actions for each ticked proposal that still stands in the notes."""
    old, table = snapshot.our_tab(TAB), tables.get("actions")
    tab = snapshot.tab(table.tab) if table is not None else None
    if result is None or old is None or table is None or tab is None or result.frame.empty:
        return Accepted()
    answers = dict(_answers(old, result))
    ticked = {key for key, answer in answers.items() if answer in YES}
    rejected = tuple(key for key, answer in answers.items() if answer in NO)
    chosen = result.frame[result.frame["key"].isin(ticked)]
    appends = []
    for number, row in enumerate(chosen.to_dict("records"), 1):
        place = tab.height + number
        values = _values(row, table, f"{table.schema.id_prefix}-{highest + number:04d}", today)
        dates = frozenset(table.places[f] for f in ("due_date", "date_raised") if f in table.places)
        key = str(row["key"])
        appends.append(
            RowAppend(
                "actions", tab.title, tab.sheet_id, place, values, key, dates, table.header_row
            )
        )
    return Accepted(tuple(appends), tuple(str(key) for key in chosen["key"]), rejected)


def _answers(old: RawTab, result: Result) -> Iterable[tuple[str, str]]:
    """What stands in the Accept column, a tick as "true"."""
    stands = standing(old, [TabColumn(column.label) for column in result.columns])
    for key in stands.rows:
        yield key, str(stands.value(key, ACCEPT) or "").strip().lower()


def _values(row: Mapping[Any, Any], table: Table, new_id: str, today: date) -> dict[int, Cell]:
    wanted: dict[str, Cell] = {
        "action_id": new_id,
        "action": _text(row.get("task")) or _text(row.get("action")),
        "owner": _text(row.get("owner")),
        "due_date": _serial(row.get("due")),
        "status": "Not started",
        "project_id": _text(row.get("project")),
        "meeting_id": _text(row.get("meeting")),
        "date_raised": float(today.toordinal() - EPOCH),
        "notes": f"From the notes: {_text(row.get('sentence'))}"[:1000],
    }
    return {
        table.places[f]: v for f, v in wanted.items() if f in table.places and v not in (None, "")
    }


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or pd.isna(value) else str(value)


def _serial(value: Any) -> float | None:
    if value is None or pd.isna(value):
        return None
    return float(pd.Timestamp(value).date().toordinal() - EPOCH)
