"""Date texts of numbers, and the way to all others: what each says by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from mso_sheets.tables.cells import date_faults as faults
from mso_sheets.tables.cells.cleaning import bare, plain
from mso_sheets.tables.cells.clock import Clock, cut_clock, read_dotted
from mso_sheets.tables.cells.date_parsed import Parsed, Tongue, dated
from mso_sheets.tables.cells.date_words import read_words, tokens_of, weekdays
from mso_sheets.tables.cells.eras import common_era
from mso_sheets.tables.cells.orders import Triple, full_year
from mso_sheets.tables.cells.periods import read_period

_TRIPLE = re.compile(r"(?<!\d)(\d{1,4})\s*([/.-])\s*(\d{1,4})\s*\2\s*(\d{1,4})(?!\d)")
_SIMPLE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_IDEOGRAPHIC = re.compile(
    r"(?<!\d)(\d{4}|\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})(?!\d)\s*[日号號일]?"
)
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_WEEK_DAY = re.compile(r"(\d{4})-?w(\d\d)-?([1-7])")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?")
_TWO_NUMBERS = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\.?")
_BOLD = re.compile(r"(\*\*|__)(.*)\1")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
LONGEST = 80
EPOCH = date(1899, 12, 30)


def parse(text: str, tongue: Tongue) -> Parsed:
    """What a text says by itself. Never raises; what it does not know is `date-unreadable`."""
    if len(text) > LONGEST:
        return Parsed(fault=faults.UNREADABLE)
    simple = _SIMPLE.fullmatch(text)
    if simple:
        return Parsed(triple=Triple((simple[1], simple[3], simple[4]), simple[2]))
    sign = common_era(_BOLD.sub(r"\2", bare(plain(text))), tongue.language)
    whole = _whole(sign, tongue) or _end_of(sign, tongue)
    if whole:
        return whole
    clock = cut_clock(sign, tongue.lexicon)
    if clock.wrong:
        return Parsed(fault=faults.wrong_time(clock.wrong))
    found = _numbers(clock, tongue) or read_words(clock.rest, tongue)
    return replace(found, clock=found.clock if found.clock.time else clock)


def _whole(sign: str, tongue: Tongue) -> Parsed | None:
    """Forms that are told by the text as a whole."""
    if _COMPACT.fullmatch(sign):
        return dated(int(sign[:4]), int(sign[4:6]), int(sign[6:]))
    if _SERIAL.fullmatch(sign):
        return Parsed(fault=faults.serial_as_text(EPOCH + timedelta(days=int(sign[:5]))))
    found = _WEEK_DAY.fullmatch(sign)
    if found:
        return _iso_week_day(*map(int, found.groups()))
    if _TWO_NUMBERS.fullmatch(sign):
        return Parsed(fault=faults.NO_YEAR)
    found = _MONTH_DAY.fullmatch(sign)
    if found:
        return Parsed(fault=faults.no_year(int(found[1]), int(found[2]), tongue.today))
    period = read_period(sign, tongue.lexicon, tongue.today)
    return Parsed(period=period) if period else None


def _end_of(sign: str, tongue: Tongue) -> Parsed | None:
    """The period whose last day a text says: "end of March 2026", "2026年3月末"; None for others."""
    head = tongue.lexicon.end_of.match(sign)
    body = sign[head.end() :] if head else sign[:-1] if sign.endswith(("底", "末")) else ""
    found = parse(body, tongue) if body else None
    return found if found and found.period and not found.fault else None


def _iso_week_day(year: int, week: int, weekday: int) -> Parsed:
    try:
        return Parsed(day=date.fromisocalendar(year, week, weekday))
    except ValueError:
        return Parsed(fault=faults.UNREADABLE)


def _numbers(clock: Clock, tongue: Tongue) -> Parsed | None:
    """A date of numbers alone, with weekdays and small words around it."""
    found = _IDEOGRAPHIC.search(clock.rest)
    triple = None if found else _TRIPLE.search(clock.rest)
    match = found or triple
    if match is None:
        return None
    before, after = clock.rest[: match.start()], clock.rest[match.end() :]
    late = read_dotted(after, tongue.lexicon) if clock.time is None else None
    if late and late.wrong:
        return Parsed(fault=faults.wrong_time(late.wrong))
    around = _around(f"{before} {'' if late else after.removeprefix('t')}", tongue)
    if around is None:
        return Parsed(
            fault=faults.RANGE if len(_TRIPLE.findall(clock.rest)) > 1 else faults.UNREADABLE
        )
    if triple:
        parts = (triple[1], triple[3], triple[4])
        return Parsed(triple=Triple(parts, triple[2]), clock=late or clock, weekdays=around)
    year = full_year(match[1], tongue.today) or 0
    return replace(dated(year, int(match[2]), int(match[3])), weekdays=around)


def _around(text: str, tongue: Tongue) -> frozenset[int] | None:
    """The weekdays named in what stands around a date; None when anything else stands there.

    A single letter names a weekday in the sheet's own language alone: "v1.2.26" is no Sunday.
    """
    lexicon = tongue.lexicon
    tokens = tokens_of(text, lexicon)
    if tokens is None or any(token["number"] for token in tokens):
        return None
    words = [token["word"] for token in tokens if token["word"]]
    if any(word not in lexicon.weekdays and word not in lexicon.fillers for word in words):
        return None
    if any(len(w) == 1 and w.isascii() and not lexicon.knows(w, {tongue.language}) for w in words):
        return None
    return weekdays(words, lexicon)
