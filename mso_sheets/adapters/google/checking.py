"""Before a verified write: is the row still the one that was read, and may it be written?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mso_sheets.adapters.google.cells import Json, extended_value
from mso_sheets.adapters.google.guarded import Guarded
from mso_sheets.adapters.google.image import Image, same
from mso_sheets.adapters.google.wire import ProtectedRange
from mso_sheets.model.cells import Cell, a1
from mso_sheets.model.changes import CellWrite, RowAppend

VALUE = "userEnteredValue"
WITH_FORMAT = "userEnteredValue,userEnteredFormat.numberFormat"


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
