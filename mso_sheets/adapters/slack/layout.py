"""Lines -> sections of a message: what stays together, what fits, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mso_sheets.adapters.slack import limits, mrkdwn
from mso_sheets.adapters.slack.elements import (
    Block,
    Target,
    divider,
    menu_cost,
    section,
    with_menu,
)
from mso_sheets.digest.text import units
from mso_sheets.model.message import Item, Line, Message, Section, Span

BULLET = "• "
_DETAIL = "\u2003"


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that stay together: a title, a heading, or an item with its detail."""

    text: str
    section: int
    title: bool = False
    target: Target | None = None
    items: int = 0


@dataclass(slots=True)
class Page:
    """The blocks of one message while they are filled."""

    most_blocks: int
    most_characters: int
    blocks: list[Block] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    buffer: str = ""
    characters: int = 0

    def add(self, unit: Unit, *, menu: bool) -> bool:
        """Takes the unit in if there is room; says whether."""
        joins = not menu and self._joins(unit)
        cost = units(unit.text) + 1 + (menu_cost() if menu else 0)
        blocks = len(self.blocks) + bool(self.buffer) + (0 if joins else 1)
        if blocks > self.most_blocks or self.characters + cost > self.most_characters:
            return False
        self.characters += cost
        if joins:
            self.buffer += "\n" + unit.text
        else:
            self._place(unit, menu=menu)
        return True

    def close(self) -> None:
        """Makes a block of the lines that wait."""
        if self.buffer:
            self.blocks.append(section(self.buffer))
        self.buffer = ""

    def finished(self) -> list[Block]:
        """All blocks, with a rule between sections where there is room for rules."""
        self.close()
        between = self.starts[1:]
        if len(self.blocks) + len(between) > self.most_blocks:
            return self.blocks
        blocks: list[Block] = []
        for position, block in enumerate(self.blocks):
            blocks += [divider(), block] if position in between else [block]
        return blocks

    def _joins(self, unit: Unit) -> bool:
        together = units(self.buffer) + 1 + units(unit.text)
        return bool(self.buffer) and not unit.title and together <= limits.SECTION_TEXT

    def _place(self, unit: Unit, *, menu: bool) -> None:
        self.close()
        if unit.title:
            self.starts.append(len(self.blocks))
        if menu and unit.target:
            block = with_menu(section(unit.text), unit.target, len(self.blocks))
            self.blocks.append(block)
        else:
            self.buffer = unit.text


def units_of(sections: Sequence[Section], message: Message, first: int = 0) -> Iterator[Unit]:
    """The sections in pieces, in order; `first` numbers them."""
    for number, each in enumerate(sections, first):
        if each.title:
            yield Unit(mrkdwn.line((Span(each.title, "bold"),)), number, title=True)
        for group in each.groups:
            yield from _lines(group.heading, number)
            for item in group.items:
                yield from _item(item, number, message)
        for spans in each.lines:
            yield from _lines(spans, number)


def _lines(spans: Line, number: int) -> Iterator[Unit]:
    for part in mrkdwn.lines(spans, limits.SECTION_TEXT) if spans else []:
        yield Unit(part, number)


def _item(item: Item, number: int, message: Message) -> Iterator[Unit]:
    first, *more = mrkdwn.lines((Span(BULLET), *item.line), limits.SECTION_TEXT)
    details: list[str] = []
    if item.detail:
        details = mrkdwn.lines((Span(_DETAIL), *item.detail), limits.SECTION_TEXT)
    if details and not more and units(first) + units(details[0]) < limits.SECTION_TEXT:
        first = f"{first}\n{details.pop(0)}"
    target = Target(message.workbook, item.table, item.record, item.seen)
    yield Unit(first, number, target=target if message.buttons and target.fits else None, items=1)
    for part in (*more, *details):
        yield Unit(part, number)


def fill(pieces: Sequence[Unit], blocks: int, characters: int) -> tuple[list[Block], list[Unit]]:
    """The blocks of one message, and the units that did not fit.

    Where all would fit if fewer lines had menus, the last lines go without: every line is read,
    not every line is pressed.
    """
    pressable = sum(unit.target is not None for unit in pieces)
    page, rest = _with_menus(pieces, blocks, characters, pressable)
    if not rest or _with_menus(pieces, blocks, characters, 0)[1]:
        return page.finished(), rest
    low, high = 0, pressable
    while low < high:
        middle = (low + high + 1) // 2
        fits = not _with_menus(pieces, blocks, characters, middle)[1]
        low, high = (middle, high) if fits else (low, middle - 1)
    return _with_menus(pieces, blocks, characters, low)[0].finished(), []


def _with_menus(
    pieces: Sequence[Unit], blocks: int, characters: int, menus: int
) -> tuple[Page, list[Unit]]:
    page = Page(blocks, characters)
    for position, unit in enumerate(pieces):
        menu = unit.target is not None and menus > 0
        if not page.add(unit, menu=menu):
            return page, list(pieces[position:])
        menus -= menu
    return page, []
