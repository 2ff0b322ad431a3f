"""The tasks of all projects as arrays, and the team's working days as positions on a line.

Frames are typed tables (Tasks, Projects); one value an array's place, so that 20,000 tasks cost
milliseconds. Summaries and cancelled tasks stay in (others may wait for them) but do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.calendar import Days, WorkingCalendar
from mso_sheets.methods.progress import leaves
from mso_sheets.tables.tasks import SCHEMA

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
ORIGIN = np.datetime64("1999-12-31")
REASONABLE = (np.datetime64("1970-01-01"), np.datetime64("2100-01-01"))
"""Dates outside are typing errors (1026 for 2026): listed as problems, not computed with."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Working days counted from an origin: the end of a day is a position, finish dates are ends."""

    calendar: WorkingCalendar

    def end_of(self, days: Days | np.datetime64) -> Floats:
        """The position at the end of each day; NaN where there is none."""
        return self.calendar.between(np.full(1, ORIGIN), np.atleast_1d(days))

    def start_of(self, days: Days | np.datetime64) -> Floats:
        """The position at the beginning of each day: the end of the day before."""
        before = np.atleast_1d(days) - np.timedelta64(1, "D")
        return self.end_of(before.astype("datetime64[D]"))

    def finish_day(self, positions: Floats) -> Days:
        """The working day that ends at (or, for a fraction, contains) each position."""
        return self.calendar.add_days(np.full(positions.shape, ORIGIN), positions)


@dataclass(frozen=True, slots=True)
class Projects:
    """Projects in the order of their sheet; `ids` as written ("" where blank)."""

    keys: list[str]
    ids: list[str]
    names: list[str]
    frame: pd.DataFrame

    def places(self, references: Texts) -> Places:
        """The project that each reference means, by ID, else by name, whatever the case; -1 = none."""
        known: dict[str, int] = {}
        for texts in (self.ids, self.names):
            for place, text in enumerate(texts):
                if text:
                    known.setdefault(text.casefold(), place)
        codes, distinct = pd.factorize(references)
        found = np.array([known.get(str(t).casefold(), -1) for t in distinct], dtype=np.int64)
        return found[codes] if found.size else np.full(references.size, -1)


@dataclass(frozen=True, slots=True)
class Work:
    """Tasks as arrays of one length.

    `project` is the place in `Projects`, -1 where the task names none that exists; `counted` leaves
    out cancelled tasks and summaries; `unfinished` = neither complete nor cancelled.
    """

    keys: list[str]
    ids: Texts
    names: Texts
    owners: Texts
    rows: Places
    project: Places
    status: Texts
    milestone: Flags
    complete: Flags
    cancelled: Flags
    counted: Flags
    percent: Floats
    effort: Floats
    start: Days
    due: Days
    base_start: Days
    base_due: Days
    completed: Days
    predecessors: list[tuple[str, ...]]

    @property
    def unfinished(self) -> Flags:
        """Still to be done."""
        return ~(self.complete | self.cancelled)


def projects_of(frame: pd.DataFrame | None, tasks: pd.DataFrame | None = None) -> Projects:
    """The Projects table's frame, all rows; without one, the projects that tasks name."""
    if frame is None:
        frame = _named_by(tasks)
    ids, names = texts(frame["project_id"]).tolist(), texts(frame["project"]).tolist()
    return Projects(keys_of(ids, names, frame.index.to_numpy()), ids, names, frame)


def _named_by(tasks: pd.DataFrame | None) -> pd.DataFrame:
    named = [] if tasks is None else tasks["project_id"].dropna().unique().tolist()
    words = {
        name: pd.Series([""] * len(named), dtype="str") for name in ("project", "status", "owner")
    }
    nothing = pd.Series([np.datetime64("NaT")] * len(named), dtype="datetime64[s]")
    empty = dict.fromkeys(("start_date", "due_date", "baseline_due_date", "finished_date"), nothing)
    shares = {"percent_complete": pd.Series([np.nan] * len(named), dtype="float64")}
    return pd.DataFrame({"project_id": pd.Series(named, dtype="str"), **words, **empty, **shares})


def work_of(frame: pd.DataFrame | None, projects: Projects) -> Work:
    """The Tasks table's frame, all rows; no tasks without one."""
    if frame is None:
        kinds = {"date": "datetime64[s]", "number": "float64", "percent": "float64"}
        columns = {c.field: pd.Series(dtype=kinds.get(c.kind, "str")) for c in SCHEMA.columns}
        frame = pd.DataFrame(columns, index=pd.Index([], dtype="int64"))
    ids, status = texts(frame["task_id"]), texts(frame["status"])
    project = projects.places(texts(frame["project_id"]))
    complete, cancelled = status == "Complete", status == "Cancelled"
    names = texts(frame["task"])
    return Work(
        keys=keys_of(ids.tolist(), names.tolist(), frame.index.to_numpy()),
        ids=ids,
        names=names,
        owners=texts(frame["owner"]),
        rows=frame.index.to_numpy(dtype=np.int64),
        project=project,
        status=status,
        milestone=texts(frame["type"]) == "Milestone",
        complete=complete,
        cancelled=cancelled,
        counted=~cancelled & leaves(ids, project),
        percent=frame["percent_complete"].to_numpy(dtype=np.float64),
        effort=frame["effort_days"].to_numpy(dtype=np.float64),
        start=days(frame["start_date"]),
        due=days(frame["due_date"]),
        base_start=days(frame["baseline_start"]),
        base_due=days(frame["baseline_due"]),
        completed=days(frame["completed_date"]),
        predecessors=list(frame["predecessors"]),
    )


def project_names(work: Work, projects: Projects) -> list[str]:
    """The key of each task's project, "" where it names none that exists."""
    names = [*projects.keys, ""]
    return [names[place] for place in work.project.tolist()]


def texts(column: pd.Series[str]) -> Texts:
    """A text column as objects, "" where a cell is empty."""
    return column.fillna("").to_numpy(dtype=object)


def days(column: pd.Series[pd.Timestamp]) -> Days:
    """A date column as days; NaT where a cell is empty or its year cannot be meant."""
    found = column.to_numpy().astype("datetime64[D]")
    low, high = REASONABLE
    return np.where((found >= low) & (found < high), found, np.datetime64("NaT"))


def keys_of(ids: list[str], names: list[str], rows: npt.NDArray[np.int64]) -> list[str]:
    """A key a row: its ID, its name where it has none; the row's number tells equal ones apart."""
    seen: set[str] = set()
    keys = []
    for identity, name, row in zip(ids, names, rows.tolist(), strict=True):
        key = identity or name or f"row {row}"
        if key in seen:
            key = f"{key} (row {row})"
        seen.add(key)
        keys.append(key)
    return keys


def first_known(*columns: Days | np.datetime64) -> Days:
    """The first date that is known, place by place."""
    found = np.asarray(columns[0])
    for column in columns[1:]:
        found = np.where(np.isnat(found), column, found)
    return found


def as_day(day: date) -> np.datetime64:
    """A date as numpy has it."""
    return np.datetime64(day, "D")
