"""Headers with small words or the table's own noun around a known one: "Estado de la tarea"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from mso_sheets.tables.folding import fold

MOST_WORDS = 6
CONNECTIVES = frozenset((
    "of", "the", "for", "a", "an", "de", "del", "la", "el", "los", "las", "do", "da", "dos", "das",
    "du", "des", "le", "les", "l", "d", "der", "die", "dem", "den", "von", "vom",
))  # fmt: skip
"""Folded words that join others in a header and say nothing themselves."""
_JOINING = str.maketrans("", "", "的の")


@lru_cache(maxsize=4096)
def _words(header: str) -> tuple[str, ...]:
    """Cached, because every table asks of every text near the top of a tab."""
    return tuple(word for word in fold(header).split() if word not in CONNECTIVES)


def _key(words: Iterable[str]) -> str:
    return "".join(words).translate(_JOINING)


@lru_cache(maxsize=4096)
def worth_loosening(header: str) -> bool:
    """Whether a text can be such a header: several words, or one of ideographs, and no number."""
    if any(sign.isdigit() for sign in header):
        return False
    return not header.isascii() or len(fold(header).split()) in range(2, MOST_WORDS + 1)


@dataclass(frozen=True, slots=True)
class Loose:
    """One table's headers without joining words; `common` are those that any noun may stand beside.

    `nouns` are the table's words for its records ("task", "tarea", "任务").
    """

    every: Mapping[str, str] = field(default_factory=dict)
    common: Mapping[str, str] = field(default_factory=dict)
    nouns: Set[str] = frozenset()

    @classmethod
    def of(
        cls,
        special: Mapping[str, str],
        common: Mapping[str, str],
        nouns: Iterable[str],
        named: Set[str],
    ) -> Loose:
        """From header text -> field; `named` fields (id, name) never take a noun beside them."""
        every: dict[str, str] = {}
        for words in (common, special):
            for word, name in words.items():
                every.setdefault(_key(_words(word)), name)
        general = {_key(_words(word)): name for word, name in common.items() if name not in named}
        marks = frozenset(key for noun in nouns if len(key := _key(_words(noun))) > 1)
        return cls(every, general, marks)

    def field(self, header: str) -> str:
        """The field that a header means, empty when it means none or more than one."""
        if not worth_loosening(header):
            return ""
        words = _words(header)
        found = self.every.get(_key(words)) if words else None
        if found:
            return found
        rests = {self.common[rest] for rest in self._rests(words) if rest in self.common}
        return rests.pop() if len(rests) == 1 else ""

    def _rests(self, words: tuple[str, ...]) -> Iterator[str]:
        """What is left when the table's noun is taken off one end."""
        for cut in range(1, len(words)):
            head, tail = _key(words[:cut]), _key(words[cut:])
            if head in self.nouns:
                yield tail
            if tail in self.nouns:
                yield head
        if len(words) == 1 and not words[0].isascii():
            key = _key(words)
            yield from (key[size:] for size in range(2, len(key)) if key[:size] in self.nouns)
