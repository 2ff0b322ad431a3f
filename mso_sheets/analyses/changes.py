"""What changed since the last digest: new, closed, re-opened, re-assigned, slipped, deleted.

Told from the history alone, never from memory: what a record was at the last digest against what it
is now. One row a record and kind of change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.news import changes
from mso_sheets.methods.recollection import last_working_day, unseen_events
from mso_sheets.methods.wording import counted, short_day
from mso_sheets.model.result import Figure, Result, ResultColumn
from mso_sheets.model.table import Table, Tables

TITLE = "What changed"
READS: tuple[str, ...] = ()
NAMES = {
    "projects": "project", "tasks": "task", "actions": "action", "risks": "title",
    "decisions": "decision", "knowledge": "title", "improvements": "proposal",
}  # fmt: skip
"""Tables that are told, and the field that names a record."""
ALSO_READS = tuple(NAMES)
KINDS = ("Slipped", "Re-opened", "Deleted", "Re-assigned", "Brought forward", "New", "Closed")
COLUMNS = (
    ResultColumn("key", "Change", "key", 22),
    ResultColumn("kind", "What", "text", 14),
    ResultColumn("table", "Table", "text", 10),
    ResultColumn("record", "ID", "text", 10),
    ResultColumn("title", "Name", "long", 36),
    ResultColumn("project", "Project", "text", 9),
    ResultColumn("owner", "Owner", "person", 14),
    ResultColumn("before", "Before", "text", 14),
    ResultColumn("after", "After", "text", 14),
    ResultColumn("days", "Working days", "days", 8),
    ResultColumn("day", "Seen on", "date", 8),
    ResultColumn("by", "By", "person", 12),
    ResultColumn("link", "Row", "link", 8),
)
A_LOAD = 20
"""So many records seen first at one moment, in a table that had none, are a new tab and no news."""


def analyse(tables: Tables, context: Context) -> Result:
    """Changes of projects, tasks, actions, risks, decisions, knowledge and improvements."""
    history = context.history
    if history.started is None:
        told = "No history yet: changes are told from the next day on"
        return _result(
            _with_names(changes(history.frame.iloc[:0], context.calendars.team), tables, context),
            [told],
        )
    events = unseen_events(history, context.today, context.calendars.team)
    events = events[events["table"].isin(NAMES)]
    loads = _loads(history.frame, events)
    events = events[~events.index.isin(loads.index)]
    frame = _with_names(changes(events, context.calendars.team), tables, context)
    return _result(frame, list(_notes(loads, context)))


def _loads(history: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Added events of a table's very first moment, where they are many."""
    first = events["table"].map(history.groupby("table")["at"].first())
    fresh = events[(events["kind"] == "added") & (events["at"] == first)]
    many = fresh.groupby("table")["record"].nunique()
    return fresh[fresh["table"].isin(many.index[many > A_LOAD])]


def _with_names(found: pd.DataFrame, tables: Tables, context: Context) -> pd.DataFrame:
    """Names, projects, owners and links from the tables; from the history for what is gone."""
    parts = [
        _named(rows, str(name), tables.get(str(name)), context)
        for name, rows in found.groupby("table")
    ]
    named = pd.concat(parts) if parts else found.assign(title="", project="", owner="", link=None)
    slug = named["kind"].str.lower().str.replace(" ", "-")
    named["key"] = named["table"] + "/" + named["record"].astype("str") + "/" + slug
    named["order"] = named["kind"].map({kind: place for place, kind in enumerate(KINDS)})
    named = named.sort_values(
        ["order", "days", "key"], ascending=[True, False, True], kind="stable"
    )
    return named[[column.field for column in COLUMNS]].reset_index(drop=True)


def _named(rows: pd.DataFrame, name: str, table: Table | None, context: Context) -> pd.DataFrame:
    told = context.history.of(name, "owner").groupby("record")["after"].last()
    known = pd.DataFrame(columns=["title", "project", "owner", "link"], dtype="object")
    if table is not None:
        known = _known(table, rows["record"], context)
    owner = known["owner"].combine_first(told)
    gone = rows["kind"] == "Deleted"
    return rows.assign(
        title=_told(rows, known["title"]),
        project=_told(rows, known["project"]),
        owner=_told(rows, owner),
        link=rows["record"].map(known["link"]),
        before=rows["before"].where(
            ~gone, rows["record"].map(_last_due(name, rows.loc[gone, "record"], context))
        ),
    )


def _told(rows: pd.DataFrame, known: pd.Series[Any]) -> pd.Series[Any]:
    """What is known of each row's record, "" where nothing is."""
    found = rows["record"].map(known).astype("object")
    return found.where(found.notna(), "")


def _known(table: Table, records: pd.Series[str], context: Context) -> pd.DataFrame:
    """Title, project, owner and link of these records as they stand now, by ID."""
    frame = table.frame[table.frame[table.schema.id_field].isin(records)]
    frame = frame.drop_duplicates(table.schema.id_field)
    links = [context.row_link(table.name, int(row)) for row in frame.index]
    blank = pd.Series("", index=frame.index, dtype="object")
    known = pd.DataFrame(
        {
            "title": frame[NAMES[table.name]],
            "project": frame.get("project_id", blank),
            "owner": frame.get("owner", blank),
            "link": pd.Series(links, index=frame.index, dtype="object"),
        }
    )
    return known.set_index(frame[table.schema.id_field])


def _last_due(name: str, records: pd.Series[str], context: Context) -> pd.Series[Any]:
    """What is known of deleted records: the due date each had."""
    events = context.history.of(name, "due_date")
    last = events[events["record"].isin(records)].groupby("record")["after"].last().dropna()
    days = pd.to_datetime(last, format="%Y-%m-%d", errors="coerce").dropna()
    return "due " + days.dt.strftime("%d %b %Y")


def _notes(loads: pd.DataFrame, context: Context) -> Iterator[str]:
    since = context.history.last_digest
    day = since or last_working_day(context.today, context.calendars.team)
    named = "the last digest" if since else "the last working day"
    yield f"Since {named}, {short_day(day, context.today)}; times are those of the run that saw it"
    for table, count in loads.groupby("table")["record"].nunique().items():
        yield f"{table}: {counted(int(count), 'row')} read for the first time, not listed as new"


def _result(frame: pd.DataFrame, notes: list[str]) -> Result:
    counts = frame["kind"].value_counts()
    figures = tuple(Figure(kind, int(counts.get(kind, 0))) for kind in KINDS)
    return Result("changes", TITLE, frame, COLUMNS, figures, tuple(notes))
