"""After verified writes that met other rows: what is still to be put right, in which order.

A pile: on top the undoing of the last write that slipped, below it what was to be written then. An
undoing that slips itself, because people move rows once more, is undone first and then repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mso_sheets.adapters.google.cells import Json, extended_value
from mso_sheets.adapters.google.checking import VALUE, free_row, guarded_row
from mso_sheets.adapters.google.guarded import Guarded, Slip
from mso_sheets.adapters.google.image import Image, as_typed
from mso_sheets.model.cells import Cell

AS_TYPED = "userEnteredValue,textFormatRuns,userEnteredFormat.numberFormat"


@dataclass(slots=True)
class Pile:
    """Groups of writes, the next one last. Rows are where they were last seen, no more than a hint."""

    groups: list[list[Guarded]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.groups)

    def first_slips(self, slips: Sequence[Slip], before: Image) -> None:
        """Takes up the main write's slips: appends are made once more, the others are given up."""
        self._push([slip.write for slip in slips if slip.write.append], slips, before)

    def further_slips(self, slips: Sequence[Slip], before: Image) -> None:
        """Takes up a repair's slips: it is to be made again."""
        self._push([slip.write for slip in slips], slips, before)

    def _push(self, again: list[Guarded], slips: Sequence[Slip], before: Image) -> None:
        undoing = [undone(slip, before) for slip in slips]
        self.groups.extend(group for group in (again, undoing) if group)

    def top(self) -> list[Guarded]:
        """Takes the next group off the pile."""
        return self.groups.pop() if self.groups else []


def undone(slip: Slip, before: Image) -> Guarded:
    """The write that puts back what a slip overwrote; its row holds what stood there, and ours."""
    write = slip.write
    origin = before.find(write.sheet_id, slip.found, write.row)
    return Guarded(
        label=write.label,
        sheet_id=write.sheet_id,
        row=write.row,
        expected={**slip.found, **write.values},
        put={
            column: _as_it_was(slip.found.get(column), before, write.sheet_id, origin, column)
            for column in write.put
        },
        values={column: slip.found.get(column) for column in write.put},
    )


def _as_it_was(
    value: Cell, before: Image, sheet_id: int, origin: int | None, column: int
) -> tuple[Json, str]:
    """The cell as a person typed it where that is known, else its value."""
    if origin is not None:
        return as_typed(before.cell(sheet_id, origin, column)), AS_TYPED
    written = extended_value(value)
    return ({"userEnteredValue": written} if written else {}), VALUE


def placed_now(group: Sequence[Guarded], now: Image) -> list[Guarded]:
    """The writes at the rows where they belong now; a row that nobody finds any more is let go."""
    found: list[Guarded] = []
    taken: set[tuple[int, int]] = set()
    for write in group:
        if write.append is not None:
            row: int | None = free_row(write.append, now, taken)
        else:
            row = _row_now(write, now, taken)
        if row is None:
            continue
        taken.add((write.sheet_id, row))
        if write.append is not None:
            found.append(guarded_row(write.append, row, now))
        else:
            found.append(replace(write, row=row))
    return found


def _row_now(write: Guarded, now: Image, taken: set[tuple[int, int]]) -> int | None:
    rows: Mapping[int, object] = now.cells.get(write.sheet_id, {})
    places = [
        row
        for row in rows
        if (write.sheet_id, row) not in taken and now.stands(write.sheet_id, row, write.expected)
    ]
    return min(places, key=lambda row: abs(row - write.row), default=None)
