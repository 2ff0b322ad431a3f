"""The calculation chain lists every formula cell; one that is gone makes Excel offer a repair."""

from __future__ import annotations

from collections.abc import Iterable

from mso_sheets.adapters.excel import markup
from mso_sheets.adapters.excel.book import Sheet
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.sheetpart import each_cell, each_row, split
from mso_sheets.model.cells import a1


def prune(package: Package, rewritten: Iterable[Sheet]) -> None:
    """Takes out the entries of rewritten sheets whose cells hold no formula any more."""
    name = package.related(package.workbook, "calcChain")
    if not name or not package.has(name):
        return
    formulas = {str(sheet.sheet_id): _formula_cells(package, sheet) for sheet in rewritten}
    data = package.part(name)
    root = markup.parse(data)
    entries, sheet_id, stale = [], "", False
    for entry in root.children:
        sheet_id = entry.attributes.get("i", sheet_id)
        if sheet_id in formulas and entry.attributes.get("r") not in formulas[sheet_id]:
            stale = True
        else:
            attributes = entry.attributes | {"i": sheet_id}
            entries.append(markup.start_tag(entry.tag, attributes, empty=True))
    if stale and entries:
        package.put(name, data[: root.inner] + b"".join(entries) + data[root.close :])
    elif stale:
        package.unrelate(
            package.workbook,
            [r.id for r in package.relations(package.workbook) if r.kind == "calcChain"],
        )


def _formula_cells(package: Package, sheet: Sheet) -> set[str]:
    rows = split(package.part(sheet.part)).rows
    return {
        a1(cell.row, cell.column)
        for row in each_row(rows)
        if b"f>" in row.cells or b"f " in row.cells
        for cell in each_cell(row)
        if cell.has_formula
    }
