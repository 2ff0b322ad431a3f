"""A table that was understood: typed columns, the rows that count, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from mso_sheets.model.cells import Cell

if TYPE_CHECKING:
    import pandas as pd

ColumnKind = Literal[
    "id", "text", "person", "people", "date", "number", "percent", "boolean", "choice", "references"
]
Severity = Literal["error", "warning", "question"]


@cache
def _snake(header: str) -> str:
    words = header.lower().replace("%", "percent")
    return "_".join("".join(c if c.isalnum() else " " for c in words).split())


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table that the product knows.

    `header` is the contract's name ("Due date"); `field` the frame's column (`due_date`);
    `choices` names a vocabulary of config/vocabulary.toml; `refers_to` a table whose ids it holds;
    `period` allows quarter and week notations, read as the period's end; `time` keeps the time of
    day of a date. A number column with `choices` reads the words of that scale ("High") too.
    """

    header: str
    kind: ColumnKind
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: str = ""
    refers_to: str = ""
    period: bool = False
    tracked: bool = False
    time: bool = False

    @property
    def field(self) -> str:
        """The frame's column name: the header in snake case, `%` read as percent."""
        return _snake(self.header)


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table of the contract: its name ("actions"), tab ("Actions") and columns, the id first.

    `id_prefix` is what minted ids start with ("ACT"); empty when rows have no minted id.
    """

    name: str
    tab: str
    columns: tuple[Column, ...]
    id_field: str = ""
    id_prefix: str = ""
    tab_aliases: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    closed_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """The column whose field is `name`; KeyError when the schema has none."""
        return next(c for c in self.columns if c.field == name)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in people's data that could not be read or cannot be true, and how to mend it.

    `rule` is a stable slug ("date-unreadable"); `expected` says what was looked for; `fix` is one
    sentence for the person; `cells` is an A1 name or range; `count` > 1 when one cause in many
    cells was folded into one line; `blocks` says which figure waits for the mend.
    """

    rule: str
    table: str
    tab: str
    cells: str
    header: str = ""
    value: Cell = None
    expected: str = ""
    fix: str = ""
    severity: Severity = "error"
    row: int = 0
    column: int = 0
    count: int = 1
    owner: str = ""
    record: str = ""
    blocks: str = ""
    link: str = ""
    owners: tuple[tuple[str, int], ...] = ()
    """Owner -> cells of a folded problem whose rows have several owners."""

    @property
    def key(self) -> str:
        """Stable over runs and over sorting: by record where there is one, else by place.

        A folded problem is known by what its cells have in common, not by how many there are.
        """
        many = "".join("9" if sign.isdigit() else sign for sign in f"many {self.value}")
        place = self.record or (many if self.count > 1 else self.cells)
        return f"{self.table}/{place}/{self.header}/{self.rule}"


@dataclass(frozen=True, slots=True)
class Accounting:
    """Where every input row of a table went: `read == used + sum(excluded.values())`."""

    read: int
    used: int
    excluded: Mapping[str, int] = field(default_factory=dict)
    hidden: int = 0
    """Used rows that are hidden or filtered away on the sheet."""

    @property
    def set_aside(self) -> int:
        """Rows that were read and not used, whatever the reason."""
        return sum(self.excluded.values())


@dataclass(frozen=True, slots=True)
class Table:
    """A typed table. `frame` has one row a used record, indexed by its sheet row number.

    Every schema column is there under its field name, absent ones filled with missing values:
    dates `datetime64[s]`, numbers and percents `float64` (0.45 for 45%), booleans `boolean`,
    text/id/choice/person `str` with missing as NA, people and references tuples of text (never
    missing, empty tuple instead). A person column `owner` holds the accountable person's canonical
    name; `owner_all` all co-owners in order (tuple). `duplicate` marks rows whose id was taken by an
    earlier row: shown, never written to.
    """

    schema: TableSchema
    tab: str
    sheet_id: int
    header_row: int
    frame: pd.DataFrame
    accounting: Accounting
    places: Mapping[str, int] = field(default_factory=dict)
    """field -> sheet column (from 1) for the columns that are there."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """field -> header text as the team wrote it."""

    @property
    def name(self) -> str:
        """The table's name ("actions")."""
        return self.schema.name

    def has(self, name: str) -> bool:
        """Whether the team's tab has this column at all."""
        return name in self.places


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a workbook and everything that could not be read.

    `refused` maps a table to the sentence why it could not be used at all (required header missing,
    not whole, shrunk); such a table is absent here, and what needs it says so.
    """

    found: Mapping[str, Table]
    problems: tuple[Problem, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    unknown_tabs: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Table:
        return self.found[name]

    def __contains__(self, name: str) -> bool:
        return name in self.found

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def get(self, name: str) -> Table | None:
        """The table, or None where the workbook has none."""
        return self.found.get(name)
