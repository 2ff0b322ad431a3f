"""One tab of ours in the batch: made and marked when new, else its rectangle replaced whole."""

from __future__ import annotations

from mso_sheets.adapters import looks
from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import grid_range, row_data
from mso_sheets.adapters.google.formats import dress, dress_foot, dress_rows, dress_tiles, rgb
from mso_sheets.adapters.google.structure import MARKER
from mso_sheets.adapters.google.views import add_views
from mso_sheets.model.cells import RawTab
from mso_sheets.model.changes import TabWrite

ROWS = 1_000
SPARE_ROWS = 200
# Rows that people may insert into our tab between our read and our write.
MARGIN = 20
# Columns for people's notes.
SPARE_COLUMNS = 6


def make_tab(batch: Batch, write: TabWrite, sheet_id: int) -> None:
    """Adds the tab, its marker and its looks."""
    rows = max(ROWS, len(write.grid) + SPARE_ROWS)
    columns = _width(write) + SPARE_COLUMNS
    batch.add_sheet(
        sheet_id,
        write.content.name,
        rows,
        columns,
        frozen=write.header_row,
        frozen_columns=write.content.frozen_columns,
        hidden=write.content.hidden,
        tabColorStyle=rgb(looks.TAB),
    )
    batch.mark(sheet_id, MARKER, write.content.name)
    dress(batch, write, sheet_id)
    labels = [column.label for column in write.content.columns]
    add_views(batch, write.content.views, sheet_id, write.header_row, labels)


def fill_tab(batch: Batch, write: TabWrite, sheet_id: int, old: RawTab | None) -> None:
    """Writes all values and clears what is left over of the old ones, in one rectangle.

    Beside the head only what is ours is written: what people put there is theirs.
    """
    width, height = len(write.content.columns), len(write.grid)
    had_rows = batch.grids[sheet_id][0]
    left_over = max(old.height, write.old_height) if old is not None else 0
    last_row = max(height, min(had_rows, left_over + MARGIN))
    rows = row_data((row[:width] for row in write.grid), batch.target)
    batch.write(sheet_id, (1, 1), (last_row, width), rows)
    head = [row[width:] for row in write.grid[: write.header_row - 1]]
    if any(head):
        last = (write.header_row - 1, _width(write))
        batch.write(sheet_id, (1, width + 1), last, row_data(head, batch.target))
    if old is not None and batch.grids[sheet_id][0] > had_rows:
        dress_rows(batch, write, sheet_id, had_rows + 1, batch.grids[sheet_id][0])
    dress_tiles(batch, write, sheet_id)
    dress_foot(batch, write, sheet_id, old.height if old is not None else 0)
    _set_checkboxes(batch, write, sheet_id)


def _width(write: TabWrite) -> int:
    return max([len(write.content.columns), *map(len, write.grid)])


def _set_checkboxes(batch: Batch, write: TabWrite, sheet_id: int) -> None:
    """Boxes on the rows of the table and nowhere below: an empty cell with a box looks unticked."""
    first = write.header_row + 1
    last, end = write.header_row + len(write.content.rows), batch.grids[sheet_id][0]
    for number, column in enumerate(write.content.columns, 1):
        if column.kind != "checkbox":
            continue
        if last >= first:
            area = grid_range(sheet_id, first, last, number, number)
            box = {"condition": {"type": "BOOLEAN"}, "showCustomUi": True}
            batch.add("setDataValidation", range=area, rule=box)
        if end > last:
            rest = grid_range(sheet_id, last + 1, end, number, number)
            batch.add("setDataValidation", range=rest)
