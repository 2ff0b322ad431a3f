"""What settings and the People tab call a time zone, a country and working days; one meaning for both."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_zone(name: str) -> bool:
    """Whether the machine knows this time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def weekday_mask(words: str) -> str:
    """The Monday-first mask of "Mon-Fri", "Sun-Thu" or "Mon, Tue, Thu"; "" when unreadable."""
    mask = [False] * 7
    for part in words.replace(";", ",").replace("–", "-").replace("/", ",").lower().split(","):
        ends = [word.strip()[:3] for word in part.split("-")]
        if not ends or len(ends) > 2 or any(end not in WEEKDAYS for end in ends):
            return ""
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        for step in range((last - first) % 7 + 1):
            mask[(first + step) % 7] = True
    return "".join("1" if on else "0" for on in mask)


@lru_cache(maxsize=256)
def region_code(words: str) -> str:
    """The code whose holidays are known for "de-by", "DEU" or "Germany"; "" for what nobody knows."""
    from holidays import list_supported_countries  # 0.06 s that a workbook without regions saves

    known = list_supported_countries()
    country, _, part = words.partition("-")
    code = (
        _codes().get(_letters(words)) or _codes().get(_letters(country)) or country.strip().upper()
    )
    if code not in known or _letters(words) in _codes():
        return code if code in known else ""
    parts = {each.upper(): each for each in known[code]}
    found = parts.get(part.strip().upper(), "")
    return "" if part and not found else "-".join(filter(None, (code, found)))


def _letters(words: str) -> str:
    return "".join(letter for letter in words.lower() if letter.isalpha())


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    from holidays.registry import COUNTRIES

    return {
        _letters(word): short
        for name, (_, short, *others) in COUNTRIES.items()
        for word in (name, *(other for other in others if len(other) == 3))
    }
