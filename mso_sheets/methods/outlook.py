"""Where a year will end: what is done so far, what the rest needs, what history says.

For KPIs that add up over time. The plan's own phasing (done so far x planned year / planned so far) is
the default; where two full earlier years exist, the seasonal share they had at this point, with the
range of those years as the band.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

PERIODS = {"month": 12, "quarter": 4, "week": 52}
FULL = {"month": 12, "quarter": 4, "week": 51}
COLUMNS = [
    "to_date",
    "planned_to_date",
    "planned_year",
    "left",
    "needed",
    "forecast",
    "low",
    "high",
    "basis",
]


def outlook(found: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """A row a series, indexed by it: what is done and planned, what is needed, what is to be expected.

    Columns: to_date, planned_to_date, planned_year, left (periods), needed (a period), forecast, low,
    high, basis.
    `found` as `measures` makes it. Only this year's ended periods with both numbers count as done;
    series without a target for the whole year are left out.
    """
    lines = found[
        found["flow"]
        & found["grain"].isin(list(PERIODS))
        & ~found["repeated"]
        & found["ends"].notna()
    ]
    year = lines["ends"].dt.year
    mine = lines[year == today.year]
    done = mine[mine["complete"] & (mine["ends"] < today)]
    by = done.groupby("series")
    table = pd.DataFrame({"to_date": by["actual"].sum(), "planned_to_date": by["target"].sum()})
    table["planned_year"] = mine.groupby("series")["target"].sum(min_count=1)
    ahead = mine.groupby("series")["target"].count() - by.size()
    table["left"] = ahead.reindex(table.index)
    rest = table["planned_year"] - table["to_date"]
    table["needed"] = rest / table["left"].where(table["left"] > 0)
    phased = table["planned_to_date"].where(table["planned_to_date"] > 0)
    table["forecast"] = table["to_date"] * table["planned_year"] / phased
    table["low"], table["high"] = table["forecast"], table["forecast"]
    table["basis"] = "the plan's own phasing"
    planned = mine.groupby("series")["target"].count() >= mine.groupby("series")[
        "grain"
    ].first().map(FULL).astype("float64")
    whole = table[planned.reindex(table.index) & (table["left"] > 0) & table["forecast"].notna()]
    return _with_season(whole.copy(), lines, by["ends"].max(), today.year)[COLUMNS]


def _with_season(
    table: pd.DataFrame, lines: pd.DataFrame, last: pd.Series, year: int
) -> pd.DataFrame:
    shares = _earlier_shares(lines[lines["series"].isin(table.index)], last, year)
    if shares.empty:
        return table
    by = shares.groupby("series")["share"]
    counts = by.size()
    enough = counts.index[counts >= 2]
    done = table.loc[enough, "to_date"]
    table.loc[enough, "forecast"] = done / by.mean()[enough]
    table.loc[enough, "low"] = done / by.max()[enough]
    table.loc[enough, "high"] = done / by.min()[enough]
    table.loc[enough, "basis"] = [
        f"the seasonal share of {n} earlier years" for n in counts[enough]
    ]
    return table


def _earlier_shares(lines: pd.DataFrame, last: pd.Series, year: int) -> pd.DataFrame:
    """The share of its year's total that each full earlier year had at the day that this year is at."""
    known = lines[lines["actual"].notna() & (lines["ends"].dt.year < year)]
    cut = last.reindex(known["series"]).dt.day_of_year.to_numpy()
    soon = known["actual"].where(known["ends"].dt.day_of_year <= cut + 1, 0.0)
    keys = [known["series"], known["ends"].dt.year.rename("year")]
    frame = pd.DataFrame(
        {
            "whole": known["actual"].groupby(keys).sum(),
            "part": soon.groupby(keys).sum(),
            "periods": known["actual"].groupby(keys).size(),
            "grain": known["grain"].groupby(keys).first(),
        }
    )
    full = frame["periods"] >= frame["grain"].map(FULL).astype("float64")
    frame = frame[full & (frame["whole"] > 0)]
    share = frame["part"] / frame["whole"]
    return share[np.isfinite(share) & (share > 0)].rename("share").reset_index()
