"""What the rules look at, worked out once a run and only when a rule asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.analyses import knowledge_facts
from mso_sheets.analyses.context import Context
from mso_sheets.analyses.moment import moment_of
from mso_sheets.methods import kpi_rows
from mso_sheets.methods.drivers import drivers
from mso_sheets.methods.measures import measures, period_labels, totals
from mso_sheets.methods.mined import Mined, mine
from mso_sheets.methods.outlook import outlook
from mso_sheets.methods.signals import charted, signals
from mso_sheets.methods.working_hours import OfficeHours
from mso_sheets.model.result import Link
from mso_sheets.model.table import Tables


@dataclass(frozen=True, eq=False)
class Facts:
    """The tables and the world, with views of them that several rules share."""

    tables: Tables
    context: Context

    @property
    def today(self) -> pd.Timestamp:
        """The as-of day."""
        return pd.Timestamp(self.context.today)

    @property
    def small_n(self) -> int:
        """Shares of fewer cases are marked."""
        return self.context.rules.kpi.small_n

    def frame(self, name: str) -> pd.DataFrame | None:
        """A table's rows; None where there is no such table or it is empty."""
        table = self.tables.get(name)
        return table.frame if table is not None and len(table.frame) else None

    def link(self, table: str, row: int) -> Link:
        """The link to a row; empty for rows that are ours (totals)."""
        return self.context.row_link(table, row) if row > 0 else Link("")

    @cached_property
    def measures(self) -> pd.DataFrame | None:
        """The KPI rows with what follows from them."""
        frame = self.frame("kpis")
        return None if frame is None else measures(frame)

    @cached_property
    def kpis(self) -> pd.DataFrame | None:
        """KPI rows and totals over lines (index below 0), judged, paced and charted."""
        found, rules = self.measures, self.context.rules.kpi
        if found is None:
            return None
        sums = totals(found)
        sums.index = pd.RangeIndex(-len(sums), 0)
        nothing = pd.Series(pd.NA, index=sums.index, dtype="str")
        sums = sums.assign(
            series=sums["family"] + "|all lines", market=nothing, product=nothing, kpi_id=nothing,
            owner=nothing, total=True, complete=True, repeated=False, summable=True,
        )  # fmt: skip
        rows = pd.concat([found, sums])
        judged = signals(rows, rules.provisional_points, rules.baseline_points)
        rows = rows.join(judged)
        rows["ratio"] = (charted(rows) - rows["attainment"]).abs() < 1e-12
        rows = kpi_rows.with_pace(rows, self.today, self.context.calendars.team)
        rows = kpi_rows.with_contribution(rows)
        rows["latest"] = kpi_rows.latest(rows, self.today)
        rows["label"] = period_labels(rows["ends"], rows["grain"])
        return rows.assign(missed=_missed_in_a_row(rows, self.today))

    @cached_property
    def by_series(self) -> Mapping[str, npt.NDArray[np.intp]]:
        """Series -> places of its complete rows in `kpis`, in the order of time."""
        rows = self.kpis
        if rows is None:
            return {}
        complete = np.flatnonzero(rows["complete"].to_numpy(dtype=bool))
        order = complete[np.argsort(rows["ends"].to_numpy()[complete], kind="stable")]
        found = rows["series"].iloc[order].groupby(rows["series"].iloc[order]).indices
        return {str(name): order[places] for name, places in found.items()}

    def history(self, series: str) -> pd.DataFrame:
        """The complete rows of one series, in the order of time."""
        assert self.kpis is not None
        return self.kpis.iloc[self.by_series.get(series, np.array([], dtype=np.intp))]

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """Price, volume and mix, where they can be told."""
        return pd.DataFrame() if self.measures is None else drivers(self.measures)

    @cached_property
    def outlook(self) -> pd.DataFrame:
        """Where the year will end, by series."""
        return pd.DataFrame() if self.kpis is None else outlook(self.kpis, self.today)

    @cached_property
    def mined(self) -> Mined:
        """The log with its maps."""
        return mine(
            self.frame("workflow_steps"), self.frame("step_log"), self.context.history.frame
        )

    @property
    def office(self) -> OfficeHours:
        """The hours that service levels run in."""
        rules = self.context.rules.workflow
        return OfficeHours(self.context.calendars.team, rules.day_starts, rules.day_ends)

    @property
    def now(self) -> np.datetime64:
        """Local time; the end of the as-of day when that is not today."""
        return moment_of(self.context)

    @cached_property
    def knowledge(self) -> knowledge_facts.Facts | None:
        """The register of resources, None without one."""
        if self.frame("knowledge") is None:
            return None
        return knowledge_facts.facts_of(self.tables, self.context)

    def workflow_name(self, workflow: str) -> str:
        """The name on the map, else the id."""
        maps: Mapping[str, object] = self.mined.maps
        return self.mined.maps[workflow].name if workflow in maps else workflow


def _missed_in_a_row(rows: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """For each ended row with both numbers: how many periods up to it missed their target in a row."""
    ended = rows[rows["complete"] & (rows["ends"] < today)].sort_values(["series", "ends"])
    miss = (ended["gap"] * ended["sign"]) < 0
    block = (~miss).groupby(ended["series"]).cumsum()
    streak = miss.groupby([ended["series"], block]).cumsum()
    return streak.reindex(rows.index).fillna(0).astype("int64")
