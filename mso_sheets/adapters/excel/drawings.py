"""The charts of a tab of ours beside what people drew on it: theirs stay, ours are replaced."""

from __future__ import annotations

import re

from mso_sheets.adapters.excel import markup
from mso_sheets.adapters.excel.charts import DATA_PREFIX
from mso_sheets.adapters.excel.markup import Element
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.transplant import Donor, bring_part, bring_relations, with_relations

_ID = re.compile(rb"""\b\w+:(?:id|embed|link|pict)=["']([^"']+)["']""")
_SHAPE_NUMBER = re.compile(rb'(<xdr:cNvPr id=")([0-9]+)"')
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def renew(package: Package, part: str, old_id: str, donor: Donor, donor_part: str) -> str:
    """Gives sheet `part` the scratch sheet's charts; returns the id of its drawing, or empty.

    `old_id` is the relationship of the drawing that the sheet has now (empty when it has none).
    """
    old = next((r.target for r in package.relations(part) if r.id == old_id), "")
    new = donor.package.related(donor_part, "drawing")
    if old and foreign_anchors(package, old):
        _drop_ours(package, old)
        if new:
            _add(package, old, donor, new)
        return old_id
    package.unrelate(part, [old_id])
    return (
        package.relate(part, "drawing", bring_part(package, donor, new, "drawing")) if new else ""
    )


def foreign_anchors(package: Package, drawing: str) -> list[Element]:
    """What people put on the sheet: every anchor that is not a chart on our numbers."""
    data, ours = package.part(drawing), _our_relations(package, drawing)
    return [
        anchor
        for anchor in markup.parse(data).children
        if not ours & {found.decode() for found in _ID.findall(anchor.bytes_of(data))}
    ]


def _our_relations(package: Package, drawing: str) -> set[str]:
    """The ids of charts whose formulas look at a data sheet of ours."""
    return {
        relation.id
        for relation in package.relations(drawing)
        if relation.kind == "chart" and DATA_PREFIX.encode() in package.part(relation.target)
    }


def _drop_ours(package: Package, drawing: str) -> None:
    data = package.part(drawing)
    spared = {anchor.start for anchor in foreign_anchors(package, drawing)}
    anchors = markup.parse(data).children
    kept = markup.splice(data, [(a.start, a.end, b"") for a in anchors if a.start not in spared])
    package.unrelate(drawing, _our_relations(package, drawing))
    package.put(drawing, kept)


def _add(package: Package, drawing: str, donor: Donor, new: str) -> None:
    ids = bring_relations(package, donor, new, drawing)
    added = donor.package.part(new)
    data = package.part(drawing)
    highest = max(map(int, re.findall(rb'cNvPr\b[^>]*?\bid="([0-9]+)"', data)), default=1)

    def renumbered(found: re.Match[bytes]) -> bytes:
        return found[1] + str(highest + int(found[2])).encode() + b'"'

    for anchor in markup.parse(added).children:
        fragment = with_relations(anchor.bytes_of(added), ids)
        fragment = _SHAPE_NUMBER.sub(renumbered, fragment)
        fragment = markup.declare(markup.declare(fragment, "a", _A), "xdr", _XDR)
        data = markup.append_child(data, markup.parse(data), fragment)
    package.put(drawing, data)
