"""What a date text says by itself, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mso_sheets.tables.cells import date_faults as faults
from mso_sheets.tables.cells.clock import Clock
from mso_sheets.tables.cells.lexicon import Lexicon
from mso_sheets.tables.cells.orders import Triple
from mso_sheets.tables.cells.outcome import Fault
from mso_sheets.tables.cells.periods import Period


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says: a `day`, or a `triple` whose order is open, or a `period`, or a fault.

    `weekdays` are those that a weekday word may mean; `note` comes with a value.
    """

    day: date | None = None
    triple: Triple | None = None
    period: Period | None = None
    clock: Clock = field(default=Clock(""))
    weekdays: frozenset[int] = frozenset()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Tongue:
    """What parsing needs besides the text. `hint` is an order that the caller knows ("DMY")."""

    lexicon: Lexicon
    language: str
    today: date
    hint: str = ""


def dated(year: int, month: int, day: int) -> Parsed:
    """A day of a calendar, or why there is none such."""
    try:
        return Parsed(day=date(year, month, day))
    except ValueError:
        return Parsed(fault=faults.impossible(year, month, day))
