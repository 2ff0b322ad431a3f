"""The desk where presses are answered: read, decide, write; read again when somebody was faster.

Many presses that wait together cost one read and one write. Two on the same row are answered one
after the other, each on what the other left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mso_sheets import history
from mso_sheets.analyses.context import Context
from mso_sheets.errors import ConflictError, MsoSheetsError
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.model.history import Event
from mso_sheets.model.message import Message
from mso_sheets.model.table import Tables
from mso_sheets.ports import Workbook
from mso_sheets.presses.deciding import Decision, decide
from mso_sheets.presses.press import CHANGES, Press, Reply

HELP = "Type /mso for your open items, or /mso project NAME for a project's card."
BUSY = "The sheet was busy, so nothing was changed. Press again in a moment."


@dataclass(frozen=True, slots=True)
class Place:
    """One workbook as the desk needs it.

    Args:
        workbook: the port.
        understand: what was read -> typed tables and the context of this moment.
        ask: (kind, Slack id, person, value) -> the message that answers it, None for nothing.
        state_rows: (events, snapshot, run id) -> rows for the state tab; by default appended ones.
        after: called once after presses changed the workbook (to update today's message).
    """

    workbook: Workbook
    understand: Callable[[Snapshot], tuple[Tables, Context]]
    ask: Callable[[Press, str], Message | None] = lambda press, person: None
    state_rows: Callable[[Sequence[Event], Snapshot, str], tuple[tuple[Cell, ...], ...]] | None = (
        None
    )
    after: Callable[[], object] = lambda: None


@dataclass(slots=True)
class Desk:
    """Answers presses on any of its workbooks.

    `email_of` gives the address of a Slack member, for people without a Slack ID in People; `now`
    an aware instant; `new_run` a fresh run id.
    """

    places: Mapping[str, Place]
    now: Callable[[], datetime]
    new_run: Callable[[], str]
    email_of: Callable[[str], str] = lambda member: ""
    rounds: int = 5
    _told: dict[str, Reply] = field(default_factory=dict)

    def handle(self, press: Press) -> Reply:
        """Answers one press."""
        return self.handle_all([press])[0]

    def handle_all(self, presses: Sequence[Press]) -> list[Reply]:
        """Answers presses that wait together, each once: a repeated key gets its first answer."""
        waiting = {press.key: press for press in presses if press.key not in self._told}
        by_place: dict[str, list[Press]] = {}
        for press in waiting.values():
            if press.kind in CHANGES:
                by_place.setdefault(press.workbook, []).append(press)
            else:
                self._told[press.key] = self._asked(press)
        for name, mine in by_place.items():
            self._told.update(self._changed(name, mine))
        replies = [self._told[press.key] for press in presses]
        self._forget()
        return replies

    def _forget(self, most: int = 2_000) -> None:
        for key in list(self._told)[:-most]:
            del self._told[key]

    def _changed(self, name: str, presses: Sequence[Press]) -> dict[str, Reply]:
        place = self.places.get(name)
        if place is None:
            gone = Reply(f"The workbook {name} is no longer served here. Nothing was changed.")
            return {press.key: gone for press in presses}
        told: dict[str, Reply] = {}
        try:
            for batch in _batches(presses):
                told.update(self._batch(place, batch))
        except MsoSheetsError as error:
            failed = Reply(f"Nothing was changed: {error}")
            told = {press.key: told.get(press.key, failed) for press in presses}
        if any(reply.done for reply in told.values()):
            place.after()
        return told

    def _batch(self, place: Place, presses: Sequence[Press]) -> dict[str, Reply]:
        """One read and at most one write a round.

        A conflict starts the next round, and so does a write that was dropped because a row moved:
        what needs no write then has landed, what still needs one is written where the row is now.
        """
        told: dict[str, Reply] = {}
        hoped: dict[str, Reply] = {}
        waiting, why = list(presses), BUSY
        for _ in range(self.rounds):
            snapshot = place.workbook.read()
            decided = self._decided(place, snapshot, waiting)
            settled = {key: each for key, each in decided.items() if not each.writes}
            told |= {key: hoped.get(key, _reply(each)) for key, each in settled.items()}
            open_ = {key: each for key, each in decided.items() if each.writes}
            waiting = [press for press in waiting if press.key in open_]
            try:
                applied = self._write(place, snapshot, list(open_.values()))
            except ConflictError:
                continue
            replies = {key: _reply(each) for key, each in open_.items()}
            if not applied.dropped:
                return told | replies
            hoped, why = replies, f"Nothing was changed: {' '.join(applied.dropped)}"
        return told | {press.key: Reply(why) for press in waiting}

    def _decided(
        self, place: Place, snapshot: Snapshot, presses: Sequence[Press]
    ) -> dict[str, Decision]:
        tables, context = place.understand(snapshot)
        names, at = self._names(context), self._at()
        return {press.key: decide(press, snapshot, tables, context, names, at) for press in presses}

    def _write(self, place: Place, snapshot: Snapshot, decided: Sequence[Decision]) -> Applied:
        writes = tuple(write for decision in decided for write in decision.writes)
        if not writes:
            return Applied(snapshot.generation)
        run = self.new_run()
        events = [event for decision in decided for event in decision.events]
        rows = place.state_rows or self._appended
        changes = Changes(run, cells=writes, state_rows=rows(events, snapshot, run))
        return place.workbook.apply(changes, snapshot)

    def _appended(
        self, events: Sequence[Event], snapshot: Snapshot, run: str
    ) -> tuple[tuple[Cell, ...], ...]:
        packed = [
            ["c", each.table, each.record, each.field, each.before, each.after, each.by]
            for each in events
        ]
        rows = history.event_rows(packed, events[0].day, self._at(), run)
        return tuple(row.cells() for row in rows) if snapshot.our_tab("_mso_state") else ()

    def _names(self, context: Context) -> Callable[[str], str]:
        by_id = {each.slack_id: name for name, each in context.people.items() if each.slack_id}
        by_email = {each.email.lower(): name for name, each in context.people.items() if each.email}

        def person_of(member: str) -> str:
            if member in by_id:
                return by_id[member]
            return by_email.get(self.email_of(member).lower(), "") if by_email else ""

        return person_of

    def _asked(self, press: Press) -> Reply:
        if press.kind == "help":
            return Reply(HELP)
        messages: list[Message] = []
        problems: list[str] = []
        for place in self.places.values():
            try:
                found = self._answer(place, press)
            except MsoSheetsError as error:
                problems.append(str(error))
            else:
                messages += [found] if found else []
        if not messages:
            nothing = "Nothing is open for you." if press.kind != "project" else "No such project."
            return Reply(" ".join(problems) or f"{nothing} {HELP}")
        return Reply(" ".join(problems), done=True, messages=tuple(messages))

    def _answer(self, place: Place, press: Press) -> Message | None:
        _, context = place.understand(place.workbook.read())
        return place.ask(press, self._names(context)(press.user))

    def _at(self) -> str:
        return self.now().isoformat(timespec="seconds")


def _batches(presses: Sequence[Press]) -> list[list[Press]]:
    """Presses in rounds: no record twice in one round, order kept for each record."""
    rounds: list[list[Press]] = []
    counts: dict[tuple[str, str], int] = {}
    for press in presses:
        record = (press.table, press.record)
        place = counts.get(record, 0)
        counts[record] = place + 1
        if place == len(rounds):
            rounds.append([])
        rounds[place].append(press)
    return rounds


def _reply(decision: Decision) -> Reply:
    return Reply(decision.reply, decision.done)
