"""Is the schedule itself sound? Four of the DCMA 14 points that a sheet of tasks can answer.

BEI (baseline execution index) = tasks done / tasks that the baseline wanted done by now, good from
0.95; missed tasks = of those wanted by now, the share not done in time, good up to 5%; missing logic =
open tasks that neither wait for anything nor are waited for, good up to 5%; invalid dates = completed
after today, or ending before they start, good at 0. Source: DCMA-EA PAM 200.1, 14-point assessment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.dependencies import Links
from mso_sheets.methods.portfolio import Work, as_day, first_known

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ScheduleHealth:
    """Shares 0..1, None where nothing is there to measure; `wanted` = tasks due by now at first."""

    wanted: int
    bei: float | None
    missed: float | None
    missing_logic: float | None
    invalid_dates: int


def schedule_health(work: Work, links: Links, today: date, among: Flags) -> ScheduleHealth:
    """The four points over the tasks `among` (one flag a task)."""
    now = as_day(today)
    promised = first_known(work.base_due, work.due)
    wanted = among & (promised <= now)
    in_time = work.complete & ~(work.completed > promised)
    linked = np.zeros(work.project.size, dtype=np.bool_)
    ends = np.concatenate([links.before, links.after])
    linked[ends[ends < linked.size]] = True
    still = among & work.unfinished
    invalid = among & ((work.completed > now) | (work.due < work.start))
    number, open_tasks = int(wanted.sum()), int(still.sum())
    return ScheduleHealth(
        wanted=number,
        bei=float((among & work.complete).sum() / number) if number else None,
        missed=float((wanted & ~in_time).sum() / number) if number else None,
        missing_logic=float((still & ~linked).sum() / open_tasks) if open_tasks else None,
        invalid_dates=int(invalid.sum()),
    )
