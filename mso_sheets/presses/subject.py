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

_LONGEST_LINE = 6


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
    lead: str = ""
    """Who leads the project of the row."""

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


def lead_of(projects: Table | None, project: Any) -> str:
    """Who leads a project (its id as the row has it), "" when nobody or no such project."""
    if projects is None or pd.isna(project) or not project:
        return ""
    frame = projects.frame
    mine = frame.loc[frame["project_id"] == project, "owner"].dropna()
    return str(mine.iloc[0]) if len(mine) else ""


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
    owners = {owner, *(subject.values.get("owner_all") or ())} - {""}
    allowed = owners | _one_up(owners, subject.context)
    if not owners or name in allowed or name in _line(owners | {subject.lead}, subject.context):
        return ""
    return (
        f"{subject.press.record} is {owner}'s, so only {listed(sorted(allowed), last='or')} can "
        "answer it from here. Tell them, or change the row in the sheet."
    )


def _one_up(names: set[str], context: Context) -> set[str]:
    """Managers and delegates of these people."""
    found = [context.people[each] for each in names if each in context.people]
    return {name for each in found for name in (each.manager, each.delegate)} - {""}


def _line(names: set[str], context: Context) -> set[str]:
    """These people and everybody up their line, whom the ladder may have asked to step in."""
    known = names
    for _ in range(_LONGEST_LINE):
        known = known | _one_up(known, context)
    return known


def last_by(subject: Subject, name: str) -> str:
    """Who pressed the last change of a field, "" when it was typed."""
    events = subject.context.history.of(subject.table.name, name)
    mine = events[events["record"] == subject.press.record]
    return str(mine["by"].iloc[-1]) if len(mine) else ""
