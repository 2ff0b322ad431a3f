"""The registry of a fleet: a sheet with a workbook a row becomes a list, and what is wrong with it.

Columns are found by their header words (`registry_...` in config/vocabulary.toml). A row that makes
no sense is left out and told; of two rows with one name or one spreadsheet the upper one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from mso_sheets.errors import WorkbookError
from mso_sheets.model.calendar_words import is_zone
from mso_sheets.model.cells import Cell, RawTab, Snapshot, a1
from mso_sheets.model.listing import LeftOut, Listed, Listing
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.booleans import yes_or_no
from mso_sheets.tables.cells.sentinels import broken, is_placeholder
from mso_sheets.tables.naming import squash
from mso_sheets.tables.workbook_row import (
    CHANNELS,
    WrongError,
    address_of,
    channel_of,
    identity,
    must_be_dates,
    name_of,
    short,
    text_of,
)

FIELDS = (
    "name", "spreadsheet", "channel", "ops_channel", "leads_channel", "timezone", "holidays",
    "working_days", "paused", "active",
)  # fmt: skip
SEARCHED = 30
"""Rows of a tab that are searched for the header."""


@dataclass(frozen=True, slots=True)
class _Header:
    tab: RawTab
    row: int
    places: Mapping[str, int]

    def at(self, row: int, field: str) -> str:
        return f"'{self.tab.title}'!{a1(row, self.places[field])}"


def read_list(
    snapshot: Snapshot, vocabulary: Vocabulary, taken: Set[str], zone: str = ""
) -> Listing:
    """The workbooks of a registry; `taken` are names that the settings have already.

    Where a row has no zone, `zone` holds, or else the registry's own. Raises WorkbookError when no
    tab has the two headers that are needed.
    """
    header = _header(snapshot, vocabulary)
    reader = _Reader(header, snapshot, vocabulary, taken)
    reader.zone = zone or reader.zone
    for row in range(header.row + 1, header.tab.height + 1):
        reader.take(row)
    return Listing(reader.found, (*reader.left_out, *reader.blanks()))


def _header(snapshot: Snapshot, vocabulary: Vocabulary) -> _Header:
    words = {
        field: {squash(word) for word in vocabulary.lists.get(f"registry_{field}", ())}
        for field in FIELDS
    }
    tabs = [tab for tab in snapshot.tabs if tab.ours is None and not tab.hidden]
    best = max(
        (header for tab in tabs for header in _headers_of(tab, words)),
        key=lambda header: len(header.places),
        default=None,
    )
    if best is None:
        titles = ", ".join(f"'{tab.title}'" for tab in tabs) or "none"
        raise WorkbookError(
            f"The registry '{snapshot.title}' has no header with Workbook and Spreadsheet (tabs: {titles}).",
            "Give it a row with these two headers, or name your words as registry_name and "
            "registry_spreadsheet in config/vocabulary.toml.",
        )
    return best


def _headers_of(tab: RawTab, words: Mapping[str, Set[str]]) -> Iterator[_Header]:
    for row in range(1, min(SEARCHED, tab.height) + 1):
        places: dict[str, int] = {}
        for column, cell in enumerate(tab.row(row), 1):
            key = squash(cell) if isinstance(cell, str) else ""
            field = next((f for f in FIELDS if key in words[f] and f not in places), None)
            places |= {field: column} if field else {}
        if "name" in places and "spreadsheet" in places:
            yield _Header(tab, row, places)


class _Reader:
    """Takes row by row; remembers names and spreadsheets that stood above."""

    def __init__(
        self, header: _Header, snapshot: Snapshot, vocabulary: Vocabulary, taken: Set[str]
    ) -> None:
        self._header, self._vocabulary, self._taken = header, vocabulary, {squash(n) for n in taken}
        self._local = snapshot.backend == "xlsx"
        self.zone = snapshot.time_zone if is_zone(snapshot.time_zone or "?") else ""
        self._names: dict[str, int] = {}
        self._books: dict[str, int] = {}
        self._blank: list[int] = []
        self.found: dict[str, Listed] = {}
        self.left_out: list[LeftOut] = []

    def take(self, row: int) -> None:
        """Uses a row or says why not."""
        cells = {field: self._header.tab.cell(row, at) for field, at in self._header.places.items()}
        if all(text_of(cell) == "" for cell in cells.values()):
            self._blank.append(row)
            return
        try:
            listed = self._listed(cells)
            self._must_be_new(row, listed)
        except WrongError as wrong:
            place = self._header.at(row, wrong.field)
            self.left_out.append(
                LeftOut(place, short(text_of(cells["name"])), wrong.why, wrong.fix)
            )
        else:
            self.found[listed.name] = listed

    def blanks(self) -> Iterator[LeftOut]:
        """One line for all blank rows between others."""
        if self._blank:
            rows = ", ".join(map(str, self._blank[:5])) + (", ..." if len(self._blank) > 5 else "")
            many = len(self._blank) > 1
            place = f"'{self._header.tab.title}' row{'s' if many else ''} {rows}"
            yield LeftOut(
                place, "", f"{'they are' if many else 'it is'} blank", "Delete the blank rows."
            )

    def _listed(self, cells: Mapping[str, Cell]) -> Listed:
        said = {field: self._said(field, cell) for field, cell in cells.items()}
        holidays = tuple(p.strip() for p in re.split(r"[,;\n]", said.get("holidays", "")))
        listed = Listed(
            name=name_of(said["name"]),
            spreadsheet=address_of(said["spreadsheet"], files=self._local),
            **{field: channel_of(field, said.get(field, "")) for field in CHANNELS},
            timezone=said.get("timezone", "") or self.zone,
            holidays=tuple(filter(None, holidays)),
            working_days=said.get("working_days", ""),
            paused=self._paused(cells),
        )
        must_be_dates(listed)
        return listed

    def _said(self, field: str, cell: Cell) -> str:
        text = text_of(cell)
        if broken(text, self._vocabulary):
            raise WrongError(field, f"the cell says {text}", "Mend the formula, or type the value.")
        if field not in {"name", "paused", "active"} and is_placeholder(text, self._vocabulary):
            return ""
        return text

    def _paused(self, cells: Mapping[str, Cell]) -> bool:
        for field in ("paused", "active"):
            cell = cells.get(field)
            if text_of(cell) == "":
                continue
            says = yes_or_no(cell, self._vocabulary)
            if says is None and squash(text_of(cell)) in self._words(field):
                says = True
            if says is None:
                raise WrongError(
                    field, f"'{short(text_of(cell))}' is neither yes nor no", "Type yes or no."
                )
            if says == (field == "paused"):
                return True
        return False

    def _words(self, field: str) -> set[str]:
        return {squash(word) for word in self._vocabulary.lists.get(f"registry_{field}", ())}

    def _must_be_new(self, row: int, listed: Listed) -> None:
        key, book = squash(listed.name), identity(listed.spreadsheet)
        if key in self._taken:
            raise WrongError(
                "name", "config/settings.toml has a workbook of this name", "Keep one of the two."
            )
        for field, known, seen in (("name", key, self._names), ("spreadsheet", book, self._books)):
            if known in seen:
                what = "name" if field == "name" else "spreadsheet"
                raise WrongError(
                    field, f"row {seen[known]} has the same {what}", "Keep one of the two rows."
                )
        self._names[key], self._books[book] = row, row
