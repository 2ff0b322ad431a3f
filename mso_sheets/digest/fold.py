"""Keeps a digest short: the worst few lines a section stay, the rest goes to the thread, all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mso_sheets.digest.dialect import Part, parse_line
from mso_sheets.model.message import Group, Item, Line, Section, Span

MORE = "{count} more in the thread"
SHORTENED_PEOPLE = 12


@dataclass(slots=True)
class _Folded:
    kept: list[Group] = field(default_factory=list)
    rest: list[Group] = field(default_factory=list)
    hidden: list[tuple[Line, int]] = field(default_factory=list)


def fold(part: Part, lines_a_section: int, lines_a_person: int) -> tuple[Section, Section | None]:
    """A section as it stands in the message, and what of it goes to the thread (None = nothing).

    One line beyond the limit stays, for a line that says "1 more" would take its place.
    """
    section = part.section
    total = sum(len(group.items) for group in section.groups)
    widest = max((len(group.items) for group in section.groups if group.heading), default=0)
    if total <= lines_a_section + 1 and widest <= lines_a_person + 1:
        return section, None
    folded = _folded(section.groups, lines_a_section, lines_a_person)
    if not folded.rest:
        return section, None
    count = sum(len(group.items) for group in folded.rest)
    more = _more(part.more or MORE, count, folded.hidden)
    kept = Section(section.title, tuple(folded.kept), (*section.lines, more))
    return kept, Section(f"{section.title}, continued", tuple(folded.rest))


def _folded(groups: tuple[Group, ...], lines: int, lines_a_person: int) -> _Folded:
    folded, left = _Folded(), lines
    for group in groups:
        room = min(left, lines_a_person if group.heading else left) if group.items else 0
        if len(group.items) <= room + 1 and len(group.items) <= left:
            room = len(group.items)
        shown, rest = group.items[:room], group.items[room:]
        if shown or not group.items:
            folded.kept.append(Group(group.heading, shown))
        elif group.heading:
            folded.hidden.append((_name(group.heading), len(group.items)))
        if rest:
            folded.rest.append(Group(group.heading, rest))
        left -= len(shown)
    return folded


def _name(heading: Line) -> Line:
    """A group's heading without what follows its first span: the person or theme alone."""
    return heading[:1]


def _more(words: str, count: int, hidden: list[tuple[Line, int]]) -> Line:
    before, people, after = words.replace("{count}", f"{count:,}").partition("{people}")
    if people and not hidden:
        before = before.rstrip(" :(")
        after = after.lstrip(" )")
    names: list[Span] = []
    for position, (name, items) in enumerate(hidden[:SHORTENED_PEOPLE]):
        names += [Span(", "), *name] if position else [*name]
        names.append(Span(f" {items}"))
    if len(hidden) > SHORTENED_PEOPLE:
        names.append(Span(f" and {len(hidden) - SHORTENED_PEOPLE} others"))
    return (*parse_line(before), *(names if people else ()), *parse_line(after))


def items_of(section: Section) -> list[Item]:
    """All items of a section in order."""
    return [item for group in section.groups for item in group.items]
