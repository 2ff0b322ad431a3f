"""Who is meant by a name: the People table as a directory that is asked strictest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from mso_sheets.tables.cells.cleaning import tidy_id
from mso_sheets.tables.cells.names import Name, identify, without_remark
from mso_sheets.tables.folding import fold

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
    """People by every spelling that names them, folded.

    `exact` holds full names (surname first too), aliases, addresses and Slack ids; `short` first
    names, initials, "A. Silva", "Ana S." and the part of an address before the @.
    """

    names: tuple[str, ...] = ()
    exact: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Directory:
        """The directory of a People frame: columns name, and email, aliases, slack_id if there."""
        exact: dict[str, list[str]] = {}
        short: dict[str, list[str]] = {}
        names: list[str] = []
        for row in _rows(frame):
            name = tidy_id(row["name"])
            if not fold(name):
                continue
            names.append(name)
            _add(exact, _exact_keys(name, row), name)
            _add(short, _short_keys(name, row["email"]), name)
        return cls(tuple(dict.fromkeys(names)), _frozen(exact), _frozen(short))

    def __bool__(self) -> bool:
        return bool(self.names)

    def knows(self, text: str) -> bool:
        """Whether the text names one or more people, so that it must not be split."""
        key = fold(without_remark(text))
        return bool(key) and (key in self.exact or key in self.short)

    def find(self, text: str) -> Match:
        """Who is meant by the text of one person. Close spellings are candidates, never taken."""
        name = identify(text)
        by_id = self._by_address(name)
        by_name = self._by_name(name.text)
        if by_id:
            against = by_name.name and by_name.name != by_id and name.mail != name.text
            return Match(candidates=(by_id, by_name.name)) if against else Match(by_id)
        return by_name

    def _by_address(self, name: Name) -> str:
        key = fold(name.mail or name.slack_id)
        found = self.exact.get(key, ()) if key else ()
        return found[0] if len(found) == 1 else ""

    def _by_name(self, text: str) -> Match:
        bare = _HONORIFIC.sub("", without_remark(text)).removeprefix("@")
        for key in dict.fromkeys((fold(text), fold(bare), _together(bare))):
            for spellings in (self.exact, self.short):
                found = spellings.get(key, ()) if key else ()
                if len(found) == 1:
                    return Match(found[0])
                if found:
                    return Match(candidates=found)
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


def _add(keys: dict[str, list[str]], spellings: Iterable[str], name: str) -> None:
    for spelling in spellings:
        if spelling and name not in keys.setdefault(spelling, []):
            keys[spelling].append(name)


def _frozen(keys: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(names) for key, names in keys.items()}


def _exact_keys(name: str, row: Mapping[str, str]) -> Iterable[str]:
    words = fold(name).split()
    yield " ".join(words)
    if len(words) > 1:
        yield " ".join([words[-1], *words[:-1]])
        yield " ".join([*words[1:], words[0]]) if len(words) == 2 else ""
        yield _together(name)
    for alias in _LISTED.split(row["aliases"]):
        yield fold(alias.strip().removeprefix("@"))
    yield fold(identify(tidy_id(row["email"])).mail or row["email"])
    yield fold(row["slack_id"])


def _together(name: str) -> str:
    """A name in ideographs without its space; "" for other scripts."""
    joined = fold(name).replace(" ", "")
    return joined if joined and all(ord(sign) >= 0x3000 for sign in joined) else ""


def _short_keys(name: str, mail: str) -> Iterable[str]:
    words = fold(name).split()
    local = mail.partition("@")[0].partition("+")[0]
    yield fold(local)
    if len(words) < 2 or _together(name):
        return
    first, last = words[0], words[-1]
    yield from (first, f"{first[0]} {last}", f"{first} {last[0]}", f"{last} {first[0]}")
    initials = "".join(word[0] for word in words)
    yield from (initials, " ".join(initials), first[0] + last[0])
