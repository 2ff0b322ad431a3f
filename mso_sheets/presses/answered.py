"""What people answered today, from the history: the lines of a living message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from mso_sheets.digest.rendering import Answer
from mso_sheets.digest.words import day
from mso_sheets.model.history import History
from mso_sheets.model.result import Link
from mso_sheets.model.table import Tables
from mso_sheets.presses.subject import TITLES

FIELDS = ("status", "due_date", "owner", "snooze_until")


def answers_of(
    history: History,
    tables: Tables,
    today: date,
    row_link: Callable[[str, int], Link],
    local_time: Callable[[str], str] = lambda instant: instant[11:16],
) -> tuple[Answer, ...]:
    """Presses of today, the last a record and field, in the order they came.

    `local_time` turns the event's instant (ISO, UTC) into the time to show.
    """
    frame = history.frame
    pressed = frame[(frame["by"] != "") & (frame["day"] == pd.Timestamp(today))]
    pressed = pressed[pressed["field"].isin(FIELDS) & pressed["table"].isin(list(TITLES))]
    last = pressed.drop_duplicates(["table", "record", "field"], keep="last")
    return tuple(_answer(event, tables, row_link, local_time) for event in last.to_dict("records"))


def _answer(
    event: dict[Any, Any],
    tables: Tables,
    row_link: Callable[[str, int], Link],
    local_time: Callable[[str], str],
) -> Answer:
    table, record = str(event["table"]), str(event["record"])
    what, link = record, Link("")
    found = tables.get(table)
    if found is not None:
        rows = found.frame[found.frame[found.schema.id_field] == record]
        if not rows.empty:
            what = str(rows.iloc[0][TITLES[table]])
            link = row_link(table, int(rows.index[0]))
    how = how_of(str(event["field"]), event["after"])
    return Answer(record, what, how, str(event["by"]), local_time(str(event["at"])), link)


def how_of(name: str, after: Any) -> str:
    """A change as a verb phrase: "closed", "moved to Thu 16 Apr", "handed to Ben Ito"."""
    if name == "status":
        return "closed" if after == "Complete" else f"set to {after}"
    if name == "owner":
        return f"handed to {after}"
    shown = day(date.fromisoformat(str(after)[:10])) if after else "no date"
    return f"moved to {shown}" if name == "due_date" else f"snoozed until {shown}"
