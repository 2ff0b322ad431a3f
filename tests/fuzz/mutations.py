"""Small right workbooks, and the ways in which people (and exports) break them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from mso_sheets.model.cells import Cell, Merge, RawTab
from mso_sheets.tables.registry import SCHEMAS
from tests.making import tab_of

Grid = list[list[Cell]]
Mutation = Callable[[Grid, Random], None]

WORDS = (
    "Ana Silva", "Ben Ito", "Done", "In progress", "TBD", "n/a", "-", "#REF!", "Loading...", "31/02/2026",
    "12.03.2026", "Q3 2026", "2026年3月12日", "１２", "1.234,50", "(5)", "45 %", "x", "✓", "🟢", "=1+1",
    "<!channel>", "a\nb", "\u200b", "\u00a0", "", " ", "Total", "Phase 2", "合計", "Summe", "Owner", "Status",
    "Due date", "ACT-1", "1.2.3", "nan", "inf", "1e400", "ﷺ", "\ud800", "e\u0301", "A" * 300, "TRUE", "007",
)  # fmt: skip
NUMBERS = (0.0, -1.0, 1.0, 0.45, 45.0, 46126.0, 46126.75, 1e15, 1e300, -0.0, 2958466.0, 1e-9)


def any_cell(draw: Random) -> Cell:
    """Whatever a cell may hold."""
    kind = draw.randrange(6)
    if kind == 0:
        return draw.choice(NUMBERS)
    if kind == 1:
        return draw.choice((True, False, None, None))
    if kind == 2:
        return "".join(chr(draw.randrange(32, 0x3000)) for _ in range(draw.randrange(12)))
    return draw.choice(WORDS)


def right_cell(kind: str, name: str, number: int, draw: Random) -> Cell:
    """A value that fits a column."""
    days = {"date": 46000.0 + draw.randrange(200), "number": float(draw.randrange(9))}
    words = {"percent": draw.choice((0.0, 0.5, 1.0)), "boolean": draw.choice((True, False))}
    people = {"person": draw.choice(("Ana Silva", "Ben Ito")), "people": "Ana Silva, Ben Ito"}
    return {**days, **words, **people}.get(kind, f"{name} {number}")


def right_grid(name: str, draw: Random) -> Grid:
    """A header and a few records of one table."""
    columns = [c for c in SCHEMAS[name].columns if c.required or draw.random() < 0.6]
    rows = range(1, draw.randrange(1, 9))
    header: list[Cell] = [column.header for column in columns]
    return [header, *[[right_cell(c.kind, c.field, n, draw) for c in columns] for n in rows]]


def _row(grid: Grid, draw: Random) -> list[Cell]:
    return draw.choice(grid) if grid else []


def junk_cells(grid: Grid, draw: Random) -> None:
    """Some cells hold whatever."""
    for _ in range(draw.randrange(1, 8)):
        row = _row(grid, draw)
        if row:
            row[draw.randrange(len(row))] = any_cell(draw)


def junk_row(grid: Grid, draw: Random) -> None:
    """A row of anything, anywhere."""
    width = max((len(row) for row in grid), default=3)
    grid.insert(
        draw.randrange(len(grid) + 1), [any_cell(draw) for _ in range(draw.randrange(width + 3))]
    )


def blank_rows(grid: Grid, draw: Random) -> None:
    """Empty rows between others."""
    for _ in range(draw.randrange(1, 5)):
        grid.insert(draw.randrange(len(grid) + 1), [])


def lone_text(grid: Grid, draw: Random) -> None:
    """A section, a total, a note or a title."""
    row: list[Cell] = [None] * draw.randrange(4)
    grid.insert(
        draw.randrange(len(grid) + 1), [*row, draw.choice(("Phase 2", "Total", "note!", "Design"))]
    )


def second_header(grid: Grid, draw: Random) -> None:
    """The header again, further down."""
    if grid:
        grid.insert(draw.randrange(1, len(grid) + 1), list(grid[0]))


def other_table(grid: Grid, draw: Random) -> None:
    """Another table below or beside."""
    other = right_grid(draw.choice(list(SCHEMAS)), draw)
    if draw.random() < 0.5:
        grid.extend([[], *other])
        return
    width = max((len(row) for row in grid), default=0) + 1
    for number, cells in enumerate(other):
        if number == len(grid):
            grid.append([])
        grid[number] += [*[None] * (width - len(grid[number])), *cells]


def shuffled_columns(grid: Grid, draw: Random) -> None:
    """The same columns in another order."""
    width = min((len(row) for row in grid), default=0)
    order = draw.sample(range(width), width)
    for row in grid:
        row[:width] = [row[place] for place in order]


def lost_column(grid: Grid, draw: Random) -> None:
    """A column is deleted."""
    width = min((len(row) for row in grid), default=0)
    if width:
        place = draw.randrange(width)
        for row in grid:
            del row[place]


def new_column(grid: Grid, draw: Random) -> None:
    """A column is inserted, with or without a header."""
    place = draw.randrange(max((len(row) for row in grid), default=0) + 1)
    for row in grid:
        row.insert(min(place, len(row)), any_cell(draw))


def typo(grid: Grid, draw: Random) -> None:
    """A header loses a letter, or is written twice."""
    row = grid[0] if grid else []
    texts = [place for place, cell in enumerate(row) if isinstance(cell, str) and len(cell) > 2]
    if texts:
        place = draw.choice(texts)
        word = str(row[place])
        cut = draw.randrange(len(word))
        row[place] = (
            word[:cut] + word[cut + 1 :] if draw.random() < 0.7 else str(_row(grid, draw)[:1])
        )


def copied_rows(grid: Grid, draw: Random) -> None:
    """Rows are copied below their model."""
    for _ in range(draw.randrange(1, 4)):
        if len(grid) > 1:
            grid.append(list(grid[draw.randrange(1, len(grid))]))


def cut_rows(grid: Grid, draw: Random) -> None:
    """Rows end early."""
    for row in grid:
        if draw.random() < 0.2:
            del row[draw.randrange(len(row) + 1) :]


def moved_down(grid: Grid, draw: Random) -> None:
    """The table starts lower and further right."""
    right = draw.randrange(3)
    for row in grid:
        row[:0] = [None] * right
    for _ in range(draw.randrange(5)):
        grid.insert(0, [any_cell(draw)] if draw.random() < 0.4 else [])


MUTATIONS: tuple[Mutation, ...] = (
    junk_cells, junk_row, blank_rows, lone_text, second_header, other_table, shuffled_columns,
    lost_column, new_column, typo, copied_rows, cut_rows, moved_down,
)  # fmt: skip


def mutated_tabs(draw: Random) -> Mapping[str, RawTab]:
    """One to three tabs, each broken in a few ways."""
    tabs: dict[str, RawTab] = {}
    for index, name in enumerate(draw.sample(list(SCHEMAS), draw.randrange(1, 4))):
        grid = right_grid(name, draw)
        for mutation in draw.choices(MUTATIONS, k=draw.randrange(5)):
            mutation(grid, draw)
        title = SCHEMAS[name].tab if draw.random() < 0.8 else f"Sheet{index}"
        tabs[title] = tab_of(title, grid, index, **_more(grid, draw))
    return tabs


def _more(grid: Grid, draw: Random) -> dict[str, Any]:
    """Merges and hidden rows, now and then."""
    height, width = max(1, len(grid)), max((len(row) for row in grid), default=1) or 1
    more: dict[str, Any] = {}
    if draw.random() < 0.3:
        top, left = draw.randrange(1, height + 1), draw.randrange(1, width + 1)
        more["merges"] = (Merge(top, top + draw.randrange(3), left, left + draw.randrange(3)),)
    if draw.random() < 0.2:
        more["hidden_rows"] = frozenset(draw.sample(range(1, height + 1), draw.randrange(height)))
    return more
