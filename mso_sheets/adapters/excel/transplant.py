"""Sheets of the scratch workbook taken over into the user's: formats renumbered, text made inline."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mso_sheets.adapters.excel import markup, styles
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.relations import Relation
from mso_sheets.adapters.excel.sheetpart import SheetPart, split
from mso_sheets.adapters.excel.styles import StyleMap

_STRING = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?: s="([0-9]+)")?(?: t="([a-z]+)")?(?:/>|><v>([^<]*)</v></c>)'
)
_COLUMN_STYLE = re.compile(rb'(<col [^>]*?style=")([0-9]+)"')
_RULE_STYLE = re.compile(rb'(<cfRule [^>]*?dxfId=")([0-9]+)"')
_ROW = re.compile(rb'<row r="([0-9]+)"(?: spans="[^"]*")?([^>]*)>')
_FIXED = b' customHeight="1"'
_PLACES = {
    "drawing": "xl/drawings/msoDrawing{}.xml", "chart": "xl/charts/msoChart{}.xml",
    "comments": "xl/msoComments{}.xml", "vmlDrawing": "xl/drawings/msoVml{}.vml",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Donor:
    """The scratch workbook as a package, with its strings and the new numbers of its formats."""

    package: Package
    strings: Sequence[bytes]
    styles: StyleMap

    def sheet(self, part: str, fixed_rows: int = 0) -> SheetPart:
        """A sheet of the scratch workbook, ready for the user's.

        Below `fixed_rows` the heights of rows are suggestions: programs fit them when text changes.
        """

        def row(found: re.Match[bytes]) -> bytes:
            fixed = int(found[1]) <= fixed_rows
            rest = found[2] if fixed else found[2].replace(_FIXED, b"")
            return b'<row r="' + found[1] + b'"' + rest + b">"

        data = _COLUMN_STYLE.sub(self._renumbered_cell, self.package.part(part))
        data = _RULE_STYLE.sub(self._renumbered_rule, data)
        sheet = split(data)
        rows = _CELL.sub(self._cell, _ROW.sub(row, sheet.rows))
        return SheetPart(sheet.frame, rows, sheet.prefix)

    def _renumbered_cell(self, found: re.Match[bytes]) -> bytes:
        return found[1] + str(self.styles.cells[int(found[2])]).encode() + b'"'

    def _renumbered_rule(self, found: re.Match[bytes]) -> bytes:
        return found[1] + str(self.styles.differentials[int(found[2])]).encode() + b'"'

    def _cell(self, found: re.Match[bytes]) -> bytes:
        reference, style, kind, value = found.groups()
        head = b'<c r="' + reference + b'"'
        if style:
            head += b' s="%d"' % self.styles.cells[int(style)]
        if value is None:
            return head + b"/>"
        if kind == b"s":
            return head + b' t="inlineStr"><is>' + self.strings[int(value)] + b"</is></c>"
        return head + (b' t="' + kind + b'"' if kind else b"") + b"><v>" + value + b"</v></c>"


def open_donor(package: Package, scratch: bytes) -> Donor:
    """The scratch workbook, its formats already added to the user's."""
    donor = Package(scratch)
    name = donor.related(donor.workbook, "sharedStrings")
    strings = _STRING.findall(donor.part(name)) if name and donor.has(name) else []
    mapped = styles.adopt(package, donor.part(donor.related(donor.workbook, "styles")))
    return Donor(donor, strings, mapped)


def bring_relations(package: Package, donor: Donor, donor_part: str, part: str) -> dict[str, str]:
    """Gives `part` the relationships of `donor_part`, their targets copied. Old id -> new id."""
    present = donor.package.relations(donor_part)
    wanted = [
        r if r.external else Relation(r.id, r.kind, bring_part(package, donor, r.target, r.kind))
        for r in present
    ]
    new = package.relate_all(part, wanted) if wanted else []
    return {old.id: id_ for old, id_ in zip(present, new, strict=True)}


def bring_part(package: Package, donor: Donor, name: str, kind: str) -> str:
    """Copies a part of the scratch workbook, and what it relates to, under a fresh name."""
    pattern = _PLACES.get(kind, posixpath.dirname(name) + "/mso{}." + name.rpartition(".")[2])
    fresh = package.fresh(pattern)
    if fresh.endswith(".vml"):
        package.declare_default("vml", donor.package.content_type(name))
        package.put(fresh, donor.package.part(name))
    else:
        package.put(fresh, donor.package.part(name), donor.package.content_type(name))
    ids = bring_relations(package, donor, name, fresh)
    package.put(fresh, with_relations(package.part(fresh), ids))
    return fresh


def with_relations(data: bytes, ids: dict[str, str]) -> bytes:
    """`data` with its relationship ids (`r:id="rId1"`) renamed, all at once."""
    if all(old == new for old, new in ids.items()):
        return data

    def renamed(found: re.Match[bytes]) -> bytes:
        return found[1] + ids.get(found[2].decode(), found[2].decode()).encode() + b'"'

    return re.sub(rb'(\br:(?:id|embed|link)=")([^"]+)"', renamed, data)


def fragments(sheet: SheetPart, name: str) -> bytes:
    """All the frame's children of one name, as written."""
    return b"".join(child.bytes_of(sheet.frame) for child in sheet.root.all(name))


def children(sheet: SheetPart, container: str) -> bytes:
    """What stands inside the frame's child of this name (`dataValidations`, `hyperlinks`)."""
    found: markup.Element | None = sheet.root.find(container)
    return sheet.frame[found.inner : found.close] if found else b""
