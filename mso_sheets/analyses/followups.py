"""Follow-ups: every open action, worst first: how late, why it is here, who is told, what clears it.

Days late are working days by the owner's calendar and zone. An action is in exactly one stage; a
snooze is counted, not hidden; what is too old to nag about ends in a list of its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.action_facts import (
    ActionFacts,
    action_facts,
    among,
    day_words,
    overdue_at_last_digest,
    since_last_digest,
    texts,
)
from mso_sheets.methods.followup_gaps import followup_gaps
from mso_sheets.methods.followup_words import blocked_since, changing_cells, clearing, reasons
from mso_sheets.methods.ladder import Told, told
from mso_sheets.methods.lateness import STAGES, punctual, reminders
from mso_sheets.methods.open_actions import OpenActions, open_actions
from mso_sheets.methods.wording import counted, working_days
from mso_sheets.model.result import Figure, Result, ResultColumn
from mso_sheets.model.table import Table, Tables

TITLE = "Follow-ups"
READS = ("actions",)
ALSO_READS = ("projects", "meetings", "people")
WEEKS = 8
COLUMNS = (
    ResultColumn("key", "Action ID", "key", 10),
    ResultColumn("action", "Action", "long", 34),
    ResultColumn("owner", "Owner", "person", 13),
    ResultColumn("stage", "Stage", "text", 9),
    ResultColumn("days_late", "Days late", "days", 6),
    ResultColumn("due", "Due", "date", 8),
    ResultColumn("moved", "Moved", "number", 6),
    ResultColumn("priority", "Priority", "text", 8),
    ResultColumn("project", "Project", "text", 8),
    ResultColumn("told", "Who is told", "text", 18),
    ResultColumn("why", "Why it is here", "long", 26),
    ResultColumn("clears", "Clears with", "long", 20),
    ResultColumn("cells", "Cells", "text", 7),
    ResultColumn("link", "Row", "link", 7),
)
ABANDONED_AFTER = STAGES.index("due soon") + 0.5


def analyse(tables: Tables, context: Context) -> Result:
    """One row an open action; the figures count stages, so they add up to the rows.

    Besides the shown columns the frame has owner_known, reminder ("3", "1", "": the once-only stages),
    told_names, rungs (the lead and the manager who are told), level (0 owner, 1 lead, 2 manager),
    status, meeting, carried, snooze_until, abandoned, row. Further frames: by_owner, by_project, done
    (completed since the last digest), escalations, abandoned.
    """
    table, meetings = tables["actions"], tables.get("meetings")
    facts = action_facts(table.frame, context.history)
    actions = open_actions(
        facts,
        context.rules.followups,
        context.calendars,
        context.history,
        context.today,
        meetings.frame if meetings else None,
    )
    frame = _frame(actions, table, tables, context)
    done = _done(facts, context)
    return Result(
        name="followups",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(frame, done, facts, context),
        notes=tuple(_notes(frame, context)),
        gaps=tuple(followup_gaps(frame, context.rules.followups, _left(context))),
        more={
            "by_owner": _counts(frame, "owner"),
            "by_project": _counts(frame, "project"),
            "done": done,
            "escalations": frame[(frame["level"] > 0) & ~frame["abandoned"]],
            "abandoned": frame[frame["abandoned"]],
        },
    )


def _left(context: Context) -> frozenset[str]:
    """People who have left."""
    return frozenset(name for name, person in context.people.items() if not person.active)


def _frame(actions: OpenActions, table: Table, tables: Tables, context: Context) -> pd.DataFrame:
    facts, rules = actions.facts, context.rules.followups
    rows = facts.frame.index.to_numpy()
    who = _told(actions, _leads(tables), context)
    place = table.places.get("due_date", -1)
    unread = {p.row: p.value for p in tables.problems if p.table == "actions" and p.column == place}
    known = among(facts.owners, context.people) if context.people else facts.owners != ""
    frame = pd.DataFrame(
        {
            "key": facts.keys,
            "action": texts(facts.frame["action"]),
            "owner": facts.owners,
            "owner_known": np.asarray(known, dtype=bool),
            "due": facts.due.astype("datetime64[s]"),
            "days_late": actions.late,
            "stage": actions.stage,
            "reminder": reminders(actions.lateness, actions.stage, rules.remind_before),
            "moved": actions.moved,
            "told": [each.words for each in who],
            "told_names": pd.Series([each.names for each in who], dtype=object),
            "rungs": pd.Series([each.rungs for each in who], dtype=object),
            "level": actions.level,
            "why": reasons(
                actions, unread, blocked_since(context.history, actions), rules.abandon_after
            ),
            "clears": clearing(actions, table),
            "cells": changing_cells(actions, table),
            "project": facts.project,
            "priority": facts.priority,
            "status": facts.status,
            "meeting": facts.meeting,
            "carried": actions.carried,
            "snooze_until": actions.until.astype("datetime64[s]"),
            "abandoned": actions.abandoned,
            "row": rows,
            "link": context.row_link.many("actions", rows.tolist()),
        }
    )
    return frame.iloc[_worst_first(frame)].reset_index(drop=True)


def _worst_first(frame: pd.DataFrame) -> npt.NDArray[np.intp]:
    """By stage, the abandoned after what is due; then level, days late, priority, due date, row."""
    places = {name: float(place) for place, name in enumerate(STAGES)}
    stage = np.where(
        frame["abandoned"], ABANDONED_AFTER, frame["stage"].map(places).to_numpy(float)
    )
    priority = frame["priority"].map({"Critical": 0, "High": 1, "Low": 3}).fillna(2).to_numpy()
    late = np.nan_to_num(frame["days_late"].to_numpy(), nan=-1e9)
    due = frame["due"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.lexsort((frame["row"], due, priority, -late, -frame["level"], stage))


def _leads(tables: Tables) -> dict[str, str]:
    """Project id -> who leads it."""
    table = tables.get("projects")
    if table is None:
        return {}
    return dict(zip(texts(table.frame["project_id"]), texts(table.frame["owner"]), strict=True))


def _told(actions: OpenActions, leads: dict[str, str], context: Context) -> list[Told]:
    """Who hears of each action; the same question is answered once."""
    asked: dict[tuple[str, str, int, bool], Told] = {}
    quiet = among(actions.stage, ("snoozed", "later")) | actions.abandoned
    who = []
    for owner, project, level, silent in zip(
        actions.facts.owners,
        actions.facts.project,
        actions.level.tolist(),
        quiet.tolist(),
        strict=True,
    ):
        question = (owner, leads.get(project, ""), level, silent)
        if question not in asked:
            day = context.today_of(owner)
            asked[question] = Told() if silent else told(*question[:3], context.people, day)
        who.append(asked[question])
    return who


def _done(facts: ActionFacts, context: Context) -> pd.DataFrame:
    """Actions completed since the last digest, as history saw it."""
    events = since_last_digest(context.history, context.history.of("actions", "status"))
    closed = events[(events["after"] == "Complete") & (events["kind"] == "changed")]
    mine = among(facts.ids, closed["record"].astype(str)) & (facts.status == "Complete")
    frame = facts.frame[mine]
    return pd.DataFrame(
        {
            "key": facts.keys[mine],
            "action": texts(frame["action"]),
            "owner": facts.owners[mine],
            "project": facts.project[mine],
            "closed": facts.closed_on[mine].astype("datetime64[s]"),
            "link": [context.row_link("actions", int(row)) for row in frame.index],
        }
    )


def _figures(
    frame: pd.DataFrame, done: pd.DataFrame, facts: ActionFacts, context: Context
) -> tuple[Figure, ...]:
    count: dict[Any, int] = frame["stage"].value_counts().to_dict()

    def of(*names: str) -> float:
        return float(sum(count.get(name, 0) for name in names))

    asleep = frame.loc[frame["stage"] == "snoozed", "key"].tolist()
    window, on_time = punctual(facts.due, facts.closed_on, facts.is_open, context.today, WEEKS)
    due, kept = int((window & ~facts.cancelled).sum()), int((on_time & ~facts.cancelled).sum())
    last = context.history.last_digest
    return (
        Figure("Overdue", of("overdue"), before=overdue_at_last_digest(context.history, asleep)),
        Figure("Due today", of("today")),
        Figure("This week", of("due soon", "this week")),
        Figure("No owner or date", of("no owner", "no date")),
        Figure("Blocked", of("blocked")),
        Figure("Snoozed", of("snoozed")),
        Figure(
            "Done", float(len(done)), basis=f"since {day_words(last)}" if last else "no history yet"
        ),
        Figure(
            "On-time rate", kept / due if due else None, "percent", basis=f"{WEEKS} weeks, n={due}"
        ),
    )


def _notes(frame: pd.DataFrame, context: Context) -> list[str]:
    unowned = int(((frame["stage"] == "no owner") & (frame["days_late"] > 0)).sum())
    abandoned = int(frame["abandoned"].sum())
    notes = [
        "Days late: working days past the due date by the owner's calendar and zone; negative = left",
        "Each open action is in one stage: snoozed, else no owner, else no date, else by its date",
    ]
    if unowned:
        notes.append(
            f"{counted(unowned, 'action')} past due without an owner, under No owner or date"
        )
    if abandoned:
        after = working_days(context.rules.followups.abandon_after)
        notes.append(
            f"{counted(abandoned, 'action')} late by more than {after}: abandoned? Nobody is told"
        )
    return notes


def _counts(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Open actions and their stages for each owner or project, most overdue first."""
    sizes = frame.groupby([by, "stage"]).size()
    wide = sizes.unstack(fill_value=0).reindex(columns=list(STAGES), fill_value=0)
    wide.columns = pd.Index([name.replace(" ", "_") for name in STAGES])
    out = wide.assign(open=wide.sum(axis=1)).rename_axis(index=by, columns=None).reset_index()
    return out.sort_values(
        ["overdue", "open", by], ascending=[False, False, True], ignore_index=True
    )
