"""Why an action is on the list, what takes it off, and in which cells, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.action_facts import day_words, texts, unique_day_words
from mso_sheets.methods.calendar import Days
from mso_sheets.methods.lateness import STAGES
from mso_sheets.methods.open_actions import OpenActions, is_carried
from mso_sheets.methods.wording import counted, working_days
from mso_sheets.model.cells import column_letter
from mso_sheets.model.history import History
from mso_sheets.model.table import Table

CHANGES = {
    "no owner": ("owner",),
    "no date": ("due_date",),
    "blocked": ("status",),
    "snoozed": ("snooze_until",),
}
"""Stage -> the fields that take an action out of it; of all others status and due date."""


def reasons(
    actions: OpenActions, unread: Mapping[int, Any], blocked_since: Days, abandon_after: int
) -> list[str]:
    """The rule that put each action where it is; `unread`: sheet row -> what stands as its due date."""
    facts = actions.facts
    due = unique_day_words(facts.due)
    waiting, reason = texts(facts.frame["waiting_on"]), texts(facts.frame["snooze_reason"])
    out = []
    for place, (stage, row) in enumerate(zip(actions.stage, facts.frame.index, strict=True)):
        late, day = actions.late[place], due[place]
        if stage == "snoozed":
            because = f": {reason[place]}" if reason[place] else ", no reason given"
            parts = [f"Snoozed until {day_words(actions.until[place])}{because}"]
        else:
            parts = [_of_date(stage, late, day, unread.get(int(row)))]
        if facts.status[place] == "Blocked":
            parts.append(_blocked(waiting[place], blocked_since[place]))
        out.append("; ".join(filter(None, [*parts, *_burdens(actions, place, abandon_after)])))
    return out


def _of_date(stage: str, late: float, day: str, unread: Any) -> str:
    if stage == "no date":
        return f"No due date: “{unread}” is none" if unread else "No due date"
    if stage == "no owner":
        tail = (
            "" if not day else f", due {day}" if late <= 0 else f", {working_days(late)} past {day}"
        )
        return f"No owner{tail}"
    if stage == "overdue":
        return f"{working_days(late)} past {day}" if late > 0 else f"Past {day}, no working day yet"
    return "Due today" if stage == "today" else f"Due {day}"


def _blocked(waiting: str, since: np.datetime64) -> str:
    words = f"waiting on {waiting}" if waiting else "blocked"
    return words if np.isnat(since) else f"{words} since {day_words(since)}"


def _burdens(actions: OpenActions, place: int, abandon_after: int) -> list[str]:
    """What else weighs on it: moved, carried, a snooze that does not hold, too old to nag about."""
    moved, carried = int(actions.moved[place]), int(actions.carried[place])
    return [
        f"moved {counted(moved, 'time')}" if moved else "",
        f"carried {counted(carried, 'meeting')}"
        if is_carried(actions.stage[place], carried)
        else "",
        actions.refused[place],
        f"more than {working_days(abandon_after)}: abandoned?" if actions.abandoned[place] else "",
    ]


def blocked_since(history: History, actions: OpenActions) -> Days:
    """The day on which history saw each action become Blocked; NaT where it did not."""
    events = history.of("actions", "status")
    seen = events[(events["after"] == "Blocked") & (events["kind"] == "changed")]
    last = seen.groupby("record")["day"].last().reindex(actions.facts.ids.tolist())
    return last.to_numpy().astype("datetime64[D]")


def clearing(actions: OpenActions, table: Table) -> list[str]:
    """What takes an action off the list, with the headers as the team wrote them."""

    def header(field: str) -> str:
        return table.headers.get(field) or table.schema.column(field).header

    words = {
        "no owner": f"a name in {header('owner')}",
        "no date": f"a date in {header('due_date')}",
        "blocked": f"{header('status')} other than Blocked",
        "snoozed": f"{header('status')} = Complete; an empty {header('snooze_until')} wakes it",
    }
    usual = f"{header('status')} = Complete or a new {header('due_date')}"
    return [words.get(stage, usual) for stage in actions.stage]


def changing_cells(actions: OpenActions, table: Table) -> list[str]:
    """The cells that would change it, by their A1 names: "E17, D17"."""
    rows: npt.NDArray[np.int64] = pd.Index(actions.facts.frame.index).to_numpy()
    letters = {field: column_letter(place) for field, place in table.places.items()}
    columns = {
        stage: [letters[f] for f in CHANGES.get(stage, ("status", "due_date")) if f in letters]
        for stage in STAGES
    }
    return [
        ", ".join(f"{letter}{row}" for letter in columns[stage])
        for stage, row in zip(actions.stage, rows, strict=True)
    ]
