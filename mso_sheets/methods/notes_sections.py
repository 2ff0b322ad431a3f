"""Walks through notes: headings, lists under them, checkboxes and tables; marks wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mso_sheets.methods import notes_words as words
from mso_sheets.methods.notes_found import FoundAction, Kind, make_found
from mso_sheets.methods.notes_lines import HEADING_LABEL, Line
from mso_sheets.methods.notes_marks import marked, pieces_of
from mso_sheets.methods.notes_people import Names
from mso_sheets.methods.notes_tables import action_rows
from mso_sheets.methods.verbs import has_verb

_LISTS = ("actions", "carried", "decisions")
_MENTION = re.compile(r"^@[\w.-]+\s*(?:[–—-]\s|(?P<to>to\s+[a-z]))")
_ARROW = re.compile(r"^\s*(?:[→⇒➔➜►▶]|[-=]{1,2}>)\s*(?=\S)")
_STRANGER = re.compile(r"^[^\W\d_][\w.'’ ]{1,25}\s(?:[–—-])\s(?P<task>[a-z].{3,200})$")
_SPEECH = re.compile(r"^[^\W\d_][\w.'’ -]{0,40}[:：]\s")
_KINDS: dict[str, Kind] = {"actions": "new", "carried": "carried", "decisions": "decision"}


@dataclass(slots=True)
class Reader:
    """Where in the notes the reader is: the section, what ends it, and the item last seen."""

    names: Names
    suggestions: bool = False
    section: words.Section = "other"
    outer: words.Section = "other"
    level: int = 0
    label: Line | None = None
    directly: bool = False
    item_indent: int = -1
    topic: tuple[str, ...] | None = None
    group: tuple[str, ...] = ()
    listed: bool = False
    listed_plainly: bool = False
    below: Line | None = None
    found: list[FoundAction] = field(default_factory=list)

    def read(self, lines: Sequence[Line]) -> list[FoundAction]:
        """Everything found, in the order of the notes."""
        place = 0
        while place < len(lines):
            place += self._step(lines, place)
        return self.found

    def _step(self, lines: Sequence[Line], place: int) -> int:
        """Reads the line at `place`; how many lines that took."""
        line = lines[place]
        self.below = lines[place + 1] if place + 1 < len(lines) else None
        if line.cells:
            end = next((n for n in range(place, len(lines)) if not lines[n].cells), len(lines))
            self._read_table([row.cells for row in lines[place:end]])
            return end - place
        if timed := words.TIMED_NUMBER.match(line.text):
            return self._read_numbered(lines, place, "decision" if timed["group"] == "1" else "new")
        own = marked(line, self.names, "carried" if self.section == "carried" else "new")
        if own:
            self.found += [_with_status(item, lines, place) for item in own]
            self.item_indent, self.topic = line.indent, None
        elif not self._enter(line):
            self._read_item(line)
        return 1

    def _read_numbered(self, lines: Sequence[Line], place: int, kind: Kind) -> int:
        text = next((n for n in range(place + 1, len(lines)) if lines[n].text), None)
        if text is None:
            return 1
        self.found.append(
            make_found(lines[text].text, lines[text], self.names, "numbered", 0.9, kind)
        )
        return text + 1 - place

    # Headings and labels: what section the next lines belong to.

    def _enter(self, line: Line) -> bool:
        """Follows headings, labels and blank lines; True when the line is no item itself."""
        if line.blank:
            self.directly = False
            return True
        if not (line.heading or _is_label(line)):
            return self._enter_plain(line)
        section = words.section_of(line.text)
        if 0 < line.heading < HEADING_LABEL:
            return self._enter_heading(line, section)
        if section in _LISTS:
            outer = self.outer if self.label is not None else self.section
            self._set(section, HEADING_LABEL)
            self.outer, self.label, self.directly = outer, line, not line.bullet
            return True
        if line.bullet and self.label is not None and self._has_left(line, self.label):
            self._leave()
        if line.bullet or (section == "other" and self.section not in _LISTS and not line.heading):
            return False
        if self.section in _LISTS and (self.label is None or self._is_persons_list(line)):
            self._group(line)
        elif self.section in _LISTS:
            self._leave()
        elif section == "agenda":
            self._set(section, HEADING_LABEL)
        return True

    def _enter_plain(self, line: Line) -> bool:
        """A line that is no heading may leave the list below a label, or begin a person's part of it."""
        if self.label is None or not self._has_left(line, self.label):
            return False
        if self._is_persons_list(line):
            self._group(line)
            return True
        self._leave()
        return False

    def _enter_heading(self, line: Line, section: words.Section) -> bool:
        """A lower heading inside an action section is a group of it; below a top heading only a person."""
        inside = self.section in _LISTS and self.label is None and line.heading > self.level
        inside &= self.level > 1 or bool(self.names.several(line.text.rstrip(":： ")))
        if inside and section == "other":
            self._group(line)
        else:
            self._set(section, line.heading)
        return True

    def _group(self, line: Line) -> None:
        """A heading inside an action section: a person, or a theme."""
        self.group, self.item_indent, self.topic = (
            self.names.several(line.text.rstrip(":： ")),
            -1,
            None,
        )

    def _is_persons_list(self, line: Line) -> bool:
        """Whether a line is but a name over bullets: what follows is this person's."""
        listed = self.below is not None and self.below.bullet
        return listed and not line.bullet and bool(self.names.several(line.text.rstrip(":： ")))

    def _set(self, section: words.Section, level: int) -> None:
        self.section, self.level, self.label = section, level, None
        self.item_indent, self.topic, self.group, self.directly = -1, None, (), False
        self.listed = self.listed_plainly = False

    def _leave(self) -> None:
        self._set(self.outer, 0)
        self.outer = "other"

    def _has_left(self, line: Line, label: Line) -> bool:
        """Whether a line has left the list below a label."""
        if not label.bullet:
            return not line.bullet and not self.directly
        if label.ordered and not line.ordered and line.bullet:
            return line.indent < label.indent
        return line.indent <= label.indent

    # Items.

    def _read_item(self, line: Line) -> None:
        if self.section in _LISTS:
            speech = line.speaker or (self.listed and _SPEECH.match(line.text))
            if speech and not line.bullet:
                self._set("other", 0)
            elif line.bullet or line.quoted or self._is_item(line):
                self._read_listed(line)
        elif line.box:
            self._read_box(line)
        elif (mention := _MENTION.match(line.text)) and (
            line.bullet or mention["to"] or " - " in line.text or "–" in line.text
        ):
            self.found.append(
                make_found(line.text, line, self.names, "mention", 0.8, _kind_of(line, "other"))
            )
        elif _ARROW.match(line.raw) and self._is_order(line):
            self.found.append(make_found(line.said, line, self.names, "arrow", 0.85))
        elif self.suggestions and line.bullet and self.section == "other":
            self._suggest(line)

    def _owned(self, text: str, loose: bool = False) -> bool:
        return bool(
            self.names.leading(text, loose=loose)[0]
            or self.names.trailing(text)[0]
            or text[:1] == "@"
        )

    def _is_order(self, line: Line) -> bool:
        """Whether a line tells somebody to do something: "Ana: ask legal", "Ben to send it"."""
        owners, task = self.names.leading(line.said)
        return bool(owners) and task[:1].islower() and has_verb(task)

    def _is_item(self, line: Line) -> bool:
        """A plain line in an action section counts when it begins or ends with its owner."""
        if self.listed_plainly and (told := _STRANGER.match(line.text)):
            return has_verb(told["task"])
        self.listed_plainly = len(line.text) <= 300 and self._owned(line.text)
        return self.listed_plainly

    def _read_listed(self, line: Line) -> None:
        text = re.sub(r"^\d+(?:\.\d+)+\s*[-:：.)]?\s*", "", line.said)
        self.listed |= line.bullet
        self.directly &= not line.bullet
        if self.item_indent < 0 or line.indent <= self.item_indent:
            self.item_indent, self.topic = line.indent, None
            people = self.names.several(text.rstrip(":： ").lstrip("@"))
            if people or text.endswith((":", "：")) or self._is_theme(line, text):
                self.topic = people or self.names.trailing(text)[0]
                return
            hint = self.group
        elif self.topic is not None:
            hint = self.topic
        else:
            self._read_detail(text)
            return
        if _says_something(text) and (self.outer != "agenda" or hint or self._owned(text)):
            kind: Kind = "decision" if self.section == "decisions" else _kind_of(line, self.section)
            pieces = pieces_of(text, self.names) if ";" in text else [text]
            self.found += [
                make_found(piece, line, self.names, "section", 0.9, kind, hint) for piece in pieces
            ]

    def _is_theme(self, line: Line, text: str) -> bool:
        """A few words without a verb over a deeper list that has no details of theirs: a theme."""
        below = self.below
        if below is None or not below.bullet or below.indent <= line.indent:
            return False
        few = len(text.split()) <= 5 and not self.names.leading(text)[0]
        return few and not words.FIELD.match(below.text) and not has_verb(text)

    def _read_detail(self, text: str) -> None:
        """`Owner: Ana` or `Due: 3 March` below an item belongs to that item."""
        detail = words.FIELD.match(text)
        if not detail or not self.found:
            return
        last = self.found[-1]
        if re.match(r"(?i)due|dead|by|when|eta", detail["name"]) and not self.names.several(
            detail["value"]
        ):
            self.found[-1] = replace(last, term=last.term or detail["value"])
        elif not last.owners:
            self.found[-1] = replace(last, owners=self.names.several(detail["value"]))

    def _read_box(self, line: Line) -> None:
        """An open checkbox outside action sections; on an agenda only with an owner."""
        text = line.said
        owned = self._owned(text, loose=True) or "@" in text
        if (
            len(text.split()) > 2
            and not words.is_empty(text)
            and (owned or self.section != "agenda")
        ):
            kind = _kind_of(line, "other")
            self.found.append(make_found(text, line, self.names, "checkbox", 0.85, kind))

    def _read_table(self, rows: Sequence[tuple[str, ...]]) -> None:
        for row in action_rows(rows, self.section):
            if row.kind in _KINDS and not words.is_empty(row.text):
                owners, line = self.names.several(row.owner), Line(row.raw, row.text)
                item = make_found(
                    row.text, line, self.names, "table", 0.9, _KINDS[row.kind], owners
                )
                self.found.append(replace(item, term=row.due))

    def _suggest(self, line: Line) -> None:
        owners, task = self.names.leading(line.text)
        said_to = re.search(r"\bto\s+$", line.text[: len(line.text) - len(task)])
        if owners and said_to and task[:1].islower():
            self.found.append(make_found(line.text, line, self.names, "suggestion", 0.4))


def _is_label(line: Line) -> bool:
    """A line that only announces: it ends in a colon, or is nothing but words for a section."""
    if line.speaker or line.box or len(line.text) > 80:
        return False
    return line.text.endswith((":", "：")) or words.section_of(line.text) in _LISTS


def _says_something(text: str) -> bool:
    if words.is_empty(text) or re.fullmatch(r"\S+://\S+|#?\d+", text):
        return False
    return len(re.findall(r"\w{2,}", text)) > 1 or not text.isascii()


def _kind_of(line: Line, section: words.Section) -> Kind:
    over = section == "carried" or line.box == "done" or line.struck or words.DONE.search(line.text)
    return "carried" if over else "new"


def _with_status(item: FoundAction, lines: Sequence[Line], place: int) -> FoundAction:
    """`Status: completed` on the line below tells of an action that was there before."""
    below = lines[place + 1].text if place + 1 < len(lines) else ""
    over = re.match(r"(?i)status\s*:\s*(?:done|complete|closed|finished|resolved)", below)
    return replace(item, kind="carried") if over and item.kind == "new" else item


def read_sections(lines: Sequence[Line], names: Names, suggestions: bool) -> Iterator[FoundAction]:
    """Everything the notes mark, list, tick or tabulate as an action or a decision."""
    yield from Reader(names, suggestions).read(lines)
