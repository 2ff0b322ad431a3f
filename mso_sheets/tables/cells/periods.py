"""Quarters, halves, weeks, months and years as text: "Q3 2026", "2026-W14", "KW 14", "Mar 2026"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mso_sheets.tables.cells.lexicon import Lexicon
from mso_sheets.tables.cells.orders import full_year

_YEAR = r"(?P<year>\d{4}|['’]?\d\d)"
_LONG = r"(?P<year>(?:19|20)\d\d)"
_SUFFIX = r"(?:\.|\.?(?:st|nd|rd|th|ere?|eme|e|o|a|°))"
_ORDINAL = rf"\s*{_SUFFIX}?\s*"
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_NUMERALS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "上": 1,
    "下": 2,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days by its last one. `assumed`: the text had no year, so today's was taken."""

    end: date
    name: str
    assumed: bool = False


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    join, of = r"[\s/'’-]*", r"(?:\s*(?:de|of|in|/|-)\s*|\s+|['’]|(?<=\D))"
    found = []
    kinds = (
        ("quarter", lexicon.quarter, "[1-4]|i{1,3}|iv"),
        ("half", lexicon.half, "[12]|i{1,2}"),
    )
    for kind, words, numbers in kinds:
        number = rf"(?P<number>{numbers})"
        loose = words.replace(r"(?![^\W\d_])", "")
        joined = loose.replace(r"(?<![^\W\d_])", "")
        found += [
            (kind, rf"{loose}\.?\s*{number}(?:[\s,/'’-]+(?:de\s+|of\s+)?{_YEAR})?"),
            (kind, rf"{_LONG}{join}{loose}\s*{number}"),
            (kind, rf"{_LONG}\s*年\s*{joined}\s*{number}"),
            (kind, rf"{_LONG}\s*年\s*{number}\s*{joined}"),
            (kind, rf"{number}{_ORDINAL}{loose}\.?(?:{of}{_YEAR})?"),
        ]
    week = lexicon.week.replace(r"(?![^\W\d_])", "")
    found += [
        ("quarter", rf"{_LONG}\s*年\s*第?\s*(?P<number>[1-4一二三四])\s*(?:季度|四半期)"),
        ("half", rf"{_LONG}\s*年\s*(?P<number>[上下])\s*半[年期]"),
        ("week", rf"{_LONG}{join}{week}\s*(?P<number>\d\d?)"),
        ("week", rf"{week}\.?\s*(?P<number>\d\d?)(?:[\s/,-]+(?:of\s+|de\s+)?{_YEAR})?"),
        ("week", rf"(?P<number>\d\d?)\s*{_SUFFIX}\s*{week}\.?{of}{_YEAR}"),
        ("week", rf"(?:{_LONG}\s*年)?\s*第?\s*(?P<number>\d\d?)\s*[周週]"),
        ("month", rf"{_LONG}[-/.](?P<number>\d\d?)"),
        ("month", rf"(?P<number>\d\d?)[-/.]{_LONG}"),
        ("month", r"(?P<year>\d{4}|\d\d)\s*[年년]\s*(?P<number>\d\d?)\s*[月월]"),
        ("year", rf"{_LONG}[年년]?"),
    ]
    return tuple((kind, re.compile(pattern)) for kind, pattern in found)


def read_period(text: str, lexicon: Lexicon, today: date) -> Period | None:
    """The period that a lower-case text names, whole; None when it names none."""
    for kind, pattern in _patterns(lexicon):
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            digits = (parts.get("year") or "").strip("'’")
            year = full_year(digits, today) if digits else today.year
            sign = parts.get("number") or "1"
            number = int(sign) if sign.isdecimal() else _NUMERALS[sign]
            end = period_end(kind, year, number) if year else None
            return Period(end, _name(kind, end, number), not digits) if end else None
    return None


def period_end(kind: str, year: int, number: int) -> date | None:
    """The last day of a quarter, half, ISO week, month or year; None when there is no such one."""
    if kind == "week":
        try:
            return date.fromisocalendar(year, number, 7)
        except ValueError:
            return None
    months = {"quarter": 3 * number, "half": 6 * number, "month": number, "year": 12}
    return month_end(year, months[kind])


def month_end(year: int, month: int) -> date | None:
    """The last day of a month; None when there is no such month."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, monthrange(year, month)[1])


def _name(kind: str, end: date, number: int) -> str:
    year = end.isocalendar().year if kind == "week" else end.year
    names = {
        "quarter": f"Q{number} {year}",
        "half": f"H{number} {year}",
        "week": f"week {number} of {year}",
    }
    return names.get(kind, f"{MONTH_NAMES[end.month - 1]} {year}" if kind == "month" else str(year))


def spoken(day: date) -> str:
    """A day in words, whatever the machine's locale: "9 August 2015"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
