"""Due dates in notes: only where one is written; relative ones from the meeting's date."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from mso_sheets.methods.notes_words import folded

_MONTHS = """
january jan janeiro enero ene gennaio gen januar janvier janv januari
february feb fevereiro fev febrero febbraio februar fevrier fevr februari
march mar marco marzo marz mars maart mrt
april apr abril abr aprile avril
may maio mayo maggio mag mai mei
june jun junho junio giugno giu juni juin
july jul julho julio luglio lug juli juillet juil
august aug agosto ago august aout augustus
september sep sept setembro set septiembre settembre septembre
october oct outubro out octubre ottobre ott oktober okt octobre
november nov novembro noviembre novembre
december dec dezembro dez diciembre dic dicembre dezember decembre december
"""
_WEEKDAYS = """
monday mon montag lundi lunes segunda lunedi maandag
tuesday tue tues dienstag mardi martes terca martedi dinsdag
wednesday wed weds mittwoch mercredi miercoles quarta mercoledi woensdag
thursday thu thur thurs donnerstag jeudi jueves quinta giovedi donderdag
friday fri freitag vendredi viernes sexta venerdi vrijdag
saturday sat samstag samedi sabado sabato zaterdag
sunday sun sonntag dimanche domingo domenica zondag
"""
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def _index(table: str) -> dict[str, int]:
    return {
        word: place
        for place, line in enumerate(table.strip().splitlines(), 1)
        for word in line.split()
    }


MONTHS = _index(_MONTHS)
WEEKDAYS = _index(_WEEKDAYS)

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_CUE = (
    r"(?:no later than|due(?: date| on| by)?|deadline(?: is)?|before|by(?: the)?|until|till|"
    r"eta|target|for|on|bis(?: zum)?|"
    r"avant(?: le)?|pour le|antes del?|para(?: el| o)?|ate(?: o| a)?|entro(?: il)?|voor|"
    r"uiterlijk|до|do(?: dnia)?)\s*[:=]?\s*"
)
_START = rf"(?:\b{_CUE}|[,;(|→–—-]\s*|\[\s*)"
_END = r"(?=\s*(?:$|[.,;)\]|!]|\s[-–—(]|\s(?:and|at|noon|eod|cob|for|so|to|then|latest)\b))"
_DAY_MONTH = (
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?P<name>{_MONTH})\b\.?,?"
    r"(?:\s+(?:de\s+)?(?P<y>20\d\d))?"
)
_MONTH_DAY = (
    rf"\b(?P<name>{_MONTH})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>20\d\d))?"
)
_ABSOLUTE = (
    (re.compile(r"\b(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b"), "always"),
    (re.compile(r"(?P<y>20\d\d)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"), "always"),
    (re.compile(r"(?<!\d)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"), "always"),
    (re.compile(_DAY_MONTH), "cue"),
    (re.compile(_MONTH_DAY), "cue"),
    (re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d\d|\d\d)?(?!\d)"), "cue"),
    (re.compile(r"\b(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y>20\d\d|\d\d))?\b"), "cue"),
)  # fmt: skip
_RELATIVE = re.compile(
    rf"{_START}(?:the\s+)?(?P<what>"
    rf"today|tonight|eod|cob|end of (?:the )?day|tomorrow|eow|(?:the )?end of (?:the |this )?week|"
    rf"(?:the )?end of next week|eom|(?:the )?end of (?:the |this )?month|month[- ]end|"
    rf"(?:(?:eod|cob|end of day|close of business)\s+)?"
    rf"(?:(?:this|next|coming|on)\s+)?(?:{_WEEKDAY})(?:-feira)?)\b{_END}"
)
_AT_END = re.compile(
    r"\s(?P<what>today|tomorrow|eod|cob|eow|eom|end of (?:the |this )?(?:day|week|month)|"
    rf"end of next week|next (?:{_WEEKDAY}))"
    r"\s*[.!]?$"
)
_IN = re.compile(
    r"\b(?:with)?in\s+(?:the next\s+)?(?P<n>\d{1,2}|an?|one|two|three|four|five|"
    r"six)\s+(?P<unit>day|week|month)s?\b"
)
_QUARTER = re.compile(rf"{_START}(?:the )?(?:end of )?q(?P<q>[1-4])(?:\s+(?P<y>20\d\d))?\b")


def due_date(text: str, meeting: date | None = None) -> date | None:
    """The date by which something is due as these words say it, None where they say none.

    Without `meeting` only complete dates are read. A day without a year is the one nearest to the
    meeting, preferring what lies ahead; a weekday is the next one after it. `3/4` is read only if
    one of both cannot be a month. A bare "next week" is no date.
    """
    words = folded(text)
    for pattern, when in _ABSOLUTE:
        for found in pattern.finditer(words):
            if when == "always" or _cued(words, found.start(), found.end()):
                day = _absolute(found, meeting)
                if day:
                    return day
    return _relative(words, meeting) if meeting else None


def _cued(words: str, start: int, end: int) -> bool:
    """Whether a date stands where a due date stands: after a cue, or alone at an edge."""
    before, after = words[:start], words[end:]
    weekday = rf"(?:(?:{_WEEKDAY})\.?,?\s+(?:the\s+|den\s+|le\s+)?)?"
    if re.search(rf"\b{_CUE}(?:the\s+)?{weekday}$", before) and not re.search(
        rf"\b(?:for|on)\s+(?:the\s+)?{weekday}$", before
    ):
        return True
    opened = re.search(rf"(?:[,;(\[|:→–—-]|\s[-–—]|^)\s*{weekday}$", before)
    ended = re.match(r"\s*(?:$|[.,;)\]|]|\s[-–—])", after)
    on = re.search(rf"\b(?:for|on)\s+(?:the\s+)?{weekday}$", before)
    if re.search(r"\b20\d\d\W*$", words[start:end]) and re.fullmatch(r"\W*", after):
        return not on
    return bool((opened and ended) or (on and re.match(r"\s*[.)]?$", after)))


def _absolute(found: re.Match[str], meeting: date | None) -> date | None:
    parts = found.groupdict()
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (second, first) if second > 12 else (first, second)
    else:
        day = int(parts["d"])
        month = MONTHS[parts["name"]] if parts.get("name") else int(parts["m"])
    year = int(parts["y"]) if parts.get("y") else 0
    year += 2000 if 0 < year < 100 else 0
    return _safe(year, month, day) if year else _nearest(month, day, meeting)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, meeting: date | None) -> date | None:
    if meeting is None:
        return None
    years = (meeting.year - 1, meeting.year, meeting.year + 1)
    days = [found for year in years if (found := _safe(year, month, day))]
    ahead = [found for found in days if -45 <= (found - meeting).days <= 320]
    return min(ahead, key=lambda found: abs((found - meeting).days), default=None)


def _relative(words: str, meeting: date) -> date | None:
    if found := _IN.search(words):
        count = _NUMBERS.get(found["n"]) or int(found["n"])
        if found["unit"] == "month":
            return _month_later(meeting, count)
        return meeting + timedelta(days=count * (7 if found["unit"] == "week" else 1))
    if (found := _QUARTER.search(words)) and not re.match(r"(?:for|on)\b", found[0]):
        return _quarter_end(int(found["q"]), int(found["y"] or 0), meeting)
    found = _RELATIVE.search(words) or _AT_END.search(words)
    return _named(found["what"], meeting) if found else None


def _named(what: str, meeting: date) -> date | None:
    friday = meeting + timedelta(days=(4 - meeting.weekday()) % 7)
    place = WEEKDAYS.get(what.removesuffix("-feira").split()[-1], 0) - 1
    if place >= 0:
        if what.startswith("next") and place > meeting.weekday():
            return None  # this week's or the week's after: people mean both
        return meeting + timedelta(days=(place - meeting.weekday() - 1) % 7 + 1)
    if re.search(r"today|tonight|eod|cob|end of (?:the )?day", what):
        return meeting
    if what == "tomorrow":
        return meeting + timedelta(days=1)
    if "week" in what or what == "eow":
        return friday + timedelta(days=7) if "next" in what else friday
    return meeting.replace(day=calendar.monthrange(meeting.year, meeting.month)[1])


def _month_later(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _quarter_end(quarter: int, year: int, meeting: date) -> date:
    month = quarter * 3
    year = year or (meeting.year if month >= meeting.month else meeting.year + 1)
    return date(year, month, calendar.monthrange(year, month)[1])
