"""One cell and one event of an answer."""

from __future__ import annotations

from datetime import date
from typing import Literal

from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import CellWrite
from mso_sheets.model.history import Event
from mso_sheets.presses.subject import Subject

Kind = Literal["text", "date"]
EPOCH = date(1899, 12, 30)


def word_for(subject: Subject, status: str) -> str:
    """The team's own word for a status, as most rows have it; ours where no row has it."""
    frame, column = subject.table.frame, subject.table.places["status"]
    rows = frame.index[frame["status"] == status]
    words = [subject.tab.cell(int(row), column) for row in rows]
    texts = [word for word in words if isinstance(word, str) and word]
    return max(texts, key=texts.count) if texts else status


def write(subject: Subject, name: str, value: Cell, kind: Kind) -> CellWrite:
    """One cell of the row, written only where the row's id still stands."""
    identity_column = subject.table.places[subject.table.schema.id_field]
    column = subject.table.places[name]
    return CellWrite(
        table=subject.table.name,
        tab=subject.table.tab,
        sheet_id=subject.table.sheet_id,
        row=subject.row,
        column=column,
        value=value,
        before=subject.tab.cell(subject.row, column),
        identity={identity_column: subject.tab.cell(subject.row, identity_column)},
        reason="press",
        kind=kind,
    )


def event(subject: Subject, name: str, before: Cell, after: Cell) -> Event:
    """The change for the history, with who and when."""
    return Event(
        subject.context.today,
        subject.at,
        subject.table.name,
        subject.press.record,
        name,
        before,
        after,
        by=subject.presser or subject.press.user,
    )


def serial(day_: date) -> float:
    """A day as spreadsheets store it."""
    return float((day_ - EPOCH).days)


def iso(day_: date | None) -> str | None:
    """A day as the history keeps it."""
    return day_.isoformat() if day_ else None
