"""What changed when: append-only events, folded into a frame that analyses can ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from mso_sheets.model.cells import Cell

if TYPE_CHECKING:
    import pandas as pd

EventKind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one tracked field. Dates are ISO text, numbers floats, people canonical names.

    `added` events come one a tracked field, with `before` None; `removed` one a record, field empty.
    `by` is set when a person pressed a button ("Ana Silva"), else empty.
    """

    day: date
    at: str
    table: str
    record: str
    field: str
    before: Cell
    after: Cell
    kind: EventKind = "changed"
    by: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """All events so far. `started` is the day of the first run, None before it ("no history yet").

    `frame` columns: day (datetime64[s]), at, table, record, field, before, after, kind, by; in order.
    """

    frame: pd.DataFrame
    started: date | None = None
    last_digest: date | None = None
    marks: dict[str, str] = field(default_factory=dict)
    """Small facts kept over runs: rejected proposals, header texts, high-water marks."""
    last_digest_at: str = ""
    """When that digest was posted, in the form of the events' `at`; "" where only the day is known."""

    def of(self, table: str, name: str = "") -> pd.DataFrame:
        """The events of one table, of one field when `name` is given."""
        mine = self.frame["table"] == table
        if name:
            mine &= self.frame["field"] == name
        return self.frame[mine]
