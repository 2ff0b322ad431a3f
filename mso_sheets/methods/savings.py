"""What a cause in a process costs a year, and what a lever could save: always a hypothesis.

Waiting: what lies above the best quarter of the same hand-off, calendar time and not labour. Rework:
the working hours of repeats. Low, mid and high are 25, 50 and 75% of that excess; each hand-off and each
step is counted once, so that the savings of a workflow do not overlap. Not causal: try, then measure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mso_sheets.methods.event_log import EventLog

LEVELS = {"low": 0.25, "mid": 0.50, "high": 0.75}
DAYS_A_YEAR = 365.25
SHORTEST_SPAN = 7.0
BATCH_SHARE = 0.6
"""From this share of starts on one weekday a step looks batched."""
BATCH_CASES = 20


def years_observed(cases: pd.DataFrame) -> pd.Series:
    """The length of each workflow's log in years, a week at least, by workflow."""
    by = cases.groupby("workflow")
    days = (by["last"].max() - by["first"].min()).dt.total_seconds() / 86_400
    return days.clip(lower=SHORTEST_SPAN) / DAYS_A_YEAR


def waiting_excess(pairs: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """A row a group (hand-off): best (hours of its best quarter), excess (hours above it, summed)."""
    hours = pairs["hours"].groupby(groups)
    best = hours.transform(lambda values: values.quantile(0.25)) if len(pairs) else pairs["hours"]
    above = (pairs["hours"] - best).clip(lower=0)
    return pd.DataFrame({"best": hours.quantile(0.25), "excess": above.groupby(groups).sum()})


def with_savings(frame: pd.DataFrame, excess: pd.Series) -> pd.DataFrame:
    """Adds saving_low, saving_mid, saving_high: hours a year; NaN where there is no excess."""
    hours = excess.where(excess > 0)
    return frame.assign(**{f"saving_{name}": hours * share for name, share in LEVELS.items()})


def batch_days(log: EventLog, places: pd.Series, groups: pd.Series) -> pd.Series:
    """By group: the weekday on which at least 60% of its events start, "" where there is none.

    `places`: where the events stand in the log. Groups of fewer than 20 events have none.
    """
    day = pd.Series(log.start[places.to_numpy()], index=places.index).dt.day_name()
    table = pd.crosstab(groups, day)
    if table.empty:
        return pd.Series("", index=groups.unique(), dtype="object")
    total = table.sum(axis=1)
    found = (table.max(axis=1) >= BATCH_SHARE * total) & (total >= BATCH_CASES)
    return pd.Series(np.where(found, table.idxmax(axis=1), ""), index=table.index, dtype="object")
