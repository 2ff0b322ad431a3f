"""Cell formats of our tabs in XlsxWriter's words, each made once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from mso_sheets.adapters import looks
from mso_sheets.model.cells import Cell
from mso_sheets.model.result import ValueKind

_BASE = {
    "font_name": looks.FONT, "font_size": looks.TEXT_SIZE, "font_color": looks.INK,
    "font_scheme": "", "valign": "top",
}  # fmt: skip


_BOXES = '"☑";"☑";"☐"'
"""How LibreOffice shows TRUE and FALSE; Excel shows the words, whatever the format."""


def _aligned(kind: ValueKind) -> dict[str, Any]:
    """Words stand a little off the left edge, so that numbers before them do not touch them."""
    side = looks.alignment(kind)
    return {"align": side, "indent": 1} if side == "left" else {"align": side}


def _edge(first: bool) -> dict[str, Any]:
    return {"left": 1, "left_color": looks.LINE} if first else {}


class Formats:
    """Formats of one scratch workbook, looked up by what they mean."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """The format with these properties on top of our font."""
        merged = {**_BASE, **properties}
        key = tuple(sorted(merged.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(merged)
        return self._made[key]

    def rule(self, **properties: Any) -> Format:
        """A format for a conditional rule: only what it changes."""
        return self._book.add_format(properties)

    def title(self) -> Format:
        """Row 1."""
        return self.of(bold=True, font_size=looks.TITLE_SIZE, valign="vcenter")

    def freshness(self) -> Format:
        """Row 2, and the closing note."""
        return self.of(font_size=looks.SMALL_SIZE, font_color=looks.GREY)

    def figure_name(self, *, first: bool) -> Format:
        """The small words over a headline figure; `first` is the cell that the tile begins with."""
        return self.of(
            font_size=looks.SMALL_SIZE, font_color=looks.GREY, bg_color=looks.BAND, align="left",
            indent=1, valign="bottom", top=1, top_color=looks.LINE, **_edge(first),
        )  # fmt: skip

    def figure_value(self, kind: ValueKind, value: Cell, *, first: bool) -> Format:
        """A headline figure."""
        return self.of(
            bold=True, indent=1, font_size=looks.FIGURE_SIZE, bg_color=looks.BAND, align="left",
            valign="vcenter", bottom=1, bottom_color=looks.LINE, **_edge(first),
            num_format=looks.number_format(kind, [value]) or "General",
        )  # fmt: skip

    def header(self, kind: ValueKind = "text") -> Format:
        """The header row; words stand where the values below them stand."""
        return self.of(
            bold=True, font_color=looks.HEADER_INK, bg_color=looks.HEADER_FILL, text_wrap=True,
            valign="vcenter", **_aligned(kind),
        )  # fmt: skip

    def value(self, kind: ValueKind, column: Sequence[Cell] = (), *, link: bool = False) -> Format:
        """A cell of the table; `column` decides whether plain numbers need decimals."""
        properties: dict[str, Any] = {
            **_aligned(kind), "bottom": 4, "bottom_color": looks.LINE,
            "num_format": looks.number_format(kind, column) or "General",
        }  # fmt: skip
        if kind == "checkbox":
            properties["num_format"] = _BOXES
        if looks.wraps(kind):
            properties["text_wrap"] = True
        if kind == "code":
            properties["align"] = "fill"
        if kind in ("key", "health"):
            properties["bold"] = kind == "health"
        if link:
            properties |= {"font_color": looks.LINK_INK, "underline": 1}
        return self.of(**properties)
