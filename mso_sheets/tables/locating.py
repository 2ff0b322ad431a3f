"""Which tab holds which table: by settings, by name, then by what its headers say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from mso_sheets.model.cells import RawTab, Snapshot
from mso_sheets.model.table import TableSchema
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import TableSettings, WorkbookSettings
from mso_sheets.tables.extent import second_header
from mso_sheets.tables.folding import fold
from mso_sheets.tables.naming import CONTRACT, Namings, squash
from mso_sheets.tables.registry import SCHEMAS
from mso_sheets.tables.sighting import Line, Match, line_at, lines_of, match_columns, match_line

BY_SETTINGS, BY_TITLE, BY_ALIAS, BY_HEADERS = "settings", "title", "alias", "headers"
LEAST_SHARE = 0.34
CLEAR_LEAD = 0.5
"""By how much the best reading of an unnamed tab must lead the next."""
COMMON = 4
"""An id or name header that so many tables know ("ID", "Title") does not tell which table it is."""
ENOUGH = 6
"""Required columns that tell a table by standing together, whatever each is called."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table found: its tab and header, and what led there."""

    tab: RawTab
    match: Match
    evidence: str
    below: Line | None = None
    """The second header below the first, which ends the table."""


@dataclass(frozen=True, slots=True)
class Located:
    """Tables that were found, those whose tab has no header, and tabs that nobody knows.

    `headless`: table -> its tab, where no header line was found. `absent`: table -> the tab that
    settings name and the workbook lacks. `unsure`: tab title -> tables that fit it equally well.
    """

    places: Mapping[str, Place] = field(default_factory=dict)
    headless: Mapping[str, RawTab] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    rivals: Mapping[str, tuple[RawTab, ...]] = field(default_factory=dict)
    unsure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[RawTab, ...] = ()


class Tabs:
    """People's tabs with their possible headers, each line looked at once."""

    def __init__(self, snapshot: Snapshot, namings: Namings) -> None:
        self.all = [tab for tab in snapshot.tabs if tab.ours is None]
        self.namings = namings
        self._lines: dict[int, list[Line]] = {}

    def lines(self, tab: RawTab) -> list[Line]:
        """The lines of a tab in which at least two cells are words of some table's header."""
        if id(tab) not in self._lines:
            self._lines[id(tab)] = [line for line in lines_of(tab) if self._promising(line)]
        return self._lines[id(tab)]

    def place(self, tab: RawTab, match: Match, evidence: str) -> Place:
        """A table found; a second header below it may be that of another table."""
        below = second_header(tab, match, self.namings)
        lines = self.lines(tab)
        if below and all(line.row != below.row for line in lines):
            lines.append(line_at(tab, below.row))
        return Place(tab, match, evidence, below)

    def _promising(self, line: Line) -> bool:
        known = sum(any(self.namings.meanings(t) for t in texts) for texts in line.texts.values())
        return known >= min(2, len(line.texts))

    def best(self, tab: RawTab, schema: TableSchema, settings: TableSettings) -> Match | None:
        """The line that reads best as this table's header; None when none does."""
        if isinstance(settings.header_row, int):
            fixed = match_line(line_at(tab, settings.header_row), schema, tab, self.namings)
            return fixed if fixed.places else None
        return best_match(match_line(line, schema, tab, self.namings) for line in self.lines(tab))


def best_match(matches: Iterable[Match]) -> Match | None:
    """The best header among the matches: complete before incomplete, then score, then the upper one.

    A two-row header wins over one of its rows only when it explains more.
    """
    good = [match for match in matches if _plausible(match)]
    return max(
        good,
        key=lambda m: (m.complete, round(m.score, 3), m.line.top == m.line.row, -m.line.row),
        default=None,
    )


def _plausible(match: Match) -> bool:
    if not any(column.required for column in match.schema.columns) and not _has_core(match):
        return False
    if len(match.places) < 2:
        return match.complete and match.share == 1
    return match.complete or match.share >= LEAST_SHARE


def _has_core(match: Match) -> bool:
    """Whether a table that requires no column has at least what its records are known by."""
    schema = match.schema
    texts = [column.field for column in schema.columns if column.kind == "text"]
    return bool({schema.id_field or schema.columns[0].field, *texts[:1]} & set(match.places))


def locate(
    snapshot: Snapshot, rules: WorkbookSettings, vocabulary: Vocabulary, namings: Namings
) -> Located:
    """Every table's place: tables with a tab of their name first, the others by their headers."""
    tabs = Tabs(snapshot, namings)
    found = _Finds()
    for name, schema in SCHEMAS.items():
        settings = rules.tables.get(name, TableSettings())
        groups = list(_named(tabs.all, schema, settings, vocabulary))
        if settings.tab and not groups:
            found.absent[name] = settings.tab
            continue
        _claim(name, groups, tabs, settings, found)
    fixed = {name for name, table in rules.tables.items() if isinstance(table.header_row, int)}
    unsure = _by_headers(tabs, found, {*found.absent, *(fixed & set(found.headless))})
    headless = {name: tab for name, tab in found.headless.items() if name not in found.places}
    used = {id(place.tab) for place in found.places.values()} | {id(t) for t in headless.values()}
    used |= {id(tab) for others in found.rivals.values() for tab in others}
    unknown = tuple(tab for tab in tabs.all if id(tab) not in used)
    return Located(found.places, headless, found.absent, found.rivals, unsure, unknown)


@dataclass(slots=True)
class _Finds:
    places: dict[str, Place] = field(default_factory=dict)
    headless: dict[str, RawTab] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    rivals: dict[str, tuple[RawTab, ...]] = field(default_factory=dict)


def _named(
    tabs: Sequence[RawTab], schema: TableSchema, settings: TableSettings, vocabulary: Vocabulary
) -> Iterator[tuple[str, list[RawTab]]]:
    """The tabs that go by this table's name, the surest kind of name first."""
    if settings.tab:
        exact = [tab for tab in tabs if tab.title == settings.tab]
        folded = exact or [tab for tab in tabs if fold(tab.title) == fold(settings.tab)]
        yield from [(BY_SETTINGS, folded)] if folded else []
        return
    own = [tab for tab in tabs if squash(tab.title) == squash(schema.tab)]
    yield from [(BY_TITLE, own)] if own else []
    keys = {squash(word) for word in (*schema.tab_aliases, *vocabulary.tabs.get(schema.name, ()))}
    others = [tab for tab in tabs if squash(tab.title) in keys and tab not in own]
    yield from [(BY_ALIAS, others)] if others else []


def _claim(
    name: str,
    groups: Sequence[tuple[str, list[RawTab]]],
    tabs: Tabs,
    settings: TableSettings,
    found: _Finds,
) -> None:
    """Takes the best header on the tabs with the surest name that has any."""
    schema = SCHEMAS[name]
    for evidence, named in groups:
        matches = [(tab, match) for tab in named if (match := tabs.best(tab, schema, settings))]
        if not matches:
            continue
        tab, match = max(matches, key=lambda it: (it[1].complete, not it[0].hidden, it[1].score))
        found.places[name] = tabs.place(tab, match, evidence)
        others = tuple(t for t, m in matches if t is not tab and m.complete and not t.hidden)
        found.rivals |= {name: others} if others else {}
        return
    filled = [tab for _, named in groups for tab in named if tab.height]
    sure = [tab for evidence, named in groups if evidence != BY_ALIAS for tab in named]
    if filled or sure:
        found.headless[name] = (filled or sure)[0]


def _by_headers(tabs: Tabs, found: _Finds, without: Set[str]) -> dict[str, tuple[str, ...]]:
    """Adds tables whose tab has another name; returns tabs that fit several tables as well."""
    unsure: dict[str, tuple[str, ...]] = {}
    wanted = [n for n in SCHEMAS if n not in found.places and n not in without]
    claims: dict[str, list[Place]] = {}
    for tab in tabs.all:
        if tab.hidden:
            continue
        here = [place for place in found.places.values() if place.tab is tab]
        fits = sorted(_fits(tab, tabs, wanted, here), key=lambda match: -match.score)
        rivals = [match for match in fits[1:] if not _apart(match, fits[0])]
        if rivals and fits[0].score - rivals[0].score < CLEAR_LEAD:
            unsure[tab.title] = tuple(match.schema.name for match in (fits[0], *rivals))
            continue
        for match in _disjoint(fits):
            if not _distinct(match, tabs.namings):
                continue
            claims.setdefault(match.schema.name, []).append(tabs.place(tab, match, BY_HEADERS))
    for name, places in claims.items():
        found.places[name] = max(places, key=lambda place: place.match.score)
    return unsure


def _fits(tab: RawTab, tabs: Tabs, wanted: Iterable[str], here: Sequence[Place]) -> Iterator[Match]:
    """Tables whose whole required header stands on this tab, apart from those already found here."""
    for name in wanted:
        matches = (match_line(line, SCHEMAS[name], tab, tabs.namings) for line in tabs.lines(tab))
        free = [m for m in matches if m.places and all(_apart(m, place.match) for place in here)]
        match = best_match(free)
        if not match or not match.complete or len(match.places) < 3:
            continue
        better = (_score_as(place.match.schema, match, tabs) >= match.score for place in here)
        if not any(better):
            yield match


def _score_as(schema: TableSchema, match: Match, tabs: Tabs) -> float:
    """How well the same headers read as another table, so that a repeated header is no new one."""
    return match_columns(match.line, schema, match.columns, tabs.namings).score


def _disjoint(fits: Iterable[Match]) -> list[Match]:
    """The matches that can all be true, the best first."""
    kept: list[Match] = []
    for match in fits:
        if all(_apart(match, other) for other in kept):
            kept.append(match)
    return kept


def _apart(match: Match, taken: Match) -> bool:
    """Whether two headers are two tables: in other rows, or side by side."""
    if not set(match.columns) & set(taken.columns):
        return True
    return abs(match.line.row - taken.line.row) > 1


def _distinct(match: Match, namings: Namings) -> bool:
    """Whether some header says which table this is, or so many required ones stand together."""
    if sum(column.required for column in match.schema.columns) >= ENOUGH:
        return True
    for name, column in match.places.items():
        meanings = namings.meanings(match.line.shown(column))
        if match.ranks[name] <= CONTRACT and name == match.schema.id_field:
            return True
        if (
            match.schema.column(name).kind in {"id", "text", "references"}
            and 0 < len(meanings) < COMMON
        ):
            return True
    return False
