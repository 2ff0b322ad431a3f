"""The time of day and the offset inside a date text, cut out so that only the date is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache

from mso_sheets.tables.cells.lexicon import LETTER, Lexicon

_ZONES = (
    "utc|gmt|z|wet|west|cet|cest|eet|eest|msk|bst|ist|edt|est|cdt|cst|mdt|mst|pdt|pst|akst|hst"
    "|jst|kst|hkt|sgt|wib|aest|aedt|acst|awst|nzst|nzdt|brt|art|clt|sast|cat|eat|wat|pkt|gst"
)
_OFFSET = re.compile(
    rf"\s*(?:{_ZONES})?\s*(?P<offset>[+-]\d\d(?::?\d\d)?)?\s*(?:\(?(?:{_ZONES})\)?\s*)*$"
)
_UTC = re.compile(r"\s*(?:z|utc|gmt)\b")


@dataclass(frozen=True, slots=True)
class Clock:
    """A text without its time of day. `offset` is from UTC; `wrong` is a time that cannot be."""

    rest: str
    time: time | None = None
    offset: timedelta | None = None
    wrong: str = ""


@lru_cache(maxsize=8)
def _hint(lexicon: Lexicon) -> re.Pattern[str]:
    """What any time of day has somewhere, so that most dates are searched once and no more."""
    words = f"{lexicon.before_noon}|{lexicon.after_noon}|{lexicon.noon}|{lexicon.midnight}"
    return re.compile(rf"[:時时点點시]|\d\s?h|uhr|o'clock|{words}")


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    half = rf"(?:(?P<am>{lexicon.before_noon})|(?P<pm>{lexicon.after_noon}))"
    lead = half.replace("<am>", "<am1>").replace("<pm>", "<pm1>")
    seconds = r"(?:(?::|[分분]\s*)(?P<second>\d{1,2})(?:\.(?P<part>\d{1,9})|,(?P<part3>\d{3})(?!\d))?[秒초]?)?"
    minutes = rf"(?P<minute>\d\d)(?!\d)\s*{seconds}\s*[分분]?"
    hour = rf"(?:{lead}\s*)?(?<!\d)(?P<hour>\d{{1,2}})\s?(?::|h|[時时点點시])\s?"
    full = rf"{hour}{minutes}(?:\s*h(?!{LETTER}))?(?:\s*{half})?"
    dotted = rf"(?<![\d.])(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d\d))?\s*{half}"
    ideographic = rf"(?:{lead}\s*)?(?<!\d)(?P<hour>\d{{1,2}})\s?[時时点點시]"
    hours = r"(?:uhr|o'clock|h(?:s|rs|oras|eures)?(?![^\W\d_]))"
    spoken = rf"(?<![\d.])(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d\d))?\s*{hours}"
    named = rf"(?P<noon>{lexicon.noon})|(?P<midnight>{lexicon.midnight})"
    return tuple(map(re.compile, (full, dotted, ideographic, spoken, named)))


@lru_cache(maxsize=8)
def _dotted_tail(lexicon: Lexicon) -> re.Pattern[str]:
    half = rf"(?:(?P<am>{lexicon.before_noon})|(?P<pm>{lexicon.after_noon}))"
    return re.compile(
        rf"[\s,.]+(?P<hour>\d{{1,2}})\.(?P<minute>\d\d)(?:\.(?P<second>\d\d))?\s*{half}?\.?\s*"
    )


def cut_clock(text: str, lexicon: Lexicon) -> Clock:
    """Takes "10:17 pm", "14h40", "下午3时30分", "at noon", "+02:00" out of a lower-case text."""
    if not _hint(lexicon).search(text):
        return Clock(text)
    for pattern in _patterns(lexicon):
        found = pattern.search(text)
        if found:
            return _cut(text, found)
    return Clock(text)


def read_dotted(text: str, lexicon: Lexicon) -> Clock | None:
    """The clock in what follows a date of numbers ("29.02.2020 13.12"); None when it is none."""
    found = _dotted_tail(lexicon).fullmatch(text)
    return _cut(text, found) if found else None


def _cut(text: str, found: re.Match[str]) -> Clock:
    tail = text[found.end() :]
    zone = _OFFSET.match(tail)
    rest = f"{text[: found.start()]} {'' if zone else tail}".strip()
    moment = _time(found.groupdict())
    offset = _offset(tail, zone) if zone else None
    impossible = moment is None or (offset is not None and abs(offset) > timedelta(hours=14))
    return Clock(rest, moment, offset, found[0].strip() if impossible else "")


def _offset(tail: str, zone: re.Match[str]) -> timedelta | None:
    sign = zone["offset"]
    if sign is None:
        return timedelta(0) if _UTC.match(tail) else None
    digits = sign[1:].replace(":", "").ljust(4, "0")
    distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -distance if sign[0] == "-" else distance


def _time(parts: dict[str, str | None]) -> time | None:
    if parts.get("noon"):
        return time(12)
    if parts.get("midnight"):
        return time(0)
    hour = int(parts["hour"] or 0)
    before = parts.get("am") or parts.get("am1")
    after = parts.get("pm") or parts.get("pm1")
    if before and hour > 12:
        return None
    if (before or after) and hour <= 12:
        hour = hour % 12 + (12 if after else 0)
    share = (parts.get("part") or parts.get("part3") or "0")[:6].ljust(6, "0")
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second, int(share))
