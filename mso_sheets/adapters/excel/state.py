"""The hidden `_mso_state` tab: rows are added at its end, or all of it is replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mso_sheets.adapters.excel import book, markup
from mso_sheets.adapters.excel.cells import LAST_ROW, row_xml, too_long
from mso_sheets.adapters.excel.graft import SHEET_PART
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.sheetpart import each_row, split
from mso_sheets.errors import WorkbookError
from mso_sheets.model.cells import Cell, RawTab

_BLANK = (
    markup.DECLARATION
    + f'<worksheet xmlns="{markup.MAIN}" xmlns:r="{markup.RELATIONS}">'.encode()
    + b'<sheetFormatPr defaultRowHeight="15"/><sheetData/></worksheet>'
)


def write_state(
    package: Package, rows: Sequence[tuple[Cell, ...]], present: RawTab | None, *, reset: bool
) -> None:
    """Adds rows below the last row of the state; `reset` replaces all of it.

    Raises:
        WorkbookError: a text or the whole is longer than Excel holds.
        RefusedError: a tab called `_mso_state` exists that is not ours.
    """
    sheet = book.marked(package).get(book.STATE) or _make(package)
    height = 0 if reset or present is None else present.height
    _refuse_too_big(rows, height)
    part = split(package.part(sheet.part))
    kept = b"".join(
        part.rows[row.start : row.end] for row in each_row(part.rows) if row.number <= height
    )
    added = b"".join(row_xml(number, row) for number, row in enumerate(rows, height + 1))
    part = replace(part, rows=kept + markup.prefixed(added, part.prefix)).placed("dimension", b"")
    package.put(sheet.part, part.to_bytes())


def _make(package: Package) -> book.Sheet:
    part = package.fresh(SHEET_PART)
    package.put(part, _BLANK, book.SHEET_TYPE)
    sheet = book.add_sheet(package, book.STATE, part, hidden=True)
    book.set_names(package, book.marker(book.STATE, sheet.title))
    return sheet


def _refuse_too_big(rows: Sequence[tuple[Cell, ...]], height: int) -> None:
    if height + len(rows) > LAST_ROW:
        raise WorkbookError(
            f"The state would need more than {LAST_ROW:,} rows.", "Compact it and run again."
        )
    if any(too_long(value) for row in rows for value in row):
        raise WorkbookError(
            "A text of the state is longer than the 32,767 characters that a cell holds.",
            "Please report this with the job's name.",
        )


def extended(
    present: RawTab | None, rows: Sequence[tuple[Cell, ...]], *, reset: bool
) -> list[list[Cell]]:
    """The state's columns after the write, as a reading would give them."""
    height = 0 if reset or present is None else present.height
    old = [] if reset or present is None else [list(column) for column in present.columns]
    width = max([len(old), *(len(row) for row in rows)], default=0)
    columns: list[list[Cell]] = []
    for number in range(width):
        column = old[number] if number < len(old) else []
        column += [None] * (height - len(column))
        column += [row[number] if number < len(row) else None for row in rows]
        columns.append(_trimmed(column))
    while columns and not columns[-1]:
        columns.pop()
    return columns


def _trimmed(column: list[Cell]) -> list[Cell]:
    column = [_read_back(value) for value in column]
    while column and column[-1] is None:
        column.pop()
    return column


def _read_back(value: Cell) -> Cell:
    """A value as the file gives it back: empty text is no value, whole numbers are floats."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value
