"""The same figure of a process before and after a day, out of its own log."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mso_sheets.methods.mined import Mined
from mso_sheets.tables.folding import fold

FEWEST = 5
"""Cases that each side needs."""
WAIT_WORDS = frozenset({"wait", "waiting", "queue", "espera", "wartezeit", "attente"})
REWORK_WORDS = frozenset(
    {"rework", "repeat", "repeats", "rerun", "reruns", "retrabajo", "retrabalho"}
)


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Two figures with the number of cases behind each. Less is better for both kinds."""

    what: str
    before: float
    after: float
    n_before: int
    n_after: int

    @property
    def words(self) -> str:
        """The comparison as a sentence."""
        shown = [f"{value:.0%}" if self.what == "share of cases repeated" else f"{value:.3g}"
                 for value in (self.before, self.after)]  # fmt: skip
        return f"{self.what} {shown[0]} (n={self.n_before}) before, {shown[1]} (n={self.n_after}) after"


def before_after(
    mined: Mined, workflow: str, step: str, metric: str, day: np.datetime64
) -> BeforeAfter | None:
    """Median wait before a step, or share of cases that repeat it, split at `day` by the step's start.

    None where the metric names neither, the step is not in the log, or a side has fewer than five cases.
    """
    words = set(fold(metric).split())
    codes = _codes(mined, workflow, step)
    if not codes:
        return None
    if words & WAIT_WORDS:
        return _waits(mined, codes, day)
    return _repeats(mined, codes, day) if words & REWORK_WORDS else None


def _codes(mined: Mined, workflow: str, step: str) -> list[int]:
    drawn = mined.maps.get(workflow)
    place = drawn.position(step) if drawn is not None and step else None
    known = mined.positions.get(workflow, {})
    return [] if place is None else [code for code, at in known.items() if at == place]


def _waits(mined: Mined, codes: list[int], day: np.datetime64) -> BeforeAfter | None:
    mine = mined.pairs[mined.pairs["to"].isin(codes) & mined.pairs["hours"].notna()]
    late = mined.log.start[mine["place"].to_numpy()] >= day
    hours = mine["hours"].to_numpy()
    if min(late.sum(), (~late).sum()) < FEWEST:
        return None
    medians = (float(np.median(hours[~late])), float(np.median(hours[late])))
    return BeforeAfter("median wait in hours", *medians, int((~late).sum()), int(late.sum()))


def _repeats(mined: Mined, codes: list[int], day: np.datetime64) -> BeforeAfter | None:
    places = np.flatnonzero(np.isin(mined.log.step, codes))
    _, first, runs = np.unique(mined.log.case[places], return_index=True, return_counts=True)
    late = mined.log.start[places[first]] >= day
    if min(late.sum(), (~late).sum()) < FEWEST:
        return None
    again = runs > 1
    shares = (float(again[~late].mean()), float(again[late].mean()))
    return BeforeAfter("share of cases repeated", *shares, int((~late).sum()), int(late.sum()))
