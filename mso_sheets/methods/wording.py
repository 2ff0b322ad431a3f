"""Numbers and days as people say them, the same in every reason and line of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def counted(number: float, singular: str, plural: str = "") -> str:
    """`1 task`, `3 tasks`, `0.5 days`: whole numbers without a point."""
    shown = f"{number:.0f}" if number == round(number) else f"{number:.1f}"
    return f"{shown} {singular if shown == '1' else plural or singular + 's'}"


def working_days(number: float) -> str:
    """`6 working days`, `1 working day`."""
    return counted(round(number), "working day")


def points(number: float) -> str:
    """`24 points`; a fraction only where rounding would say 0."""
    return counted(round(number) if abs(number) >= 1 else round(number, 1), "point")


def short_day(day: date, today: date) -> str:
    """`2 Jun`, with its year when it is not this year's."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b} {day.year}"


def shortened(text: str, width: int = 40) -> str:
    """One line of at most `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def listed(words: Sequence[str], most: int = 5) -> str:
    """`A, B and 3 more`."""
    if len(words) <= most:
        return ", ".join(words)
    return f"{', '.join(words[:most])} and {len(words) - most} more"
