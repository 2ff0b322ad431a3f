"""Who is named in a message, and how: mentioned once, by plain name, or away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mso_sheets.analyses.context import Person
from mso_sheets.digest.dialect import PENDING
from mso_sheets.digest.text import isolated
from mso_sheets.digest.words import day
from mso_sheets.model.message import Group, Item, Line, Message, Section, Span

_MOST_ASKED = 60
"""Of how many people of one message Slack is asked."""


@dataclass(slots=True)
class Roll:
    """The people that a template asks for, and how each may be named on `today`.

    `mention` gives the Slack id of a name, or "" where there is none. Nobody is mentioned twice in a
    message, none while on leave, and no more than `cap` people at all.
    """

    people: Mapping[str, Person]
    mention: Callable[[str], str]
    today: date
    cap: int
    asked: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)

    def ask(self, name: str) -> str:
        """The index under which a name will be settled."""
        if name not in self.asked:
            self.asked.append(name)
        return str(self.asked.index(name))

    def settle(self, message: Message) -> Message:
        """The message with every pending name as a mention or as plain words, in reading order."""
        ids = self._ids()
        return _each_line(
            message,
            lambda line: self._line(line, ids, noted=True),
            lambda line: self._line(line, ids, noted=False),
        )

    def _ids(self) -> dict[str, str]:
        """Slack ids by name, as many as may be mentioned; nobody else is asked for."""
        ids: dict[str, str] = {}
        for name in self.asked[:_MOST_ASKED]:
            if sum(map(bool, ids.values())) >= self.cap:
                break
            ids[name] = self._id(name)
        return ids

    def _id(self, name: str) -> str:
        person = self.people.get(name)
        if person and (person.on_leave(self.today) or not person.active):
            return ""
        return self.mention(name)

    def _line(self, line: Line, ids: Mapping[str, str], *, noted: bool) -> Line:
        if not any(span.mention == PENDING for span in line):
            return line
        settled: list[Span] = []
        for span in line:
            settled += self._span(span, ids, noted) if span.mention == PENDING else [span]
        return tuple(settled)

    def _span(self, span: Span, ids: Mapping[str, str], noted: bool) -> list[Span]:
        name = self.asked[int(span.text)]
        found = ids.get(name, "")
        if found and name not in self.told and len(self.told) < self.cap:
            self.told.add(name)
            return [Span(name, mention=found)]
        plain = Span(isolated(name), span.mark)
        if found or name in self.noted or not noted:
            return [plain]
        self.noted.add(name)
        most_found = sum(map(bool, ids.values())) * 2 >= len(ids)
        note = self._note(name, name in ids and most_found)
        return [plain, Span(note)] if note else [plain]

    def _note(self, name: str, others_found: bool) -> str:
        """Why a person is not mentioned, said once a message, beside the person's group."""
        person = self.people.get(name)
        if person and not person.active:
            return " (has left)"
        if person and person.on_leave(self.today):
            until = f" until {day(person.leave_to)}" if person.leave_to else ""
            cover = f", {person.delegate} stands in" if person.delegate else ""
            return f" (on leave{until}{cover})"
        if self.people and person is None:
            return " (not in People)"
        return " (not found in Slack)" if others_found else ""


Change = Callable[[Line], Line]


def _each_line(message: Message, heading: Change, change: Change) -> Message:
    return replace(
        message,
        summary=change(message.summary),
        sections=tuple(_in_section(section, heading, change) for section in message.sections),
        thread=tuple(_in_section(section, heading, change) for section in message.thread),
        context=tuple(change(line) for line in message.context),
    )


def _in_section(section: Section, heading: Change, change: Change) -> Section:
    groups = tuple(
        Group(heading(group.heading), tuple(_in_item(item, change) for item in group.items))
        for group in section.groups
    )
    return Section(section.title, groups, tuple(change(line) for line in section.lines))


def _in_item(item: Item, change: Change) -> Item:
    return replace(item, line=change(item.line), detail=change(item.detail))


def mentioned(message: Message) -> dict[str, str]:
    """Slack id -> name of everybody whom the message mentions."""
    found: dict[str, str] = {}

    def note(line: Line) -> Line:
        found.update({span.mention: span.text for span in line if span.mention})
        return line

    _each_line(message, note, note)
    return found
