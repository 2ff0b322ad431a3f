"""The small Markdown that digest templates are written in, read into the parts of a message.

    # Title                                  the header
    Lines before the first section           the summary
    ## Section
    A line before any group or item          an introduction of the section
    ### Heading of a group
    - one item {actions/ACT-0042}            the braces (see `buttons`) put the menu on the line
      a detail of it, indented
    A line after the items                   closes the section
    + {count} more in the thread: {people}   shown only where items were folded into the thread
    > context                                the small print of the message
    ---                                      what follows goes to the thread

In a line: **bold**, _italic_, `code`, [words](https://...), and people as `{{ person(name) }}`.
A backslash takes a mark's meaning away. Everything else is literal text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mso_sheets.digest.shield import bare, unshield
from mso_sheets.model.message import Group, Item, Line, Mark, Section, Span

PENDING = "?"
"""The mention of a span whose `text` is an index into the people that the template asked for."""

_TOKEN = re.compile(
    r"\\(?P<literal>.)"
    r"|\*\*(?P<bold>.+?)\*\*"
    r"|(?<!\w)_(?P<italic>[^_]+)_(?!\w)"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<url>[^()\s]+)\)"
    r"|<@(?P<person>\d+)>"
)
_RECORD = re.compile(r"\s*\{(?P<table>[^{}/@]+)/(?P<record>[^{}@]+)(?:@(?P<seen>[^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A section as parsed, with the line that announces what was folded away."""

    section: Section
    more: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole rendered template."""

    title: str = ""
    summary: Line = ()
    parts: tuple[Part, ...] = ()
    thread: tuple[Section, ...] = ()
    context: tuple[Line, ...] = ()


@dataclass(slots=True)
class _Open:
    """The section that is being read. `texts` says which groups are bare lines of text."""

    title: str
    groups: list[Group] = field(default_factory=list)
    texts: list[bool] = field(default_factory=list)
    more: str = ""

    def add(self, heading: Line, *, text: bool = False) -> None:
        self.groups.append(Group(heading))
        self.texts.append(text)

    def item(self, item: Item) -> None:
        if not self.groups or self.texts[-1]:
            self.add(())
        last = self.groups[-1]
        self.groups[-1] = Group(last.heading, (*last.items, item))

    def detail(self, line: Line) -> bool:
        if not self.groups or not self.groups[-1].items:
            return False
        *items, last = self.groups[-1].items
        joined = (*last.detail, Span(" "), *line) if last.detail else line
        with_detail = replace(last, detail=joined)
        self.groups[-1] = Group(self.groups[-1].heading, (*items, with_detail))
        return True

    def closed(self) -> Part:
        """Texts at the end are the section's own lines; elsewhere they stay where they stood."""
        end = len(self.groups)
        while end and self.texts[end - 1]:
            end -= 1
        lines = tuple(group.heading for group in self.groups[end:])
        return Part(Section(self.title, tuple(self.groups[:end]), lines), self.more)


def parse(text: str) -> Document:
    """Reads a rendered template. Sections without any content are left out."""
    title, summary, context = "", [], []  # type: str, list[Span], list[Line]
    parts: list[list[Part]] = [[], []]
    current: _Open | None = None
    below = 0

    def close() -> None:
        if current is not None and current.groups:
            parts[below].append(current.closed())

    for raw in text.splitlines():
        mark, content = _mark(raw)
        if mark == "" and not content:
            continue
        if mark in ("##", "---"):
            close()
            below = 1 if mark == "---" else below
            current = _Open(plain(parse_line(content))) if mark == "##" else None
        elif mark == "#":
            title = plain(parse_line(content))
        elif mark == ">":
            context.append(parse_line(content))
        elif current is None:
            summary += [Span(" "), *parse_line(content)] if summary else parse_line(content)
        else:
            _into(current, mark, content)
    close()
    thread = tuple(part.section for part in parts[1])
    return Document(title, tuple(summary), tuple(parts[0]), thread, tuple(context))


def _into(section: _Open, mark: str, content: str) -> None:
    if mark == "###":
        section.add(parse_line(content))
    elif mark == "-":
        section.item(_item(content))
    elif mark == "+":
        section.more = content
    elif not (mark == "  " and section.detail(parse_line(content))):
        section.add(parse_line(content), text=True)


def _mark(raw: str) -> tuple[str, str]:
    stripped = raw.strip()
    if stripped == "---":
        return "---", ""
    for mark in ("###", "##", "#", "-", "+", ">"):
        if stripped.startswith(mark + " "):
            return mark, stripped[len(mark) + 1 :].strip()
    return ("  " if raw.startswith("  ") else "", stripped)


def _item(content: str) -> Item:
    found = _RECORD.search(content)
    if found is None:
        return Item(parse_line(content))
    line = parse_line(content[: found.start()] + content[found.end() :])
    table, record, seen = (bare(found[name] or "") for name in ("table", "record", "seen"))
    return Item(line, (), table, record, seen)


def parse_line(text: str, mark: Mark = "plain") -> Line:
    """The spans of one line, neighbours of the same kind joined."""
    return _joined(_spans(text, mark))


def _spans(text: str, mark: Mark) -> Iterator[Span]:
    end = 0
    for found in _TOKEN.finditer(text):
        yield from _literal(text[end : found.start()], mark)
        end = found.end()
        yield from _token(found, mark)
    yield from _literal(text[end:], mark)


def _token(found: re.Match[str], mark: Mark) -> Iterator[Span]:
    kind = found.lastgroup or ""
    if kind == "bold":
        yield from _spans(found["bold"], "bold")
    elif kind == "italic":
        yield from _spans(found["italic"], "italic")
    elif kind == "url":
        yield Span(unshield(found["words"]), link=unshield(found["url"]))
    elif kind == "person":
        yield Span(found["person"], mark, mention=PENDING)
    else:
        yield Span(unshield(found[kind]), "code" if kind == "code" else mark)


def _literal(text: str, mark: Mark) -> Iterator[Span]:
    if text:
        yield Span(unshield(text), mark)


def _joined(spans: Iterator[Span]) -> Line:
    line: list[Span] = []
    for span in spans:
        last = line[-1] if line else None
        if last and last.mark == span.mark and not (_leads(last) or _leads(span)):
            line[-1] = Span(last.text + span.text, span.mark)
        else:
            line.append(span)
    return tuple(line)


def _leads(span: Span) -> bool:
    return bool(span.link or span.mention)


def plain(line: Line) -> str:
    """A line as literal text."""
    return "".join(span.text for span in line)
