"""What must grow with a row that is added below a table: the table, its filter, rules, dropdowns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mso_sheets.adapters.excel import book, markup
from mso_sheets.adapters.excel.cells import absolute, area_of, corners
from mso_sheets.adapters.excel.markup import Element
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.sheetpart import SheetPart


def extend_sheet(
    package: Package, sheet: book.Sheet, part: SheetPart, added: Sequence[int]
) -> SheetPart:
    """The sheet with everything that ended right above the first added row ending at the last.

    `added` are consecutive row numbers, sorted; what does not touch them is left alone.
    """
    if not added:
        return part
    first, last = added[0], _end_of_run(added)
    frame = _extend_rules(part.frame, first, last)
    frame = _extend_dimension(frame, last)
    frame = _extend_filter(package, sheet, frame, first, last)
    for table in _tables(package, sheet.part):
        if _grows(markup.parse(package.part(table)), first):
            package.put(table, _extended_table(package.part(table), last))
    return replace(part, frame=frame)


def _end_of_run(added: Sequence[int]) -> int:
    last = added[0]
    for number in added[1:]:
        last = number if number == last + 1 else last
    return last


def _extended(area: str, first: int, last: int) -> str:
    """An area that ends right above row `first` and is more than one row high, down to `last`."""
    top, left, bottom, right = corners(area)
    return area_of(top, left, last, right) if 0 < top < bottom == first - 1 else area


def _extend_rules(frame: bytes, first: int, last: int) -> bytes:
    root = markup.parse(frame)
    lists = [child for name in ("dataValidations",) for child in root.all(name)]
    rules = root.all("conditionalFormatting") + [e for entry in lists for e in entry.children]
    for element in sorted(rules, key=lambda e: e.start, reverse=True):
        areas = element.attributes.get("sqref", "")
        grown = " ".join(_extended(area, first, last) for area in areas.split())
        if grown != " ".join(areas.split()):
            frame = markup.with_attributes(frame, element, {"sqref": grown})
    return frame


def _extend_dimension(frame: bytes, last: int) -> bytes:
    present = markup.parse(frame).find("dimension")
    area = corners(present.attributes.get("ref", "")) if present else (0, 0, 0, 0)
    if present is None or not 0 < area[2] < last:
        return frame
    ref = area_of(area[0], area[1], last, area[3])
    return markup.with_attributes(frame, present, {"ref": ref})


def _extend_filter(
    package: Package, sheet: book.Sheet, frame: bytes, first: int, last: int
) -> bytes:
    present = markup.parse(frame).find("autoFilter")
    old = present.attributes.get("ref", "") if present else ""
    new = _extended(old, first, last)
    if present is None or new == old:
        return frame
    key = ("_xlnm._FilterDatabase", sheet.index)
    if any((name.name, name.local) == key for name in book.defined_names(package)):
        book.set_names(package, {key: f"{book.quoted(sheet.title)}!{absolute(new)}"})
    return markup.with_attributes(frame, present, {"ref": new})


def _tables(package: Package, part: str) -> list[str]:
    return [r.target for r in package.relations(part) if r.kind == "table"]


def _grows(table: Element, first: int) -> bool:
    """Whether a table ends right above row `first` and has no row of totals there."""
    ends = corners(table.attributes.get("ref", ""))[2] == first - 1
    return ends and table.attributes.get("totalsRowCount", "0") == "0"


def _extended_table(data: bytes, last: int) -> bytes:
    top, left, _, right = corners(markup.parse(data).attributes["ref"])
    ref = {"ref": area_of(top, left, last, right)}
    own_filter = markup.parse(data).find("autoFilter")
    if own_filter:
        data = markup.with_attributes(data, own_filter, ref)
    return markup.with_attributes(data, markup.parse(data), ref)


def calculated_columns(package: Package, part: str, rows: Sequence[int]) -> Mapping[int, str]:
    """Formulas that a table gives to every row, for a row added below it: column -> XML text."""
    formulas: dict[int, str] = {}
    for name in _tables(package, part) if rows else []:
        table = markup.parse(package.part(name))
        columns = table.find("tableColumns")
        if columns is None or not _grows(table, rows[0]):
            continue
        left = corners(table.attributes["ref"])[1]
        for column, entry in enumerate(columns.children, left):
            formula = entry.find("calculatedColumnFormula")
            if formula is not None and formula.text and "array" not in formula.attributes:
                formulas[column] = markup.escape(formula.text)
    return formulas
