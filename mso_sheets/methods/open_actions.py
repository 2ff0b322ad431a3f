"""Open actions: stage, level of escalation, snoozes and their limits, meetings they were carried over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.action_facts import ActionFacts, among, days, texts, times_moved
from mso_sheets.methods.calendar import Calendars, Days
from mso_sheets.methods.ladder import Thresholds, levels
from mso_sheets.methods.lateness import Lateness, lateness, stages
from mso_sheets.methods.wording import working_days
from mso_sheets.model.history import History
from mso_sheets.settings.models import FollowupRules

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
HIGH = ("Critical", "High")
CARRIED_TOO_OFTEN = 2
"""Meetings: the two-cadence rule."""


@dataclass(frozen=True, slots=True)
class OpenActions:
    """The open actions, one value each.

    `until` are snooze dates (NaT = none), `refused` why a snooze does not hold ("" = it does);
    `carried` counts meetings, `moved` changes of the due date; `level` is 0 owner, 1 lead, 2 manager.
    """

    facts: ActionFacts
    lateness: Lateness
    stage: Texts
    level: Counts
    moved: Counts
    carried: Counts
    abandoned: Flags
    until: Days
    refused: Texts

    @property
    def late(self) -> npt.NDArray[np.float64]:
        """Working days late; negative = left, NaN = no date."""
        return self.lateness.late


def open_actions(
    everything: ActionFacts,
    rules: FollowupRules,
    calendars: Calendars,
    history: History,
    today: date,
    meetings: pd.DataFrame | None = None,
) -> OpenActions:
    """Stages and escalation of what is open; `meetings` is the typed Meetings frame, if there is one."""
    facts = everything.where(everything.is_open)
    found = lateness(facts.due, list(facts.owners), calendars, today)
    until = days(facts.frame["snooze_until"])
    refused = _refused(facts, calendars.team.between(found.today, until), rules, history)
    snoozed = (until > found.today) & (refused == "")
    soon = max(rules.remind_before, default=0)
    stage = stages(found, facts.due, facts.owners != "", facts.status == "Blocked", snoozed, soon)
    moved = times_moved(history, facts.ids)
    overdue = stage == "overdue"
    level = levels(found.late, among(facts.priority, HIGH), moved, thresholds_of(rules))
    return OpenActions(
        facts=facts,
        lateness=found,
        stage=stage,
        level=np.where(overdue, level, 0),
        moved=moved,
        carried=meetings_since(facts.meeting, meetings, today),
        abandoned=overdue & (found.late > rules.abandon_after),
        until=until,
        refused=refused,
    )


def thresholds_of(rules: FollowupRules) -> Thresholds:
    """The ladder's thresholds as the settings give them."""
    return Thresholds(
        rules.lead_after,
        rules.manager_after,
        rules.lead_after_high,
        rules.manager_after_high,
        rules.moves_before_escalation,
    )


def _refused(
    facts: ActionFacts, left: npt.NDArray[np.float64], rules: FollowupRules, history: History
) -> Texts:
    """Why a snooze does not hold: it is too long, or it is one too many."""
    events = history.of("actions", "snooze_until")
    events = events[events["after"].notna() & (events["after"] != "")]
    used = events.groupby("record").size().reindex(facts.ids.tolist()).fillna(0).to_numpy()
    out = np.full(len(left), "", dtype=object)
    out[left > rules.snooze_days] = (
        f"its snooze is longer than {working_days(rules.snooze_days)} and does not hold"
    )
    out[(used > rules.snooze_times) & ~np.isnan(left)] = (
        f"it was snoozed more than {rules.snooze_times} times, so the snooze does not hold"
    )
    return out


def meetings_since(sources: Texts, meetings: pd.DataFrame | None, today: date) -> Counts:
    """Meetings of the same series held since each source meeting (its id), up to today."""
    if meetings is None or not (sources != "").any():
        return np.zeros(len(sources), dtype=np.int64)
    held = days(meetings["date"])
    past = ~np.isnat(held) & (held <= np.datetime64(today, "D"))
    ids, series, held = texts(meetings["meeting_id"])[past], series_of(meetings)[past], held[past]
    dates = {name: np.sort(held[series == name]) for name in set(series) - {""}}
    since = {
        key: int((dates[name] > day).sum())
        for key, name, day in zip(ids, series, held, strict=True)
        if name
    }
    return np.array([since.get(source, 0) for source in sources], dtype=np.int64)


def is_carried(stage: Any, meetings: Any) -> Any:
    """Whether an action goes from meeting to meeting: past due or undated, and twice carried at least.

    One that has a date ahead was given it on purpose.
    """
    return ((stage == "overdue") | (stage == "no date")) & (meetings >= CARRIED_TOO_OFTEN)


def series_of(meetings: pd.DataFrame) -> Texts:
    """What makes meetings one series: their title, whatever its case and spacing."""
    titles = texts(meetings["meeting"])
    return np.array([" ".join(str(title).casefold().split()) for title in titles], dtype=object)
