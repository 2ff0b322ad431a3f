"""How values read in prose: dates, percents, points; the same on the page, in Markdown and on slides."""

from __future__ import annotations

import re
from math import copysign, floor
from typing import Any

import pandas as pd
from jinja2 import Undefined

from mso_sheets.model.result import Figure

MARKS = {
    "Off track": "■",
    "At risk": "▲",
    "On track": "●",
    "Complete": "●",
    "No recent update": "?",
}
"""State -> the mark before its word, the same as in the tabs and digests."""
_MARKDOWN = re.compile(r"([\\`*_\[\]|#~])")


def missing(value: Any) -> bool:
    """Whether there is nothing: no value, no such column, an empty cell."""
    if value is None or isinstance(value, Undefined):
        return True
    return not isinstance(value, tuple | list) and bool(pd.isna(value))


def day(value: Any) -> str:
    """30 Apr 2026, or a dash."""
    if missing(value):
        return "–"
    stamp = pd.Timestamp(value)
    return f"{stamp.day} {stamp:%b %Y}"


def whole(value: float) -> int:
    """Rounded as spreadsheets show it, halves away from zero, so that page and tab agree."""
    return int(copysign(floor(abs(value) + 0.5 + 1e-9), value))


def percent(value: Any) -> str:
    """38%, or a dash."""
    return "–" if missing(value) else f"{whole(100 * float(value))}%"


def points(value: Any) -> str:
    """+4 or -24, or a dash."""
    if missing(value):
        return "–"
    size = whole(float(value))
    return f"{size:+d}" if size else "0"


def number(value: Any) -> str:
    """1,234, 1.2 or 0.056, or a dash."""
    if missing(value):
        return "–"
    size = float(value)
    if size == round(size) or abs(size) >= 100:
        return f"{size:,.0f}"
    return f"{size:,.1f}" if abs(size) >= 10 else f"{size:,.3g}"


def text(value: Any) -> str:
    """The words, "" where there are none."""
    if missing(value):
        return ""
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def capital(value: Any) -> str:
    """The words with a capital first letter, the rest as it is."""
    words = text(value)
    return words.upper() if words in {"kpi", "sla"} else words[:1].upper() + words[1:]


def brief(why: Any, most: int = 2) -> str:
    """The first reasons, what the owner reports, and how many more there are."""
    reasons = text(why).split("; ") if text(why) else []
    first, others = reasons[:most], reasons[most:]
    told = [reason for reason in others if reason.startswith("owner reports")]
    counts = [
        int(r.split()[0]) if r.endswith(("more reason", "more reasons")) else 1 for r in others
    ]
    more = sum(counts) - len(told)
    rest = [f"{more} more reason{'' if more == 1 else 's'}"] if more else []
    return "; ".join([*first, *told, *rest])


def late(days: Any) -> str:
    """1 working day late; past its date, where no working day has passed since."""
    count = 0 if missing(days) else round(float(days))
    if count <= 0:
        return "Past its date, no working day since"
    return f"{count:,} working day{'' if count == 1 else 's'} late"


def sentence(value: Any) -> str:
    """The words, ended by one full stop or their own mark; nothing stays nothing."""
    words = text(value).rstrip(" .")
    return words if words.endswith(("?", "!")) or not words else f"{words}."


def figure(found: Figure) -> str:
    """A headline value as it reads."""
    if isinstance(found.value, str) or found.value is None:
        return found.value or "–"
    return percent(found.value) if found.kind == "percent" else number(found.value)


def change(found: Figure) -> str:
    """How a headline value moved since last time: "+2", "-3 points"; "" when that is not known."""
    if found.before is None or not isinstance(found.value, float | int):
        return ""
    if found.kind == "percent":
        percent_points = round((found.value - found.before) * 100)
        return f"{percent_points:+d} points" if percent_points else ""
    moved = found.value - found.before
    return f"{moved:+,.10g}" if moved else ""


def marked(state: Any) -> str:
    """A state with its mark: "■ Off track"."""
    word = text(state)
    return f"{MARKS.get(word, '–')} {word}" if word else "–"


def markdown(value: Any) -> str:
    """Text as itself in Markdown: on one line, its signs escaped, no tag and no link by accident."""
    said = " ".join(text(value).split())
    said = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(r"\\\1", said)


def web_address(value: Any) -> str:
    """The address of a Link that a browser may follow (https only), else ""."""
    url = str(getattr(value, "url", value) or "")
    return url if url.startswith("https://") else ""
