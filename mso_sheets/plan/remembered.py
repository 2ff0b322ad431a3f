"""What the workbook's own state remembers: history, ledger, marks; fresh for a copied workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from mso_sheets import history, ledger
from mso_sheets.errors import RefusedError
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.history import History
from mso_sheets.model.state import STATE_HEADER, STATE_TAB, STATE_VERSION, StateRow, read_state

COMPACT_ROWS = 2_000
KEEP_DAYS = 200


@dataclass(frozen=True, slots=True)
class Remembered:
    """The folded state. `fresh`: there was none, or it belongs to another spreadsheet."""

    rows: tuple[StateRow, ...]
    fresh: bool
    entries: Mapping[str, ledger.Entry]
    marks: Mapping[str, Any]

    def mark(self, key: str) -> Any:
        """A remembered fact, an empty mapping when there is none."""
        return self.marks.get(key, {})


def remember(snapshot: Snapshot) -> Remembered:
    """Reads `_mso_state`. RefusedError when it was written by a newer version."""
    rows = read_state(snapshot.our_tab(STATE_TAB))
    books = [row for row in rows if row.kind == "book"]
    if (
        books
        and isinstance(books[-1].data, dict)
        and books[-1].data.get("version", 1) > STATE_VERSION
    ):
        raise RefusedError(
            "The workbook's state was written by a newer version of MSO Sheets.",
            "Upgrade this installation, or stop the newer one.",
        )
    if not books or books[-1].key != snapshot.spreadsheet_id:
        return Remembered((), True, {}, {})
    return Remembered(
        tuple(rows), False, ledger.fold(rows), {r.key: r.data for r in rows if r.kind == "mark"}
    )


def with_events(
    remembered: Remembered, events: Sequence[StateRow], today: date, job: str = "daily-followups"
) -> History:
    """The history up to now. On the first day there is none yet, whatever run of the day this is."""
    told = history.fold([*remembered.rows, *events])
    started = told.started if told.started is not None and told.started < today else None
    digest = _last_digest(remembered, today, job)
    if digest is None:
        return replace(told, started=started)
    day, entry = digest
    return replace(told, started=started, last_digest=day, last_digest_at=entry.first_claim)


def _last_digest(remembered: Remembered, today: date, job: str) -> tuple[date, ledger.Entry] | None:
    """The last daily digest before today, so that all runs of a day tell the same."""
    found = []
    for entry in remembered.entries.values():
        parts = entry.key.split("/")
        if entry.state == "sent" and parts[0] == job and len(parts) == 4 and len(parts[2]) == 10:
            day = date.fromisoformat(parts[2])
            found += [(day, entry)] if day < today else []
    return max(found, key=lambda pair: pair[0], default=None)


def state_cells(
    remembered: Remembered, new: Sequence[StateRow], snapshot: Snapshot, today: date
) -> tuple[tuple[tuple[Cell, ...], ...], bool]:
    """The rows to write and whether they replace the whole state (fresh start, compaction)."""
    if not new:
        return (), False
    if remembered.fresh:
        book = StateRow(
            "book", snapshot.spreadsheet_id, new[0].at, new[0].run, {"version": STATE_VERSION}
        )
        return (STATE_HEADER, book.cells(), *(row.cells() for row in new)), True
    if len(remembered.rows) + len(new) > COMPACT_ROWS:
        rows = history.compacted([*remembered.rows, *new], today - timedelta(days=KEEP_DAYS))
        return (STATE_HEADER, *(row.cells() for row in rows)), True
    return tuple(row.cells() for row in new), False
