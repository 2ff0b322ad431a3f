"""Handover: everything that one person holds, by table, with a blank for who takes it over.

Not an analysis of every run (it needs a name): `handover_markdown` is asked for one person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.errors import ConfigError
from mso_sheets.methods.action_facts import days, texts
from mso_sheets.methods.handover_page import handover_page
from mso_sheets.methods.noted_actions import roster
from mso_sheets.methods.notes_people import Names
from mso_sheets.methods.open_actions import series_of
from mso_sheets.model.result import Figure, Link, Result, ResultColumn
from mso_sheets.model.table import Table, Tables

TITLE = "Handover"
COLUMNS = (
    ResultColumn("key", "ID", "key", 12),
    ResultColumn("part", "What it is", "text", 16),
    ResultColumn("what", "What", "long", 46),
    ResultColumn("role", "Role", "text", 12),
    ResultColumn("status", "Status", "text", 14),
    ResultColumn("due", "Next date", "date", 10),
    ResultColumn("project", "Project", "text", 10),
    ResultColumn("taker", "Suggested taker", "person", 16),
    ResultColumn("link", "Row", "link", 8),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """How one table tells what somebody holds: its words, its date, its roles, and what is over."""

    title: str
    table: str
    what: str
    due: str
    roles: tuple[tuple[str, str], ...]
    over: tuple[str, ...] = ()
    once: str = ""


OWNER = (("owner", "owner"),)
VERIFIED = (*OWNER, ("verifier", "verifier"))
OVER = ("Complete", "Cancelled")
PARTS = (
    _Part("Projects", "projects", "project", "due_date", (*OWNER, ("sponsor", "sponsor")), OVER),
    _Part("Actions", "actions", "action", "due_date", OWNER, OVER),
    _Part("Tasks and milestones", "tasks", "task", "due_date", OWNER, OVER),
    _Part("Risks and issues", "risks", "title", "review_date", OWNER, ("Closed",)),
    _Part("Improvements", "improvements", "proposal", "", OWNER, ("Verified", "Rejected")),
    _Part("SOPs and resources", "knowledge", "title", "last_verified", VERIFIED, ("Archived",)),
    _Part("Workflow steps", "workflow_steps", "step", "", OWNER),
    _Part("KPIs", "kpis", "kpi", "", OWNER, (), "kpi_id"),
)  # fmt: skip
RECENT = timedelta(weeks=13)


def handover_markdown(tables: Tables, context: Context, person: str) -> str:
    """Everything `person` holds, as Markdown. ConfigError when nobody is called so."""
    result = handover(tables, context, person)
    name = str(result.figures[0].value)
    known = context.people.get(name)
    return handover_page(result, known.team if known else "", context.today)


def handover(tables: Tables, context: Context, person: str) -> Result:
    """Everything `person` (a name, first name, alias or e-mail) holds. ConfigError for an unknown name."""
    name = whom(tables, context, person)
    rows = [
        row
        for part in PARTS
        if part.table in tables
        for row in _held(part, tables[part.table], name, context)
    ]
    rows += _meetings(tables.get("meetings"), name, context)
    rows += _team(name, context)
    frame = pd.DataFrame(rows, columns=[column.field for column in COLUMNS])
    frame["due"] = pd.to_datetime(frame["due"]).astype("datetime64[s]")
    sizes = frame["part"].value_counts(sort=False)
    figures = [Figure(str(part), float(size)) for part, size in sizes.items()]
    return Result(
        name="handover",
        title=f"{TITLE}: {name}",
        frame=frame,
        columns=COLUMNS,
        figures=(Figure("Person", name, "text"), *figures),
        notes=(
            "Finished, cancelled and archived things are left out; who takes over is for people to say",
        ),
    )


def whom(tables: Tables, context: Context, person: str) -> str:
    """The name in the workbook that `person` means; ConfigError with the nearest names otherwise."""
    owners = {
        o
        for name in ("projects", "actions", "tasks")
        if name in tables
        for o in texts(tables[name].frame["owner"])
    }
    known = sorted({*context.people, *owners} - {""})
    people = tables.get("people")
    entries = roster(people.frame) if people else []
    by_mail = {each.email.casefold(): each.name for each in context.people.values() if each.email}
    wanted = " ".join(person.split())
    found = by_mail.get(wanted.casefold()) or Names([*entries, *known]).resolve(wanted)
    if found:
        return found
    near = (
        get_close_matches(wanted, known, n=3, cutoff=0.5)
        or [k for k in known if wanted.casefold() in k.casefold()][:3]
    )
    hint = f"Did you mean {' or '.join(near)}?" if near else "Use a name from the People tab."
    raise ConfigError(
        f"Nobody, or more than one person, is called '{person}' in this workbook.", hint
    )


def _held(part: _Part, table: Table, name: str, context: Context) -> Iterator[list[Any]]:
    """The open rows of one table that name this person, under the first role that does."""
    frame = table.frame
    if "status" in frame and part.over:
        frame = frame[~frame["status"].isin(part.over)]
    roles = np.full(len(frame), "", dtype=object)
    for field, role in reversed(part.roles):
        roles[_co_owned(frame, field, name)] = f"co-{role}"
        roles[texts(frame[field]) == name] = role
    frame, roles = frame[roles != ""], roles[roles != ""]
    if part.once:
        first = ~frame.duplicated(part.once).to_numpy()
        frame, roles = frame[first], roles[first]
    identity = table.schema.id_field or next(column.field for column in table.schema.columns)
    empty = pd.Series("", index=frame.index)
    dates = _dates(frame, part)
    columns = [
        texts(frame[identity]),
        texts(frame[part.what]),
        texts(frame.get("status", empty)),
        texts(frame.get("project_id", empty)),
    ]
    for row, key, what, status, project, role, due in zip(
        frame.index, *columns, roles, dates, strict=True
    ):
        yield [
            key,
            part.title,
            what,
            role,
            status,
            due,
            project,
            "",
            context.row_link(part.table, int(row)),
        ]


def _dates(frame: pd.DataFrame, part: _Part) -> pd.Series[Any]:
    """The next date of each row: due, to be reviewed, or for a resource when its verification ends."""
    if not part.due:
        return pd.Series(pd.NaT, index=frame.index)
    if part.due != "last_verified":
        return frame[part.due]
    return frame[part.due] + pd.to_timedelta(frame["review_interval_days"], unit="D")


def _co_owned(frame: pd.DataFrame, field: str, name: str) -> list[bool]:
    everybody = frame.get(f"{field}_all")
    return [False] * len(frame) if everybody is None else [name in names for names in everybody]


def _meetings(table: Table | None, name: str, context: Context) -> Iterator[list[Any]]:
    """Series that this person chairs or takes the notes of, by their latest or next meeting."""
    if table is None:
        return
    frame, series, held = table.frame, series_of(table.frame), days(table.frame["date"])
    recent = np.flatnonzero(held >= np.datetime64(context.today - RECENT, "D"))
    latest = {series[place]: place for place in recent[np.argsort(held[recent], kind="stable")]}
    ids, titles, projects = (
        texts(frame["meeting_id"]),
        texts(frame["meeting"]),
        texts(frame["project_id"]),
    )
    for place in sorted(latest.values()):
        for field, role in (("chair", "chair"), ("note_taker", "note taker")):
            if texts(frame[field])[place] == name:
                link = context.row_link("meetings", int(frame.index[place]))
                yield [
                    ids[place],
                    "Meetings",
                    titles[place],
                    role,
                    "",
                    held[place],
                    projects[place],
                    "",
                    link,
                ]


def _team(name: str, context: Context) -> Iterator[list[Any]]:
    """Who reports to this person, and for whom they stand in."""
    for other in context.people.values():
        for field, role in ((other.manager, "manager"), (other.delegate, "delegate")):
            if field == name and other.active:
                yield [other.name, "People", other.team, role, "", None, "", "", Link("")]
