"""The words of dates in all languages at once, ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import bare, plain

LETTER = r"[^\W\d_]"
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """`months` and `weekdays`: word without accents -> language -> number.

    `quick` finds the next number, run of letters, or separator, which is enough for `single`
    words; `token` the next known word of any shape (ideographs, words of two parts).
    `before_noon`, `after_noon` and so on are alternatives for larger patterns.
    """

    months: Mapping[str, Mapping[str, int]]
    weekdays: Mapping[str, Mapping[str, int]]
    fillers: frozenset[str]
    single: frozenset[str]
    quick: re.Pattern[str]
    token: re.Pattern[str]
    before_noon: str
    after_noon: str
    noon: str
    midnight: str
    end_of: re.Pattern[str]
    quarter: str
    half: str
    week: str

    def month(self, word: str, language: str) -> int | None:
        """The month that `word` names: in `language` if it knows it, else in all that do."""
        return _agreed(self.months.get(word, {}), language)

    def knows(self, word: str, languages: Set[str]) -> bool:
        """Whether a weekday word belongs to one of these languages, or is none (a filler)."""
        return word in self.fillers or bool(self.weekdays.get(word, {}).keys() & languages)

    def weekday_numbers(self, word: str) -> frozenset[int]:
        """The weekdays that `word` names in any language; Monday is 1."""
        return frozenset(self.weekdays.get(word, {}).values())


@lru_cache(maxsize=8)
def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary, made once."""
    months, weekdays = _by_word(vocabulary.months), _by_word(vocabulary.weekdays)
    fillers = frozenset(map(_key, vocabulary.lists.get("date_fillers", ())))

    def listed(name: str) -> str:
        return any_of(map(_key, vocabulary.lists.get(name, ())))

    known = frozenset([*months, *weekdays, *fillers])
    ordinal = rf"(?:st|nd|rd|th|er|re|ere|eme|e|o|a)(?!{LETTER})"
    rest = rf"(?P<tick>['’])?(?P<number>\d+)(?:{ordinal}|°)?|[\s,./()\[\]_-]+"
    return Lexicon(
        months=months,
        weekdays=weekdays,
        fillers=fillers,
        single=known - {re.split(r"[^\w]", word)[0] for word in known if not word.isalpha()},
        quick=re.compile(rf"(?P<word>{LETTER}+)\.?|{rest}"),
        token=re.compile(rf"(?P<word>{any_of(known)})\.?|{rest}"),
        before_noon=listed("forenoon"),
        after_noon=listed("afternoon"),
        noon=listed("noon"),
        midnight=listed("midnight"),
        end_of=re.compile(rf"{listed('end_of')}\s+"),
        quarter=listed("quarter"),
        half=listed("half"),
        week=listed("week"),
    )


def _key(word: str) -> str:
    return bare(plain(word)).strip()


def _by_word(languages: Mapping[str, Mapping[str, int]]) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for language, words in languages.items():
        for word, number in words.items():
            found.setdefault(_key(word), {})[language] = number
    return found


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first, none of them inside a longer word.

    Neighbours with the same bounds share them: a pattern of 400 words compiles in a third of the
    time, and alternatives keep their order.
    """
    signs = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    runs = [
        f"{first}(?:{'|'.join(map(re.escape, run))}){last}"
        for (first, last), run in groupby(signs, _bounds)
    ]
    return "(?:" + "|".join(runs) + ")" if signs else r"(?!)"


def _bounds(word: str) -> tuple[str, str]:
    """Ideographs and syllables stand without spaces, so they end a word by themselves."""
    first = "" if _IDEOGRAPH.match(word[0]) else rf"(?<!{LETTER})"
    last = "" if _IDEOGRAPH.match(word[-1]) or not word[-1].isalpha() else rf"(?!{LETTER})"
    return first, last


def _agreed(numbers: Mapping[str, int], language: str) -> int | None:
    if language in numbers:
        return numbers[language]
    different = set(numbers.values())
    return different.pop() if len(different) == 1 else None
