"""The row that was pressed, and whether this person may answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.digest.words import listed
from mso_sheets.model.cells import RawTab
from mso_sheets.model.table import Table
from mso_sheets.presses.press import Press

TITLES = {"actions": "action", "tasks": "task"}
"""Tables whose rows can be answered, and the field that says what a row is about."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The row that was pressed, with all that a decision needs."""

    press: Press
    table: Table
    tab: RawTab
    row: int
    values: Mapping[str, Any]
    presser: str
    context: Context
    at: str

    def text(self, name: str) -> str:
        """A field as text, "" where it is empty."""
        value = self.values.get(name)
        return "" if value is None or pd.isna(value) else str(value)

    def date(self, name: str) -> date | None:
        """A date field."""
        value = self.values.get(name)
        return None if value is None or pd.isna(value) else pd.Timestamp(value).date()

    @property
    def what(self) -> str:
        """The words of the action or task."""
        return self.text(TITLES[self.table.name]) or self.press.record

    @property
    def owner(self) -> str:
        """Who is accountable now."""
        return self.text("owner")

    @property
    def closed(self) -> str:
        """The closing status of the row, "" while it is open."""
        closing = self.table.schema.closed_when.get("status", ("Complete", "Cancelled"))
        return self.text("status") if self.text("status") in closing else ""


def rows_of(table: Table, record: str) -> pd.DataFrame:
    """The row that has this id; later rows with the same id are never written to."""
    frame = table.frame
    mine = frame[frame[table.schema.id_field] == record]
    return mine[~mine["duplicate"].astype(bool)] if "duplicate" in mine else mine


def permission(subject: Subject) -> str:
    """Why this person may not press, "" when they may."""
    rules = subject.context.rules.digest
    name, owner = subject.presser, subject.owner
    if (
        rules.press == "everyone"
        or name in rules.may_press
        or subject.press.user in rules.may_press
    ):
        return ""
    if not name:
        return (
            "You are not in the People tab with your Slack ID or e-mail, so this was not changed. "
            "Add yourself there and press again."
        )
    people = subject.context.people
    owners = [owner, *(subject.values.get("owner_all") or ())]
    allowed = {each for each in owners if each}
    for each in tuple(allowed):
        person = people.get(each)
        allowed |= {person.manager, person.delegate} - {""} if person else set()
    if not allowed or name in allowed:
        return ""
    return (
        f"{subject.press.record} is {owner}'s, so only {listed(sorted(allowed), last='or')} can "
        "answer it from here. Tell them, or change the row in the sheet."
    )


def last_by(subject: Subject, name: str) -> str:
    """Who pressed the last change of a field, "" when it was typed."""
    events = subject.context.history.of(subject.table.name, name)
    mine = events[events["record"] == subject.press.record]
    return str(mine["by"].iloc[-1]) if len(mine) else ""
