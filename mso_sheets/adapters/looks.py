"""How our tabs look, for every backend: colours as `#rrggbb`, number formats, alignment.

States are told by word and mark as well as by colour. The three hues (vermilion, amber, bluish
green) stay apart for colour-blind eyes: Okabe and Ito, https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mso_sheets.model.cells import Cell, a1
from mso_sheets.model.changes import Lateness
from mso_sheets.model.result import ValueKind
from mso_sheets.model.tab import TabColumn

INK, GREY, LINE = "#1F2933", "#6B7785", "#D5DCE4"
HEADER_FILL, HEADER_INK, BAND, TAB = "#26415E", "#FFFFFF", "#F4F7FA", "#26415E"
LINK_INK, TICKED = "#0B57A4", "#D6F0E6"
VERMILION, AMBER, GREEN, BLUE, PALE_GREY = "#D55E00", "#E69F00", "#009E73", "#0072B2", "#9AA5B1"
SERIES = (BLUE, AMBER, GREEN, VERMILION, "#56B4E9", "#CC79A7", PALE_GREY)
"""Colours of chart series that name none, in order."""

TITLE_SIZE, FIGURE_SIZE, TEXT_SIZE, SMALL_SIZE = 18, 15, 10, 9
FONT = "Calibri"


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state's cell looks: its mark before the word, its background and its ink."""

    word: str
    mark: str
    background: str
    ink: str


STATES = (
    StateLook("Off track", "■", "#F9DDCF", "#8A2E00"),
    StateLook("At risk", "▲", "#FDEFC8", "#6B4700"),
    StateLook("On track", "●", "#D6F0E6", "#00543D"),
    StateLook("Complete", "●", "#DCEAF5", "#0B4470"),
    StateLook("On hold", "–", "#E6EAEF", "#46525F"),
    StateLook("Not started", "–", "#E6EAEF", "#46525F"),
    StateLook("No recent update", "?", "#E6EAEF", "#46525F"),
)
"""Health states, worst first. A cell belongs to the first whose word stands in it."""

_FORMATS: dict[ValueKind, str] = {
    "percent": "0%", "points": "+0;-0;0", "days": "0", "date": "d mmm yy",
}  # fmt: skip
_NARROWEST: dict[ValueKind, int] = {"date": 10, "percent": 7, "health": 12}
_RIGHT: frozenset[ValueKind] = frozenset({"number", "percent", "points", "days", "date"})
_CENTRE: frozenset[ValueKind] = frozenset({"checkbox"})
_WRAPPED: frozenset[ValueKind] = frozenset(
    {"long", "link", "person", "text", "key", "health", "status"}
)


def number_format(kind: ValueKind, values: Iterable[Cell] = ()) -> str:
    """The number format of a column of this kind; empty where values are shown as they are.

    Plain numbers get a thousands separator, and decimals only if one of `values` has any.
    """
    if kind == "number":
        return "#,##0" if _all_whole(values) else "#,##0.0#"
    if kind == "days":
        return "0" if _all_whole(values) else "0.0"
    return _FORMATS.get(kind, "")


def _all_whole(values: Iterable[Cell]) -> bool:
    numbers = (v for v in values if isinstance(v, float | int) and not isinstance(v, bool))
    return all(number == round(number) or abs(number) >= 1000 for number in numbers)


def alignment(kind: ValueKind) -> Literal["left", "center", "right"]:
    """Where values of this kind stand in their cell; headers stand above them."""
    if kind in _CENTRE:
        return "center"
    return "right" if kind in _RIGHT else "left"


def wraps(kind: ValueKind) -> bool:
    """Whether a long value of this kind runs over several lines rather than being cut."""
    return kind in _WRAPPED


def width_of(column: TabColumn) -> float:
    """A column's width in characters: as asked, but never too narrow for its kind of value."""
    return max(column.width, _NARROWEST.get(column.kind, 4))


def series_color(color: str, number: int) -> str:
    """The colour of a chart's series: its own, else the palette's for its number (from 0)."""
    return color or SERIES[number % len(SERIES)]


def late_formula(late: Lateness, headers: Sequence[str], row: int) -> str:
    """True where a row is late, for its cells in sheet row `row`.

    A product of conditions: list separators vary by locale, this has none.
    """
    day, status = (f"${a1(row, headers.index(name) + 1)}" for name in (late.date, late.status))
    still_open = "".join(f'*({status}<>"{word}")' for word in late.closed)
    return f"=({day}<TODAY())*({day}>0){still_open}>0"
