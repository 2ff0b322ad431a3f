"""The Actions table as arrays: keys, owners, states, dates; what history adds to each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.calendar import Days
from mso_sheets.methods.slips import slip_ledger
from mso_sheets.model.history import History

Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

CLOSED = ("Complete", "Cancelled")
REASONABLE = (np.datetime64("1970-01-01"), np.datetime64("2100-01-01"))
"""A due date outside is a typing error (1026 for 2026): listed as a problem, not computed with."""


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One value an action, in the order of the sheet.

    `keys` unique and stable (the id; without one a name from action, owner and day raised); texts "" where
    the cell is empty; days NaT where there is none that can be meant.
    """

    frame: pd.DataFrame
    keys: Texts
    ids: Texts
    owners: Texts
    status: Texts
    priority: Texts
    project: Texts
    meeting: Texts
    due: Days
    closed_on: Days

    def where(self, keep: Flags) -> ActionFacts:
        """The same of some of the actions."""
        return ActionFacts(
            self.frame[keep], self.keys[keep], self.ids[keep], self.owners[keep], self.status[keep],
            self.priority[keep], self.project[keep], self.meeting[keep], self.due[keep],
            self.closed_on[keep],
        )  # fmt: skip

    @property
    def is_open(self) -> Flags:
        """Neither complete nor cancelled; an unknown or empty status is open."""
        return ~among(self.status, CLOSED)

    @property
    def cancelled(self) -> Flags:
        """Dropped: neither late nor on time."""
        return np.asarray(self.status == "Cancelled")


def action_facts(frame: pd.DataFrame, history: History) -> ActionFacts:
    """The facts of a typed Actions frame. A closed action without a date is closed when history saw it."""
    ids, owners = texts(frame["action_id"]), texts(frame["owner"])
    closed = days(frame["closed_date"])
    status = texts(frame["status"])
    seen = _seen_closed(history).reindex(ids.tolist()).to_numpy().astype("datetime64[D]")
    closed = np.where(np.isnat(closed), seen, closed)
    closed[~among(status, CLOSED)] = np.datetime64("NaT")
    due = days(frame["due_date"])
    strange = (due < REASONABLE[0]) | (due > REASONABLE[1])
    return ActionFacts(
        frame=frame,
        keys=_keys(ids, frame, owners),
        ids=ids,
        owners=owners,
        status=status,
        priority=texts(frame["priority"]),
        project=texts(frame["project_id"]),
        meeting=texts(frame["meeting_id"]),
        due=np.where(strange, np.datetime64("NaT"), due),
        closed_on=closed,
    )


SAMPLED = 4_000
"""Longer columns whose first values repeat are made of shared texts: a tenth of the memory."""


def texts(column: pd.Series[Any]) -> Texts:
    """A text column with "" for what is missing."""
    if len(column) > SAMPLED and column.iloc[:SAMPLED].nunique() * 4 < SAMPLED:
        codes, words = pd.factorize(column)
        return np.append(words.to_numpy(dtype=object), "")[codes]
    values = column.astype("object").to_numpy(dtype=object, copy=True)
    values[column.isna().to_numpy()] = ""
    return values


def among(values: Texts, names: Iterable[str]) -> Flags:
    """Which texts are one of the names; hashed, so that long columns of texts cost little."""
    return pd.Index(values, dtype="object").isin(list(names))


def days(column: pd.Series[Any]) -> Days:
    """A date column as days."""
    return column.to_numpy().astype("datetime64[D]")


def _keys(ids: Texts, frame: pd.DataFrame, owners: Texts) -> Texts:
    """The ids, a stable name where there is none or an earlier row has it; never twice the same."""
    keys = ids.copy()
    taken = (
        frame["duplicate"].to_numpy(dtype=bool)
        if "duplicate" in frame
        else np.zeros(len(ids), bool)
    )
    odd = np.flatnonzero((ids == "") | taken | pd.Series(ids).duplicated().to_numpy())
    if len(odd):
        words, raised = texts(frame["action"]), days(frame["date_raised"])
        seen: Counter[str] = Counter()
        for place in odd:
            name = natural_key((words[place], owners[place], str(raised[place])))
            name = f"{ids[place]}~{name}" if ids[place] else f"~{name}"
            seen[name] += 1
            keys[place] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return keys


def natural_key(parts: Sequence[str]) -> str:
    """Six letters that stay the same as long as these words do, whatever their case and spacing."""
    plain = "|".join(" ".join(part.casefold().split()) for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()[:6]


def _seen_closed(history: History) -> pd.Series[Any]:
    """Record -> the day on which history last saw it closed."""
    events = history.of("actions", "status")
    closed = events[events["after"].isin(CLOSED) & (events["kind"] == "changed")]
    return closed.groupby("record")["day"].last()


def times_moved(history: History, ids: Texts) -> npt.NDArray[np.int64]:
    """How often each action's due date was changed to another; 0 before the second day."""
    if history.started is None:
        return np.zeros(len(ids), dtype=np.int64)
    moves = slip_ledger(history.of("actions", "due_date"))["moves"]
    return moves.reindex(ids.tolist()).fillna(0).to_numpy(dtype=np.int64)


def since_last_digest(history: History, events: pd.DataFrame) -> pd.DataFrame:
    """The events that the last digest did not know; none when there was no digest."""
    if history.last_digest is None:
        return events.iloc[:0]
    day = pd.Timestamp(history.last_digest)
    later = events["day"] > day
    if history.last_digest_at:
        later |= (events["day"] == day) & (events["at"].astype(str) > history.last_digest_at)
    return events[later]


def as_of_last_digest(history: History) -> pd.DataFrame:
    """Status, due date (ISO text) and owner of each action at the last digest, indexed by its id."""
    events = history.of("actions")
    later = since_last_digest(history, events)
    before = events[~events.index.isin(later.index)]
    last = before.drop_duplicates("record", keep="last").set_index("record")["kind"]
    fields = before[before["field"].isin(("status", "due_date", "owner"))]
    latest = fields.drop_duplicates(["record", "field"], keep="last")
    wide = latest.pivot(index="record", columns="field", values="after")
    wide = wide.reindex(columns=["status", "due_date", "owner"])
    there: pd.DataFrame = wide[last.reindex(wide.index).to_numpy() != "removed"]
    return there


def overdue_at_last_digest(history: History, but: Sequence[str]) -> float | None:
    """How many actions with an owner were overdue at the last digest, those in `but` left out."""
    if history.last_digest is None or history.started is None:
        return None
    then = as_of_last_digest(history)
    then = then[~then.index.isin(but)]
    due = pd.to_datetime(then["due_date"], format="%Y-%m-%d", errors="coerce")
    late = due.lt(pd.Timestamp(history.last_digest)) & ~then["status"].isin(CLOSED)
    return float((late & then["owner"].notna()).sum())


def day_words(day: date | np.datetime64) -> str:
    """`Fri 10 Apr`."""
    plain = day if isinstance(day, date) else pd.Timestamp(day).date()
    return f"{plain:%a} {plain.day} {plain:%b}"


def unique_day_words(column: Days) -> Texts:
    """`Fri 10 Apr` for a whole column, "" where there is no day."""
    codes, values = pd.factorize(column)
    words = np.array([*(day_words(value) for value in values), ""], dtype=object)
    return words[codes]
