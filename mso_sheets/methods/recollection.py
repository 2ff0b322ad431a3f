"""What the history tells about projects and tasks: promises, finish days, last touches, past health."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.calendar import Days, WorkingCalendar
from mso_sheets.methods.portfolio import Projects, Work
from mso_sheets.methods.slips import slip_ledger
from mso_sheets.model.history import History

Texts = npt.NDArray[np.object_]


def ledger_of(history: History, table: str) -> pd.DataFrame:
    """The slip ledger of a table's due dates; empty before the second day ("no history yet")."""
    events = history.of(table, "due_date")
    return slip_ledger(events if history.started is not None else events.iloc[:0])


def first_promises(ledger: pd.DataFrame, ids: Sequence[str] | Texts) -> Days:
    """The first promised date of each record, NaT where history knows none."""
    return ledger["first"].reindex(list(ids)).to_numpy().astype("datetime64[D]")


def finish_days(work: Work, history: History) -> Days:
    """When each complete task was finished: its own date, else the day its status became Complete."""
    events = history.of("tasks", "status")
    done = events[(events["after"] == "Complete") & (events["kind"] == "changed")]
    seen = done.groupby("record")["day"].last().reindex(work.ids).to_numpy()
    found = np.where(np.isnat(work.completed), seen.astype("datetime64[D]"), work.completed)
    return np.where(work.complete, found, np.datetime64("NaT"))


def last_touches(history: History, work: Work | None, projects: Projects) -> Days:
    """The last day on which a person changed anything of each project or its tasks; NaT = never seen."""
    frame = history.frame
    changes = frame[
        frame["table"].isin(("projects", "tasks")) & (frame["field"] != "computed_health")
    ]
    later = changes["kind"].eq("changed")
    if history.started is not None:
        later |= changes["kind"].eq("added") & (changes["day"] > pd.Timestamp(history.started))
    changes = changes[later]
    found = [_last_days(changes, "projects", projects.ids, np.arange(len(projects.ids)))]
    if work is not None:
        found.append(_last_days(changes, "tasks", work.ids, work.project))
    last = pd.concat(found).groupby(level=0).max().reindex(range(len(projects.ids)))
    return last.to_numpy().astype("datetime64[D]")


def _last_days(
    changes: pd.DataFrame, table: str, ids: Sequence[str] | Texts, places: npt.NDArray[np.int64]
) -> pd.Series[pd.Timestamp]:
    """The last day of a change by place; each record has the place of its first row."""
    last = changes.loc[changes["table"] == table].groupby("record")["day"].max()
    place_of = pd.Series(places.tolist(), index=list(ids), dtype="int64")
    known = place_of[~place_of.index.duplicated()].reindex(last.index)
    return last.set_axis(known.fillna(-1).astype("int64"))


def added_since(history: History, table: str, day: date) -> pd.Series[Any]:
    """The records of a table that were added after its first day and on or after `day`."""
    events = history.of(table)
    if history.started is None:
        return events["record"].iloc[:0]
    first = pd.Timestamp(max(history.started + timedelta(days=1), day))
    return events.loc[
        events["kind"].eq("added") & (events["day"] >= first), "record"
    ].drop_duplicates()


def past_health(history: History) -> dict[str, list[tuple[date, str]]]:
    """Project -> (day, computed health) of every change of it, oldest first."""
    events = history.of("projects", "computed_health")
    known = events[events["after"].notna()]
    found: dict[str, list[tuple[date, str]]] = {}
    for record, day, after in zip(known["record"], known["day"], known["after"], strict=True):
        found.setdefault(str(record), []).append((pd.Timestamp(day).date(), str(after)))
    return found


def earlier_words(past: Sequence[tuple[date, str]], today: date, runs: int) -> list[str]:
    """The health words that the last `runs` - 1 runs computed, oldest first.

    Only changes are stored, so the last word stands for every run since. A word before it counts
    while it is at most `runs` - 2 days old: how often a run came since then is not known.
    """
    if not past or runs < 2:
        return []
    words = [past[-1][1]]
    for (_, word), (replaced, _) in zip(past[-2::-1], past[:0:-1], strict=False):
        if (today - replaced).days > runs - 2 or len(words) >= runs - 1:
            break
        words.insert(0, word)
    return words


def word_on(past: Sequence[tuple[date, str]], day: date) -> str:
    """The health that stood at the end of a day; "" when none had been computed."""
    words = [word for when, word in past if when <= day]
    return words[-1] if words else ""


def unseen_events(history: History, today: date, calendar: WorkingCalendar) -> pd.DataFrame:
    """The events that the last digest did not know; without one, those since the last working day.

    The first load of a workbook is not news.
    """
    events = history.frame
    if events.empty:
        return events
    news: pd.DataFrame = events[
        (events["at"] != events["at"].iloc[0]) | (events["kind"] != "added")
    ]
    if history.last_digest is None:
        later = news["day"] >= pd.Timestamp(last_working_day(today, calendar))
    else:
        day = pd.Timestamp(history.last_digest)
        later = news["day"] > day
        if history.last_digest_at:
            later |= (news["day"] == day) & (news["at"].astype("str") > history.last_digest_at)
    told: pd.DataFrame = news[later]
    return told


def last_working_day(today: date, calendar: WorkingCalendar) -> date:
    """The working day before today."""
    return calendar.add(today, -1)
