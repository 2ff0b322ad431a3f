"""Charts as inline SVG: no script, no network, words beside colours, the figures in the markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH = 640
ROW = 26
LABEL = 190


def bars(title: str, rows: Sequence[tuple[str, float]], unit: str = "") -> str:
    """Horizontal bars, a row each, the number at its end. Negative values grow to the left."""
    if not rows:
        return ""
    top = max((abs(value) for _, value in rows), default=0) or 1
    has_negative = any(value < 0 for _, value in rows)
    zero = LABEL + (WIDTH - LABEL - 70) * (0.5 if has_negative else 0)
    room = (WIDTH - LABEL - 70) * (0.5 if has_negative else 1)
    parts = [_open(title, len(rows) * ROW + 8)]
    for index, (label, value) in enumerate(rows):
        y = index * ROW + 4
        length = abs(value) / top * room
        x = zero if value >= 0 else zero - length
        kind = "bar" if value >= 0 else "bar low"
        end = zero + length + 6 if value >= 0 else zero + 6
        parts.append(
            f'<text x="{LABEL - 8}" y="{y + 16}" class="label end">{escape(label[:30])}</text>'
        )
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 3}" width="{max(length, 1):.1f}" height="18" class="{kind}"/>'
        )
        parts.append(
            f'<text x="{end:.1f}" y="{y + 16}" class="label">{value:,.10g}{escape(unit)}</text>'
        )
    return "".join([*parts, "</svg>"])


def stacked(
    title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float], str]]
) -> str:
    """Stacked columns over time with a legend in words; `series` are (name, values, colour)."""
    if not labels or not series:
        return ""
    height, base = 220, 180
    step = (WIDTH - 40) / len(labels)
    totals = [sum(values[i] for _, values, _ in series) for i in range(len(labels))]
    scale = 150 / (max(totals) or 1)
    parts = [_open(title, height + 22)]
    for index, label in enumerate(labels):
        y = float(base)
        for name, values, color in series:
            size = values[index] * scale
            y -= size
            if size > 0:
                parts.append(
                    f'<rect x="{20 + index * step + 4:.1f}" y="{y:.1f}" width="{step - 8:.1f}" '
                    f'height="{size:.1f}" fill="{color}"><title>{escape(label)}: {escape(name)} '
                    f"{values[index]:g}</title></rect>"
                )
        middle = 20 + index * step + step / 2
        parts.append(
            f'<text x="{middle:.1f}" y="{base + 16}" class="label mid">{escape(label)}</text>'
        )
    parts.append(_legend([(name, color) for name, _, color in series], height))
    return "".join([*parts, "</svg>"])


def control(title: str, values: Sequence[float], mean: float, lower: float, upper: float) -> str:
    """An XmR chart: the points, the mean and the natural limits."""
    low, high = min([*values, lower]), max([*values, upper])
    span = (high - low) or 1
    step = (WIDTH - 60) / max(len(values) - 1, 1)

    def at(value: float) -> float:
        return 150 - (value - low) / span * 130

    points = " ".join(f"{30 + i * step:.1f},{at(v):.1f}" for i, v in enumerate(values))
    parts = [_open(title, 168)]
    for value, kind in ((mean, "mean"), (lower, "limit"), (upper, "limit")):
        parts.append(
            f'<line x1="30" x2="{WIDTH - 30}" y1="{at(value):.1f}" y2="{at(value):.1f}" class="{kind}"/>'
        )
    parts.append(f'<polyline points="{points}" class="series"/>')
    for i, value in enumerate(values):
        outside = " out" if value > upper or value < lower else ""
        parts.append(
            f'<circle cx="{30 + i * step:.1f}" cy="{at(value):.1f}" r="3" class="dot{outside}"/>'
        )
    return "".join([*parts, "</svg>"])


def timeline(
    title: str, rows: Sequence[tuple[str, float, float, str]], ticks: Sequence[tuple[str, float]]
) -> str:
    """Milestones: label, due and forecast as shares 0..1 of the span, and a state word."""
    parts = [_open(title, len(rows) * ROW + 30)]
    room = WIDTH - LABEL - 20
    for name, share in ticks:
        x = LABEL + share * room
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{len(rows) * ROW + 6}" class="tick"/>'
        )
        parts.append(
            f'<text x="{x:.1f}" y="{len(rows) * ROW + 22}" class="label mid">{escape(name)}</text>'
        )
    for index, (label, due, forecast, state) in enumerate(rows):
        y = index * ROW + 14
        x, to = LABEL + due * room, LABEL + forecast * room
        parts.append(
            f'<text x="{LABEL - 8}" y="{y + 4}" class="label end">{escape(label[:30])}</text>'
        )
        parts.append(f'<line x1="{x:.1f}" x2="{to:.1f}" y1="{y}" y2="{y}" class="drift"/>')
        parts.append(f'<path d="M{x:.1f} {y - 6} l6 6 l-6 6 l-6 -6 z" class="due"/>')
        parts.append(
            f'<circle cx="{to:.1f}" cy="{y}" r="4" class="dot"><title>{escape(state)}</title></circle>'
        )
    return "".join([*parts, "</svg>"])


def _legend(names: Sequence[tuple[str, str]], y: float) -> str:
    parts, x = [], 20.0
    for name, color in names:
        parts.append(f'<rect x="{x:.1f}" y="{y}" width="11" height="11" fill="{color}"/>')
        parts.append(f'<text x="{x + 15:.1f}" y="{y + 10}" class="label">{escape(name)}</text>')
        x += 30 + 7 * len(name)
    return "".join(parts)


def _open(title: str, height: float) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>"
    )
