"""Numbers and days in words, as the templates' filters give them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

MINUS = "−"


def day(value: Any, style: str = "short") -> str:
    """A date as "Tue 14 Apr"; style "long" adds the year, "plain" leaves the weekday out."""
    if not isinstance(value, date):
        return ""
    shown = f"{value.day} {value:%b}"
    if style == "plain":
        return shown
    return f"{value:%a} {shown} {value.year}" if style == "long" else f"{value:%a} {shown}"


def at(value: Any) -> str:
    """The time of day of a moment as "09:42"."""
    return f"{value:%H:%M}" if isinstance(value, datetime) else ""


def count(value: Any) -> int:
    """A whole number, 0 for what is missing."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return 0
    return round(value)


def number(value: Any, digits: int = 0) -> str:
    """A number with thousands separated; missing is a dash."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return "–"
    rounded = round(value, digits)
    shown = f"{abs(rounded):,.{digits}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return f"{MINUS}{shown}" if rounded < 0 else shown


def signed(value: Any, digits: int = 0) -> str:
    """The same with a plus sign on what is above zero."""
    shown = number(value, digits)
    return f"+{shown}" if isinstance(value, (int, float)) and round(value, digits) > 0 else shown


def percent(value: Any, digits: int = 0) -> str:
    """A share in percent: 0.455 -> 46%; missing is a dash."""
    shown = number(value * 100 if isinstance(value, (int, float)) else None, digits)
    return shown if shown == "–" else f"{shown}%"


def plural(value: Any, one: str, many: str = "") -> str:
    """The number with its noun: 1 day, 2 days."""
    whole = count(value)
    return f"{whole:,} {one if whole == 1 else many or one + 's'}"


def working_days(value: Any) -> str:
    """How late or how far: "6 working days"."""
    return plural(abs(count(value)), "working day")


def compared(now: Any, before: Any, since: str = "") -> str:
    """How a count moved: "2 more than Mon", "3 fewer than Mon", "as on Mon"; empty when unknown."""
    if not isinstance(before, (int, float)) or not isinstance(now, (int, float)):
        return ""
    if not math.isfinite(before) or not math.isfinite(now):
        return ""
    change = round(now - before)
    if change == 0:
        return f"as on {since}" if since else "as last time"
    than = since or "last time"
    return f"{abs(change)} {'more' if change > 0 else 'fewer'} than {than}"


def listed(values: Iterable[Any], most: int = 0, last: str = "and") -> str:
    """Words in a row: "a, b and c"; with `most`, what is beyond is counted: "a, b and 3 more"."""
    words = [str(value) for value in values if value not in (None, "")]
    if most and len(words) > most:
        words = [*words[:most], f"{len(words) - most} more"]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


MARKS = {"On track": "●", "At risk": "▲", "Off track": "■", "Complete": "●"}


def mark(health: Any) -> str:
    """A health word behind its shape, which tells it without colour: "■ Off track"."""
    word = str(health or "")
    return f"{MARKS.get(word, '○')} {word}" if word else ""


FILTERS = {
    "mark": mark,
    "day": day,
    "at": at,
    "number": number,
    "signed": signed,
    "percent": percent,
    "plural": plural,
    "working_days": working_days,
    "listed": listed,
}
