"""Proposed actions: what the notes of meetings ask for and Actions does not have yet.

Found by rules, never accepted by itself: a person ticks Accept. What was accepted or rejected once
does not come back, nor does what somebody has already typed into Actions.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.action_facts import days, texts
from mso_sheets.methods.noted_actions import Noted, known_as, noted_actions
from mso_sheets.model.result import Figure, Result, ResultColumn
from mso_sheets.model.table import Tables

TITLE = "Proposed actions"
READS = ("meetings",)
ALSO_READS = ("actions", "people")
COLUMNS = (
    ResultColumn("key", "Source", "key", 15),
    ResultColumn("accept", "Accept", "checkbox", 7),
    ResultColumn("action", "Action", "long", 44),
    ResultColumn("owner", "Owner", "person", 14),
    ResultColumn("due", "Due", "date", 9),
    ResultColumn("confidence", "Confidence", "percent", 8),
    ResultColumn("sentence", "As written", "long", 44),
    ResultColumn("title", "Meeting", "text", 18),
    ResultColumn("date", "Held", "date", 9),
    ResultColumn("link", "Row", "link", 7),
)


def analyse(tables: Tables, context: Context) -> Result:
    """One row a proposal, the latest meeting first.

    Besides the shown columns: task (the words without their owner), owners (all), meeting (id), project,
    rule. `more`: "carried" and "decisions" found in the notes, "known" (already rows of Actions).
    """
    meetings, actions, people = tables["meetings"], tables.get("actions"), tables.get("people")
    noted = noted_actions(meetings.frame, people.frame if people else None)
    new = [item for item in noted if item.found.kind == "new"]
    rows = known_as(new, meetings.frame, actions.frame if actions else None)
    settled = [f"proposal:{item.key}" in context.history.marks for item in new]
    fresh = [item for item, row, over in zip(new, rows, settled, strict=True) if not (row or over)]
    frame = _frame(fresh, meetings.frame, context)
    already = _frame(
        [item for item, row in zip(new, rows, strict=True) if row], meetings.frame, context
    )
    return Result(
        name="proposals",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=(
            Figure("Proposed", float(len(frame))),
            Figure("With an owner", float((frame["owner"] != "").sum())),
            Figure("With a date", float(frame["due"].notna().sum())),
            Figure("Already in Actions", float(len(already))),
        ),
        notes=(
            "Found by marks, action lists, checkboxes and tables in the notes; promises in prose are not read",
            "Dates only where one is written; owners only where somebody known is named",
        ),
        more={
            "known": already,
            "carried": _frame(
                [n for n in noted if n.found.kind == "carried"], meetings.frame, context
            ),
            "decisions": _frame(
                [n for n in noted if n.found.kind == "decision"], meetings.frame, context
            ),
        },
    )


def _frame(noted: list[Noted], meetings: pd.DataFrame, context: Context) -> pd.DataFrame:
    ids, titles = texts(meetings["meeting_id"]), texts(meetings["meeting"])
    projects, held, rows = (
        texts(meetings["project_id"]),
        days(meetings["date"]),
        meetings.index.to_numpy(),
    )
    places = np.array([item.place for item in noted], dtype=np.int64)
    found = [item.found for item in noted]
    frame = pd.DataFrame(
        {
            "key": [item.key for item in noted],
            "accept": np.zeros(len(noted), dtype=bool),
            "action": [item.text for item in found],
            "owner": [item.owners[0] if item.owners else "" for item in found],
            "due": pd.Series([item.due for item in found], dtype="datetime64[s]"),
            "confidence": np.array([item.confidence for item in found], dtype=float),
            "sentence": [item.sentence for item in found],
            "title": titles[places],
            "date": held[places].astype("datetime64[s]"),
            "link": [context.row_link("meetings", int(rows[place])) for place in places],
            "task": [item.task for item in found],
            "owners": pd.Series([item.owners for item in found], dtype=object),
            "meeting": ids[places],
            "project": projects[places],
            "rule": [item.rule for item in found],
        }
    )
    latest = np.argsort(-held[places].astype("datetime64[D]").astype(np.int64), kind="stable")
    return frame.iloc[latest].reset_index(drop=True)
