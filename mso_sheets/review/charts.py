"""Charts as inline SVG: no script, no network; every number stands in words beside its mark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mso_sheets.model.tab import Chart
from mso_sheets.tabs.charts import alt_text, shown

WIDTH = 640
ROW = 26
LABEL = 200
NUMBER = 90
PER_LETTER = 6.6


def drawn(chart: Chart | None) -> str:
    """A chart of the tabs as SVG; "" for None."""
    if chart is None:
        return ""
    if chart.kind == "bar":
        numbers = [0.0 if v is None else v for v in chart.series[0].values]
        return bars(chart, list(zip(chart.labels, numbers, strict=True)))
    return stacked(chart) if chart.kind == "stacked-column" else lines(chart)


def bars(chart: Chart, rows: Sequence[tuple[str, float]]) -> str:
    """Horizontal bars, a row each, the number at its end. Negative values grow to the left."""
    top = max((abs(value) for _, value in rows), default=0) or 1
    left = NUMBER if any(value < 0 for _, value in rows) else 0
    right = any(value > 0 for _, value in rows)
    room = (WIDTH - LABEL - left - NUMBER) * (0.5 if left and right else 1)
    zero = LABEL + left + (room if left else 0)
    parts = [_open(chart.title, alt_text(chart), len(rows) * ROW + 8)]
    for index, (label, value) in enumerate(rows):
        y, length = index * ROW + 4, abs(value) / top * room
        x = zero if value >= 0 else zero - length
        end, side = (zero + length + 6, "") if value >= 0 else (zero - length - 6, " end")
        kind = "bar low" if value < 0 or chart.name == "overdue" else "bar"
        parts.append(_text(LABEL - 8, y + 16, cut(label, LABEL - 8), "label end"))
        own = chart.series[0].colors
        look = f'fill="{own[index]}" class="part"' if own else f'class="{kind}"'
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 3}" width="{max(length, 1):.1f}" height="18" {look}/>'
        )
        parts.append(_text(end, y + 16, shown(value, chart), f"label{side}"))
    return "".join([*parts, "</svg>"])


def stacked(chart: Chart) -> str:
    """Stacked columns over time, each part with its number, the legend in words below."""
    base, high = 190, 160
    step = (WIDTH - 40) / len(chart.labels)
    wide = min(step - 8, 72)
    sums = [sum(s.values[i] or 0 for s in chart.series) for i in range(len(chart.labels))]
    scale = high / (max(sums) or 1)
    legend, depth = _legend([(s.name, s.color) for s in chart.series], base + 30)
    parts = [_open(chart.title, alt_text(chart), depth)]
    for index, label in enumerate(chart.labels):
        middle, y = 20 + index * step + step / 2, float(base)
        for series in chart.series:
            value = series.values[index] or 0
            size = value * scale
            y -= size
            if size <= 0:
                continue
            parts.append(
                f'<rect x="{middle - wide / 2:.1f}" y="{y:.1f}" width="{wide:.1f}" '
                f'height="{size:.1f}" fill="{series.color}" class="part"/>'
            )
            if size >= 13:
                parts.append(_text(middle, y + size / 2 + 4, f"{value:g}", "label on mid"))
        parts.append(_text(middle, base + 16, label, "label mid"))
    return "".join([*parts, legend, "</svg>"])


def lines(chart: Chart) -> str:
    """Lines over time from zero, first and last numbers written out."""
    base, high, left, right = 170, 140, 40, WIDTH - 130
    top = max((v or 0 for s in chart.series for v in s.values), default=0) or 1
    step = (right - left) / max(len(chart.labels) - 1, 1)
    parts = [_open(chart.title, alt_text(chart), base + 26)]
    parts.append(f'<line x1="{left}" x2="{right}" y1="{base}" y2="{base}" class="tick"/>')
    ends = sorted((base - (s.values[-1] or 0) / top * high, n) for n, s in enumerate(chart.series))
    places = {n: y for (_, n), y in zip(ends, _apart([y for y, _ in ends], 16), strict=True)}
    for number, series in enumerate(chart.series):
        at = [(left + i * step, base - (v or 0) / top * high) for i, v in enumerate(series.values)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        dashed = ' stroke-dasharray="6 4"' if number else ""
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{series.color}" stroke-width="2.5"{dashed}/>'
        )
        said = f"{series.name} {shown(series.values[-1], chart)}"
        parts.append(_text(right + 8, places[number] + 4, said, "label"))
    for index, label in enumerate(chart.labels):
        parts.append(_text(left + index * step, base + 18, label, "label mid"))
    return "".join([*parts, "</svg>"])


def waterfall(chart: Chart, total: float) -> str:
    """From the target to the actual: each line's part where the one before it ended, then the sum."""
    values = [v or 0 for v in chart.series[0].values]
    starts = [sum(values[:i]) for i in range(len(values))]
    rows = [*zip(chart.labels, starts, values, strict=True), ("in all", 0.0, total)]
    low = min(0.0, *(s + min(v, 0) for _, s, v in rows))
    high = max(0.0, *(s + max(v, 0) for _, s, v in rows))
    room = WIDTH - LABEL - 2 * NUMBER

    def at(value: float) -> float:
        return LABEL + NUMBER + (value - low) / ((high - low) or 1) * room

    parts = [_open(chart.title, f"{alt_text(chart)} In all {total:+,.10g}.", len(rows) * ROW + 8)]
    parts.append(
        f'<line x1="{at(0):.1f}" x2="{at(0):.1f}" y1="0" y2="{len(rows) * ROW + 4}" class="mean"/>'
    )
    for index, (label, start, value) in enumerate(rows):
        y, x = index * ROW + 4, at(start + min(value, 0))
        kind = ("sum " if label == "in all" else "") + ("bar low" if value < 0 else "bar")
        length = max(at(start + max(value, 0)) - x, 1)
        end, side = (x - 6, " end") if value < 0 else (x + length + 6, "")
        parts.append(_text(LABEL - 8, y + 16, cut(label, LABEL - 8), "label end"))
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 3}" width="{length:.1f}" height="18" class="{kind}"/>'
        )
        parts.append(_text(end, y + 16, f"{value:+,.10g}", f"label{side}"))
    return "".join([*parts, "</svg>"])


def control(
    title: str, said: str, names: Sequence[str], values: Sequence[float],
    mean: float, lower: float, upper: float,
) -> str:  # fmt: skip
    """An XmR chart of shares of target: the points, their mean and natural limits, ends named."""
    low, high = min([*values, lower]), max([*values, upper])
    left, right = 16, WIDTH - 120
    step = (right - left) / max(len(values) - 1, 1)

    def at(value: float) -> float:
        return 150 - (value - low) / ((high - low) or 1) * 130

    parts = [_open(title, said, 196)]
    told = [
        ("upper limit", upper, "limit"),
        ("mean", mean, "mean"),
        ("lower limit", lower, "limit"),
    ]
    for (name, value, kind), y in zip(told, _apart([at(v) for _, v, _ in told], 15), strict=True):
        parts.append(
            f'<line x1="{left}" x2="{right}" y1="{at(value):.1f}" y2="{at(value):.1f}" class="{kind}"/>'
        )
        parts.append(_text(right + 8, y + 4, f"{name} {value:.0%}", "label quiet"))
    points = " ".join(f"{left + i * step:.1f},{at(v):.1f}" for i, v in enumerate(values))
    parts.append(f'<polyline points="{points}" class="series"/>')
    for i, value in enumerate(values):
        outside = value > upper or value < lower
        x, y, kind = left + i * step, at(value), "dot out" if outside else "dot"
        size = 5 if outside else 3
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" class="{kind}"/>')
        if outside and i == len(values) - 1:
            parts.append(_text(x, y - 9 if value > mean else y + 18, f"{value:.0%}", "label end"))
    for x, name, side in ((left, names[0], "label quiet"), (right, names[-1], "label quiet end")):
        parts.append(_text(x, 190, name, side))
    return "".join([*parts, "</svg>"])


def timeline(
    title: str,
    said: str,
    rows: Sequence[tuple[str, float, float]],
    ticks: Sequence[tuple[str, float]],
) -> str:
    """Milestones: label, due (diamond) and forecast (dot) as shares 0..1 of the span."""
    parts = [_open(title, said, len(rows) * ROW + 30)]
    room, bottom = WIDTH - LABEL - 40, len(rows) * ROW + 6
    for name, share in ticks:
        x = LABEL + 10 + share * room
        kind = "mean" if name == "today" else "tick"
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{bottom}" class="{kind}"/>')
        parts.append(_text(x, bottom + 16, name, "label mid"))
    for index, (label, due, forecast) in enumerate(rows):
        y, x, to = index * ROW + 14, LABEL + 10 + due * room, LABEL + 10 + forecast * room
        parts.append(_text(LABEL - 8, y + 4, cut(label, LABEL - 8), "label end"))
        parts.append(f'<line x1="{x:.1f}" x2="{to:.1f}" y1="{y}" y2="{y}" class="drift"/>')
        parts.append(
            f'<circle cx="{to:.1f}" cy="{y}" r="5" class="dot{" out" if forecast > due else ""}"/>'
        )
        parts.append(f'<path d="M{x:.1f} {y - 6} l6 6 l-6 6 l-6 -6 z" class="due"/>')
    return "".join([*parts, "</svg>"])


def cut(text: str, room: float) -> str:
    """The text, shortened with an ellipsis to what fits into `room` pixels."""
    most = int(room / PER_LETTER)
    wide = [2 if ord(sign) > 0x2E7F else 1 for sign in text]
    if sum(wide) <= most:
        return text
    kept, used = 0, 0
    while used + wide[kept] < most:
        used += wide[kept]
        kept += 1
    return text[:kept].rstrip() + "…"


def _apart(places: Sequence[float], least: float) -> list[float]:
    """Places from top to bottom, pushed down until none is nearer than `least` to the one above."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + least) if found else place)
    return found


def _legend(names: Sequence[tuple[str, str]], y: float) -> tuple[str, float]:
    """The legend, wrapped, and the height it ends at."""
    parts, x = [], 20.0
    for name, color in names:
        long = 34 + PER_LETTER * len(name)
        if x + long > WIDTH:
            x, y = 20.0, y + 20
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.0f}" width="11" height="11" fill="{color}" class="part"/>'
        )
        parts.append(_text(x + 16, y + 10, name, "label"))
        x += long
    return "".join(parts), y + 20


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(words)}</text>'


def _open(title: str, said: str, height: float) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(said)}">'
        f"<title>{escape(title)}</title>"
    )
