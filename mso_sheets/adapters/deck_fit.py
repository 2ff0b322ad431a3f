"""What fits on a slide, by the widths of its signs; nothing on a slide is smaller than twelve points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mso_sheets.adapters.fitting import lines_within

SMALLEST = 12
_LINE, _AFTER, _EDGES, _CELL_EDGES, _CELL_MARGIN = 1.22, 0.5, 0.2, 0.14, 0.08
_INCH, _BOLD = 72, 1.05


def height_of(lines: Sequence[tuple[str, str]], width: float, size: float) -> float:
    """Inches that paragraphs (bold words, words after them) take in a box of this width."""
    return sum(
        (_count(f"{strong} {rest}".strip(), width - _EDGES, size) * _LINE + _AFTER) * size / _INCH
        for strong, rest in lines
    )


def fitted(
    lines: Sequence[tuple[str, str]], width: float, height: float, size: int
) -> tuple[Sequence[tuple[str, str]], int]:
    """The paragraphs and the largest size at which they fit; at the smallest the last are left out."""
    for points in range(size, SMALLEST - 1, -1):
        if height_of(lines, width, points) <= height - 0.1:
            return lines, points
    kept = list(lines)
    while len(kept) > 1 and height_of([*kept, ("", "…")], width, SMALLEST) > height - 0.1:
        kept.pop()
    left = len(lines) - len(kept)
    return ([*kept, ("", f"{left} more in the tabs.")] if left else kept), SMALLEST


def title_size(title: str, width: float, height: float, sizes: Sequence[int]) -> int:
    """The largest of these sizes at which a title fits; the last if none does."""
    fits = (
        s for s in sizes if _count(title, width - _EDGES, s) * _LINE * s / _INCH + 0.1 <= height
    )
    return next(fits, sizes[-1])


def row_height(cells: Sequence[str], widths: Sequence[float], size: float = SMALLEST) -> float:
    """Inches that a table's row takes; `widths` of its columns in inches."""
    most = max(
        _count(text, wide - _CELL_EDGES, size * _BOLD)
        for text, wide in zip(cells, widths, strict=True)
    )
    return most * _LINE * size / _INCH + _CELL_MARGIN


def pages(
    rows: Sequence[Sequence[str]], widths: Sequence[float], height: float
) -> Iterator[Sequence[Sequence[str]]]:
    """The rows in groups that each fit under a header row in this height."""
    free = height - row_height(["", *[""] * (len(widths) - 1)], widths)
    page: list[Sequence[str]] = []
    used = 0.0
    for row in rows:
        needs = row_height(row, widths)
        if page and used + needs > free:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += needs
    yield page


def _count(text: str, inches: float, size: float) -> int:
    """Lines of a text of this size in this width."""
    return lines_within(text, inches * 96 * 10 / size)
