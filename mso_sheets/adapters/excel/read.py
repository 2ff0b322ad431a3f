"""Bytes of an .xlsx -> `RawTab`s: cells by python-calamine, the rest straight from the parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from mso_sheets.adapters.excel import book
from mso_sheets.adapters.excel.cells import place_of
from mso_sheets.adapters.excel.package import Package
from mso_sheets.errors import WorkbookError
from mso_sheets.model.cells import Cell, Merge, RawTab

_EPOCH = datetime(1899, 12, 30)
_LEAP_THAT_WAS_NOT = 61
_DAY = timedelta(days=1)
_ERROR_TYPE = re.compile(rb"""\bt=["']e["']""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\bhidden=["'](?:1|true)["'][^>]*>""")
_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]+\d+)["']""")
_VALUE = re.compile(
    rb"(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v\b[^>]*>([^<]*)<"
)


def read_tabs(data: bytes, package: Package) -> tuple[RawTab, ...]:
    """Every worksheet, in the order of the tabs. Chart sheets have no cells and are left out.

    Raises:
        WorkbookError: a sheet cannot be read; a workbook is read whole or not at all.
    """
    ours = {sheet.index: name for name, sheet in book.marked(package).items()}
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            kinds = {sheet.name: sheet.typ for sheet in workbook.sheets_metadata}
            return tuple(
                _read_tab(workbook, package, sheet, ours.get(sheet.index))
                for sheet in book.sheets(package)
                if sheet.kind == "worksheet"
                and kinds.get(sheet.title, SheetTypeEnum.WorkSheet) == SheetTypeEnum.WorkSheet
            )
    except (CalamineError, ValueError) as error:
        raise WorkbookError(
            f"The workbook cannot be read ({error}).",
            "Open it in Excel or LibreOffice, save it again as .xlsx, and run again.",
        ) from error


def _read_tab(
    workbook: CalamineWorkbook, package: Package, sheet: book.Sheet, ours: str | None
) -> RawTab:
    cells = workbook.get_sheet_by_name(sheet.title)
    xml = package.part(sheet.part, keep=False)
    columns = _columns(cells.to_python(skip_empty_area=False), _errors(xml))
    return RawTab(
        title=sheet.title,
        sheet_id=sheet.sheet_id,
        columns=columns,
        row_count=max((len(column) for column in columns), default=0),
        column_count=len(columns),
        merges=_merges(cells.merged_cell_ranges),
        hidden_rows=_hidden_rows(xml),
        hidden=sheet.hidden,
        ours=ours,
        index=sheet.index,
    )


def _columns(
    rows: Sequence[Sequence[Any]], errors: dict[tuple[int, int], str]
) -> tuple[Sequence[Cell], ...]:
    columns: list[list[Any]] = [_plain(column) for column in zip(*rows, strict=True)]
    for (row, column), text in errors.items():
        while len(columns) < column:
            columns.append([])
        values = columns[column - 1]
        values.extend([None] * (row - len(values)))
        values[row - 1] = text
    trimmed = [_trimmed(column) for column in columns]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return tuple(trimmed)


def _plain(column: Sequence[Any]) -> list[Any]:
    """One column of plain cells; each kind of value in it is looked at once."""
    kinds = set(map(type, column))
    if kinds <= {str, float, bool}:
        return [None if value == "" else value for value in column]
    return [
        None if value == "" else value if isinstance(value, str | float) else _number(value)
        for value in column
    ]


def _number(value: date | time | timedelta | int) -> Cell:
    """A date, time, duration or whole number as the number that the file holds; booleans stay."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, time):
        return (datetime.combine(_EPOCH, value) - _EPOCH) / _DAY
    serial = float(value.toordinal() - _EPOCH.toordinal())
    if isinstance(value, datetime):
        serial = (value - _EPOCH) / _DAY
    return serial if serial >= _LEAP_THAT_WAS_NOT else serial - 1


def _trimmed(column: list[Any]) -> list[Any]:
    end = len(column)
    while end and column[end - 1] is None:
        end -= 1
    return column[:end]


def _merges(areas: Any) -> tuple[Merge, ...]:
    return tuple(
        Merge(top + 1, bottom + 1, left + 1, right + 1)
        for (top, left), (bottom, right) in areas or ()
    )


def _hidden_rows(xml: bytes) -> frozenset[int]:
    if b"hidden=" not in xml:
        return frozenset()
    rows = (_NUMBER.search(found[0]) for found in _HIDDEN_ROW.finditer(xml))
    return frozenset(int(number[1]) for number in rows if number)


def _errors(xml: bytes) -> dict[tuple[int, int], str]:
    """Cells that show an error, which calamine gives as empty: `(row, column) -> "#REF!"`."""
    return dict(_each_error(xml))


def _each_error(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' not in xml and b"t='e'" not in xml:
        return
    for found in _ERROR_TYPE.finditer(xml):
        start, end = xml.rfind(b"<", 0, found.start()), xml.find(b">", found.end())
        reference = _REFERENCE.search(xml, start, end)
        value = _VALUE.match(xml, end + 1)
        if reference and value:
            yield place_of(reference[1].decode()), value[1].decode()
