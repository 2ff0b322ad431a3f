"""What projects lack, as gaps: pace, owners, dates. A key stays the same over runs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from mso_sheets.methods.covering import Covering
from mso_sheets.methods.project_table import Portfolio
from mso_sheets.methods.wording import counted
from mso_sheets.model.result import Gap

Row = Mapping[Hashable, Any]
REMEDY = {
    "No recent update": "Update its % complete and Last update",
    "At risk": "Finish or re-plan what is late, or agree a new due date",
    "Off track": "Finish or re-plan what is late, or agree a new due date",
}


def project_gaps(frame: pd.DataFrame, portfolio: Portfolio, action_for: Covering) -> Iterator[Gap]:
    """The gaps of every project that is not complete; `frame` is `project_table.project_frame`."""
    places = {key: place for place, key in enumerate(portfolio.projects.keys)}
    for row in frame[frame["health"] != "Complete"].to_dict("records"):
        place = places[row["key"]]
        tasks = portfolio.tasks
        yield from _of_project(row, portfolio.facts[place].gap, action_for)
        yield from _of_tasks(row, "ownership", "Owner", int(tasks.unowned[place]), action_for)
        yield from _of_tasks(row, "dates", "Due date", int(tasks.undated[place]), action_for)


def _of_project(row: Row, points_ahead: float | None, action_for: Covering) -> Iterator[Gap]:
    health = row["health"]
    if health in REMEDY:
        verb = "has" if health == "No recent update" else "is"
        behind = max(-(points_ahead or 0.0), 0.0)
        what = f"{_name(row)} {verb} {health[0].lower()}{health[1:]}"
        yield _gap(row, "schedule", "", what, row["why"], REMEDY[health], behind, action_for)
    if not row["owner"]:
        what, how = f"{_name(row)} has no owner", "Write a name from People in Owner"
        yield _gap(row, "ownership", "", what, "Owner is empty", how, 100, action_for)
    if pd.isna(row["due"]):
        what, how = f"{_name(row)} has no due date", "Write a date in Due date"
        yield _gap(row, "dates", "", what, "Due date is empty or no date", how, 100, action_for)


def _of_tasks(row: Row, kind: str, column: str, count: int, action_for: Covering) -> Iterator[Gap]:
    if count:
        what = f"{_name(row)}: {counted(count, 'open task')} without {column.lower()}"
        evidence, how = f"{column} is empty on the tab of tasks", f"Fill in {column} of these tasks"
        yield _gap(row, kind, "/tasks", what, evidence, how, count, action_for)


def _name(row: Row) -> str:
    return f"{row['key']} {row['project_name']}".strip()


def _gap(
    row: Row,
    kind: str,
    part: str,
    what: str,
    evidence: str,
    close_by: str,
    size: float,
    action_for: Covering,
) -> Gap:
    key = f"{kind}/{row['key']}{part}"
    return Gap(
        key=key,
        kind=kind,
        what=what,
        evidence=evidence,
        owner=row["owner"],
        close_by=close_by,
        project=row["project"],
        action=action_for(key),
        size=size,
        link=row["link"],
    )
