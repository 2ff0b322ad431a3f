"""A tab of ours that exists: its content is renewed, what people made of its looks stays.

Kept: column widths, tab colour, place, zoom, filter, protection, comments, print setup, drawings,
and whatever stands right of our columns. Ours: cells and their formats, rules on our columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mso_sheets.adapters.excel import drawings, markup
from mso_sheets.adapters.excel.cells import area_of, column_number, corners
from mso_sheets.adapters.excel.filters import with_filter
from mso_sheets.adapters.excel.layout import last_table_row
from mso_sheets.adapters.excel.markup import Element
from mso_sheets.adapters.excel.notes import OldTab
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.sheetpart import SheetPart
from mso_sheets.adapters.excel.transplant import Donor, children, fragments, with_relations
from mso_sheets.model.cells import a1
from mso_sheets.model.changes import TabWrite

_PADDING = 0.7109375
"""What a stored width has on top of the characters that fit (18.3.1.13)."""
Keep = Callable[[Element], bool]
_WIDEST = 500
"""Columns beyond this are not looked at one by one (a `<col>` may reach to XFD)."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """One tab that is renewed: where it is, what it was, and what it shall be.

    `part` is its part in the package; `fresh` the same tab drawn in the scratch workbook, there
    called `donor_part`; `places` maps old rows to new ones.
    """

    package: Package
    part: str
    write: TabWrite
    old: OldTab
    places: Mapping[int, int]
    donor: Donor
    donor_part: str
    fresh: SheetPart

    @property
    def width(self) -> int:
        """How many columns are ours."""
        return len(self.write.content.columns)


def refresh_frame(tab: Renewal) -> SheetPart:
    """The frame of a sheet that exists with everything of ours in it renewed. Rows are left out."""
    theirs, fresh = _beyond(tab.width), tab.fresh
    frame = markup.declare(tab.old.part.frame, "r", markup.RELATIONS)
    sheet, links = _without_links(tab, SheetPart(frame, b"", tab.old.part.prefix))
    sheet = sheet.placed("conditionalFormatting", fragments(fresh, "conditionalFormatting"), theirs)
    sheet = _with_container(sheet, fresh, "dataValidations", theirs)
    sheet = sheet.placed("mergeCells", _kept_merges(sheet, theirs))
    sheet = _with_drawing(tab, sheet)
    sheet = _without_tables(tab, sheet)
    sheet = sheet.placed("sortState", b"").placed("dimension", _dimension(tab.write))
    sheet = _with_columns(_with_pane(with_filter(sheet, tab.write), tab.write), fresh)
    links += _our_links(tab)
    return sheet.placed("hyperlinks", b"<hyperlinks>" + links + b"</hyperlinks>" if links else b"")


def _beyond(width: int) -> Keep:
    """Whether an element's cells all lie right of our columns."""

    def keep(element: Element) -> bool:
        areas = (element.attributes.get("sqref") or element.attributes.get("ref", "")).split()
        return bool(areas) and all(corners(area)[1] > width for area in areas)

    return keep


def _with_container(frame: SheetPart, fresh: SheetPart, name: str, keep: Keep) -> SheetPart:
    """A counted list (`dataValidations`) that holds people's own entries and then ours."""
    present = frame.root.find(name)
    kept = [e.bytes_of(frame.frame) for e in (present.children if present else []) if keep(e)]
    ours = fresh.root.find(name)
    count = len(kept) + (len(ours.children) if ours else 0)
    body = b"".join(kept) + children(fresh, name)
    wrapped = f'<{name} count="{count}">'.encode() + body + f"</{name}>".encode()
    return frame.placed(name, wrapped if count else b"")


def _kept_merges(frame: SheetPart, keep: Keep) -> bytes:
    present = frame.root.find("mergeCells")
    kept = [e.bytes_of(frame.frame) for e in (present.children if present else []) if keep(e)]
    head = f'<mergeCells count="{len(kept)}">'.encode()
    return head + b"".join(kept) + b"</mergeCells>" if kept else b""


def _without_links(tab: Renewal, frame: SheetPart) -> tuple[SheetPart, bytes]:
    """The frame without links, and people's links, which follow the cells that they are in."""
    present = frame.root.find("hyperlinks")
    kept, gone = [], []
    for element in present.children if present else []:
        row, column, *_ = corners(element.attributes.get("ref", ""))
        new_row, new_column = tab.places.get(row, 0), tab.old.new_column(row, column)
        if new_row and new_column:
            own = element.bytes_of(frame.frame)
            moved = {"ref": a1(new_row, new_column)}
            kept.append(markup.with_attributes(own, markup.parse(own), moved))
        elif element.relation:
            gone.append(element.relation)
    tab.package.unrelate(tab.part, gone)
    return frame.placed("hyperlinks", b""), b"".join(kept)


def _our_links(tab: Renewal) -> bytes:
    """The scratch sheet's links, with relationships of their own in the user's sheet."""
    present = tab.donor.package.relations(tab.donor_part)
    wanted = [relation for relation in present if relation.kind == "hyperlink"]
    new = tab.package.relate_all(tab.part, wanted) if wanted else []
    ids = {old.id: id_ for old, id_ in zip(wanted, new, strict=True)}
    return with_relations(children(tab.fresh, "hyperlinks"), ids)


def _with_drawing(tab: Renewal, frame: SheetPart) -> SheetPart:
    present = frame.root.find("drawing")
    old = present.relation if present else ""
    new = drawings.renew(tab.package, tab.part, old, tab.donor, tab.donor_part)
    return frame.placed("drawing", f'<drawing r:id="{new}"/>'.encode() if new else b"")


def _without_tables(tab: Renewal, frame: SheetPart) -> SheetPart:
    """An Excel table that somebody laid over our columns would contradict them; others stay."""
    present = frame.root.find("tableParts")
    targets = {r.id: r.target for r in tab.package.relations(tab.part)}
    theirs = _beyond(tab.width)
    gone = [
        e.relation
        for e in (present.children if present else [])
        if not theirs(markup.parse(tab.package.part(targets[e.relation])))
    ]
    if not gone or not present:
        return frame
    kept = [e.bytes_of(frame.frame) for e in present.children if e.relation not in gone]
    tab.package.unrelate(tab.part, gone)
    head = f'<tableParts count="{len(kept)}">'.encode()
    return frame.placed("tableParts", head + b"".join(kept) + b"</tableParts>" if kept else b"")


def _dimension(write: TabWrite) -> bytes:
    notes = max((len(row) for row in write.notes), default=0)
    rows = max(len(write.grid), write.header_row - 1 + len(write.notes), 1)
    area = area_of(1, 1, rows, max(len(write.content.columns) + notes, 1))
    return f'<dimension ref="{area}"/>'.encode()


def filter_area(write: TabWrite) -> str:
    """The cells that the filter covers: the header and the table."""
    last = max(last_table_row(write), write.header_row)
    return area_of(write.header_row, 1, last, max(len(write.content.columns), 1))


def _with_pane(frame: SheetPart, write: TabWrite) -> SheetPart:
    """The frozen rows end below the header wherever it is now; unfrozen panes stay unfrozen."""
    views = frame.root.find("sheetViews")
    view = views.find("sheetView") if views else None
    pane = view.find("pane") if view else None
    if pane is None or pane.attributes.get("ySplit") == str(write.header_row):
        return frame
    column = column_number("A") + int(float(pane.attributes.get("xSplit", "0")))
    changes = {"ySplit": str(write.header_row), "topLeftCell": a1(write.header_row + 1, column)}
    return SheetPart(markup.with_attributes(frame.frame, pane, changes), b"", frame.prefix)


def _with_columns(frame: SheetPart, fresh: SheetPart) -> SheetPart:
    """Widths as people left them; columns that had none get ours."""
    present = frame.root.find("cols")
    known: set[int] = set()
    entries: list[tuple[int, bytes]] = []
    for element in present.children if present else []:
        first, last = int(element.attributes["min"]), int(element.attributes["max"])
        known.update(range(first, min(last, _WIDEST) + 1))
        entries.append((first, element.bytes_of(frame.frame)))
    ours = fresh.root.find("cols")
    for element in ours.children if ours else []:
        first, last = int(element.attributes["min"]), int(element.attributes["max"])
        for column in (c for c in range(first, last + 1) if c not in known):
            own = markup.start_tag(
                "col", element.attributes | {"min": str(column), "max": str(column)}, empty=True
            )
            entries.append((column, own))
    body = b"".join(entry for _, entry in sorted(entries, key=lambda entry: entry[0]))
    return frame.placed("cols", b"<cols>" + body + b"</cols>" if body else b"")


def column_widths(part: SheetPart) -> dict[int, float]:
    """The widths that a sheet's columns have, in characters, by column (from 1)."""
    listed = part.root.find("cols")
    return {
        column: max(float(entry.attributes["width"]) - _PADDING, 0)
        for entry in (listed.children if listed else [])
        if "width" in entry.attributes
        for column in range(
            int(entry.attributes["min"]), min(int(entry.attributes["max"]), _WIDEST) + 1
        )
    }
