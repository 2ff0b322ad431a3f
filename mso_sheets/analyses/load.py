"""Load: actions and tasks a person has to finish each week, against what fits into it; clashes named.

The cap is a week's; a week with fewer working days of that person (leave, holidays, part time) holds
as much less. What is overdue falls into this week.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.action_facts import CLOSED, REASONABLE, among, days, texts
from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.methods.wording import listed, shortened
from mso_sheets.model.result import Figure, Link, Result, ResultColumn
from mso_sheets.model.table import Table, Tables

TITLE = "Load"
READS = ("actions",)
ALSO_READS = ("tasks", "people")
WEEKS = 4
NAMED = 6
COLUMNS = (
    ResultColumn("key", "Person and week", "key", 24),
    ResultColumn("owner", "Owner", "person", 14),
    ResultColumn("week", "Week of", "date", 9),
    ResultColumn("items", "Due", "number", 6),
    ResultColumn("overdue", "Overdue", "number", 8),
    ResultColumn("cap", "Cap", "number", 6),
    ResultColumn("over", "Over", "number", 6),
    ResultColumn("days", "Days at work", "number", 8),
    ResultColumn("open", "Open in all", "number", 8),
    ResultColumn("what", "What", "long", 60),
)


def analyse(tables: Tables, context: Context) -> Result:
    """One row a person and week in which something is due, clashes first; `more["clashes"]` only those."""
    parts = [
        _items(tables[name], name, field, context)
        for name, field in (("actions", "action"), ("tasks", "task"))
        if name in tables
    ]
    items = pd.concat(parts, ignore_index=True)
    monday = context.today - timedelta(days=context.today.weekday())
    frame = _weeks(items, monday, context)
    clashes = frame[frame["over"] > 0]
    cap = context.rules.followups.load_cap_a_week
    return Result(
        name="load",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=(
            Figure("Clashes", float(len(clashes)), basis=f"{WEEKS} weeks, cap {cap} a week"),
            Figure("People over their cap", float(clashes["owner"].nunique())),
        ),
        notes=(
            f"Cap: {cap} items in a full week, less by the days a person is away",
            "Overdue items fall into this week",
        ),
        more={"clashes": clashes},
    )


def _items(table: Table, name: str, field: str, context: Context) -> pd.DataFrame:
    """Open items with an owner, as owner, due, overdue, key, words, table, row."""
    frame = table.frame
    status, owner, due = texts(frame["status"]), texts(frame["owner"]), days(frame["due_date"])
    due = np.where((due < REASONABLE[0]) | (due > REASONABLE[1]), np.datetime64("NaT"), due)
    keep = ~among(status, CLOSED) & (owner != "")
    return pd.DataFrame(
        {
            "owner": owner[keep],
            "due": due[keep],
            "overdue": (due < np.datetime64(context.today, "D"))[keep],
            "key": texts(frame[table.schema.id_field])[keep],
            "words": texts(frame[field])[keep],
            "table": name,
            "row": frame.index[keep],
        }
    )


def _weeks(items: pd.DataFrame, monday: date, context: Context) -> pd.DataFrame:
    """The coming weeks of everybody who has something due in them."""
    first = np.datetime64(monday, "D")
    distance = (items["due"].to_numpy().astype("datetime64[D]") - first).astype("timedelta64[D]")
    week = np.floor_divide(distance.astype(np.float64), 7)
    week = np.where(items["overdue"], 0.0, np.where(np.isnat(distance), np.nan, week))
    items = items.assign(place=week)
    ahead = items[items["place"].between(0, WEEKS - 1)].sort_values(["owner", "place", "due"])
    opened = Counter(items["owner"])
    owners, places = ahead["owner"].to_numpy(dtype=object), ahead["place"].to_numpy()
    late = ahead["overdue"].to_numpy()
    changes = np.flatnonzero((owners[1:] != owners[:-1]) | (places[1:] != places[:-1])) + 1
    edges = [0, *changes.tolist(), len(ahead)] if len(ahead) else [0]
    rows = []
    for start, end in pairwise(edges):
        owner, week_of = str(owners[start]), monday + timedelta(weeks=int(places[start]))
        group = ahead.iloc[start : min(end, start + NAMED)]
        named = listed([*_words(group), *[""] * (end - start - len(group))], NAMED)
        counts = (end - start, int(late[start:end].sum()), opened[owner])
        rows.append(_row(owner, week_of, counts, context, named, _link(group, context)))
    frame = pd.DataFrame(rows, columns=[*(column.field for column in COLUMNS), "link"])
    frame["week"] = pd.to_datetime(frame["week"]).astype("datetime64[s]")
    order = np.lexsort((frame["owner"], frame["week"], -frame["over"].to_numpy(dtype=float)))
    return frame.iloc[order].reset_index(drop=True)


def _words(group: pd.DataFrame) -> list[str]:
    pairs = zip(group["key"], group["words"], strict=True)
    return [f"{key} {shortened(text)}".strip() for key, text in pairs]


def _link(group: pd.DataFrame, context: Context) -> Link:
    first = group.iloc[0]
    return context.row_link(str(first["table"]), int(first["row"]))


def _row(
    owner: str, monday: date, counts: tuple[int, int, int], context: Context, what: str, link: Link
) -> list[object]:
    items, late, opened = counts
    at_work, usual = _days_at_work(context.calendars.of(owner), monday)
    cap = round(context.rules.followups.load_cap_a_week * at_work / usual)
    return [
        f"{owner} {monday.isoformat()}", owner, monday, items, late, cap, max(0, items - cap), at_work,
        opened, what, link,
    ]  # fmt: skip


def _days_at_work(calendar: WorkingCalendar, monday: date) -> tuple[int, int]:
    """Days of that week on which a person works, and of a full week of the team (5)."""
    return calendar.days(monday - timedelta(days=1), monday + timedelta(days=6)), 5
