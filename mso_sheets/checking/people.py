"""Whether the people of a workbook can be mentioned in Slack, each with the cell to correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from mso_sheets.checking.finding import Finding, failed
from mso_sheets.errors import MessengerError
from mso_sheets.model.cells import a1

if TYPE_CHECKING:
    from mso_sheets.adapters.slack.checking import Checker, Token
    from mso_sheets.checking.workbook import Look
    from mso_sheets.model.table import Table, Tables

TOLD = 6
MEMBER_ID = "in Slack: the person's profile, the three dots, Copy member ID"


@dataclass(frozen=True, slots=True)
class Named:
    """A row of People: who, by what Slack may know the person, and where that stands."""

    name: str
    member: str
    email: str
    cell: str


def finding(look: Look, tables: Tables, checker: Checker, facts: Token) -> Finding:
    """Who of the active people cannot be mentioned, and why."""
    from mso_sheets.adapters.slack.checking import MOST_PEOPLE

    subject = f"{look.subject} / people"
    table = tables.get("people")
    if table is None:
        fix = f"Add it with: mso-sheets init {look.argument}"
        says = "there is no People tab, so nobody is mentioned in Slack"
        return Finding(subject, None, says, fix)
    listed = list(_people(table))
    asked = [each for each in listed if not _by_lost_scope(each, facts)][:MOST_PEOPLE]
    try:
        lost = [f"{each.name} ({why})" for each in asked if (why := _lost(each, checker))]
    except MessengerError as error:
        return failed(subject, error)
    count = f"{len(asked) - len(lost)} of {len(asked)} active people are found in Slack"
    if len(asked) < len(listed):
        count += f"; {len(listed) - len(asked)} more were not looked up"
    if not lost:
        return Finding(subject, True, count)
    names = "; ".join(lost[:TOLD]) + (f"; and {len(lost) - TOLD} more" if len(lost) > TOLD else "")
    fix = f"Correct these cells of '{table.tab}', or fill in Slack ID ({MEMBER_ID})."
    return Finding(subject, None, f"{count}; not mentioned: {names}", fix)


def _people(table: Table) -> Iterator[Named]:
    frame = table.frame
    fields = ("name", "slack_id", "email", "active")
    for row, *values in frame[list(fields)].itertuples(name=None):
        name, member, email, active = ("" if pd.isna(value) else value for value in values)
        if str(active) != "False":
            where = table.places.get("slack_id" if member else "email") or table.places["name"]
            yield Named(str(name), str(member), str(email), a1(row, where))


def _by_lost_scope(person: Named, facts: Token) -> bool:
    """Whether Slack may not be asked for this person; the missing scope has its own line."""
    by_email = bool(person.email and not person.member)
    return by_email and bool(facts.scopes) and "users:read.email" not in facts.scopes


def _lost(person: Named, checker: Checker) -> str:
    """Why Slack cannot be told who this is; empty when it can."""
    if not person.member and not person.email:
        return f"neither e-mail nor Slack ID, {person.cell}"
    if checker.is_known(person.member, person.email):
        return ""
    return f"Slack has no active member {person.member or person.email}, {person.cell}"
