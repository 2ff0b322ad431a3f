"""Trends of eight weeks: opened, closed, overdue and on time, of tasks and actions; health by week.

One row a week, tasks and actions together; `more["by_kind"]` holds them apart, and
`more["health_by_week"]` how many projects had each computed health at the end of each week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.calendar import Days
from mso_sheets.methods.health import BY_NEED
from mso_sheets.methods.portfolio import days, texts
from mso_sheets.methods.recollection import past_health, word_on
from mso_sheets.methods.slips import date_moves
from mso_sheets.methods.weekly import Items, mondays, week_name, weekly
from mso_sheets.methods.wording import counted, short_day
from mso_sheets.model.history import History
from mso_sheets.model.result import Figure, Result, ResultColumn
from mso_sheets.model.table import Table, Tables

TITLE = "Trends"
READS: tuple[str, ...] = ()
ALSO_READS = ("actions", "tasks", "projects")
WEEKS = 8
Texts = npt.NDArray[np.object_]
FIELDS = {"actions": ("date_raised", "closed_date"), "tasks": ("", "completed_date")}
"""Table -> the columns of the days on which an item was opened and closed."""
COLUMNS = (
    ResultColumn("key", "Week", "key", 10),
    ResultColumn("week", "From", "date", 9),
    ResultColumn("opened", "Opened", "number", 8),
    ResultColumn("closed", "Closed", "number", 8),
    ResultColumn("overdue", "Overdue at its end", "number", 10),
    ResultColumn("on_time_rate", "On time", "percent", 8),
    ResultColumn("due", "n due", "number", 6),
)
COUNTS = ["opened", "closed", "overdue", "due", "on_time"]


def analyse(tables: Tables, context: Context) -> Result:
    """Eight weeks, the current one so far as the last."""
    kinds = {name: _items(tables[name], context.history) for name in FIELDS if name in tables}
    parts = [weekly(items, context.today, WEEKS).assign(kind=name) for name, items in kinds.items()]
    if not parts:
        empty = pd.DataFrame({"key": pd.Series(dtype="str")})
        return Result("trends", TITLE, empty, unavailable="needs the tab for actions or tasks")
    by_kind = _rated(pd.concat(parts, ignore_index=True))
    frame = _rated(by_kind.groupby("week", as_index=False)[COUNTS].sum())
    return Result(
        name="trends",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(frame),
        notes=tuple(_notes(kinds, context)),
        more={"by_kind": by_kind, "health_by_week": _health(tables, context)},
    )


def _items(table: Table, history: History) -> Items:
    """The rows of a table as items; days that no column tells come from the history."""
    frame = table.frame[texts(table.frame["status"]) != "Cancelled"]
    ids = texts(frame[table.schema.id_field])
    opened_field, closed_field = FIELDS[table.name]
    is_closed = texts(frame["status"]) == "Complete"
    seen = _days_seen(history, table.name)
    given = days(frame[opened_field]) if opened_field else np.full(len(frame), np.datetime64("NaT"))
    closed = days(frame[closed_field])
    moves = _moves(history, table.name, ids)
    return Items(
        opened=np.where(np.isnat(given), _of(seen["added"], ids), given),
        due=days(frame["due_date"]),
        closed=np.where(np.isnat(closed), _of(seen["closed"], ids), closed),
        is_closed=is_closed,
        moved=moves["place"].to_numpy(),
        moved_on=moves["day"].to_numpy().astype("datetime64[D]"),
        moved_from=moves["before"].to_numpy().astype("datetime64[D]"),
    )


def _moves(history: History, table: str, ids: Texts) -> pd.DataFrame:
    """Changes of due dates of records that are there: the place among `ids`, day, date before."""
    moves = date_moves(history.of(table, "due_date"))
    place_of = pd.Series(np.arange(len(ids)), index=ids.tolist(), dtype="int64")
    place = moves["record"].map(place_of[~place_of.index.duplicated()])
    known = moves["moved"] & place.notna()
    return moves[known].assign(place=place[known].astype("int64"))


def _days_seen(history: History, table: str) -> dict[str, pd.Series[pd.Timestamp]]:
    """Record -> the day it was first seen (after the first day), and the day it was seen closed."""
    events = history.of(table)
    first = pd.Timestamp(history.started or date.max)
    added = events[(events["kind"] == "added") & (events["day"] > first)]
    done = (events["field"] == "status") & (events["after"] == "Complete")
    closed = events[done & (events["kind"] == "changed")]
    return {
        "added": added.groupby("record")["day"].first(),
        "closed": closed.groupby("record")["day"].last(),
    }


def _of(seen: pd.Series[pd.Timestamp], ids: Texts) -> Days:
    return seen.reindex(ids).to_numpy().astype("datetime64[D]")


def _rated(frame: pd.DataFrame) -> pd.DataFrame:
    """With the week's name as key and its rate; no rate where nothing was due."""
    rate = (frame["on_time"] / frame["due"]).where(frame["due"] > 0)
    names = [week_name(pd.Timestamp(week).date()) for week in frame["week"]]
    if "kind" in frame:
        names = [f"{name} {kind}" for name, kind in zip(names, frame["kind"], strict=True)]
    rated = frame.assign(on_time_rate=rate)
    rated.insert(0, "key", names)
    return rated


def _health(tables: Tables, context: Context) -> pd.DataFrame:
    """How many projects had each computed health at the end of each week that history covers."""
    past = past_health(context.history)
    known = [day for changes in past.values() for day, _ in changes]
    rows = []
    for monday in mondays(context.today, WEEKS) if known else []:
        end = min(monday + timedelta(days=6), context.today)
        if end >= min(known):
            words = [word_on(changes, end) for changes in past.values()]
            rows.append({"week": pd.Timestamp(monday)} | {w: words.count(w) for w in BY_NEED})
    return pd.DataFrame(rows, columns=["week", *BY_NEED])


def _figures(frame: pd.DataFrame) -> tuple[Figure, ...]:
    due, on_time = int(frame["due"].sum()), int(frame["on_time"].sum())
    overdue = frame["overdue"].tolist()
    span = f"in {WEEKS} weeks"
    return (
        Figure("Opened", int(frame["opened"].sum()), basis=span),
        Figure("Closed", int(frame["closed"].sum()), basis=span),
        Figure(
            "Overdue",
            overdue[-1],
            before=float(overdue[-2]),
            basis="tasks and actions, against last week",
        ),
        Figure(
            f"On-time rate {WEEKS} weeks",
            on_time / due if due else None,
            "percent",
            basis=f"of {due} that were due, tasks and actions",
        ),
    )


def _notes(kinds: dict[str, Items], context: Context) -> Iterator[str]:
    yield "On time: closed by its due date, of what was due in the week, still open or not"
    if context.history.started is None:
        yield "No history yet: weeks before today are told by the dates in the rows alone"
    else:
        yield f"History since {short_day(context.history.started, context.today)}"
    for name, items in kinds.items():
        undated = int((items.is_closed & np.isnat(items.closed)).sum())
        unknown = int(np.isnat(items.opened).sum())
        if undated:
            yield f"{name}: {counted(undated, 'closed row')} without a closing date left out"
        if unknown:
            yield f"{name}: {counted(unknown, 'row')} whose opening day nobody wrote not in Opened"
