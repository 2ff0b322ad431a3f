"""A log of steps where nobody keeps one: changes of status, out of the workbook's own history.

Each entry into a status is an event of the case (the record) at the moment it was first seen. There is
one time a step only, so working and waiting cannot be told apart.
"""

from __future__ import annotations

import pandas as pd

NAMES = {
    "tasks": "Tasks by status",
    "actions": "Actions by status",
    "projects": "Projects by status",
}
COLUMNS = ["workflow_id", "case_id", "step", "started", "finished", "person"]


def status_log(events: pd.DataFrame) -> pd.DataFrame:
    """Frame like the Step log's from history events (columns of `History.frame`)."""
    mine = events[
        events["table"].isin(list(NAMES)) & (events["field"] == "status") & events["after"].notna()
    ]
    finished = _moments(mine)
    return pd.DataFrame(
        {
            "workflow_id": pd.Series(
                [NAMES[str(t)] for t in mine["table"]], mine.index, dtype="str"
            ),
            "case_id": mine["record"].astype("str"),
            "step": mine["after"].astype("str"),
            "started": pd.Series(pd.NaT, index=mine.index, dtype="datetime64[s]"),
            "finished": finished,
            "person": mine["by"].astype("str").where(mine["by"] != ""),
        }
    )


def _moments(events: pd.DataFrame) -> pd.Series:
    """The time of each event where it was kept (local, zone dropped), else its day."""
    text = events["at"].astype("str").str.replace(r"(Z|[+-]\d\d:?\d\d)$", "", regex=True)
    times = pd.to_datetime(text, format="ISO8601", errors="coerce")
    return times.astype("datetime64[s]").fillna(events["day"].astype("datetime64[s]"))
