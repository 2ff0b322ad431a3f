"""Date texts with the month as a word: "Tues 9th Aug, 2015", "12 de junio del 2012"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from mso_sheets.tables.cells import date_faults as faults
from mso_sheets.tables.cells.date_parsed import Parsed, Tongue, dated
from mso_sheets.tables.cells.lexicon import Lexicon
from mso_sheets.tables.cells.orders import full_year
from mso_sheets.tables.cells.periods import MONTH_NAMES, Period, month_end


def weekdays(words: Iterable[str], lexicon: Lexicon) -> frozenset[int]:
    """The weekdays that these words name; Monday is 1."""
    named = [lexicon.weekday_numbers(word) for word in words if word not in lexicon.fillers]
    return frozenset().union(*named)


def tokens_of(text: str, lexicon: Lexicon) -> list[re.Match[str]] | None:
    """Numbers, words and separators in order; None when the text holds anything unknown."""
    tokens, place = [], 0
    while place < len(text):
        found = lexicon.quick.match(text, place)
        if found is None or (found["word"] and found["word"] not in lexicon.single):
            found = lexicon.token.match(text, place)
        if found is None:
            return None
        tokens.append(found)
        place = found.end()
    return tokens


def read_words(text: str, tongue: Tongue) -> Parsed:
    """A date with the month as a word: "Tues 9th Aug, 2015", "12 de junio del 2012"."""
    lexicon = tongue.lexicon
    tokens = tokens_of(text, lexicon)
    if tokens is None:
        return Parsed(fault=faults.UNREADABLE)
    words = [token["word"] for token in tokens if token["word"]]
    name = _month_word(words, lexicon)
    month = lexicon.month(name, tongue.language) if name else None
    if month is None:
        return Parsed(fault=faults.UNREADABLE)
    places = [
        index for index, token in enumerate(tokens) if token["number"] or token["word"] == name
    ]
    shape = [tokens[index] for index in places]
    others = [word for word in words if word != name]
    tongues = {*lexicon.months[name], tongue.language} if name else set()
    if any(len(w) <= 2 and w.isascii() and not lexicon.knows(w, tongues) for w in others):
        return Parsed(fault=faults.UNREADABLE)
    days = weekdays(others, lexicon)
    joined = len(tokens) == 3 and tokens[1][0] in ("-", "/") and bool(tokens[0]["word"])
    return replace(_shaped(shape, month, tongue, joined=joined), weekdays=days)


def _month_word(words: list[str], lexicon: Lexicon) -> str | None:
    """The word that is the month: one that can be nothing else, or the only one that may be."""
    months = list(dict.fromkeys(word for word in words if word in lexicon.months))
    sure = [word for word in months if word not in lexicon.weekdays and word not in lexicon.fillers]
    if len(sure) == 1:
        rest = [word for word in months if word != sure[0]]
        return (
            sure[0]
            if all(word in lexicon.weekdays or word in lexicon.fillers for word in rest)
            else None
        )
    return months[0] if len(months) == 1 else None


def _shaped(shape: list[re.Match[str]], month: int, tongue: Tongue, *, joined: bool) -> Parsed:
    """Day and year from the numbers around a month, by where they stand."""
    numbers = [token for token in shape if token["number"]]
    digits = [token["number"] for token in numbers]
    if len(digits) > 2:
        return Parsed(fault=faults.RANGE)
    if len(digits) < 2:
        return _lone(numbers, month, tongue, joined=joined)
    place = _year_place(shape, numbers, tongue.hint)
    year = full_year(digits[place], tongue.today) if place is not None else None
    if place is None or year is None or len(digits[1 - place]) > 2:
        return Parsed(fault=faults.UNREADABLE)
    return dated(year, month, int(digits[1 - place]))


def _lone(numbers: list[re.Match[str]], month: int, tongue: Tongue, *, joined: bool) -> Parsed:
    """A month with one number, or none: a whole month, or a day without its year.

    "Mar-26" or "mar/26", as spreadsheets write a month, may be either: it has a fault and a period.
    """
    if not numbers:
        end = month_end(tongue.today.year, month)
        return Parsed(period=_month(end, assumed=True))
    digits, day = numbers[0]["number"], int(numbers[0]["number"][:4])
    year = full_year(digits, tongue.today)
    if len(digits) == 4 or numbers[0]["tick"] or day > 31:
        end = month_end(year, month) if year else None
        return Parsed(period=_month(end)) if end else Parsed(fault=faults.UNREADABLE)
    label = year if joined and year and abs(year - tongue.today.year) <= 2 else None
    return Parsed(
        period=_month(month_end(label, month)) if label else None,
        fault=faults.no_year(month, day, tongue.today),
    )


def _month(end: date | None, *, assumed: bool = False) -> Period | None:
    return Period(end, f"{MONTH_NAMES[end.month - 1]} {end.year}", assumed) if end else None


def _year_place(shape: list[re.Match[str]], numbers: list[re.Match[str]], hint: str) -> int | None:
    """Which of two numbers is the year; None when that is open."""
    sure = [n for n, token in enumerate(numbers) if len(token["number"]) == 4 or token["tick"]]
    sure = sure or [n for n, token in enumerate(numbers) if int(token["number"]) > 31]
    if sure:
        return sure[0] if len(sure) == 1 else None
    if hint:
        return 1 if hint.index("D") < hint.index("Y") else 0
    month_last = not shape[-1]["number"]
    return None if month_last else 1
