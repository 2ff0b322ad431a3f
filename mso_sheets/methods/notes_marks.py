"""Actions and decisions that carry a mark of their own: `ACTION:`, `AI:`, `TODO(ana):`, `DECISION 4:`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from mso_sheets.methods import notes_words as words
from mso_sheets.methods.notes_found import FoundAction, Kind, make_found
from mso_sheets.methods.notes_lines import HEADING_LABEL, Line
from mso_sheets.methods.notes_people import Names
from mso_sheets.methods.notes_words import folded

_ORNAMENT = re.compile(r"^[^\w\[(【［@<]+")
_COUNTED = re.compile(r"^A[-#]?(?P<number>\d{1,3})\s*[.:)]\s+")
"""`A1.` in minutes that count decisions and actions by letter."""
_NEEDS_OWNER = re.compile(r"^(?:ap|tasks?|follow[\s-]?ups?|next step|handling(?:er)?)$")


def unaccented(text: str) -> str:
    """The text with accents off, one character for one, so that places stay the same."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFKD", c)[0] for c in text)


def marked(line: Line, names: Names, kind: Kind) -> list[FoundAction]:
    """Everything marked in a line, at its start or after a sentence; `kind` is the section's."""
    if 0 < line.heading < HEADING_LABEL and not re.search(r"[:：]\s*\S", line.text):
        return []
    text = _ORNAMENT.sub("", line.text)
    flat = unaccented(text)
    if state := words.TRACKER_STATE.match(flat):
        kind = "new" if state["state"].lower() in ("new", "open") else "carried"
        text = text[state.end() :]
    starts = [0, *(m.end() for m in words.INSIDE.finditer(text) if m.end())]
    found: list[FoundAction] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        who = names.resolve(text[:start].rstrip(" :：")) if start else ""
        spoken = replace(line, speaker=who) if who else line
        found += _mark_at(text[start:end].strip().rstrip("([ "), spoken, names, kind)
    return found


def _mark_at(text: str, line: Line, names: Names, kind: Kind) -> list[FoundAction]:
    flat = unaccented(text)
    if words.TRACKER.match(flat):
        rest = re.sub(r"^[^:：]*[:：]?\s*", "", text)
        return [make_found(rest, line, names, "tracker", 0.9, "carried")] if " " in rest else []
    if decision := words.DECISION.match(flat):
        rest, number = text[decision.end() :], re.sub(r"[^\d.]", "", decision["number"] or "")
        item = make_found(rest, line, names, "decision", 0.9, "decision")
        return [] if words.is_empty(rest) else [replace(item, number=number)]
    for pattern in (
        words.TODO_OF,
        words.OWNERS_ACTION,
        words.MARK,
        words.MARK_NAMED,
        words.BRACKETED,
    ):
        if mark := pattern.match(flat):
            found = _after_mark(text, mark, line, names, kind)
            if found or pattern is not words.MARK:
                return found
    counted = _COUNTED.match(flat)
    if counted and names.leading(text[counted.end() :])[0]:
        item = make_found(text[counted.end() :], line, names, "mark", 0.9, kind)
        return [replace(item, number=counted["number"])]
    command = words.COMMAND.match(flat)
    if command and (
        text[:6].isupper() or line.quoted or line.speaker or names.leading(command["rest"])[0]
    ):
        return [make_found(text[command.start("rest") :], line, names, "command", 0.9, kind)]
    return []


def _after_mark(
    text: str, mark: re.Match[str], line: Line, names: Names, kind: Kind
) -> list[FoundAction]:
    parts = mark.groupdict()
    rest = text[mark.end() :].strip()
    word = parts.get("word") or ""
    hint = _given(parts.get("person") or "", names)
    if words.is_empty(rest) or not _counts(word, rest, hint, names):
        return []
    if mark.re is words.MARK_NAMED and not hint:
        return []
    number = re.sub(r"[^\d.]", "", parts.get("number") or "")
    plural = folded(word).endswith("s") or "steps" in folded(word)
    pieces = pieces_of(rest, names) if plural or re.match(r"^\(?1[.)]\s", rest) else [rest]
    found = [make_found(piece, line, names, "mark", 0.95, kind, hint) for piece in pieces]
    return [replace(item, number=number) for item in found]


def _given(person: str, names: Names) -> tuple[str, ...]:
    """The owner that stands in the mark itself: `(Ana)`, `on Ana`, `@ana`."""
    given = re.sub(r"^(?:on|for|by|assigned to)\s+", "", person.strip(" ()[]"), flags=re.IGNORECASE)
    if not given:
        return ()
    return names.several(given) or ((given[1:],) if given.startswith("@") else ())


def _counts(word: str, rest: str, hint: tuple[str, ...], names: Names) -> bool:
    """Whether a mark is one: words that mean much else need an owner beside them, AI capitals."""
    flat = folded(word)
    owned = bool(
        hint or names.leading(rest, loose=True)[0] or names.trailing(rest)[0] or rest[:1] == "@"
    )
    if flat in ("ai", "ais", "a/i", "a.i.", "ap"):
        return word[:2].rstrip("/.").isupper() and (flat != "ap" or owned)
    return owned or not _NEEDS_OWNER.match(flat)


def pieces_of(text: str, names: Names) -> list[str]:
    """Several actions in one line: "1) ... 2) ...", or parts that each begin with their owner."""
    numbered = re.split(r"(?:^|[\s;])\(?\d{1,2}[.)]\s+(?=\S)", text)
    if re.match(r"^\(?1[.)]\s", text) and len(numbered) > 2:
        return [part.strip(" ;") for part in numbered if part.strip(" ;")]
    parts = [
        part.strip() for part in re.split(r";\s+|(?<=[.])\s+(?=[A-Z@])|,\s+(?=[A-Z@]|and\s)", text)
    ]
    bare = [re.sub(r"^and\s+", "", part).rstrip(".") for part in parts]
    owned = all(names.leading(part, loose=True)[0] for part in bare)
    return bare if len(bare) > 1 and owned else [text]
