"""Why an action is on the list, what takes it off, and in which cells, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

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


class _Case(NamedTuple):
    """All that a reason is made of; actions with the same case have the same reason."""

    stage: str
    late: float
    day: str
    unread: Any
    status: str
    waiting: str
    since: date | None
    until: date | None
    snooze_reason: str
    moved: int
    carried: int
    refused: str
    abandoned: bool


def reasons(
    actions: OpenActions, unread: Mapping[int, Any], blocked_since: Days, abandon_after: int
) -> list[str]:
    """The rule that put each action where it is; `unread`: sheet row -> what stands as its due date."""
    facts = actions.facts
    cases = zip(
        actions.stage,
        np.nan_to_num(actions.late).tolist(),
        unique_day_words(facts.due),
        [unread.get(row) for row in facts.frame.index.tolist()],
        facts.status,
        texts(facts.frame["waiting_on"]),
        blocked_since.tolist(),
        actions.until.astype("datetime64[D]").tolist(),
        texts(facts.frame["snooze_reason"]),
        actions.moved.tolist(),
        actions.carried.tolist(),
        actions.refused,
        actions.abandoned.tolist(),
        strict=True,
    )
    known: dict[tuple[Any, ...], str] = {}
    return [known.get(case) or _kept(known, case, abandon_after) for case in cases]


def _kept(known: dict[tuple[Any, ...], str], case: tuple[Any, ...], abandon_after: int) -> str:
    words = known[case] = _reason(_Case(*case), abandon_after)
    return words


def _reason(case: _Case, abandon_after: int) -> str:
    if case.stage == "snoozed":
        because = f": {case.snooze_reason}" if case.snooze_reason else ", no reason given"
        parts = [f"Snoozed until {day_words(np.datetime64(case.until, 'D'))}{because}"]
    else:
        parts = [_of_date(case.stage, case.late, case.day, case.unread)]
    if case.status == "Blocked":
        parts.append(_blocked(case.waiting, np.datetime64(case.since, "D")))
    return "; ".join(filter(None, [*parts, *_burdens(case, abandon_after)]))


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


def _burdens(case: _Case, abandon_after: int) -> list[str]:
    """What else weighs on it: moved, carried, a snooze that does not hold, too old to nag about."""
    carried = is_carried(case.stage, case.carried)
    return [
        f"moved {counted(case.moved, 'time')}" if case.moved else "",
        f"carried {counted(case.carried, 'meeting')}" if carried else "",
        case.refused,
        f"more than {working_days(abandon_after)}: abandoned?" if case.abandoned else "",
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
