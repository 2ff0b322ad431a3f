"""One press on one row -> what to write there, or why not. Pure.

A press overwrites only what its reader saw: Done is refused on a closed row, a new date where
somebody else moved the date since, Not mine where the owner changed since. The row is found by its
id in what was read just now, and the write names that id again, so it can never land in another row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from mso_sheets.analyses.context import Context
from mso_sheets.digest.stamp import stamp
from mso_sheets.digest.words import day
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import CellWrite
from mso_sheets.model.history import Event
from mso_sheets.model.table import Tables
from mso_sheets.presses.press import Press
from mso_sheets.presses.subject import TITLES, Subject, last_by, lead_of, permission, rows_of
from mso_sheets.presses.writes import event, iso, serial, word_for, write

SNOOZES = {"1": "tomorrow", "3": "in 3 working days", "week": "next week"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What one press comes to. `reply` is for the presser; `how` tells the others ("closed")."""

    reply: str
    done: bool = False
    how: str = ""
    writes: tuple[CellWrite, ...] = ()
    events: tuple[Event, ...] = ()


def decide(
    press: Press,
    snapshot: Snapshot,
    tables: Tables,
    context: Context,
    person_of: Callable[[str], str],
    at: str = "",
) -> Decision:
    """What a press comes to, on the workbook as it was read just now.

    Args:
        press: one of the four kinds that write.
        snapshot: the cells as read, for what stands in the row now.
        tables: the same, typed.
        context: people, calendars, rules, history, today.
        person_of: Slack id -> canonical name in People, "" when nobody there has it.
        at: the instant, ISO and UTC, for the history.
    """
    table = tables.get(press.table)
    tab = snapshot.tab(table.tab) if table else None
    if table is None or tab is None or press.table not in TITLES:
        why = tables.refused.get(press.table, "the workbook has no such tab")
        return Decision(f"This cannot be changed from Slack now: {why}.")
    rows = rows_of(table, press.record)
    if rows.empty:
        return Decision(
            f"{press.record} is no longer in {table.tab}, so nothing was changed. "
            "Somebody removed it or gave it another id."
        )
    values = dict(rows.iloc[0])
    row = int(rows.index[0])
    lead = lead_of(tables.get("projects"), values.get("project_id"))
    subject = Subject(press, table, tab, row, values, person_of(press.user), context, at, lead)
    refusal = permission(subject)
    if refusal:
        return Decision(refusal)
    if subject.closed:
        return _already_closed(subject)
    decisions = {"done": _done, "snooze": _snooze, "date": _date}
    if press.kind == "not-mine":
        return _not_mine(subject, person_of)
    return decisions[press.kind](subject)


def _already_closed(subject: Subject) -> Decision:
    by = last_by(subject, "status")
    link = subject.context.row_link(subject.table.name, subject.row).text
    words = f"{subject.press.record} is {subject.closed} already{f', closed by {by}' if by else ''}"
    return Decision(f"{words} ({link}). Nothing was changed.", done=subject.press.kind == "done")


def _changed_since(subject: Subject, what: str) -> Decision | None:
    """A refusal where the owner or the date is not what the reader saw."""
    seen_due, _, seen_owner = subject.press.seen.partition(".")
    if not subject.press.seen:
        return None
    due, _, owner = stamp(subject.owner, subject.date("due_date")).partition(".")
    if what == "date" and due != seen_due:
        now = subject.date("due_date")
        state = f"its due date is now {day(now)}" if now else "its due date was taken away"
    elif what == "owner" and owner != seen_owner:
        state = f"it is now {subject.owner}'s" if subject.owner else "it has no owner now"
    else:
        return None
    by = last_by(subject, "due_date" if what == "date" else "owner")
    return Decision(
        f"{subject.press.record} has changed since this message: {state}"
        f"{f' ({by})' if by else ''}. Nothing was changed; press again in the newest message."
    )


def _done(subject: Subject) -> Decision:
    writes = [write(subject, "status", word_for(subject, "Complete"), "text")]
    closing = next((n for n in ("closed_date", "completed_date") if subject.table.has(n)), "")
    if closing and subject.date(closing) is None:
        writes.append(write(subject, closing, serial(subject.context.today), "date"))
    events = (event(subject, "status", subject.text("status") or None, "Complete"),)
    return _changed(subject, "closed", tuple(writes), events)


def _snooze(subject: Subject) -> Decision:
    if not subject.table.has("snooze_until"):
        return Decision(
            f"The tab {subject.table.tab} has no column Snooze until, so {subject.press.record} was "
            "not snoozed. Add that column, or give a new due date."
        )
    rules = subject.context.rules.followups
    times = _snoozed_times(subject)
    if times >= rules.snooze_times:
        return Decision(
            f"{subject.press.record} was snoozed {times} times, which is the limit. "
            "Give it a new due date, or close it."
        )
    until = _until(subject)
    latest = subject.context.calendars.of(subject.owner).add(
        subject.context.today, rules.snooze_days
    )
    if until is None or until > latest:
        return Decision(f"Snoozing is possible until {day(latest)} at most. Nothing was changed.")
    if subject.date("snooze_until") == until:
        return Decision(f"{subject.press.record} is snoozed until {day(until)} already.", done=True)
    writes = [write(subject, "snooze_until", serial(until), "date")]
    if subject.table.has("snooze_reason"):
        writes.append(write(subject, "snooze_reason", subject.press.reason or None, "text"))
    before = subject.date("snooze_until")
    events = (event(subject, "snooze_until", iso(before), until.isoformat()),)
    return _changed(subject, f"snoozed until {day(until)}", tuple(writes), events)


def _snoozed_times(subject: Subject) -> int:
    events = subject.context.history.of(subject.table.name, "snooze_until")
    return int((events["record"] == subject.press.record).sum())


def _until(subject: Subject) -> date | None:
    calendar = subject.context.calendars.of(subject.owner)
    today = subject.context.today
    if subject.press.value == "week":
        return calendar.add(today + timedelta(days=7 - today.weekday()), 0)
    return calendar.add(today, int(subject.press.value)) if subject.press.value in SNOOZES else None


def _date(subject: Subject) -> Decision:
    try:
        wanted = date.fromisoformat(subject.press.value)
    except ValueError:
        return Decision("That is no date, so nothing was changed. Pick one in the calendar.")
    if subject.date("due_date") == wanted:
        return Decision(f"{subject.press.record} is due on {day(wanted)} already.", done=True)
    if wanted < subject.context.today:
        return Decision(f"{day(wanted)} is past, so nothing was changed. Pick a day from today on.")
    changed = _changed_since(subject, "date")
    if changed:
        return changed
    writes = (write(subject, "due_date", serial(wanted), "date"),)
    before = subject.date("due_date")
    events = (event(subject, "due_date", iso(before), wanted.isoformat()),)
    return _changed(subject, f"moved to {day(wanted)}", writes, events)


def _not_mine(subject: Subject, person_of: Callable[[str], str]) -> Decision:
    name = person_of(subject.press.value)
    if not name:
        return Decision(
            "The person you chose is not in the People tab with a Slack ID or e-mail, so nothing was "
            "changed. Add them there and press again."
        )
    if name == subject.owner:
        return Decision(f"{subject.press.record} is {name}'s already.", done=True)
    changed = _changed_since(subject, "owner")
    if changed:
        return changed
    writes = (write(subject, "owner", name, "text"),)
    events = (event(subject, "owner", subject.owner or None, name),)
    return _changed(subject, f"handed to {name}", writes, events)


def _changed(
    subject: Subject, how: str, writes: tuple[CellWrite, ...], events: tuple[Event, ...]
) -> Decision:
    link = subject.context.row_link(subject.table.name, subject.row).text
    reply = f"{subject.what}: {how} ({subject.press.record}, {link})."
    return Decision(reply, True, how, writes, events)
