"""One text to one date: what it says for certain, and what only the column can decide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells import date_faults as faults
from mso_sheets.tables.cells.cleaning import bare, plain
from mso_sheets.tables.cells.clock import Clock, cut_clock, read_dotted
from mso_sheets.tables.cells.lexicon import Lexicon, lexicon_of
from mso_sheets.tables.cells.orders import Decision, Triple, decide, full_year, options
from mso_sheets.tables.cells.outcome import Fault
from mso_sheets.tables.cells.periods import MONTH_NAMES, Period, month_end, read_period

_TRIPLE = re.compile(r"(?<!\d)(\d{1,4})\s*([/.-])\s*(\d{1,4})\s*\2\s*(\d{1,4})(?!\d)")
_SIMPLE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_IDEOGRAPHIC = re.compile(
    r"(?<!\d)(\d{4}|\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})(?!\d)\s*[日号號일]?"
)
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_WEEK_DAY = re.compile(r"(\d{4})-?w(\d\d)-?([1-7])")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?")
_TWO_NUMBERS = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\.?")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
LONGEST = 80
EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says: a `day`, or a `triple` whose order is open, or a `period`, or a fault.

    `weekdays` are those that a weekday word may mean; `note` comes with a value.
    """

    day: date | None = None
    triple: Triple | None = None
    period: Period | None = None
    clock: Clock = field(default=Clock(""))
    weekdays: frozenset[int] = frozenset()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class DateReading:
    """A day as written, its time of day and offset from UTC if it has them, or why there is none."""

    day: date | None = None
    time: time | None = None
    offset: timedelta | None = None
    fault: Fault | None = None

    @property
    def moment(self) -> datetime | None:
        """Day and time without a zone; moved to UTC when the text told its offset."""
        if self.day is None:
            return None
        local = datetime.combine(self.day, self.time or time(0))
        return local if self.offset is None else (local - self.offset).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tongue:
    """What parsing needs besides the text. `hint` is an order that the caller knows ("DMY")."""

    lexicon: Lexicon
    language: str
    today: date
    hint: str = ""


def read_date(
    text: str,
    vocabulary: Vocabulary,
    *,
    today: date,
    locale: str = "",
    order: str = "",
    period: bool = False,
) -> DateReading:
    """Reads one date text on its own; refuses what two readings fit.

    `locale` ("fr" or "fr_FR") tells the language of month names and the usual order; `order` such
    as "DMY" beats it. `period` reads quarters, weeks and months as their last day.

    >>> read_date("31/12/2026", words, today=date(2026, 1, 1)).day  # doctest: +SKIP
    datetime.date(2026, 12, 31)
    """
    tongue = Tongue(lexicon_of(vocabulary), language_of(locale), today, order)
    parsed = parse(text, tongue)
    triples = [(text, parsed.triple)] if parsed.triple else []
    decision = Decision(order, hinted=True) if order else decide(triples, locale, today)
    return settle(parsed, decision, today, period=period)


def language_of(locale: str) -> str:
    """The language of a locale: "pt_BR" -> "pt"."""
    return locale.replace("-", "_").split("_")[0].lower()


def parse(text: str, tongue: Tongue) -> Parsed:
    """What a text says by itself. Never raises; what it does not know is `date-unreadable`."""
    if len(text) > LONGEST:
        return Parsed(fault=faults.UNREADABLE)
    simple = _SIMPLE.fullmatch(text)
    if simple:
        return Parsed(triple=Triple((simple[1], simple[3], simple[4]), simple[2]))
    sign = bare(plain(text))
    whole = _whole(sign, tongue)
    if whole:
        return whole
    clock = cut_clock(sign, tongue.lexicon)
    if clock.wrong:
        return Parsed(fault=faults.wrong_time(clock.wrong))
    found = _numbers(clock, tongue) or _words(clock.rest, tongue)
    return replace(found, clock=found.clock if found.clock.time else clock)


def _whole(sign: str, tongue: Tongue) -> Parsed | None:
    """Forms that are told by the text as a whole."""
    if _COMPACT.fullmatch(sign):
        return _dated(int(sign[:4]), int(sign[4:6]), int(sign[6:]))
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


def _dated(year: int, month: int, day: int) -> Parsed:
    try:
        return Parsed(day=date(year, month, day))
    except ValueError:
        return Parsed(fault=faults.impossible(year, month, day))


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
    around = _around(f"{before} {'' if late else after.removeprefix('t')}", tongue.lexicon)
    if around is None:
        return Parsed(
            fault=faults.RANGE if len(_TRIPLE.findall(clock.rest)) > 1 else faults.UNREADABLE
        )
    if triple:
        parts = (triple[1], triple[3], triple[4])
        return Parsed(triple=Triple(parts, triple[2]), clock=late or clock, weekdays=around)
    year = full_year(match[1], tongue.today) or 0
    return replace(_dated(year, int(match[2]), int(match[3])), weekdays=around)


def _around(text: str, lexicon: Lexicon) -> frozenset[int] | None:
    """The weekdays named in what stands around a date; None when anything else stands there."""
    tokens = _tokens(text, lexicon)
    if tokens is None or any(token["number"] for token in tokens):
        return None
    words = [token["word"] for token in tokens if token["word"]]
    if any(word not in lexicon.weekdays and word not in lexicon.fillers for word in words):
        return None
    return _weekdays(words, lexicon)


def _weekdays(words: Iterable[str], lexicon: Lexicon) -> frozenset[int]:
    named = [lexicon.weekday_numbers(word) for word in words if word not in lexicon.fillers]
    return frozenset().union(*named)


def _tokens(text: str, lexicon: Lexicon) -> list[re.Match[str]] | None:
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


def _words(text: str, tongue: Tongue) -> Parsed:
    """A date with the month as a word: "Tues 9th Aug, 2015", "12 de junio del 2012"."""
    lexicon = tongue.lexicon
    tokens = _tokens(text, lexicon)
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
    days = _weekdays((word for word in words if word != name), lexicon)
    joined = [token[0] for token in tokens][1:2] == ["-"] and len(tokens) == 3
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
    return _dated(year, month, int(digits[1 - place]))


def _lone(numbers: list[re.Match[str]], month: int, tongue: Tongue, *, joined: bool) -> Parsed:
    """A month with one number, or none: a whole month, or a day without its year.

    "Mar-26", as spreadsheets write a month, may be either: it has a fault and a period.
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


def settle(parsed: Parsed, decision: Decision, today: date, *, period: bool = False) -> DateReading:
    """The reading of a parsed text once the column's order is decided."""
    if parsed.fault and not (period and parsed.period):
        return DateReading(fault=parsed.fault)
    if parsed.period:
        if not period:
            return DateReading(fault=faults.is_period(parsed.period))
        asked = faults.assumed_year(parsed.period) if parsed.period.assumed else None
        return DateReading(parsed.period.end, fault=asked)
    days = options(parsed.triple, decision, today) if parsed.triple else (parsed.day,)
    if parsed.triple and not days:
        return DateReading(
            fault=faults.impossible_triple(parsed.triple, decision.of(parsed.triple), today)
        )
    if len(days) != 1 or days[0] is None:
        certain = [day for day in days if day]
        return DateReading(fault=faults.ambiguous(certain, decision.conflict))
    day = days[0]
    wrong = parsed.weekdays and day.isoweekday() not in parsed.weekdays
    return DateReading(
        day, parsed.clock.time, parsed.clock.offset, faults.wrong_weekday(day) if wrong else None
    )
