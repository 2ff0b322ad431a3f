"""Sparklines as text: the same in every program, on paper and when copied into a message."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"


def spark(values: Sequence[float | None]) -> str:
    """A bar a value, from zero to the largest; a dot where nothing is known; "" when nothing is."""
    known = [value for value in values if value is not None]
    top = max(known, default=0.0)
    if not known or top <= 0:
        return ""
    return "".join(_bar(value, top) for value in values)


def _bar(value: float | None, top: float) -> str:
    if value is None:
        return "·"
    return BARS[min(int(max(value, 0.0) / top * len(BARS)), len(BARS) - 1)]
