"""Where a header may stand: lines of text on a tab, each matched with every table's columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.table import Column, TableSchema
from mso_sheets.tables.folding import whole
from mso_sheets.tables.naming import CONTRACT, OWN_ALIAS, SETTINGS, Namings

WINDOW = 60
"""Rows with content that are searched for a header, from the top of a tab."""
FALLBACK = 10
"""Added to the rank of a two-row header's lower text when its upper text says more."""
TRUST: Mapping[int, float] = {SETTINGS: 1.0, CONTRACT: 1.0, OWN_ALIAS: 0.9}
SURE, SHARED, WEAK = 1.0, 0.85, 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """One possible header: column -> the texts it may be read as, the likeliest first.

    `row` is the lowest sheet row of the header, `top` its first (they differ in a two-row header).
    """

    row: int
    top: int
    texts: Mapping[int, tuple[str, ...]]
    others: int = 0
    """Cells of the line that are no text."""

    def shown(self, column: int) -> str:
        """The header text as people see it."""
        texts = self.texts.get(column, ("",))
        return whole(" ".join(texts[0].split()))


@dataclass(frozen=True, slots=True)
class Match:
    """A header line read as one table's header."""

    schema: TableSchema
    line: Line
    columns: tuple[int, ...]
    """Sheet columns of the line's non-blank headers that belong to this table."""
    places: Mapping[str, int]
    ranks: Mapping[str, int]
    doubled: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    surplus: Mapping[int, str] = field(default_factory=dict)
    """Column -> the field it could also have been, where a surer header has it."""

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that the line does not have."""
        return tuple(c for c in self.schema.columns if c.required and c.field not in self.places)

    @property
    def complete(self) -> bool:
        """Whether every required column is there, once."""
        return not self.missing and not any(
            self.schema.column(name).required for name in self.doubled
        )

    @property
    def score(self) -> float:
        """Matched columns, required ones twice, weighed by how sure each match is."""
        required = {column.field for column in self.schema.columns if column.required}
        return sum(_trust(rank) * (1 + (name in required)) for name, rank in self.ranks.items())

    @property
    def share(self) -> float:
        """Matched headers among the line's filled cells."""
        return len(self.places) / max(1, len(self.columns) + self.line.others)

    @property
    def extras(self) -> Mapping[int, str]:
        """Headers of the team's own: column -> text."""
        mine = set(self.places.values())
        return {c: self.line.shown(c) for c in self.columns if c not in mine}

    @property
    def span(self) -> tuple[int, int]:
        """First and last sheet column of the table."""
        return min(self.columns), max(self.columns)


def _trust(rank: int) -> float:
    return WEAK if rank >= FALLBACK else TRUST.get(rank, SHARED)


def match_line(line: Line, schema: TableSchema, tab: RawTab, namings: Namings) -> Match:
    """The line read as `schema`'s header, without the columns of a table beside it."""
    groups = _groups(line, tab)
    match = match_columns(line, schema, [c for group in groups for c in group], namings)
    if len(groups) < 2:
        return match
    parts = [match_columns(line, schema, group, namings) for group in groups]
    main = max(parts, key=lambda part: part.score)
    foreign = {
        c
        for part in parts
        if part is not main and _foreign(part, main, namings)
        for c in part.columns
    }
    kept = [c for c in match.columns if c not in foreign]
    return match_columns(line, schema, kept, namings) if foreign else match


def _foreign(part: Match, main: Match, namings: Namings) -> bool:
    """Whether a group of headers behind an empty column belongs to a table of its own."""
    if any(name in main.places for name in part.places):
        return True
    if len(part.columns) < 2:
        return False
    for other in namings.tables.values():
        if other.schema.name != main.schema.name:
            rival = match_columns(part.line, other.schema, part.columns, namings)
            required = any(column.required for column in other.schema.columns)
            if rival.complete and len(rival.places) >= (2 if required else 3):
                return rival.score > part.score
    return False


def _groups(line: Line, tab: RawTab) -> list[list[int]]:
    """Runs of headers, cut where a whole column is empty from the header down."""
    groups: list[list[int]] = []
    for column in sorted(line.texts):
        gap = range(groups[-1][-1] + 1, column) if groups else ()
        if not groups or any(_empty_below(tab, between, line.top) for between in gap):
            groups.append([])
        groups[-1].append(column)
    return groups


def _empty_below(tab: RawTab, column: int, row: int) -> bool:
    cells = tab.columns[column - 1] if column <= len(tab.columns) else ()
    return all(cell is None or cell == "" for cell in cells[row - 1 :])


def match_columns(
    line: Line, schema: TableSchema, columns: Sequence[int], namings: Namings
) -> Match:
    """The line read as `schema`'s header with these sheet columns alone."""
    found: dict[str, list[tuple[int, int]]] = {}
    for column in columns:
        meaning = _meaning(line.texts[column], schema.name, namings)
        if meaning:
            found.setdefault(meaning[1], []).append((meaning[0], column))
    places: dict[str, int] = {}
    ranks: dict[str, int] = {}
    doubled: dict[str, tuple[int, ...]] = {}
    surplus: dict[int, str] = {}
    for name, claims in found.items():
        best = min(rank for rank, _ in claims)
        equal = [column for rank, column in claims if rank == best]
        if len(equal) > 1:
            equal = _telling(equal, line, namings)
        places[name], ranks[name] = equal[0], best
        surplus |= {column: name for _, column in claims if column not in equal}
        if len(equal) > 1:
            doubled[name] = tuple(equal)
    number = next((c for c in surplus if namings.may_number(line.shown(c))), 0)
    if number and schema.id_field and schema.id_field not in places:
        places[schema.id_field], ranks[schema.id_field] = number, OWN_ALIAS
        del surplus[number]
    return Match(schema, line, tuple(columns), places, ranks, doubled, surplus)


def _telling(columns: Sequence[int], line: Line, namings: Namings) -> list[int]:
    """Those whose header says most: "Tarea" before "Título" before "Descripción"."""
    least = min(namings.generic(line.shown(column)) for column in columns)
    return [column for column in columns if namings.generic(line.shown(column)) == least]


def _meaning(texts: Iterable[str], table: str, namings: Namings) -> tuple[int, str] | None:
    for number, text in enumerate(texts):
        found = namings.meanings(text).get(table)
        if found:
            return (found[0] + FALLBACK * (number > 1), found[1])
    return None


def lines_of(tab: RawTab, first: int = 1, window: int = WINDOW) -> Iterator[Line]:
    """Every line from row `first` that could be a header: single rows, then pairs of rows."""
    rows: list[tuple[int, list[Cell]]] = []
    for row in range(first, tab.height + 1):
        cells = tab.row(row)
        if any(cell is not None for cell in cells):
            rows.append((row, cells))
        if len(rows) >= window:
            break
    for row, cells in rows:
        yield _single(row, cells)
    for (upper_row, upper), (row, lower) in pairwise(rows):
        if row == upper_row + 1 and _all_text(upper) and _all_text(lower):
            yield _double(row, upper, lower, tab)


def line_at(tab: RawTab, row: int) -> Line:
    """The header line that settings fix to one row."""
    return _single(row, tab.row(row))


def _single(row: int, cells: Sequence[Cell]) -> Line:
    texts = {
        c: (cell,) for c, cell in enumerate(cells, 1) if isinstance(cell, str) and cell.strip()
    }
    others = sum(cell is not None and not isinstance(cell, str) for cell in cells)
    return Line(row, row, texts, others)


def _all_text(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    return len(filled) > 0 and all(
        isinstance(cell, str) and len(cell) <= Namings.LONGEST for cell in filled
    )


def _double(row: int, upper: Sequence[Cell], lower: Sequence[Cell], tab: RawTab) -> Line:
    labels = _spread(row - 1, upper, lower, tab)
    texts: dict[int, tuple[str, ...]] = {}
    for column, below in enumerate(lower, 1):
        above = labels.get(column, "")
        low = below if isinstance(below, str) and below.strip() else ""
        if above and low:
            texts[column] = (f"{above} {low}", f"{low} {above}", low)
        elif above or low:
            texts[column] = (above or low,)
    return Line(row, row - 1, texts)


def _spread(row: int, upper: Sequence[Cell], lower: Sequence[Cell], tab: RawTab) -> dict[int, str]:
    """Group labels of the upper row over the columns they stand above."""
    ends = {m.first_column: m.last_column for m in tab.merges if m.first_row <= row <= m.last_row}
    labels: dict[int, str] = {}
    current, reach = "", 0
    for column, cell in enumerate(upper, 1):
        if isinstance(cell, str) and cell.strip():
            current, reach = cell.strip(), ends.get(column, 0 if ends else len(upper))
            labels[column] = current
        elif current and column <= reach and column <= len(lower) and lower[column - 1] is not None:
            labels[column] = current
    return labels
