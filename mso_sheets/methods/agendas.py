"""The next agenda of each series of meetings: open from last time, overdue, to be decided, new since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.action_facts import ActionFacts, among, days, texts
from mso_sheets.methods.open_actions import series_of

MOST = 15
"""Lines of one part of an agenda at most, those due first."""
PARTS = ("Open from last time", "Overdue", "To be decided", "New since last time")


@dataclass(frozen=True, slots=True)
class Series:
    """A series: its title, its last meeting and the one planned next, its meetings' ids and projects."""

    title: str
    last: date
    last_id: str
    next: date | None
    chair: str
    ids: frozenset[str]
    projects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Point:
    """One line of an agenda: which part, the id of what, its words, owner and due date, its table and row."""

    part: str
    key: str
    what: str
    owner: str
    due: date | None
    table: str
    row: int


def series_held(meetings: pd.DataFrame, today: date, since: date) -> Iterator[Series]:
    """Series whose last meeting lies between `since` and today, by title."""
    names, held = series_of(meetings), days(meetings["date"])
    ids, titles = texts(meetings["meeting_id"]), texts(meetings["meeting"])
    chairs, projects = texts(meetings["chair"]), texts(meetings["project_id"])
    for name in sorted(set(names) - {""}):
        mine = np.flatnonzero((names == name) & ~np.isnat(held))
        past = mine[held[mine] <= np.datetime64(today, "D")]
        if not len(past) or held[past].max() < np.datetime64(since, "D"):
            continue
        last = past[held[past].argmax()]
        ahead = held[mine][held[mine] > np.datetime64(today, "D")]
        yield Series(
            title=titles[last],
            last=_date(held[last]),
            last_id=ids[last],
            next=_date(ahead.min()) if len(ahead) else None,
            chair=chairs[last],
            ids=frozenset(ids[mine]) - {""},
            projects=frozenset(projects[mine]) - {""},
        )


def _date(day: np.datetime64) -> date:
    return pd.Timestamp(day).date()


def points(
    series: Series, actions: ActionFacts | None, decisions: pd.DataFrame | None, today: date
) -> list[Point]:
    """The agenda of a series, part after part; an action stands in its first fitting part only."""
    out = list(_of_actions(series, actions, today)) if actions is not None else []
    if decisions is not None:
        out += _to_decide(series, decisions, today)
    return sorted(
        out, key=lambda point: (PARTS.index(point.part), point.due or date.max, point.key)
    )


def _of_actions(series: Series, facts: ActionFacts, today: date) -> Iterator[Point]:
    raised = days(facts.frame["date_raised"])
    mine = among(facts.meeting, series.ids)
    about = mine | among(facts.project, series.projects)
    last = (facts.meeting == series.last_id) & (series.last_id != "")
    late = about & (facts.due < np.datetime64(today, "D"))
    new = about & ~mine & (raised > np.datetime64(series.last, "D"))
    parts = np.select([last, late, new], PARTS[:2] + PARTS[3:], default="")
    words, rows = texts(facts.frame["action"]), facts.frame.index.to_numpy()
    found = facts.is_open & (parts != "")
    for place in _first_of_each_part(np.flatnonzero(found), parts, facts.due):
        due = None if np.isnat(facts.due[place]) else _date(facts.due[place])
        yield Point(
            str(parts[place]), facts.keys[place], words[place], facts.owners[place], due, "actions",
            int(rows[place]),
        )  # fmt: skip


def _first_of_each_part(
    places: npt.NDArray[np.intp], parts: npt.NDArray[np.object_], due: npt.NDArray[np.datetime64]
) -> Iterator[int]:
    """The actions that are due first, so many a part: an agenda is read aloud."""
    ordered = places[np.argsort(due[places], kind="stable")]
    for part in PARTS:
        yield from ordered[parts[ordered] == part][:MOST].tolist()


def _to_decide(series: Series, decisions: pd.DataFrame, today: date) -> Iterator[Point]:
    """Decisions of the series that are only proposed, or whose review has come."""
    mine = among(texts(decisions["meeting_id"]), series.ids)
    review, status = days(decisions["review_date"]), texts(decisions["status"])
    due = (review <= np.datetime64(today, "D")) & (status != "Superseded")
    keys, words = texts(decisions["decision_id"]), texts(decisions["decision"])
    people: Sequence[tuple[str, ...]] = decisions["decided_by"].tolist()
    chosen: npt.NDArray[np.intp] = np.flatnonzero(mine & ((status == "Proposed") | due))
    for place in chosen:
        day = _date(review[place]) if due[place] else None
        owner = ", ".join(people[place])
        row = int(decisions.index[place])
        yield Point(PARTS[2], keys[place], words[place], owner, day, "decisions", row)
