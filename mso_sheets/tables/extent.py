"""Where a table ends: the last row with content, or a second header below the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.tables.naming import Namings
from mso_sheets.tables.sighting import Line, Match

TYPED = frozenset({"date", "number", "percent", "choice", "boolean"})
"""Kinds whose cells are seldom words, so that a header word among them stands out."""
OWN_COLUMNS = 2
"""Columns in which the header's own words are looked for; a header repeats in all of them."""
OFTEN = 20
"""A word that occurs more often in a column is a value ("Issue" as a type), not a header."""


def last_row(tab: RawTab, match: Match) -> int:
    """The last sheet row with anything in the table's columns; the header's own when none."""
    first, last = match.span
    heights = [_filled_height(cells) for cells in tab.columns[first - 1 : last]]
    return max(match.line.row, *heights)


def _filled_height(cells: Sequence[Cell]) -> int:
    height = len(cells)
    while height and (cells[height - 1] is None or _blank_text(cells[height - 1])):
        height -= 1
    return height


def _blank_text(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def second_header(tab: RawTab, match: Match, namings: Namings) -> Line | None:
    """The first line below the header that reads as a header too, of this table or another."""
    rows = sorted(set(_suspects(tab, match, namings)))
    lines = (_line(tab, row, match.span) for row in rows)
    return next((line for line in lines if _is_header(line, match, namings)), None)


def _suspects(tab: RawTab, match: Match, namings: Namings) -> Iterator[int]:
    """Rows that hold a header word where a value belongs."""
    kinds = {name: match.schema.column(name).kind for name in match.places}
    own = sorted(kinds, key=lambda name: kinds[name] not in {"id", "person"})[:OWN_COLUMNS]
    for name, column in match.places.items():
        cells = tab.columns[column - 1]
        words: set[str] = set()
        if kinds[name] in TYPED and not _all_numbers(cells, match.line.row):
            texts = [cell for cell in set(cells) if isinstance(cell, str)]
            words = {text for text in texts if _short(text, texts) and namings.meanings(text)}
        header = match.line.shown(column)
        words = words | {header} if name in own else words - {header}
        for word in words:
            yield from _occurrences(cells, word, match.line.row)


def _all_numbers(cells: Sequence[Cell], header: int) -> bool:
    """Whether nothing but numbers stands below the header: summing fails at the first text or gap."""
    try:
        sum(cells[header:])  # type: ignore[arg-type]
    except TypeError:
        return False
    return True


def _short(text: str, texts: Sequence[str]) -> bool:
    return len(text) <= 40 and (len(texts) < 2000 or not any(sign.isdigit() for sign in text))


def _occurrences(cells: Sequence[Cell], word: str, header: int) -> Iterator[int]:
    """Rows below the header with exactly this word, unless it is a common value."""
    count = cells.count(word)
    if count > OFTEN:
        return
    position = -1
    for _ in range(count):
        position = cells.index(word, position + 1)
        if position >= header:
            yield position + 1


def _line(tab: RawTab, row: int, span: tuple[int, int]) -> Line:
    filled = {
        c: cell for c in range(span[0], span[1] + 1) if (cell := tab.cell(row, c)) is not None
    }
    texts = {c: (cell,) for c, cell in filled.items() if isinstance(cell, str) and cell.strip()}
    return Line(row, row, texts, len(filled) - len(texts))


def _is_header(line: Line, match: Match, namings: Namings) -> bool:
    """Mostly header words, none of them a value of its column; two at least."""
    if line.others or len(line.texts) < 2:
        return False
    same = sum(
        line.shown(c) == match.line.shown(c) for c in match.places.values() if c in line.texts
    )
    if same >= 2 and same * 2 >= len(line.texts):
        return True
    counts: dict[str, set[str]] = {}
    for column in line.texts:
        for table, (_, name) in namings.meanings(line.shown(column)).items():
            counts.setdefault(table, set()).add(name)
    most = max((len(names) for names in counts.values()), default=0)
    return most >= 2 and most >= max(2, round(len(line.texts) * 0.6))
