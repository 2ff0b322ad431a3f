"""A1 notation as Google writes and reads it, and the ranges that hold the whole of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mso_sheets.adapters.google.wire import Sheet
from mso_sheets.model.cells import column_letter
from mso_sheets.model.state import STATE_TAB

# The state's own columns; right of them the backend keeps charts' numbers and its evidence.
STATE_WIDTH = 10
CHUNK_CELLS = 1_000_000


def ranges_of(sheet: Sheet, *, journal: bool = False) -> Iterator[str]:
    """The A1 ranges that hold all of a sheet: one, or several chunks of rows when it is large.

    Of the state the backend's own columns are left out, save where a `journal` stands in them.
    """
    grid = sheet.properties.grid_properties
    title = quoted(sheet.properties.title)
    if STATE_TAB in (entry.metadata_value for entry in sheet.developer_metadata):
        width = grid.column_count if journal else min(STATE_WIDTH, grid.column_count)
        yield f"{title}!A1:{column_letter(width)}{grid.row_count}"
        return
    if grid.row_count * grid.column_count <= CHUNK_CELLS:
        yield title
        return
    step = max(1, CHUNK_CELLS // grid.column_count)
    for first in range(1, grid.row_count + 1, step):
        yield f"{title}!{first}:{min(first + step - 1, grid.row_count)}"


def quoted(title: str) -> str:
    """A tab's name in A1 notation, quoted so that no name reads as a cell."""
    return "'" + title.replace("'", "''") + "'"


def tab_of(a1_range: str) -> str:
    """The tab's name of an A1 range as Google writes it."""
    title = a1_range.rpartition("!")[0]
    if title.startswith("'") and title.endswith("'"):
        return title[1:-1].replace("''", "'")
    return title


def first_row_of(a1_range: str) -> int:
    """The first row (from 1) of an A1 range as Google writes it."""
    match = re.match(r"[A-Za-z]*(\d+)", a1_range.rpartition("!")[2])
    return int(match.group(1)) if match else 1
