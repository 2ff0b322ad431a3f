"""Who is meant by a name: the People table as a directory that is asked strictest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from mso_sheets.tables.cells.cleaning import tidy_id
from mso_sheets.tables.cells.names import Name, identify, without_remark
from mso_sheets.tables.folding import fold

Spellings = Mapping[str, tuple[str, ...]]
Keys = Callable[[Mapping[str, str]], Iterable[str]]
CLOSE = 80
"""Likeness (of 100) from which a candidate is named."""
_LISTED = re.compile(r"\s*[;,/|\n、，；]\s*")
_HONORIFIC = re.compile(r"(?:さん|様|先生|氏|殿|先生|女士)$")


@dataclass(frozen=True, slots=True)
class Match:
    """`name` when one person is meant for certain, else the candidates and how they were found."""

    name: str = ""
    candidates: tuple[str, ...] = ()
    close: bool = False


@dataclass(frozen=True, slots=True)
class Directory:
    """People by every spelling that names them, folded; asked in this order.

    `exact`: names, aliases, addresses, Slack ids. `turned`: surname first. `short`: first names,
    "A. Silva", "Ana S.", what stands before the @ of an address. `initials`: in capitals.
    """

    names: tuple[str, ...] = ()
    exact: Spellings = field(default_factory=dict)
    turned: Spellings = field(default_factory=dict)
    short: Spellings = field(default_factory=dict)
    initials: Spellings = field(default_factory=dict)

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Directory:
        """The directory of a People frame: columns name, and email, aliases, slack_id if there."""
        people = [row | {"name": tidy_id(row["name"])} for row in _rows(frame)]
        people = [row for row in people if fold(row["name"])]
        return cls(
            tuple(dict.fromkeys(row["name"] for row in people)),
            *(
                _spellings(people, keys)
                for keys in (_exact_keys, _turned_keys, _short_keys, _initials)
            ),
        )

    def __bool__(self) -> bool:
        return bool(self.names)

    def knows(self, text: str) -> bool:
        """Whether the text names one or more people, so that it must not be split."""
        key = fold(without_remark(text))
        return bool(key) and any(key in tier for tier in (self.exact, self.turned, self.short))

    def find(self, text: str) -> Match:
        """Who is meant by the text of one person. Close spellings are candidates, never taken."""
        name = identify(text)
        by_address = self._by_address(name)
        by_name = self._by_name(name.text)
        if by_address and name.mail != name.text and by_name.name not in ("", by_address):
            return Match(candidates=(by_address, by_name.name))
        found = Match(by_address) if by_address else by_name
        return Match(candidates=(found.name,), close=True) if found.name and "?" in text else found

    def _by_address(self, name: Name) -> str:
        key = fold(name.mail or name.slack_id)
        found = self.exact.get(key, ()) if key else ()
        return found[0] if len(found) == 1 else ""

    def _by_name(self, text: str) -> Match:
        bare = _HONORIFIC.sub("", without_remark(text)).removeprefix("@")
        keys = [key for key in dict.fromkeys((fold(text), fold(bare), _together(bare))) if key]
        capitals = re.sub(r"[\s.]", "", bare)
        tiers = (self.exact, self.short) if "," in text else (self.exact, self.turned, self.short)
        asked = [(tier, key) for tier in tiers for key in keys]
        for spellings, key in [*asked, (self.initials, capitals)]:
            found = spellings.get(key, ())
            if found:
                return Match(found[0]) if len(found) == 1 else Match(candidates=found)
        return self._close(fold(bare))

    def _close(self, key: str) -> Match:
        likely = process.extract(
            key, self.exact.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE, limit=5
        )
        named = [name for spelling, _, _ in likely for name in self.exact[spelling]]
        parts = set(key.split())
        named += [name for name in self.names if parts and parts < set(fold(name).split())]
        return Match(candidates=tuple(dict.fromkeys(named))[:3], close=True)


def _rows(frame: pd.DataFrame) -> Iterable[dict[str, Any]]:
    """Name, e-mail, aliases and Slack id of each person, empty text where missing."""
    wanted = ("name", "email", "aliases", "slack_id")
    columns = [_texts(frame[name]) if name in frame else [""] * len(frame) for name in wanted]
    return (dict(zip(wanted, row, strict=True)) for row in zip(*columns, strict=True))


def _texts(column: pd.Series) -> list[str]:
    return [_text(value) for value in column.tolist()]


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return value if isinstance(value, str) else ""


def _spellings(people: Iterable[Mapping[str, str]], keys: Keys) -> Spellings:
    found: dict[str, tuple[str, ...]] = {}
    for row in people:
        for key in keys(row):
            if key and row["name"] not in found.get(key, ()):
                found[key] = (*found.get(key, ()), row["name"])
    return found


def _exact_keys(row: Mapping[str, str]) -> Iterable[str]:
    yield fold(row["name"])
    yield _together(row["name"])
    for alias in _LISTED.split(row["aliases"]):
        yield fold(alias.strip().removeprefix("@"))
    yield fold(identify(tidy_id(row["email"])).mail or row["email"])
    yield fold(row["slack_id"])


def _turned_keys(row: Mapping[str, str]) -> Iterable[str]:
    words = fold(row["name"]).split()
    if len(words) > 1:
        yield " ".join([words[-1], *words[:-1]])


def _short_keys(row: Mapping[str, str]) -> Iterable[str]:
    words = fold(row["name"]).split()
    yield fold(row["email"].partition("@")[0].partition("+")[0])
    if len(words) > 1 and not _together(row["name"]):
        first, last = words[0], words[-1]
        yield from (first, f"{first[0]} {last}", f"{first} {last[0]}", f"{last} {first[0]}")


def _initials(row: Mapping[str, str]) -> Iterable[str]:
    words = fold(row["name"]).upper().split()
    if len(words) > 1 and not _together(row["name"]):
        yield "".join(word[0] for word in words)
        yield words[0][0] + words[-1][0]


def _together(name: str) -> str:
    """A name in ideographs without its space; "" for other scripts."""
    joined = fold(name).replace(" ", "")
    return joined if joined and all(ord(sign) >= 0x3000 for sign in joined) else ""
