"""One action found in notes, and how its owner and words are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from mso_sheets.methods import notes_words as words
from mso_sheets.methods.notes_dates import due_date
from mso_sheets.methods.notes_lines import Line, plain
from mso_sheets.methods.notes_people import Names

Kind = Literal["new", "carried", "decision"]
_MYSELF = re.compile(r"^(?:I(?:['’]ll|\s+will|\s+to)|me\s+to)\s+(?=\w)")
_HANDLES_FIRST = re.compile(r"^(?:@[\w.-]+[\s,/&]*(?:and\s+)?)+")
_HANDLES_LAST = re.compile(r"(?:[\s,]*@[\w.-]+)+\s*$")


@dataclass(frozen=True, slots=True)
class FoundAction:
    """An action as the notes say it.

    `text` as written after the mark; `owners` the accountable one first, empty when nobody known is
    named; `confidence` in 0..1; `sentence` the whole line without its bullet; `task` the words without
    the owner around them; `rule` names what found it; `number` its number where the notes number
    actions; `term` the due date as words where it stands apart from the text.
    """

    text: str
    owners: tuple[str, ...] = ()
    due: date | None = None
    confidence: float = 0.9
    sentence: str = ""
    kind: Kind = "new"
    rule: str = ""
    task: str = ""
    number: str = ""
    term: str = ""


def make_found(
    text: str, line: Line, names: Names, rule: str, confidence: float, kind: Kind = "new",
    hint: tuple[str, ...] = (), loose: bool = True,
) -> FoundAction:  # fmt: skip
    """The action that `text` of `line` says; `hint` are owners known from around it."""
    text = words.RANK.sub("", words.RECORDED.sub("", plain(text)).strip(" -–—*"))
    owners, task = (hint, text) if hint else _owned(text, line, names, loose)
    if kind == "new" and (words.CARRIED.search(text) or words.DONE.search(text)):
        kind = "carried"
    certain = min(0.99, confidence + (0.03 if owners else 0.0))
    sentence = re.sub(r"^[-*+•]\s+", "", " ".join(line.raw.split()))
    task = task.strip(" -–—:,") or text
    return FoundAction(text, owners, None, certain, sentence, kind, rule, task)


def _owned(text: str, line: Line, names: Names, loose: bool) -> tuple[tuple[str, ...], str]:
    """Owners and the words that remain: before the verb, at the end, as @names, or the speaker."""
    owners, task = names.leading(text, loose=loose)
    if owners:
        return owners, task
    speaker = names.resolve(line.speaker) if line.speaker else ""
    if speaker and (myself := _MYSELF.match(text)):
        return (speaker,), text[myself.end() :]
    owners, task = names.trailing(text)
    if owners:
        return owners, task
    if first := _HANDLES_FIRST.match(text):
        return names.mentioned(first[0]), text[first.end() :].lstrip(" :-–—")
    if last := _HANDLES_LAST.search(text):
        return names.mentioned(last[0]), text[: last.start()]
    return (), text


def with_date(item: FoundAction, meeting: date | None) -> FoundAction:
    """The same action with its due date, where one is written."""
    due = due_date(f"by {item.term}", meeting) if item.term else None
    return replace(item, due=due or due_date(item.text, meeting))
