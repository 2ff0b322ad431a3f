"""A tab of an .xlsx measured with real font metrics: what would be cut, what is too wide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

OURS = (
    "Summary", "Follow-ups", "Milestones", "Gaps", "KPI gaps", "Insights", "Workflow review",
    "Knowledge index", "Proposed actions", "What changed", "Data quality", "Run log",
)  # fmt: skip
# Arial's metrics: eight per cent wider than the tabs' own font (Calibri), half of which is spare.
_FONTS = ("/usr/share/fonts/truetype/liberation/LiberationSans-{}.ttf", "LiberationSans-{}.ttf")
_PIXELS_A_POINT = 96 / 72
_INDENT, _EDGES, _NARROWER = 9, 5, 1.04


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that does not fit its cell."""

    where: str
    text: str
    needs: float
    has: float


def font_is_here() -> bool:
    """Whether the font that texts are measured with is installed."""
    try:
        _font(10, False)
    except (ImportError, OSError):
        return False
    return True


@cache
def _font(size: float, bold: bool) -> Any:
    from PIL import ImageFont

    for path in _FONTS:
        try:
            return ImageFont.truetype(
                path.format("Bold" if bold else "Regular"), size * _PIXELS_A_POINT
            )
        except OSError:
            continue
    raise OSError("Liberation Sans is not installed (package fonts-liberation).")


def width_of(text: str, size: float = 10, *, bold: bool = False) -> float:
    """How many pixels a line of text takes; signs that the font lacks count as full squares."""
    return sum(_sign(sign, size, bold) for sign in text)


@cache
def _sign(sign: str, size: float, bold: bool) -> float:
    if "\u2e80" <= sign <= "\uffdf":
        return size * _PIXELS_A_POINT
    return float(_font(size, bold).getlength(sign))


def lines_of(text: str, room: float, size: float = 10, *, bold: bool = False) -> int:
    """Lines of a wrapped text, broken between words, and inside those longer than a line."""
    lines = 0
    for part in text.split("\n"):
        used, lines = 0.0, lines + 1
        for word in _words(part):
            bare = width_of(word.rstrip(" "), size, bold=bold)
            if used and used + bare > room:
                lines, used = lines + 1, 0.0
            while bare > room:
                lines, bare = lines + 1, bare - room
            used += bare + width_of(" ", size) * word.endswith(" ")
    return lines


def _words(part: str) -> Iterator[str]:
    """Words, and single signs of scripts that are written without spaces."""
    word = ""
    for sign in part:
        if "\u2e80" <= sign <= "\uffdf":
            if word:
                yield word
            yield sign
            word = ""
        elif sign in " -":
            yield word + sign
            word = ""
        else:
            word += sign
    if word:
        yield word


class Tab:
    """One of our tabs in a workbook."""

    def __init__(self, book: Any, title: str) -> None:
        self.sheet = book[title]
        self.title = title
        self.header_row = (
            int((self.sheet.freeze_panes or "A1").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1
        )
        self.count = sum(cell.value is not None for cell in self.sheet[self.header_row])
        # Neighbours of one width are written as one element.
        self.widths = {
            column: (0 if each.hidden else each.width)
            for each in self.sheet.column_dimensions.values()
            for column in range(each.min, each.max + 1)
        }

    @property
    def pixels(self) -> int:
        """How wide our columns are on a screen."""
        return sum(self.width(number) for number in range(1, self.count + 1))

    def width(self, column: int) -> int:
        """A column's width in pixels: seven a character and five for its edges (ECMA-376, 18.3.1.13)."""
        wide = self.widths.get(column, 9.14)
        return round(7 * (wide - 0.71) + 5) if wide else 0

    def cuts(self) -> list[Cut]:
        """Every text of ours that its cell would cut."""
        return [cut for row in self.sheet.iter_rows(max_col=self.count) for cell in row
                for cut in self._cut(cell)]  # fmt: skip

    def _cut(self, cell: Any) -> Iterator[Cut]:
        text = shown(cell)
        if not text or cell.alignment.horizontal == "fill" or not self.width(cell.column):
            return
        size, bold = cell.font.sz or 10, bool(cell.font.b)
        room = self.width(cell.column) - _EDGES - _INDENT * int(cell.alignment.indent or 0)
        room = round(room * _NARROWER)
        if cell.alignment.wrap_text:
            height = self.sheet.row_dimensions[cell.row].height or 15
            needs = lines_of(text, room, size, bold=bold) * size * 1.16
            if needs > height + 2 and height < 299:
                yield Cut(f"{self.title}!{cell.coordinate}", text, needs, height)
            return
        if isinstance(cell.value, str):
            room += self._free_beside(cell)
        if width_of(text, size, bold=bold) > room + 1:
            yield Cut(
                f"{self.title}!{cell.coordinate}", text, width_of(text, size, bold=bold), room
            )

    def _free_beside(self, cell: Any) -> int:
        """Pixels of the empty cells to the right, into which a line of text may run."""
        free = 0
        for column in range(cell.column + 1, self.count + 1):
            if self.sheet.cell(cell.row, column).value is not None:
                break
            free += self.width(column)
        return free


def shown(cell: Any) -> str:
    """What a cell shows, near enough to know how wide it is."""
    value, pattern = cell.value, cell.number_format
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, date | datetime):
        return f"{value.day} {value:%b %y}"
    if isinstance(value, int | float):
        if pattern.endswith("%"):
            return f"{value:.0%}"
        return f"{value:,.2f}" if "." in pattern and value != int(value) else f"{value:,.0f}"
    return str(value)


def tabs_of(book: Path) -> list[Tab]:
    """Our tabs of a workbook."""
    opened = openpyxl.load_workbook(book)
    return [Tab(opened, title) for title in OURS if title in opened.sheetnames]
