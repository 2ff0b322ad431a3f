"""The filter on a tab of ours: people's criteria stay, over the rows that there are now."""

from __future__ import annotations

from mso_sheets.adapters.excel import markup
from mso_sheets.adapters.excel.cells import area_of, corners
from mso_sheets.adapters.excel.layout import last_table_row
from mso_sheets.adapters.excel.scratch import plain
from mso_sheets.adapters.excel.sheetpart import SheetPart
from mso_sheets.model.changes import TabWrite


def with_filter(frame: SheetPart, write: TabWrite) -> SheetPart:
    """The filter with its criteria, over the new rows. Who took it away does not get it back."""
    present = frame.root.find("autoFilter")
    if present is None:
        return frame
    area = corners(present.attributes.get("ref", ""))
    last = max(last_table_row(write), write.header_row)
    ref = area_of(write.header_row, max(area[1], 1), last, max(area[3], 1))
    own = markup.with_attributes(frame.frame, present, {"ref": ref})
    root = markup.parse(own).find("autoFilter")
    stale = root.find("sortState") if root else None
    if stale:
        own = markup.splice(own, [(stale.start, stale.end, b"")])
    return SheetPart(own, b"", frame.prefix)


def filtered_rows(frame: SheetPart, write: TabWrite) -> frozenset[int]:
    """The rows that the filter hides, as far as its criteria are lists of texts."""
    present = frame.root.find("autoFilter")
    hidden: set[int] = set()
    for criterion in present.all("filterColumn") if present else []:
        chosen, column = criterion.find("filters"), int(criterion.attributes.get("colId", "0"))
        if chosen is None or chosen.find("filter") is None:
            continue
        allowed = {e.attributes.get("val", "").casefold() for e in chosen.all("filter")}
        if chosen.attributes.get("blank") in ("1", "true"):
            allowed.add("")
        for row in range(write.header_row + 1, last_table_row(write) + 1):
            values = write.grid[row - 1]
            value = plain(values[column]) if column < len(values) else ""
            if isinstance(value, str | None) and (value or "").casefold() not in allowed:
                hidden.add(row)
    return frozenset(hidden)
