"""Cells as XML: A1 names, values, and the escapes that spreadsheets use (ECMA-376 part 1, 18.3.1.4)."""

from __future__ import annotations

import math
import re

from mso_sheets.model.cells import Cell, a1

LONGEST = 32_767
"""UTF-16 units that Excel keeps in a cell."""
LAST_ROW = 1_048_576
REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]+)$")

_LITERAL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")


def column_number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def place_of(reference: str) -> tuple[int, int]:
    """Row and column (from 1) of an A1 name; (0, 0) when it is none."""
    found = REFERENCE.match(reference)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


def corners(area: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of `B2:C9` or `B2`; zeros when it is neither."""
    first, _, last = area.partition(":")
    return (*place_of(first), *place_of(last or first))


def area_of(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """The A1 name of a rectangle."""
    return f"{a1(first_row, first_column)}:{a1(last_row, last_column)}"


def absolute(area: str) -> str:
    """An area with every part fixed: `$B$2:$C$9`."""
    return re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", area)


def too_long(value: Cell) -> bool:
    """Whether a text does not fit into a cell of Excel."""
    return isinstance(value, str) and len(value.encode("utf-16-le", "replace")) // 2 > LONGEST


def fitted(text: str) -> str:
    """Text that a cell can hold: half characters are replaced, a rest gives way to an ellipsis."""
    text = _NO_CHARACTER.sub("\ufffd", text)
    if not too_long(text):
        return text
    units = text.encode("utf-16-le", "replace")[: 2 * (LONGEST - 1)]
    return units.decode("utf-16-le", "ignore") + "…"


def text_xml(text: str) -> str:
    """Text as XML content. Characters that XML cannot hold are written as `_xHHHH_`."""
    text = _LITERAL_ESCAPE.sub("_x005F_", _NO_CHARACTER.sub("\ufffd", text))
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def number_xml(value: float) -> str:
    """A number with all its digits and no needless ones; empty when it is not finite."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def cell_xml(row: int, column: int, value: Cell, style: str = "", prefix: str = "") -> bytes:
    """One `<c>` element. Text goes in the cell itself, so that no shared table is touched."""
    head = f'<{prefix}c r="{a1(row, column)}"' + (f' s="{style}"' if style else "")
    if isinstance(value, bool):
        body = f' t="b"><{prefix}v>{int(value)}</{prefix}v></{prefix}c>'
    elif isinstance(value, str) and value:
        text = text_xml(value)
        body = (
            f' t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">{text}'
            f"</{prefix}t></{prefix}is></{prefix}c>"
        )
    elif isinstance(value, float | int) and number_xml(value):
        body = f"><{prefix}v>{number_xml(value)}</{prefix}v></{prefix}c>"
    else:
        body = "/>"
    return (head + body).encode()


def row_xml(row: int, values: tuple[Cell, ...]) -> bytes:
    """One `<row>` of plain cells from column A; empty cells are left out."""
    filled = ((column, value) for column, value in enumerate(values, 1) if value not in (None, ""))
    return (
        f'<row r="{row}">'.encode()
        + b"".join(cell_xml(row, column, value) for column, value in filled)
        + b"</row>"
    )
