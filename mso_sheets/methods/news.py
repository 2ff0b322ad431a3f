"""Events of a time span folded into changes: what a record was at its start against what it is now."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mso_sheets.methods.calendar import WorkingCalendar

CLOSED = ("Complete", "Cancelled", "Closed", "Archived", "Superseded", "Verified", "Rejected")
COLUMNS = ("kind", "table", "record", "before", "after", "days", "day", "by")


def changes(events: pd.DataFrame, calendar: WorkingCalendar) -> pd.DataFrame:
    """History events in order -> one row a record and kind of change, columns `COLUMNS`.

    New and Deleted come from records, the others from the net change of a field: Closed and Re-opened
    of `status`, Slipped and Brought forward of `due_date` (with working days), Re-assigned of `owner`.
    What came and went within the span, or went back to what it was, is no change.
    """
    if events.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in COLUMNS})
    records = events.groupby(["table", "record"], sort=False)
    ends = pd.DataFrame({"first": records["kind"].first(), "last": records["kind"].last()})
    came, went = ends["first"] == "added", ends["last"] == "removed"
    fields = _net(events, ends.index[~came & ~went])
    found = [
        _whole(events, ends.index[came & ~went], "New"),
        _whole(events, ends.index[~came & went], "Deleted"),
        *_status(fields),
        *_due(fields, calendar),
        _owner(fields),
    ]
    return pd.concat([part for part in found if len(part)] or [found[0]], ignore_index=True)


def _net(events: pd.DataFrame, among: pd.Index[Any]) -> pd.DataFrame:
    """First before and last after of each changed field of these records, where they differ."""
    rows = pd.MultiIndex.from_frame(events[["table", "record"]]).isin(among)
    changed = events[rows & (events["kind"] == "changed").to_numpy()]
    by_field = changed.groupby(["table", "record", "field"], sort=False)
    net = pd.DataFrame(
        {
            # `nth` keeps missing values, which `first` would pass over.
            "before": by_field["before"].nth(0).to_numpy(),
            "after": by_field["after"].nth(-1).to_numpy(),
            "day": by_field["day"].max().to_numpy(),
            "by": by_field["by"].last().to_numpy(),
        },
        index=by_field.size().index,
    ).reset_index()
    same = (net["before"] == net["after"]) | (net["before"].isna() & net["after"].isna())
    return net[~same]


def _whole(events: pd.DataFrame, which: pd.Index[Any], kind: str) -> pd.DataFrame:
    records = events.groupby(["table", "record"], sort=False)
    days = records["day"].max().reindex(which)
    table = days.index.to_frame(index=False)
    table["day"] = days.to_numpy()
    return _as(table.assign(before=None, after=None, by=""), kind)


def _status(fields: pd.DataFrame) -> list[pd.DataFrame]:
    status = fields[fields["field"] == "status"]
    was, is_now = status["before"].isin(CLOSED), status["after"].isin(CLOSED)
    return [_as(status[~was & is_now], "Closed"), _as(status[was & ~is_now], "Re-opened")]


def _due(fields: pd.DataFrame, calendar: WorkingCalendar) -> list[pd.DataFrame]:
    due = fields[fields["field"] == "due_date"]
    ends = [pd.to_datetime(due[n], format="%Y-%m-%d", errors="coerce") for n in ("before", "after")]
    said = [end.dt.strftime("%d %b %Y").astype("object") for end in ends]
    days = calendar.between(ends[0].to_numpy(), ends[1].to_numpy())
    moved = due.assign(days=days, before=said[0], after=said[1])
    later, sooner = ends[1] > ends[0], ends[1] < ends[0]
    return [_as(moved[later], "Slipped"), _as(moved[sooner], "Brought forward")]


def _owner(fields: pd.DataFrame) -> pd.DataFrame:
    return _as(fields[fields["field"] == "owner"], "Re-assigned")


def _as(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    named = rows.assign(kind=kind)
    if "days" not in named:
        named["days"] = float("nan")
    return named[list(COLUMNS)].astype({"before": "object", "after": "object", "by": "object"})
