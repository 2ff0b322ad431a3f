"""How values read in prose: dates, percents, points; the same on the page and in Markdown."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mso_sheets.model.result import Figure


def day(value: Any) -> str:
    """30 Apr 2026, or a dash."""
    if value is None or pd.isna(value):
        return "–"
    stamp = pd.Timestamp(value)
    return f"{stamp.day} {stamp:%b %Y}"


def percent(value: Any) -> str:
    """38%, or a dash."""
    return "–" if value is None or pd.isna(value) else f"{float(value):.0%}"


def points(value: Any) -> str:
    """+4 or -24, or a dash."""
    return "–" if value is None or pd.isna(value) else f"{float(value):+.0f}"


def number(value: Any) -> str:
    """1,234 or 1.2, or a dash."""
    if value is None or pd.isna(value):
        return "–"
    size = float(value)
    return f"{size:,.0f}" if size == round(size) or abs(size) >= 100 else f"{size:,.1f}"


def text(value: Any) -> str:
    """The words, "" where there are none."""
    if value is None or (not isinstance(value, tuple | list) and pd.isna(value)):
        return ""
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def figure(found: Figure) -> str:
    """A headline value as it reads."""
    if isinstance(found.value, str) or found.value is None:
        return found.value or "–"
    return percent(found.value) if found.kind == "percent" else number(found.value)
