"""Slips: what became of promised dates, from the history of a date field.

A slip counts working days since the FIRST promise (Milestone Trend Analysis); a move made after the
date had passed is retroactive. The first promise is kept for ever, whatever is re-baselined.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.methods.calendar import WorkingCalendar

REBASELINE_SHARE = 0.30
"""So many of a project's open rows moved on one day are a new plan, not single slips."""
REBASELINE_ROWS = 3


def date_moves(events: pd.DataFrame) -> pd.DataFrame:
    """Events of one date field (`record`, `day`, `before`, `after` as ISO text, in order), typed.

    Columns: record, day, before, after (datetime64[s]), promise (the older date that is known),
    moved (from one date to another), retroactive (moved when the older date had passed).
    """
    before, after = _days(events["before"]), _days(events["after"])
    day = events["day"].astype("datetime64[s]")
    moved = before.notna() & after.notna() & (before != after)
    return pd.DataFrame(
        {
            "record": events["record"],
            "day": day,
            "before": before,
            "after": after,
            "promise": before.where(before.notna(), after),
            "moved": moved,
            "retroactive": moved & (before < day),
        }
    )


def slip_ledger(events: pd.DataFrame) -> pd.DataFrame:
    """Events of one date field (see `date_moves`) -> one row a record, indexed by it.

    Columns: `first` promise and `last` known date (datetime64[s]), `moves`, `retroactive` (counts),
    `last_move` (datetime64[s], NaT when it never moved).
    """
    moves = date_moves(events)
    moves["last_move"] = moves["day"].where(moves["moved"])
    by_record = moves.groupby("record", sort=False)
    return pd.DataFrame(
        {
            "first": by_record["promise"].first(),
            "last": by_record["after"].last(),
            "moves": by_record["moved"].sum().astype("int64"),
            "retroactive": by_record["retroactive"].sum().astype("int64"),
            "last_move": by_record["last_move"].max(),
        }
    )


def _days(values: pd.Series[Any]) -> pd.Series[Any]:
    parsed = pd.to_datetime(values, format="%Y-%m-%d", errors="coerce")
    return parsed.astype("datetime64[s]")


def rebaselines(
    events: pd.DataFrame,
    group_of: pd.Series[Any],
    open_rows: pd.Series[Any],
    calendar: WorkingCalendar,
) -> pd.DataFrame:
    """Days on which a project's dates moved together: more than 30% of its open rows, at least 3.

    `group_of`: record -> project; `open_rows`: project -> its open rows. Columns: group, day, rows,
    open, days (the median move in working days), common (all moved by the same).
    """
    moves = date_moves(events)
    moves = moves[moves["moved"]]
    shift = calendar.between(moves["before"].to_numpy(), moves["after"].to_numpy())
    moves = moves.assign(group=moves["record"].map(group_of), shift=shift)
    each = moves.groupby(["group", "day"], sort=True)["shift"]
    found = pd.DataFrame(
        {"rows": each.size(), "days": each.median(), "common": each.nunique() == 1}
    ).reset_index()
    found["open"] = found["group"].map(open_rows).fillna(0).astype("int64")
    share: pd.Series[Any] = found["rows"] / np.maximum(found["open"], 1)
    keep = (share > REBASELINE_SHARE) & (found["rows"] >= REBASELINE_ROWS)
    return found.loc[keep, ["group", "day", "rows", "open", "days", "common"]].reset_index(
        drop=True
    )
