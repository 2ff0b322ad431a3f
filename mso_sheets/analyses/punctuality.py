"""Punctuality: on-time rate, lateness and time to close, for all and per team, project, source meeting.

The on-time rate has everything that was due in its denominator, open items included; time to close is
Kaplan-Meier's median with open and cancelled items censored. Fewer than five are marked as few.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.action_facts import ActionFacts, Texts, action_facts, days, texts
from mso_sheets.methods.closing import Closings, Group, groups, summary
from mso_sheets.methods.lateness import local_days, punctual, working_days_between
from mso_sheets.methods.open_actions import series_of
from mso_sheets.methods.survival import log_rank
from mso_sheets.methods.wording import working_days
from mso_sheets.model.result import Figure, Insight, Result, ResultColumn
from mso_sheets.model.table import Tables

TITLE = "Punctuality"
READS = ("actions",)
ALSO_READS = ("people", "meetings")
WEEKS = 8
EVERYTHING = "All actions"
COLUMNS = (
    ResultColumn("key", "Group", "key", 26),
    ResultColumn("by", "By", "text", 10),
    ResultColumn("due", "Due", "number", 7),
    ResultColumn("on_time", "On time", "percent", 8),
    ResultColumn("p50", "P50 days late", "days", 8),
    ResultColumn("p85", "P85 days late", "days", 8),
    ResultColumn("median", "Days to close", "days", 8),
    ResultColumn("interval", "95% interval", "text", 10),
    ResultColumn("closed", "Closed", "number", 8),
    ResultColumn("note", "Note", "text", 22),
)


def analyse(tables: Tables, context: Context) -> Result:
    """One row a group; the first is all actions. Days are working days by each owner's calendar."""
    facts = action_facts(tables["actions"].frame, context.history)
    closings = _closings(facts, context)
    team_of = {owner: _team(owner, context) for owner in set(facts.owners)}
    teams = np.array([team_of[owner] for owner in facts.owners], dtype=object)
    everything = summary(closings, np.arange(len(facts.keys)))
    rows = [_row("", EVERYTHING, everything)]
    for by, names in (
        ("Team", teams),
        ("Project", facts.project),
        ("Meeting", _series(facts, tables)),
    ):
        rows += [_row(by, name, group) for name, group in groups(closings, names)]
    frame = pd.DataFrame(rows, columns=["key", "by", "name", *[c.field for c in COLUMNS[2:]]])
    frame = frame.astype(dict.fromkeys(["on_time", "p50", "p85", "median"], "float64"))
    return Result(
        name="punctuality",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(everything),
        notes=(
            f"On time: of what was due in the last {WEEKS} weeks, open items included, cancelled left out",
            "Days to close: Kaplan-Meier median of working days since raised, open and cancelled censored; "
            "empty while fewer than half ever closed",
        ),
        insights=tuple(_pace_of_teams(closings, teams)),
    )


def _team(owner: str, context: Context) -> str:
    person = context.people.get(owner)
    return person.team if person else ""


def _series(facts: ActionFacts, tables: Tables) -> Texts:
    """The title of the meeting that each action came from, one spelling a series."""
    table = tables.get("meetings")
    if table is None:
        return np.full(len(facts.keys), "", dtype=object)
    titles, names = texts(table.frame["meeting"]), series_of(table.frame)
    spelling = dict(zip(names[::-1], titles[::-1], strict=True))
    of = {
        key: spelling[name]
        for key, name in zip(texts(table.frame["meeting_id"]), names, strict=True)
    }
    return np.array([of.get(meeting, "") for meeting in facts.meeting], dtype=object)


def _closings(facts: ActionFacts, context: Context) -> Closings:
    owners = list(facts.owners)
    today = local_days(owners, context.calendars, context.today)
    still_open = facts.is_open
    counts, on_time = punctual(facts.due, facts.closed_on, still_open, context.today, WEEKS)
    counts &= ~facts.cancelled
    end = np.where(np.isnat(facts.closed_on) & still_open, today, facts.closed_on)
    late = working_days_between(facts.due, end, owners, context.calendars)
    raised = days(facts.frame["date_raised"])
    age = working_days_between(raised, end, owners, context.calendars)
    age[(raised > end) | (age < 0)] = np.nan
    closed = ~still_open & ~facts.cancelled
    return Closings(counts, on_time & counts, np.maximum(late, 0.0), age, closed)


def _row(by: str, name: str, group: Group) -> list[object]:
    key = f"{by}: {name}" if by else name
    interval = f"{_day(group.low)}–{_day(group.high)}" if group.median is not None else ""
    note = f"few: n={group.due}" if group.small else ""
    return [
        key, by, name, group.due, group.rate, group.p50, group.p85, group.median, interval, group.closed, note,
    ]  # fmt: skip


def _day(value: float | None) -> str:
    return "?" if value is None else f"{value:.0f}"


def _figures(group: Group) -> tuple[Figure, ...]:
    basis = f"n={group.due}"
    return (
        Figure("On-time rate", group.rate, "percent", basis=f"{WEEKS} weeks, {basis}"),
        Figure("P50 days late", group.p50, "days", basis=basis),
        Figure("P85 days late", group.p85, "days", basis=basis),
        Figure("Days to close", group.median, "days", basis=f"median, n={group.aged}"),
    )


def _pace_of_teams(closings: Closings, teams: Texts) -> Iterator[Insight]:
    """Whether teams close at different pace: log-rank, said only with ten closed in each."""
    known = (teams != "") & ~np.isnan(closings.age)
    if len(set(teams[known])) < 2:
        return
    test = log_rank(closings.age[known], closings.closed[known], teams[known].astype(str))
    if not test.enough or test.p >= 0.05:
        return
    found = [
        (group.median, name, group)
        for name, group in groups(closings, teams)
        if group.median is not None
    ]
    if len(found) < 2:
        return
    (quick, fast, _), (slow, late, _) = min(found)[:3], max(found)[:3]
    yield Insight(
        key="punctuality/pace of teams",
        rule="time to close by team",
        sentence=f"{fast} closes half of its actions within {working_days(quick)}, "
        f"{late} within {working_days(slow)}",
        n=int(closings.closed[known].sum()),
        strength=1 - test.p,
        chance=f"log-rank p {f'= {test.p:.3f}' if test.p >= 0.001 else '< 0.001'}",
    )
