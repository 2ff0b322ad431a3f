"""A log of steps done in cases, ordered and coded as numbers, ready to be counted.

Definitions follow PM4Py's documentation. Events of a case stand in the order of their start, then of
their completion, then as logged; with one time only, start and completion are the same moment. Steps
of different workflows never mix: a step's code belongs to its workflow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.tables.folding import fold

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Times = npt.NDArray[np.datetime64]

FIRST_LETTER = 0x10000
"""Step codes become letters from here on, so that a case is a string and a variant a string's value."""
TWO_TIMES_SHARE = 0.5
"""From this share of events with a start, a workflow's working and waiting time can be told apart."""


@dataclass(frozen=True, eq=False)
class EventLog:
    """Events in order, arrays of one length; `cases` and `steps` are looked up by code.

    `cases`: frame workflow, case; `steps`: frame workflow, step (first spelling seen). `start` is the
    completion where no start was logged; `finish` is NaT while a step runs. `row`: where it was read.
    """

    case: Codes
    step: Codes
    start: Times
    finish: Times
    has_start: npt.NDArray[np.bool_]
    person: Codes
    row: Codes
    cases: pd.DataFrame
    steps: pd.DataFrame
    persons: npt.NDArray[np.object_]

    @property
    def size(self) -> int:
        """The number of events."""
        return int(self.case.size)

    @cached_property
    def bounds(self) -> Codes:
        """Where each case begins in the arrays, and the end of the last."""
        if not self.size:
            return np.zeros(1, dtype=np.int64)
        changes = np.flatnonzero(np.diff(self.case)) + 1
        return np.concatenate(([0], changes, [self.size])).astype(np.int64)

    @cached_property
    def words(self) -> list[str]:
        """Each case as a string, a letter a step, in the order of case codes."""
        letters = (self.step + FIRST_LETTER).astype("<u4").tobytes().decode("utf-32-le")
        ends = self.bounds.tolist()
        return [letters[first:last] for first, last in pairwise(ends)]

    @cached_property
    def two_times(self) -> frozenset[str]:
        """Workflows whose events say when they were started as well as when they were finished."""
        if not self.size:
            return frozenset()
        workflow = self.steps["workflow"].to_numpy()[self.step]
        share = pd.Series(self.has_start).groupby(workflow).mean()
        return frozenset(str(name) for name in share.index[share >= TWO_TIMES_SHARE])

    @cached_property
    def service_hours(self) -> Floats:
        """Completion minus start of each event; NaN where one of the two is not known."""
        hours = hours_between(self.start, self.finish)
        return np.where(self.has_start, np.maximum(hours, 0.0), np.nan)


def hours_between(start: Times, end: Times) -> Floats:
    """Elapsed hours, nights and weekends included; NaN where either is NaT."""
    seconds = (end - start) / np.timedelta64(1, "s")
    hours: Floats = np.asarray(seconds, dtype=np.float64) / 3600
    return hours


def read_log(frame: pd.DataFrame) -> EventLog:
    """The log of a frame with workflow_id, case_id, step, started, finished, person.

    Rows without a workflow, case or step, or without any time, are left out. Spellings of a step that
    differ in case, spaces or punctuation are one step.
    """
    rows = frame[_usable(frame)]
    started, finished = _times(rows["started"]), _times(rows["finished"])
    workflow, workflows = pd.factorize(rows["workflow_id"])
    case, cases = _pairs(workflow, workflows, rows["case_id"], "case")
    step, steps = _pairs(workflow, workflows, rows["step"], "step", spell=True)
    person, persons = pd.factorize(rows["person"])
    start = np.where(np.isnat(started), finished, started)
    order = np.lexsort((finished, start, case))
    return EventLog(
        case=case[order],
        step=step[order],
        start=start[order],
        finish=finished[order],
        has_start=~np.isnat(started[order]),
        person=person[order].astype(np.int64),
        row=rows.index.to_numpy(dtype=np.int64)[order],
        cases=cases,
        steps=steps,
        persons=np.asarray(persons, dtype=object),
    )


def letter(step: int) -> str:
    """The letter that stands for a step's code in `EventLog.words`."""
    return chr(FIRST_LETTER + step)


def readable(word: str, log: EventLog) -> str:
    """A variant as people read it: steps joined by arrows."""
    names = log.steps["step"].to_numpy()
    return " → ".join(str(names[ord(sign) - FIRST_LETTER]) for sign in word)


def _usable(frame: pd.DataFrame) -> pd.Series:
    known = frame["workflow_id"].notna() & frame["case_id"].notna() & frame["step"].notna()
    return known & (frame["started"].notna() | frame["finished"].notna())


def _times(column: pd.Series) -> Times:
    return column.to_numpy().astype("datetime64[s]")


def _pairs(
    workflow: Codes, workflows: pd.Index, names: pd.Series, title: str, *, spell: bool = False
) -> tuple[Codes, pd.DataFrame]:
    """Codes of (workflow, name) in the order of first appearance, and the table behind them."""
    name, known = pd.factorize(names)
    if spell:
        same, _ = pd.factorize(pd.Series([fold(str(text)) for text in known], dtype="object"))
        first = np.unique(same, return_index=True)[1]
        name, known = same[name] if name.size else name, known[first]
    width = max(len(known), 1)
    code, pairs = pd.factorize(workflow.astype(np.int64) * width + name)
    table = pd.DataFrame(
        {
            "workflow": np.asarray(workflows, dtype=object)[pairs // width],
            title: np.asarray(known, dtype=object)[pairs % width],
        }
    )
    return code.astype(np.int64), table
