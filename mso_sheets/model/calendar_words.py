"""What settings and the People tab call a time zone, a country, a locale and working days."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fil fj fo fr fy ga gd gl gn gsw gu gv ha haw he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik in io is it iu iw ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os "
    "pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th "
    "ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
LANGUAGES = frozenset(_CODES.split())
"""ISO 639-1, and the longer codes that Google Sheets offers as locales."""
_LOCALE = re.compile(
    r"([a-zA-Z]{2,3})(?:[_-][A-Z][a-z]{3})?(?:[_-](?:[A-Z]{2}|\d{3}))?(?:\.[\w-]+)?"
)


def is_locale(name: str) -> bool:
    """Whether this is a language, or a language and country, such as "de" or "en_GB"."""
    found = _LOCALE.fullmatch(name)
    return found is not None and found.group(1).lower() in LANGUAGES


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
