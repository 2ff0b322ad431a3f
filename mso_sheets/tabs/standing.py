"""A tab of ours as it stands in the workbook: where its table is, what people added to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.tab import TabColumn

HEADER_WITHIN = 15
GONE = "Notes of rows that are gone:"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in one of our tabs. Columns count from 1.

    `ours` maps the labels that are ours to their columns; `theirs` are the columns of people's own
    notes, wherever they put them; `rows` maps a row's key to its sheet row; `loose` are the rows with
    notes of people that no key holds: blank in our columns, or a copy of an earlier row.
    """

    tab: RawTab
    header_row: int = 0
    ours: Mapping[str, int] = field(default_factory=dict)
    theirs: tuple[int, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    loose: tuple[int, ...] = ()

    def value(self, key: str, label: str) -> Cell:
        """What stands in our column `label` of the row `key`."""
        row, column = self.rows.get(key), self.ours.get(label)
        return self.tab.cell(row, column) if row and column else None

    def notes(self, key: str) -> tuple[Cell, ...]:
        """People's cells of the row `key`, one a column of theirs; empty text is None."""
        row = self.rows.get(key)
        return self.notes_at(row) if row else ()

    def notes_at(self, row: int) -> tuple[Cell, ...]:
        """People's cells of a sheet row."""
        return tuple(self.tab.cell(row, column) for column in self.theirs)

    @property
    def notes_header(self) -> tuple[Cell, ...]:
        """The header cells of people's columns."""
        return tuple(self.tab.cell(self.header_row, column) for column in self.theirs)


def standing(tab: RawTab, columns: Sequence[TabColumn]) -> Standing:
    """Reads a tab of ours; a tab whose header row is gone has nothing standing in it."""
    labels = [column.label for column in columns]
    header_row = next(
        (row for row in range(1, HEADER_WITHIN + 1) if tab.cell(row, 1) == labels[0]), 0
    )
    if not header_row:
        return Standing(tab)
    header = tab.row(header_row)
    ours = _our_columns(header, labels)
    theirs = _their_columns(tab, header_row, tuple(ours.values()))
    rows: dict[str, int] = {}
    loose: list[int] = []
    for row in range(header_row + 1, tab.height + 1):
        key = tab.cell(row, 1)
        held = key is not None and key != GONE and rows.setdefault(key_text(key), row) == row
        if not held and any(tab.cell(row, column) not in (None, "") for column in theirs):
            loose.append(row)
    return Standing(tab, header_row, ours, theirs, rows, tuple(loose))


def key_text(key: object) -> str:
    """A key as text, the same for 7 and 7.0."""
    if isinstance(key, float) and key.is_integer():
        return str(int(key))
    return str(key)


def _our_columns(header: Sequence[Cell], labels: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in enumerate(header, 1):
        if isinstance(text, str) and text in labels and text not in found:
            found[text] = column
    return found


def _their_columns(tab: RawTab, header_row: int, ours: tuple[int, ...]) -> tuple[int, ...]:
    """All columns that are not ours up to the last used one, so that gaps stay where they are."""
    used = [c for c in range(1, len(tab.columns) + 1) if _is_used(tab, header_row, c)]
    last, edge = max(used, default=0), max(ours, default=0)
    return tuple(c for c in range(1, last + 1) if c not in ours and (c > edge or c in used))


def _is_used(tab: RawTab, first_row: int, column: int) -> bool:
    values = tab.columns[column - 1][first_row - 1 :]
    return any(value is not None and value != "" for value in values)
