"""Our tabs put into the user's workbook: made when missing, renewed in place when there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mso_sheets.adapters.excel import book, markup
from mso_sheets.adapters.excel.cells import absolute
from mso_sheets.adapters.excel.charts import data_title
from mso_sheets.adapters.excel.filters import filtered_rows
from mso_sheets.adapters.excel.notes import moves, note_cells, open_old_tab
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.refresh import (
    Renewal,
    column_widths,
    refresh_frame,
)
from mso_sheets.adapters.excel.render import draw_chart_data, draw_tab
from mso_sheets.adapters.excel.scratch import Scratch
from mso_sheets.adapters.excel.sheetpart import Row, SheetPart, each_row, row_bytes, split
from mso_sheets.adapters.excel.transplant import Donor, bring_relations, open_donor, with_relations
from mso_sheets.model.cells import RawTab, Snapshot
from mso_sheets.model.changes import TabWrite

SHEET_PART = "xl/worksheets/msoSheet{}.xml"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One tab in the scratch workbook and where it goes."""

    write: TabWrite
    part: str
    data_part: str
    data_sheet: str
    present: book.Sheet | None


def charts_name(tab: str) -> str:
    """The name in the marker of the hidden sheet with a tab's chart numbers."""
    return f"_mso_charts {tab}"


def put_tabs(package: Package, writes: Sequence[TabWrite], base: Snapshot) -> None:
    """Makes or renews the tabs of ours that `writes` name.

    Raises:
        RefusedError: a tab of that title exists without our marker.
    """
    if not writes:
        return
    scratch = Scratch(book.date_offset(package))
    drawn = [_draw(scratch, package, write) for write in writes]
    donor = open_donor(package, scratch.to_bytes())
    for tab in drawn:
        if tab.present:
            _renew(package, donor, tab, tab.present, base)
        else:
            _make(package, donor, tab)
        if tab.data_part:
            _put_chart_data(package, donor, tab)


def _draw(scratch: Scratch, package: Package, write: TabWrite) -> _Drawn:
    name, ours = write.content.name, book.marked(package)
    present, data_present = ours.get(name), ours.get(charts_name(name))
    data_sheet = data_present.title if data_present else data_title(name)
    title = present.title if present else name
    widths = column_widths(split(package.part(present.part))) if present else {}
    part = draw_tab(scratch, title, write, data_sheet, _charts_row(write), widths)
    needed = bool(write.content.charts or data_present)
    data_part = draw_chart_data(scratch, data_sheet, write) if needed else ""
    return _Drawn(write, part, data_part, data_sheet, present)


def _charts_row(write: TabWrite) -> int:
    """Charts stand under everything else, so that the table keeps the first screen."""
    return max(len(write.grid), write.header_row - 1 + len(write.notes)) + 2


def _put_chart_data(package: Package, donor: Donor, tab: _Drawn) -> None:
    name = charts_name(tab.write.content.name)
    present = book.marked(package).get(name)
    content = donor.sheet(tab.data_part).to_bytes()
    if present:
        package.put(present.part, content)
        return
    part = package.fresh(SHEET_PART)
    package.put(part, content, book.SHEET_TYPE)
    sheet = book.add_sheet(package, tab.data_sheet, part, hidden=True)
    book.set_names(package, book.marker(name, sheet.title))


def _make(package: Package, donor: Donor, tab: _Drawn) -> None:
    """A tab that the workbook does not have yet."""
    fresh, part = donor.sheet(tab.part, tab.write.header_row), package.fresh(SHEET_PART)
    package.put(part, b"", book.SHEET_TYPE)
    ids = bring_relations(package, donor, tab.part, part)
    rows = _joined(fresh.rows, note_cells(tab.write, None, {}), frozenset(), "")
    frame = replace(fresh, frame=with_relations(fresh.frame, ids), rows=rows)
    package.put(part, frame.to_bytes())
    content = tab.write.content
    sheet = book.add_sheet(package, content.name, part, hidden=content.hidden)
    names = local_names(tab.write.header_row, frame, sheet)
    book.set_names(package, book.marker(content.name, sheet.title) | names)


def _renew(package: Package, donor: Donor, tab: _Drawn, sheet: book.Sheet, base: Snapshot) -> None:
    """A tab that exists: rows and rules are ours, the rest of it is as people left it."""
    write, fresh = tab.write, donor.sheet(tab.part, tab.write.header_row)
    values = base.our_tab(write.content.name) or RawTab(sheet.title, sheet.sheet_id, ())
    old = open_old_tab(split(package.part(sheet.part)), values, write)
    places = moves(write, old)
    frame = refresh_frame(Renewal(package, sheet.part, write, old, places, donor, tab.part, fresh))
    notes, hidden = note_cells(write, old, places), filtered_rows(frame, write)
    rows = _joined(markup.prefixed(fresh.rows, frame.prefix), notes, hidden, frame.prefix)
    package.put(sheet.part, replace(frame, rows=rows).to_bytes())
    names = local_names(write.header_row, frame, sheet)
    book.set_names(package, book.marker(write.content.name, sheet.title) | names)


def _joined(
    rows: bytes, notes: Mapping[int, Mapping[int, bytes]], hidden: frozenset[int], prefix: str
) -> bytes:
    """Our rows with the notes of each at its end; rows that hold only notes in between or below."""
    if not notes and not hidden:
        return rows
    present = {row.number: row for row in each_row(rows)}
    pieces = []
    for number in sorted({*present, *notes}):
        row = present.get(number) or Row(number, b"", b"", 0, 0)
        beside = b"".join(cell for _, cell in sorted(notes.get(number, {}).items()))
        attributes = row.attributes + (b' hidden="1"' if number in hidden else b"")
        cells = row.cells + markup.prefixed(beside, prefix)
        pieces.append(row_bytes(number, attributes, cells, prefix))
    return b"".join(pieces)


def local_names(header_row: int, frame: SheetPart, sheet: book.Sheet) -> dict[book.LocalName, str]:
    """The names that Excel keeps beside a filter and beside rows that repeat in print."""
    title = book.quoted(sheet.title)
    names: dict[book.LocalName, str] = {
        ("_xlnm.Print_Titles", sheet.index): f"{title}!${header_row}:${header_row}"
    }
    present = frame.root.find("autoFilter")
    if present is None:
        return names
    area = absolute(present.attributes.get("ref", ""))
    return names | {("_xlnm._FilterDatabase", sheet.index): f"{title}!{area}"}
