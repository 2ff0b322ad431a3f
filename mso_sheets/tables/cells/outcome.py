"""What reading a column gives: values, the cells that could not be read, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Severity

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the workbook writes: `locale` as in "en_GB" ("" unknown), the day, the backend.

    `today` completes two-digit years and bare weeks. `time_zone` ("Europe/London") is where stamps
    with an offset are moved to in columns that keep times; "" leaves them as written. `order`
    ("DMY") is the order of dates that other columns of the same table prove.
    """

    locale: str = ""
    today: date = date(2026, 1, 1)
    backend: str = "google"
    time_zone: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell was not simply read: stable rule, what was looked for, the remedy in one sentence.

    A "warning" or "question" may come with a value; an "error" never does.
    """

    rule: str
    expected: str
    fix: str
    severity: Severity = "error"

    def at(self, index: int, value: Cell) -> BadCell:
        """This fault in the cell at `index` (a position from 0)."""
        return BadCell(index, value, self.rule, self.expected, self.fix, self.severity)


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell with something to say: `index` is its position from 0 in what was read, no label.

    An error has no value, save a name, which stays as typed. Questions and warnings were read as
    `values` shows, or are missing there.
    """

    index: int
    value: Cell
    rule: str
    expected: str
    fix: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """`values` in the type of the column's kind, positions as index; `evidence` tells the rule used.

    `order` is the order of dates that this column proves ("DMY", "MDY"), "" when it proves none.
    """

    values: pd.Series
    bad: tuple[BadCell, ...] = ()
    evidence: str = ""
    order: str = ""
