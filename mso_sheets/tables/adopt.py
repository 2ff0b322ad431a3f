"""What a workbook that we never made could be: tab by tab, column by column, with reasons.

Nothing here decides: every guess has a confidence of 0 to 1 and what it rests on, and what is not
sure stays unsure until a person says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from mso_sheets.model.cells import Cell, RawTab, Snapshot, column_letter
from mso_sheets.model.table import Column, TableSchema
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.cells import Dialect
from mso_sheets.tables.content import TELLING, examples, fitting, sample
from mso_sheets.tables.locating import COMMON, Tabs
from mso_sheets.tables.naming import CONTRACT, OWN_ALIAS, SETTINGS, Namings, squash
from mso_sheets.tables.proposal import SURE, ColumnProposal, Proposal, TableProposal
from mso_sheets.tables.registry import SCHEMAS
from mso_sheets.tables.sighting import Match, match_line

__all__ = ["SURE", "ColumnProposal", "Proposal", "TableProposal", "propose"]

WORTH_ASKING = 0.3
BY_RANK: Mapping[int, float] = {SETTINGS: 1.0, CONTRACT: 1.0, OWN_ALIAS: 0.95}
BY_SHARED, BY_SPELLING, BY_CONTENT = 0.93, 0.7, 0.5
CONTRADICTED = 0.4
"""Taken off when most cells cannot be read as the column's kind."""


def propose(
    snapshot: Snapshot, vocabulary: Vocabulary, rules: WorkbookSettings | None = None
) -> Proposal:
    """Which tab is which table and which header which column, the likeliest first.

    A tab becomes one table at most, a table has one tab at most; ties are left to a person by a
    low confidence.
    """
    settings = rules or WorkbookSettings(spreadsheet=snapshot.spreadsheet_id)
    proposer = _Proposer(snapshot, vocabulary, settings)
    guesses = sorted(proposer.guesses(), key=lambda guess: -guess.confidence)
    taken_tabs: set[str] = set()
    taken: dict[str, TableProposal] = {}
    for guess in guesses:
        if guess.tab in taken_tabs or guess.table in taken:
            continue
        rivals = [
            g for g in guesses if g is not guess and g.tab == guess.tab and g.table not in taken
        ]
        taken[guess.table] = _doubted(guess, rivals)
        taken_tabs.add(guess.tab)
    unknown = {
        tab.title: proposer.why_not(tab) for tab in proposer.tabs.all if tab.title not in taken_tabs
    }
    return Proposal(tuple(taken[name] for name in SCHEMAS if name in taken), unknown)


def _doubted(guess: TableProposal, rivals: Iterable[TableProposal]) -> TableProposal:
    """Less sure when the tab could as well be another table."""
    close = [r for r in rivals if guess.confidence - r.confidence < 0.05]
    if not close:
        return guess
    names = ", ".join(SCHEMAS[rival.table].tab for rival in close)
    return replace(
        guess,
        confidence=min(guess.confidence, 0.5),
        evidence=f"{guess.evidence}; could as well be {names}",
    )


class _Proposer:
    def __init__(self, snapshot: Snapshot, vocabulary: Vocabulary, rules: WorkbookSettings) -> None:
        self.namings = Namings(vocabulary, rules)
        self.tabs = Tabs(snapshot, self.namings)
        self.vocabulary = vocabulary
        self.dialect = Dialect(locale=snapshot.locale, backend=snapshot.backend)

    def guesses(self) -> Iterator[TableProposal]:
        """Every reading of every tab that is worth a question."""
        for tab in self.tabs.all:
            for schema in SCHEMAS.values():
                lines = self.tabs.lines(tab)
                matches = [match_line(line, schema, tab, self.namings) for line in lines]
                best = max(matches, key=lambda m: (m.complete, m.score, -m.line.row), default=None)
                if best and best.places:
                    guess = self._table(tab, best)
                    if guess.confidence >= WORTH_ASKING:
                        yield guess

    def why_not(self, tab: RawTab) -> str:
        """Why a tab is no table of ours."""
        if not tab.height:
            return "empty"
        if not self.tabs.lines(tab):
            return "no row with headers of ours"
        return "its headers fit no table well enough, or a better tab has it"

    def _table(self, tab: RawTab, match: Match) -> TableProposal:
        columns = sorted(self._columns(tab, match), key=lambda c: c.column)
        placed = {column.field for column in columns}
        schema = match.schema
        required = [c for c in schema.columns if c.required] or list(schema.columns)[:3]
        missing = tuple(c.header for c in schema.columns if c.required and c.field not in placed)
        share = sum(_best(columns, c) for c in required) / len(required)
        title, said = self._title(tab, schema)
        special = self._special(match)
        confidence = min(1.0, 0.6 * share + title + 0.15 * special) - 0.1 * tab.hidden
        evidence = [
            said,
            f"{len(required) - len(missing)} of {len(required)} required columns in row {match.line.row}"
            if any(c.required for c in schema.columns)
            else f"{len(columns)} columns in row {match.line.row}",
        ]
        used = {column.column for column in columns}
        others = tuple(text for c, text in match.extras.items() if c not in used)
        return TableProposal(
            schema.name, tab.title, match.line.row, round(max(0.0, confidence), 2),
            "; ".join(part for part in evidence if part), tuple(columns), missing, others,
        )  # fmt: skip

    def _title(self, tab: RawTab, schema: TableSchema) -> tuple[float, str]:
        key = squash(tab.title)
        if key == squash(schema.tab):
            return 0.35, "the tab has our name"
        names = (*schema.tab_aliases, *self.vocabulary.tabs.get(schema.name, ()))
        if key in {squash(name) for name in names}:
            return 0.3, f"'{tab.title}' is a name for {schema.tab}"
        return (
            (0.1, f"'{tab.title}' sounds like {schema.tab}")
            if squash(schema.tab) in key
            else (0.0, "")
        )

    def _special(self, match: Match) -> float:
        """1 when two headers are words of few tables, down to 0."""
        known = [self.namings.meanings(match.line.shown(c)) for c in match.places.values()]
        return min(1.0, sum(0 < len(meanings) < COMMON for meanings in known) / 2)

    def _columns(self, tab: RawTab, match: Match) -> Iterator[ColumnProposal]:
        for name, place in match.places.items():
            rank = match.ranks[name]
            known = "our own name" if rank <= CONTRACT else "a known name"
            yield self._column(tab, match, name, place, BY_RANK.get(rank, BY_SHARED), known)
        free = set(match.extras)
        absent = [c for c in match.schema.columns if c.field not in match.places]
        for column in absent:
            place, likeness = self._closest(column, match, free)
            if place:
                free.discard(place)
                said = f"spelt like {column.header}"
                yield self._column(tab, match, column.field, place, BY_SPELLING * likeness, said)
        yield from self._by_content(tab, match, free, [c for c in absent if c.required])

    def _closest(self, column: Column, match: Match, free: Iterable[int]) -> tuple[int, float]:
        spelled = [k for k, _ in self.namings.tables[match.schema.name].candidates([column.field])]
        rated = {
            place: max(fuzz.ratio(squash(match.line.shown(place)), key) for key in spelled) / 100
            for place in free
        }
        best = max(rated, key=lambda place: rated[place], default=0)
        return (best, rated[best]) if best and rated[best] >= 0.75 else (0, 0.0)

    def _by_content(
        self, tab: RawTab, match: Match, free: set[int], absent: Iterable[Column]
    ) -> Iterator[ColumnProposal]:
        """A column of dates or of statuses that no header claims, where we miss just that."""
        placed = {c.field for c in match.schema.columns if c.field in match.places}
        for column in absent:
            if column.kind not in TELLING or column.field in placed:
                continue
            cells = {c: sample(tab, c, match.line.row) for c in free}
            fits = [c for c, values in cells.items() if self._reads_as(values, column)]
            if len(fits) == 1:
                said = f"the only unnamed column whose cells read as {column.header}"
                yield self._column(tab, match, column.field, fits[0], BY_CONTENT, said)

    def _reads_as(self, cells: Sequence[Cell], column: Column) -> bool:
        """Whether every cell reads as this kind, and few other kinds would do as well."""
        if len(cells) < 3 or fitting(cells, column, self.dialect, self.vocabulary) < 1:
            return False
        if column.kind == "date":
            return all(
                isinstance(c, str) or (type(c) is float and 36_000 <= c < 55_000) for c in cells
            )
        return all(isinstance(cell, str) for cell in cells) or column.kind == "boolean"

    def _column(
        self, tab: RawTab, match: Match, name: str, place: int, confidence: float, said: str
    ) -> ColumnProposal:
        column = match.schema.column(name)
        cells = sample(tab, place, match.line.row)
        share = fitting(cells, column, self.dialect, self.vocabulary)
        if share < 0.5:
            confidence -= CONTRADICTED
            said += f"; only {share:.0%} of its cells read as {column.kind}"
        elif cells and column.kind in TELLING:
            said += f"; {share:.0%} of its cells read as {column.kind}"
        if name in match.doubled:
            confidence = min(confidence, 0.5)
            letters = ", ".join(column_letter(c) for c in match.doubled[name])
            said += f"; stands in several columns ({letters})"
        return ColumnProposal(
            name, column.header, place, match.line.shown(place), round(max(0.0, confidence), 2), said,
            examples(cells, column.kind == "date"),
        )  # fmt: skip


def _best(columns: Iterable[ColumnProposal], column: Column) -> float:
    return max((c.confidence for c in columns if c.field == column.field), default=0.0)
