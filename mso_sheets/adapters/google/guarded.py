"""Verified writes into people's rows: what must stand there, what is put, how a slip is mended.

Each write is looked at three times: before (is the row still the one that was read?), in the same
atomic write (what stood there in that very moment?), and, if that differs, it is put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import Json, extended_value
from mso_sheets.adapters.google.evidence import Evidence, Testimony
from mso_sheets.adapters.google.image import Image, as_typed, same
from mso_sheets.adapters.google.wire import ProtectedRange
from mso_sheets.model.cells import Cell, a1
from mso_sheets.model.changes import CellWrite, RowAppend

VALUE = "userEnteredValue"
WITH_FORMAT = "userEnteredValue,userEnteredFormat.numberFormat"
AS_TYPED = "userEnteredValue,textFormatRuns,userEnteredFormat.numberFormat"


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


@dataclass(frozen=True, slots=True)
class Checked:
    """The writes that may be made, and sentences on those that may not."""

    writes: tuple[Guarded, ...] = ()
    dropped: tuple[str, ...] = ()


def check(
    cells: Iterable[CellWrite],
    appends: Iterable[RowAppend],
    image: Image,
    protections: Sequence[ProtectedRange],
) -> Checked:
    """Compares every write with what stands there now."""
    writes: list[Guarded] = []
    dropped: list[str] = []
    for cell in cells:
        reason = _objection(cell, image, protections)
        if reason:
            dropped.append(f"{_label(cell)} was not written: {reason}")
        else:
            writes.append(_guarded_cell(cell, image))
    taken: set[tuple[int, int]] = set()
    for append in appends:
        row = free_row(append, image, taken)
        if any(_is_protected(protections, append.sheet_id, row, c) for c in append.values):
            dropped.append(
                f"A row for '{append.source}' was not added to {append.tab}: row {row} is "
                f"protected. Let this account edit it, then accept it again."
            )
            continue
        taken.add((append.sheet_id, row))
        writes.append(guarded_row(append, row, image))
    return Checked(tuple(writes), tuple(dropped))


def _label(cell: CellWrite) -> str:
    return f"'{cell.value}' for {cell.tab}!{a1(cell.row, cell.column)}"


def _objection(cell: CellWrite, image: Image, protections: Sequence[ProtectedRange]) -> str:
    place = (cell.sheet_id, cell.row, cell.column)
    if not image.stands(cell.sheet_id, cell.row, _identity(cell, image)):
        return "another row stands there now; the next run looks for it again."
    if image.is_computed(*place):
        return "the cell holds a formula; change what the formula looks at."
    if not same(image.value(*place), cell.before):
        return "somebody changed the cell meanwhile; theirs stays."
    if _is_protected(protections, *place):
        return "the cell is protected; let this account edit it, or fill it by hand."
    return ""


def _identity(cell: CellWrite, image: Image) -> Mapping[int, Cell]:
    """The identity without computed cells, which may change by themselves."""
    typed = {
        column: value
        for column, value in cell.identity.items()
        if not image.is_computed(cell.sheet_id, cell.row, column)
    }
    return typed or cell.identity


def _is_protected(
    protections: Sequence[ProtectedRange], sheet_id: int, row: int, column: int
) -> bool:
    closed = (p for p in protections if not p.requesting_user_can_edit)
    areas = (p.range for p in closed if p.range and p.range.sheet_id == sheet_id)
    return any(
        area.start_row_index < row
        and (area.end_row_index is None or row <= area.end_row_index)
        and area.start_column_index < column
        and (area.end_column_index is None or column <= area.end_column_index)
        for area in areas
    )


def _guarded_cell(cell: CellWrite, image: Image) -> Guarded:
    wants_date = cell.kind == "date" and not image.is_date(cell.sheet_id, cell.row, cell.column)
    return Guarded(
        label=_label(cell),
        sheet_id=cell.sheet_id,
        row=cell.row,
        expected={**_identity(cell, image), cell.column: cell.before},
        put={cell.column: _new_cell(cell.value, wants_date)},
        values={cell.column: cell.value},
    )


def _new_cell(value: Cell, as_date: bool) -> tuple[Json, str]:
    written = extended_value(value)
    cell: Json = {"userEnteredValue": written} if written else {}
    if not as_date:
        return cell, VALUE
    # Without a pattern Google shows the date as the spreadsheet's locale writes it.
    return {**cell, "userEnteredFormat": {"numberFormat": {"type": "DATE"}}}, WITH_FORMAT


def free_row(append: RowAppend, image: Image, taken: set[tuple[int, int]]) -> int:
    """The first row from the planned one on that is empty in the columns we would fill."""
    row = append.row
    while (append.sheet_id, row) in taken or not _is_blank(append, image, row):
        row += 1
    return row


def _is_blank(append: RowAppend, image: Image, row: int) -> bool:
    """Unticked checkboxes and prepared formulas do not make a row."""
    return all(
        image.value(append.sheet_id, row, column) in (None, False)
        or image.is_computed(append.sheet_id, row, column)
        for column in _span(append.values)
    )


def _span(columns: Iterable[int]) -> range:
    found = list(columns)
    return range(min(found), max(found) + 1)


def guarded_row(append: RowAppend, row: int, image: Image) -> Guarded:
    """The append at a row; prepared formulas in it stay."""
    sheet_id = append.sheet_id
    typed = [c for c in _span(append.values) if not image.is_computed(sheet_id, row, c)]
    values = {c: append.values[c] for c in typed if c in append.values}
    return Guarded(
        label=f"A row for '{append.source}' in {append.tab}",
        sheet_id=sheet_id,
        row=row,
        expected={column: image.value(sheet_id, row, column) for column in typed},
        put={
            c: _new_cell(v, c in append.dates and not image.is_date(sheet_id, row, c))
            for c, v in values.items()
        },
        values=values,
        append=append,
    )


def testify(writes: Sequence[Guarded], evidence: Evidence) -> None:
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


def slips(writes: Sequence[Guarded], testimony: Testimony) -> list[Slip]:
    """The writes that did not meet what they expected."""
    wrong = []
    for write in writes:
        found = testimony.row(write.sheet_id, write.row, list(write.expected))
        if not all(same(found.get(c), value) for c, value in write.expected.items()):
            wrong.append(Slip(write, found))
    return wrong


def mended(slip: Slip, before: Image, now: Image) -> list[Guarded]:
    """The writes that put right what a slip overwrote, and make an append once more.

    The row is looked for where it is now: it holds what stood there then, and our values.
    """
    write = slip.write
    standing = {**slip.found, **write.values}
    row = now.find(write.sheet_id, standing, write.row)
    repairs = []
    if row is not None:
        origin = before.find(write.sheet_id, slip.found, write.row)
        put = {
            c: _as_it_was(slip.found.get(c), before, write.sheet_id, origin, c) for c in write.put
        }
        values = {c: slip.found.get(c) for c in write.put}
        repairs.append(Guarded(write.label, write.sheet_id, row, standing, put, values))
    if write.append is not None:
        taken = {(write.sheet_id, row)} if row is not None else set()
        repairs.append(guarded_row(write.append, free_row(write.append, now, taken), now))
    return repairs


def _as_it_was(
    value: Cell, before: Image, sheet_id: int, origin: int | None, column: int
) -> tuple[Json, str]:
    """The cell as a person typed it where that is known, else its value."""
    if origin is not None:
        return as_typed(before.cell(sheet_id, origin, column)), AS_TYPED
    written = extended_value(value)
    return ({"userEnteredValue": written} if written else {}), VALUE
