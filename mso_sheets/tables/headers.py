"""What is said about headers: missing, doubled, misspelt, renamed, in another unit, shared by two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from mso_sheets.model.cells import RawTab, Snapshot, a1, column_letter
from mso_sheets.model.table import Column, Problem, Severity, TableSchema
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells import Dialect
from mso_sheets.tables.content import fitting, sample
from mso_sheets.tables.folding import whole
from mso_sheets.tables.locating import Place
from mso_sheets.tables.naming import Namings, squash

HINT, CLOSE = 70.0, 84.0
"""Likeness (0..100) from which a header is named as a candidate, and from which it is asked about."""
FITTING = 0.8
"""Share of a sample's cells that must be readable for a column to be of a kind."""


def nearest(
    header: str, fields: Sequence[str], place: Place, namings: Namings
) -> tuple[str, float]:
    """The field among `fields` that a header is most like, and how much (0..100)."""
    spelled = dict(namings.tables[place.match.schema.name].candidates(fields))
    best = process.extractOne(squash(header), list(spelled), scorer=fuzz.ratio)
    return (spelled[best[0]], best[1]) if best else ("", 0.0)


class HeaderCheck:
    """Everything to be said about one table's header line."""

    def __init__(
        self,
        place: Place,
        snapshot: Snapshot,
        namings: Namings,
        known: Mapping[str, str],
        reading: tuple[Dialect, Vocabulary],
    ) -> None:
        self.place, self.match, self.tab = place, place.match, place.tab
        self.schema: TableSchema = place.match.schema
        self.snapshot, self.namings, self.known, self.reading = snapshot, namings, known, reading
        taken = set(self.match.places) | set(self.match.doubled)
        self.absent = [c.field for c in self.schema.columns if c.field not in taken]
        self.free = {
            c: text for c, text in self.match.extras.items() if c not in self.match.surplus
        }
        self.renamed = {name: c for name in self.absent if (c := self._renamed(name))}

    def problems(self) -> list[Problem]:
        """All of them, required columns first."""
        return [
            *self._missing(),
            *self._doubled(),
            *self._renames(),
            *self._close(),
            *self._surplus(),
        ]

    def refusal(self) -> str:
        """Why the table cannot be used, in one sentence; empty when it can."""
        doubled = [c for c in self.schema.columns if c.required and c.field in self.match.doubled]
        if self.match.complete:
            return ""
        parts = [self._lack(column) for column in self.match.missing]
        parts += [f"'{c.header}' stands twice ({self._cells(c.field)})" for c in doubled]
        where = f"tab '{self.tab.title}', header row {self.match.line.row}"
        return f"{self.schema.tab}: {'; '.join(parts)} ({where}). {self._remedy()}"

    def _remedy(self) -> str:
        return (
            f"Mend the header, or name the team's word under [workbooks.<name>.tables."
            f"{self.schema.name}] columns in config/settings.toml."
        )

    def _lack(self, column: Column) -> str:
        text = f"the column '{column.header}' is missing"
        if column.field in self.renamed:
            place = self.renamed[column.field]
            return f"{text}: {self._at(place)} was it at the last run"
        candidate = self._candidate(column.field)
        return f"{text}: {self._at(candidate)} looks like '{column.header}'" if candidate else text

    def _candidate(self, name: str) -> int:
        """The free header that is most like this field, 0 when none is."""
        liked = {
            c: nearest(text, [name], self.place, self.namings)[1] for c, text in self.free.items()
        }
        best = max(liked, key=lambda c: liked[c], default=0)
        return best if best and liked[best] >= HINT else 0

    def _lacking(self) -> list[str]:
        return [column.field for column in self.match.missing]

    def _at(self, column: int) -> str:
        return f"'{self.match.line.shown(column)}' in {a1(self.match.line.row, column)}"

    def _cells(self, name: str) -> str:
        return ", ".join(a1(self.match.line.row, column) for column in self.match.doubled[name])

    def _missing(self) -> Iterator[Problem]:
        for column in self.match.missing:
            place = self.renamed.get(column.field) or self._candidate(column.field)
            fix = f"Add the column '{column.header}'."
            if place:
                fix = f"Rename {self._at(place)} to '{column.header}', or add it to columns in the settings."
            yield self._problem(
                "header-missing", place, column.header, self._lack(column), fix, "error"
            )

    def _doubled(self) -> Iterator[Problem]:
        for name, columns in self.match.doubled.items():
            column = self.schema.column(name)
            yield self._problem(
                "header-doubled",
                columns[-1],
                column.header,
                f"'{column.header}' stands in {self._cells(name)}"
                + ("" if column.required else "; the first is read"),
                f"Rename one of {self._cells(name)}.",
                "error" if column.required else "warning",
            )

    def _renames(self) -> Iterator[Problem]:
        for name, place in self.renamed.items():
            column = self.schema.column(name)
            if not column.required:
                yield self._problem(
                    "header-renamed",
                    place,
                    column.header,
                    f"{self._at(place)} was '{column.header}' at the last run; it is not read",
                    f"Rename it to '{column.header}', or add it to columns in the settings.",
                    "question",
                )

    def _close(self) -> Iterator[Problem]:
        optional = [
            n for n in self.absent if not self.schema.column(n).required and n not in self.renamed
        ]
        spoken_for = {*self.renamed.values(), *map(self._candidate, self._lacking())}
        for place, text in self.free.items():
            if place in spoken_for or len(squash(text)) < 4:
                continue
            other = self.namings.tables[self.schema.name].nearly(text)
            name, likeness = (
                (other, 100.0) if other else nearest(text, optional, self.place, self.namings)
            )
            if name in optional and likeness >= CLOSE:
                header = self.schema.column(name).header
                yield self._problem(
                    "header-unit" if other else "header-close",
                    place,
                    header,
                    f"{self._at(place)} looks like '{header}'; it is not read",
                    f"If it is meant, rename it to '{header}'"
                    + (
                        " and give the values in its unit."
                        if other
                        else ", or add it to columns in the settings."
                    ),
                    "question",
                )

    def _surplus(self) -> Iterator[Problem]:
        for place, name in self.match.surplus.items():
            column = self.schema.column(name)
            if column.kind in {"id", "references", "text"}:
                continue
            used = self.match.places[name]
            yield self._problem(
                "header-surplus",
                place,
                column.header,
                f"{self._at(place)} could be '{column.header}' too; {self._at(used)} is read",
                f"Nothing to do if {self._at(used)} is right; else rename one of them.",
                "question",
            )

    def _renamed(self, name: str) -> int:
        """The column that had this field at the last run, if its content is still of that kind."""
        place, _, header = self.known.get(f"{self.schema.name}.{name}", "").partition(":")
        if not place.isdigit() or int(place) not in self.free:
            return 0
        column = int(place)
        if squash(header) == squash(self.match.line.shown(column)):
            return 0
        return column if self._fits(column, self.schema.column(name)) else 0

    def _fits(self, place: int, column: Column) -> bool:
        cells = sample(self.tab, place, self.match.line.row)
        return fitting(cells, column, *self.reading) >= FITTING

    def _problem(
        self, rule: str, place: int, header: str, expected: str, fix: str, severity: Severity
    ) -> Problem:
        row = self.match.line.row
        cells = a1(row, place) if place else f"{row}:{row}"
        return Problem(
            rule=rule,
            table=self.schema.name,
            tab=self.tab.title,
            cells=cells,
            header=header,
            value=self.match.line.shown(place) if place else None,
            expected=expected,
            fix=fix,
            severity=severity,
            row=row,
            column=place,
            blocks=f"the whole table {self.schema.tab}" if severity == "error" else "",
            link=self.snapshot.link(self.tab, cells),
        )


def looked_for(schema: TableSchema) -> str:
    """The header words that a table is found by."""
    words = [c.header for c in schema.columns if c.required] or [
        c.header for c in schema.columns[:4]
    ]
    return ", ".join(words)


def what_is_there(tab: RawTab, limit: int = 6) -> str:
    """The first cells of the first row with content, as people would say them."""
    for row in range(1, tab.height + 1):
        filled = [(c, cell) for c, cell in enumerate(tab.row(row), 1) if cell is not None]
        if filled:
            words = ", ".join(f"'{whole(str(cell)[:30])}'" for _, cell in filled[:limit])
            more = f" and {len(filled) - limit} more cells" if len(filled) > limit else ""
            return f"the first row with content, {row} from {column_letter(filled[0][0])}, holds {words}{more}"
    return "the tab is empty"


def headless_refusal(schema: TableSchema, tab: RawTab) -> str:
    """Why a tab with a table's name could not be read as it."""
    return (
        f"{schema.tab}: no header row was found in tab '{tab.title}'. Looked for {looked_for(schema)}; "
        f"{what_is_there(tab)}. Put these headers in one row above the data, or name the team's own "
        f"words under [workbooks.<name>.tables.{schema.name}] in config/settings.toml."
    )
