"""The workbook's structure as read: sheets, markers, tokens, charts, protections; no cells."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from mso_sheets.adapters.google.generation import Token, tokens_of
from mso_sheets.adapters.google.wire import ProtectedRange, Sheet, Spreadsheet
from mso_sheets.model.state import STATE_TAB

MARKER = "mso_sheets_tab"
CHARTS = "mso_sheets_charts"
LARGEST_ID = 0x7FFFFFFF

META_FIELDS = (
    "spreadsheetId,properties(title,locale,timeZone),sheets(properties(sheetId,title,index,"
    "sheetType,hidden,gridProperties(rowCount,columnCount)),merges,protectedRanges(protectedRangeId,"
    "range,description,warningOnly,requestingUserCanEdit,editors(users)),developerMetadata("
    "metadataId,metadataKey,metadataValue),charts(chartId)%s)"
)
HIDDEN_FIELDS = ",data(rowMetadata(hiddenByUser,hiddenByFilter))"


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """Where a chart's numbers stand on `_mso_state`: first column (from 1), labels, series."""

    column: int
    labels: int
    series: int
    room: int


@dataclass(frozen=True, slots=True)
class Structure:
    """What a write must know beside the Snapshot. `ours` maps marker names to sheet ids.

    `protections` are those that refuse an edit, not those that only warn.
    """

    ours: Mapping[str, int] = field(default_factory=dict)
    tokens: tuple[Token, ...] = ()
    taken_ids: frozenset[int] = frozenset()
    protections: tuple[ProtectedRange, ...] = ()
    charts: frozenset[int] = frozenset()
    chart_places: Mapping[str, ChartPlace] = field(default_factory=dict)
    chart_metadata_id: int | None = None

    @property
    def generation(self) -> int:
        """The number of the last write by us; 0 when there is no token."""
        return max((token.generation for token in self.tokens), default=0)

    @property
    def journal(self) -> str:
        """The range of `_mso_state` where the last write left what its mending needs."""
        return self.tokens[-1].journal if self.tokens else ""


def structure_of(book: Spreadsheet) -> Structure:
    """Reads markers and tokens out of the reply."""
    ours = markers(book.sheets)
    state = next((s for s in book.sheets if s.properties.sheet_id == ours.get(STATE_TAB)), None)
    every = [p for sheet in book.sheets for p in sheet.protected_ranges]
    kept = [m for m in (state.developer_metadata if state else []) if m.metadata_key == CHARTS]
    return Structure(
        ours=ours,
        tokens=tokens_of(state.protected_ranges if state else []),
        taken_ids=frozenset(p.protected_range_id for p in every),
        protections=tuple(p for p in every if not p.warning_only),
        charts=frozenset(chart.chart_id for sheet in book.sheets for chart in sheet.charts),
        chart_places=_chart_places(kept[0].metadata_value) if kept else {},
        chart_metadata_id=kept[0].metadata_id if kept else None,
    )


def markers(sheets: list[Sheet]) -> dict[str, int]:
    """Marker name -> sheet id. Of a tab and its copies the one that we made counts."""
    found: dict[str, list[int]] = {}
    for sheet in sheets:
        for entry in sheet.developer_metadata:
            if entry.metadata_key == MARKER and entry.metadata_value:
                found.setdefault(entry.metadata_value, []).append(sheet.properties.sheet_id)
    return {
        name: derived_id(name) if derived_id(name) in ids else ids[0] for name, ids in found.items()
    }


def derived_id(name: str, taken: frozenset[int] = frozenset()) -> int:
    """An id that every writer derives alike, so that adding twice fails instead of doubling."""
    number = zlib.crc32(f"mso-sheets/{name}".encode()) & LARGEST_ID
    while number in taken or number == 0:
        number = (number + 1) & LARGEST_ID
    return number


def _chart_places(text: str) -> dict[str, ChartPlace]:
    try:
        return {key: ChartPlace(*place) for key, place in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def chart_places_text(places: Mapping[str, ChartPlace]) -> str:
    """The same as text, for the sheet's developer metadata."""
    return json.dumps({k: [p.column, p.labels, p.series, p.room] for k, p in places.items()})
