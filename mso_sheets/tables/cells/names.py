"""Text with one or more people in it, split into single names as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mso_sheets.tables.cells.cleaning import narrow, tidy_id

_BETWEEN = re.compile(
    r"\s*[;/|\n、；＋＆→]\s*|\s+(?:\+|and|und|et|with|mit|avec|->)\s+|\s*[和及與与]\s*(?=\S\S)"
    r"|(?<=[^\W\d_]{2})\s*&\s*(?=[^\W\d_]{2})",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"\s+(?:y|e|i|og|och|en)\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,，]\s*")
_BARE_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_MENTION = re.compile(r"<@([A-Z0-9]+)>|@?(U[A-Z0-9]{6,})")
_LINK = re.compile(r"\[([^\[\]]*)\]\(mailto:([^()]+)\)")
_ADDRESS = re.compile(
    r"([^<>()\[\]]*?)\s*[<(\[]\s*(?:mailto:)?([^\s<>()\[\]@]+@[^\s<>()\[\]]+)\s*[>)\]]"
)
_MAIL = re.compile(r"(?:mailto:)?([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)")
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Name:
    """One person as typed: the name, and the e-mail address or Slack id where there is one."""

    text: str
    mail: str = ""
    slack_id: str = ""


def split_names(text: str, known: Known) -> tuple[str, ...]:
    """The people of a cell in order, each as typed. `known` tells whether the directory has a name.

    What the directory knows is never split ("R&D", "Ortega y Gasset"). A comma divides people
    unless both sides are one known person's surname and name ("Silva, Ana"); "y" and "e" divide
    only what is known, or single words.

    >>> split_names("Ana, Ben & Chloe", lambda name: False)
    ('Ana', 'Ben', 'Chloe')
    """
    whole = tidy_id(text)
    if ("@" in whole and _ADDRESS.fullmatch(whole)) or (known(whole) and not _COMMA.search(whole)):
        return (whole,)
    typed = _BARE_MENTION.sub(r"<@\1>", _LINK.sub(r"\1 <\2>", narrow(text)))
    found: list[str] = []
    for piece in _BETWEEN.split(typed):
        clean = tidy_id(piece)
        parts = [part for part in _COMMA.split(clean) if part]
        for name in join_surnames(parts, known):
            found += _perhaps(name, known)
    return tuple(dict.fromkeys(name for name in found if name))


def join_surnames(parts: Sequence[str], known: Known) -> list[str]:
    """Puts "Silva", "Ana" together again where the directory proves that they are one person.

    Where "Silva" is somebody's name too, both readings fit: the two stay one text, which nobody has.
    """
    names: list[str] = []
    rest = list(parts)
    while rest:
        turned = f"{rest[1]} {rest[0]}" if len(rest) > 1 else ""
        if turned and known(turned):
            names.append(f"{rest[0]}, {rest[1]}" if known(rest[0]) else turned)
            rest = rest[2:]
        else:
            names.append(rest.pop(0))
    return names


def _perhaps(name: str, known: Known) -> list[str]:
    sides = _PERHAPS.split(name)
    apart = (
        len(sides) > 1 and not known(name) and all(known(side) or " " not in side for side in sides)
    )
    return sides if apart else [name]


def identify(text: str) -> Name:
    """The name, address or Slack id in the text of one person.

    >>> identify("Ana Silva <ana@x.com>")
    Name(text='Ana Silva', mail='ana@x.com', slack_id='')
    """
    mention = _MENTION.fullmatch(text)
    if mention:
        return Name(text, slack_id=mention[1] or mention[2])
    address = _ADDRESS.fullmatch(text)
    if address:
        return Name(address[1].strip(" \"'") or address[2], mail=address[2])
    mail = _MAIL.fullmatch(text)
    return Name(mail[1], mail=mail[1]) if mail else Name(text)


def without_remark(text: str) -> str:
    """A name without what stands in brackets after it: "Ana Silva (PM)" -> "Ana Silva"."""
    return _REMARK.sub("", text)
