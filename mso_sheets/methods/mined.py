"""Everything that a log and the maps say together, worked out once for whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods import process
from mso_sheets.methods.conformity import Conformity, conformity, positions_of
from mso_sheets.methods.drawn_maps import maps_of
from mso_sheets.methods.event_log import EventLog, Floats, hours_between, read_log
from mso_sheets.methods.service_level import kept, past_due, sla_by_code, waiting_now
from mso_sheets.methods.status_log import COLUMNS, status_log
from mso_sheets.methods.survival import kaplan_meier
from mso_sheets.methods.workflow_map import WorkflowMap
from mso_sheets.methods.working_hours import OfficeHours

MATCHING_SHARE = 0.6
"""A map whose steps name this share of a table's statuses is taken for the map of that table."""
FROM_LOG, FROM_HISTORY, NOWHERE = "the Step log", "changes of status in the history", ""


@dataclass(frozen=True, eq=False)
class Mined:
    """A log with its maps; what is costly is worked out at the first asking.

    `source`: where the events come from ("" = there are none).
    """

    log: EventLog
    maps: Mapping[str, WorkflowMap]
    source: str

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Neighbours in cases."""
        return process.hand_offs(self.log)

    @cached_property
    def edges(self) -> pd.DataFrame:
        """The directly-follows graph with its hours."""
        return process.followed_by(self.log, self.pairs)

    @cached_property
    def cases(self) -> pd.DataFrame:
        """A row a case."""
        return process.cases_of(self.log)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """A row a step, by code."""
        return process.steps_of(self.log)

    @cached_property
    def waits(self) -> pd.DataFrame:
        """Hours before each step, by code: total, median, p85, ...; share and rank in its workflow."""
        frame = process.summary(self.pairs["hours"].to_numpy(), self.pairs["to"].to_numpy())
        workflow = self.log.steps["workflow"].reindex(frame.index)
        frame["share"] = frame["total"] / frame["total"].groupby(workflow).transform("sum")
        frame["rank"] = frame["total"].groupby(workflow).rank(ascending=False, method="first")
        return frame

    @cached_property
    def variants(self) -> pd.DataFrame:
        """A row a variant, the commonest of each workflow first."""
        return process.variants(self.log, self.cases)

    @cached_property
    def positions(self) -> Mapping[str, Mapping[int, int]]:
        """Workflow -> step code -> position on its map, for workflows that have both."""
        logged = set(self.log.steps["workflow"])
        return {w: positions_of(self.log, drawn) for w, drawn in self.maps.items() if w in logged}

    @cached_property
    def running(self) -> npt.NDArray[np.bool_]:
        """Which cases still run: by the ends of the map, else by where cases usually end."""
        is_end = process.usual_ends(self.log)
        for workflow, known in self.positions.items():
            if known:
                ends = set(self.maps[workflow].ends)
                mine = (self.log.steps["workflow"] == workflow).to_numpy()
                codes = [code for code, place in known.items() if place in ends]
                is_end[mine] = False
                is_end[codes] = True
        return process.open_cases(self.log, self.cases, is_end)

    @cached_property
    def conformities(self) -> Mapping[str, Conformity]:
        """Workflow -> how its cases keep to its map."""
        known = {w for w, positions in self.positions.items() if positions}
        return {w: conformity(self.log, self.cases, self.maps[w]) for w in known}

    def service_levels(self, office: OfficeHours) -> pd.DataFrame:
        """Steps done in time or late, by step code."""
        return kept(self.log, sla_by_code(self.log, self.maps, self.positions), office)

    @cached_property
    def waiting(self) -> pd.DataFrame:
        """Running cases of mapped workflows and the step where each stands."""
        return waiting_now(self.log, self.cases, self.running, self.maps, self.positions)

    def late_now(self, now: np.datetime64, office: OfficeHours) -> pd.DataFrame:
        """Running cases past their service level at `now`."""
        return past_due(self.waiting, now, office)

    def in_progress(self, workflow: str, moment: np.datetime64) -> int:
        """How many cases of a workflow had begun and not ended at a moment."""
        mine = (self.cases["workflow"] == workflow).to_numpy()
        return process.in_progress(self.cases[mine], self.running[mine], moment)

    def lead_times(self, now: np.datetime64) -> pd.DataFrame:
        """Hours from start to end by workflow: median, p85, n, open.

        Running cases are censored at `now` (Kaplan-Meier); without any it is the plain median.
        """
        rows = {}
        ages = hours_between(self.cases["first"].to_numpy(), np.full(len(self.cases), now))
        hours = np.where(self.running, ages, self.cases["hours"].to_numpy())
        for workflow, mine in self.cases.groupby("workflow", sort=False).indices.items():
            rows[str(workflow)] = _survival(hours[mine], ~self.running[mine])
        return pd.DataFrame.from_dict(rows, orient="index", columns=["median", "p85", "n", "open"])


def mine(
    steps: pd.DataFrame | None, log: pd.DataFrame | None, events: pd.DataFrame | None
) -> Mined:
    """Maps from the steps table; events from the log, else from history where there is no log."""
    maps = {} if steps is None else maps_of(steps)
    if log is not None and len(log):
        return Mined(read_log(log), maps, FROM_LOG)
    changes = status_log(events) if events is not None else _nothing()
    adopted = _by_matching_maps(changes, maps)
    return Mined(read_log(adopted), maps, FROM_HISTORY if len(changes) else NOWHERE)


def _by_matching_maps(changes: pd.DataFrame, maps: Mapping[str, WorkflowMap]) -> pd.DataFrame:
    """Changes of status under the workflow whose mapped steps are those statuses, if there is one."""
    names: dict[str, str] = {}
    for workflow, rows in changes.groupby("workflow_id", sort=False):
        statuses = [str(status) for status in rows["step"].unique()]
        for drawn in maps.values():
            known = sum(drawn.position(status) is not None for status in statuses)
            if known >= MATCHING_SHARE * len(statuses):
                names.setdefault(str(workflow), drawn.workflow)
    if not names:
        return changes
    renamed = [names.get(str(name), str(name)) for name in changes["workflow_id"]]
    return changes.assign(workflow_id=pd.Series(renamed, index=changes.index, dtype="str"))


def _nothing() -> pd.DataFrame:
    kinds = {"started": "datetime64[s]", "finished": "datetime64[s]"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "str")) for name in COLUMNS})


def _survival(hours: Floats, closed: npt.NDArray[np.bool_]) -> tuple[float, float, int, int]:
    known = ~np.isnan(hours) & (hours >= 0)
    if not known.any():
        return (float("nan"), float("nan"), 0, int((~closed).sum()))
    n, still_open = int(known.sum()), int((~closed).sum())
    if not still_open:
        median, late = np.percentile(hours[known], [50, 85])
        return (float(median), float(late), n, 0)
    curve = kaplan_meier(hours[known], closed[known])
    reached = (curve.median, curve.percentile(0.15))
    middle, slow = (float("nan") if value is None else value for value in reached)
    return (middle, slow, n, still_open)
