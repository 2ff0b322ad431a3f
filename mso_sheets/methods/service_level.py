"""Service levels: steps done later than agreed, and running cases that are past it now.

A step's clock runs in working time from its arrival (completion of the step before, or its own start
if that came first) to its completion. A first step counts only where its start was logged. A case that
waits is measured against the longest service level of the steps that may come next.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.event_log import Codes, EventLog, Floats, Times
from mso_sheets.methods.workflow_map import WorkflowMap
from mso_sheets.methods.working_hours import OfficeHours

NOT_A_TIME = np.datetime64("NaT", "s")


def arrivals(log: EventLog) -> Times:
    """When each step could be begun; NaT for a first step without a logged start."""
    before = np.full(log.size, NOT_A_TIME)
    same = log.case[1:] == log.case[:-1]
    before[1:] = np.where(same, log.finish[:-1], NOT_A_TIME)
    own = np.where(log.has_start, log.start, NOT_A_TIME)
    return np.fmin(before, own)


def kept(log: EventLog, sla: Floats, office: OfficeHours) -> pd.DataFrame:
    """A row a step code that has a service level: due (finished runs), breaches, p85 (working hours).

    `sla`: hours a step code, NaN where none was agreed.
    """
    allowed = sla[log.step]
    counted = np.flatnonzero(~np.isnan(allowed) & ~np.isnat(log.finish))
    arrived = arrivals(log)[counted]
    counted, arrived = counted[~np.isnat(arrived)], arrived[~np.isnat(arrived)]
    hours = office.between(arrived, log.finish[counted])
    by = pd.DataFrame(
        {"step": log.step[counted], "late": hours > allowed[counted] + 1e-9, "hours": hours}
    ).groupby("step")
    return pd.DataFrame(
        {"due": by.size(), "breaches": by["late"].sum(), "p85": by["hours"].quantile(0.85)}
    )


def waiting_now(
    log: EventLog,
    cases: pd.DataFrame,
    running: npt.NDArray[np.bool_],
    maps: Mapping[str, WorkflowMap],
    positions: Mapping[str, Mapping[int, int]],
) -> pd.DataFrame:
    """A row a running case of a mapped workflow: case, workflow, position, since, sla.

    `position` is the step that runs, or the one that the case waits for (of several the one with the
    longest service level); -1 where the map does not say. `since`: arrival there.
    """
    places = cases["last_place"].to_numpy()[running]
    code, unfinished = log.step[places], np.isnat(log.finish[places])
    here, ahead, sla_here, sla_ahead = _stations(log, maps, positions)
    begun = np.fmin(arrivals(log)[places], log.start[places])
    frame = pd.DataFrame(
        {
            "case": log.case[places],
            "workflow": cases["workflow"].to_numpy()[running],
            "position": np.where(unfinished, here[code], ahead[code]),
            "since": np.where(unfinished, begun, log.finish[places]),
            "sla": np.where(unfinished, sla_here[code], sla_ahead[code]),
        }
    )
    return frame[frame["workflow"].isin(list(maps))].reset_index(drop=True)


def _stations(
    log: EventLog,
    maps: Mapping[str, WorkflowMap],
    positions: Mapping[str, Mapping[int, int]],
) -> tuple[Codes, Codes, Floats, Floats]:
    """By step code: its position, the position that follows (-1: none), and their service levels."""
    here, ahead = (np.full(len(log.steps), -1, dtype=np.int64) for _ in range(2))
    sla_here, sla_ahead = (np.full(len(log.steps), np.nan) for _ in range(2))
    for workflow, known in positions.items():
        steps = maps[workflow].steps
        for code, place in known.items():
            here[code], sla_here[code] = place, steps[place].sla
            after = maps[workflow].follows[place]
            if after:
                slowest = max(after, key=lambda n: np.nan_to_num(steps[n].sla))
                ahead[code], sla_ahead[code] = slowest, steps[slowest].sla
    return here, ahead, sla_here, sla_ahead


def past_due(waiting: pd.DataFrame, now: np.datetime64, office: OfficeHours) -> pd.DataFrame:
    """Those of `waiting_now` that are past their service level at `now`, the oldest first."""
    measured = waiting[waiting["sla"] > 0]
    since = measured["since"].to_numpy().astype("datetime64[s]")
    hours = office.between(since, np.full(since.shape, now))
    late = measured[hours > measured["sla"].to_numpy() + 1e-9]
    return late.sort_values("since", kind="stable")


def sla_by_code(
    log: EventLog, maps: Mapping[str, WorkflowMap], positions: Mapping[str, Mapping[int, int]]
) -> Floats:
    """The service level of each step code in hours, NaN where none was agreed."""
    hours = np.full(len(log.steps), np.nan)
    for workflow, known in positions.items():
        for code, place in known.items():
            sla = maps[workflow].steps[place].sla
            hours[code] = sla if sla > 0 else np.nan
    return hours
