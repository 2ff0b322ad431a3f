"""A verified write into a person's row: what must stand there, what is put, what it met.

Each write is looked at three times: before (is the row still the one that was read?), in the same
atomic write (what stood there in that very moment?), and, if that differs, it is put right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import Json
from mso_sheets.adapters.google.evidence import Evidence, Sighting
from mso_sheets.adapters.google.image import same
from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import RowAppend


@dataclass(frozen=True, slots=True)
class Guarded:
    """Cells to put into one row, and all that must stand in it in that moment.

    `expected` maps columns to values, the cells to be overwritten included; `put` columns to a cell
    and the fields of it that are written. `append` is set on rows that may go elsewhere.
    """

    label: str
    sheet_id: int
    row: int
    expected: Mapping[int, Cell]
    put: Mapping[int, tuple[Json, str]]
    values: Mapping[int, Cell] = field(default_factory=dict)
    append: RowAppend | None = None


def plan_evidence(writes: Sequence[Guarded], evidence: Evidence) -> None:
    """Plans the copies of all rows that will be written, neighbours together."""
    ordered = sorted(writes, key=lambda g: (g.sheet_id, g.row))
    for _, found in groupby(enumerate(ordered), key=lambda p: (p[1].sheet_id, p[1].row - p[0])):
        group = [write for _, write in found]
        columns = [column for write in group for column in (*write.expected, *write.put)]
        evidence.keep(
            group[0].sheet_id,
            (group[0].row, group[-1].row),
            (min(columns), max(columns)),
        )


def put_cells(writes: Sequence[Guarded], batch: Batch) -> None:
    """Adds the writes, cells below each other in one request; each request knows its writes."""
    cells = [
        (write.sheet_id, column, fields, write.row, cell, write)
        for write in writes
        for column, (cell, fields) in write.put.items()
    ]
    cells.sort(key=lambda c: c[:4])
    for _, found in groupby(enumerate(cells), key=lambda p: (*p[1][:3], p[1][3] - p[0])):
        group = [cell for _, cell in found]
        sheet_id, column, fields, first_row = group[0][:4]
        rows = [{"values": [cell[4]]} for cell in group]
        batch.write(sheet_id, (first_row, column), (group[-1][3], column), rows, fields)
        batch.guards[len(batch.requests) - 1] = tuple(cell[5] for cell in group)


@dataclass(frozen=True, slots=True)
class Slip:
    """A write that met another row than expected, and what stood there."""

    write: Guarded
    found: Mapping[int, Cell]


def slips(writes: Sequence[Guarded], sighting: Sighting) -> list[Slip]:
    """The writes that did not meet what they expected."""
    wrong = []
    for write in writes:
        found = sighting.row(write.sheet_id, write.row, list(write.expected))
        if not all(same(found.get(c), value) for c, value in write.expected.items()):
            wrong.append(Slip(write, found))
    return wrong
