"""A KPI's row in words and numbers: is it met, does it keep pace, what does it add to the total gap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.methods.contribution import add_up
from mso_sheets.methods.pacing import pace

LATE_ACTUAL_DAYS = 10
"""Calendar days after a period's end from which a missing actual is asked for."""


def with_pace(rows: pd.DataFrame, today: pd.Timestamp, calendar: WorkingCalendar) -> pd.DataFrame:
    """Adds elapsed (share of working days), days_left, pace_now, pace_needed, forecast, running.

    Only for periods that run today and KPIs that add up over time; `rows` as `measures` makes them.
    """
    known = rows["flow"] & rows["complete"] & rows["ends"].notna()
    found = pace(
        rows["actual"].where(known).to_numpy(dtype=np.float64),
        rows["target"].where(known).to_numpy(dtype=np.float64),
        rows["starts"].to_numpy().astype("datetime64[s]"),
        rows["ends"].to_numpy().astype("datetime64[s]"),
        today.to_datetime64().astype("datetime64[D]"),
        calendar,
    )
    elapsed = pd.Series(found.elapsed, index=rows.index).where(known)
    return rows.assign(
        elapsed=elapsed,
        running=elapsed.notna() & (found.left > 0),
        days_left=found.left,
        pace_now=found.now,
        pace_needed=found.needed,
        forecast=found.forecast,
    )


def with_contribution(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds contribution (the line's part of its family's gap, to the cent) and share of that gap.

    Lines of one family and period add up to the total row exactly; a family of one line has neither.
    """
    counted = rows["summable"] & rows["complete"] & ~rows["total"]
    keys = [rows["family"], rows["ends"]]
    many = counted.groupby(keys, dropna=False).transform("sum") > 1
    mine = rows[counted & many]
    group = mine.groupby(["family", "ends"], sort=False).ngroup()
    whole = mine["gap"].groupby(group).transform("sum")
    share = mine["gap"] / whole.where(whole != 0)
    return rows.assign(
        contribution=add_up(mine["gap"], group).reindex(rows.index),
        share=share.where((share >= 0) & (share <= 1 + 1e-9)).reindex(rows.index),
    )


def judgements(
    rows: pd.DataFrame, today: pd.Timestamp, minimum_gap: float, early_share: float
) -> pd.Series:
    """One word or phrase a row: met, short by 12%, behind pace, no actual yet, not due, no target."""
    short = rows["relative"] < 0
    ahead = _heads_for(rows)
    percent = (rows["relative"].abs() * 100).map("{:.0f}%".format)
    late = (ahead.abs() * 100).map("{:.0f}%".format)
    past = rows["ends"] < today
    conditions = {
        "no period": rows["ends"].isna(),
        "stands twice, not counted": rows["repeated"],
        "no target": rows["target"].isna(),
        "no actual yet": rows["actual"].isna() & past,
        "not due": rows["actual"].isna(),
        "too early to say": rows["running"] & (rows["elapsed"] < early_share),
        "on pace": rows["running"] & (ahead >= -minimum_gap),
        "behind pace": rows["running"],
        "met": (rows["gap"] * rows["sign"]) >= 0,
        "just short": short & (rows["relative"] > -minimum_gap),
        "short": rows["gap"].notna(),
    }
    words = pd.Series(np.select(list(conditions.values()), list(conditions), ""), rows.index)
    words = words.astype("object")
    words = words.where(words != "short", np.where(short, "short by " + percent, "short"))
    return words.where(words != "behind pace", "behind pace: heads for " + late + " short")


def _heads_for(rows: pd.DataFrame) -> pd.Series:
    """(forecast - target) / |target|, below 0 = short, for rows whose period runs."""
    size = rows["target"].abs().where(rows["target"] != 0)
    return (rows["forecast"] - rows["target"]) * rows["sign"] / size


def shortfall(rows: pd.DataFrame, early_share: float) -> pd.Series:
    """How far a row is from its target, below 0 = short: by its pace while it runs, NaN when too early."""
    running = _heads_for(rows).where(rows["elapsed"] >= early_share)
    return rows["relative"].where(~rows["running"], running).where(rows["complete"])


def latest(rows: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Whether a row is the last one of its series that has both numbers and has begun."""
    begun = rows["complete"] & (rows["starts"] <= today)
    last = rows["ends"].where(begun).groupby(rows["series"]).transform("max")
    return begun & (rows["ends"] == last)


def overdue_actuals(rows: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """The last ended row of each series that has a target and, ten days later, no actual."""
    due = rows[rows["target"].notna() & ~rows["repeated"] & ~rows["total"]]
    due = due[due["ends"] + pd.Timedelta(days=LATE_ACTUAL_DAYS) < today]
    last = due[due["ends"] == due.groupby("series")["ends"].transform("max")]
    return last[last["actual"].isna()]
