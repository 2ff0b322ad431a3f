"""TabContent + what stands in the workbook -> the whole tab as it should be, or nothing to do.

Ours are the columns of the content from row 1 down. What people typed beside them keeps its row's
key; notes of rows that are gone are kept under the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from textwrap import wrap

from mso_sheets.errors import RefusedError
from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.model.changes import GridValue, TabWrite
from mso_sheets.model.result import Figure, Link
from mso_sheets.model.tab import TabContent, TabValue
from mso_sheets.tabs.freshness import stable
from mso_sheets.tabs.standing import GONE, Standing, key_text, standing
from mso_sheets.tabs.values import cell_value, tab_value

KEPT_FROM_BEFORE: Mapping[str, str] = {"Data quality": "First seen", "Proposed actions": "Accept"}
"""Tab -> the column of ours whose standing value wins over a new one."""


TILE_VALUE = 8
SMALL_SIGN, LARGE_SIGN = 0.8, 1.5
"""Widths of a sign in a tile's name and in its value, in characters of a column."""
PART, FOOTER_LINE = " · ", 180
"""Characters that a headline value needs."""
BASIS = 18
"""A longer account of what a figure rests on stands in the tab's footer instead."""


def place(content: TabContent, snapshot: Snapshot) -> TabWrite | None:
    """The write that makes the tab hold `content`; None when it already does.

    Raises RefusedError when a tab of that title exists that is not ours.
    """
    old = snapshot.our_tab(content.name)
    if old is None:
        refuse_stranger(content.name, snapshot)
        grid, header_row = grid_of(content)
        return TabWrite(content, grid, header_row, is_new=True)
    stands = standing(old, content.columns)
    content = _with_kept(content, stands)
    grid, header_row = grid_of(content)
    notes = _notes(content, stands, len(grid) - header_row)
    grid = _with_gone_keys(grid, content, stands)
    write = TabWrite(
        content, grid, header_row, notes, False, old.sheet_id, old.height, len(old.columns)
    )
    return None if _is_same(write, old) else write


def refuse_stranger(name: str, snapshot: Snapshot) -> None:
    """A tab of that title without our marker is somebody's work: never overwritten."""
    if snapshot.tab(name) is not None:
        raise RefusedError(
            f"The workbook has a tab '{name}' that MSO Sheets did not make; it was not touched.",
            f"Rename your tab '{name}' (for instance to 'Our {name}'), then run again.",
        )


def grid_of(content: TabContent) -> tuple[list[list[GridValue]], int]:
    """The rectangle of a tab and its header row's number: title, freshness, tiles, header, rows."""
    width = len(content.columns)
    head: list[list[GridValue]] = [_wide([content.title], width), _wide([content.freshness], width)]
    if content.figures:
        head += list(_tiles(content))
    head.append(_wide([], width))
    header_row = len(head) + 1
    labels: list[GridValue] = [column.label for column in content.columns]
    body = [[cell_value(value) for value in row] for row in content.rows]
    foot = [_wide([], width), *(_wide([line], width) for line in footer_lines(content.footer))]
    foot = foot if content.footer else []
    return [*head, labels, *body, *foot], header_row


def footer_lines(footer: str) -> list[str]:
    """The closing note in lines that a laptop shows whole, broken between its parts."""
    lines: list[str] = []
    for part in footer.split(PART):
        if lines and len(lines[-1]) + len(PART) + len(part) <= FOOTER_LINE:
            lines[-1] += PART + part
        else:
            lines += wrap(part, FOOTER_LINE)
    return lines


def _tiles(content: TabContent) -> tuple[list[GridValue], list[GridValue]]:
    """Names over values; a tile starts at a column that can show its value and takes what it needs."""
    width = len(content.columns)
    names, values = _wide([], width), _wide([], width)
    column = 0
    for figure in content.figures:
        while column < width and _shown(content, column) < TILE_VALUE:
            column += 1
        if column >= width:
            break
        name, value = tile_name(figure), cell_value(tab_value(figure.value))
        names[column], values[column] = name, value
        room, needed = 0.0, max(len(name) * SMALL_SIGN, len(str(figure.value)) * LARGE_SIGN) + 3
        while column < width and room < needed:
            room += _shown(content, column)
            column += 1
    return names, values


def _shown(content: TabContent, column: int) -> int:
    """The width of a column as it stands on the screen."""
    return 0 if content.columns[column].folded else content.columns[column].width


def tile_name(figure: Figure) -> str:
    """The figure's name, with its change since last time and what it rests on."""
    change = ""
    if figure.before is not None and isinstance(figure.value, int | float):
        step = figure.value - figure.before
        change = f" ({step:+.0%})" if figure.kind == "percent" else f" ({step:+g})"
        change = "" if step == 0 else change
    basis = f" · {figure.basis}" if figure.basis and len(figure.basis) <= BASIS else ""
    return f"{figure.name}{change}{basis}"


def _wide(values: Sequence[GridValue], width: int) -> list[GridValue]:
    return [*values, *([None] * (width - len(values)))]


def _with_kept(content: TabContent, stands: Standing) -> TabContent:
    label = KEPT_FROM_BEFORE.get(content.name)
    labels = [column.label for column in content.columns]
    if label is None or label not in labels or not stands.rows:
        return content
    place_of = labels.index(label)
    rows = []
    for row in content.rows:
        before = stands.value(key_text(row[0]), label)
        kept: list[TabValue] = list(row)
        if before is not None:
            kept[place_of] = before
        rows.append(kept)
    return replace(content, rows=rows)


def _gone(content: TabContent, stands: Standing) -> list[str]:
    """Keys that people wrote notes on and that have no row any more, in their old order."""
    present = {key_text(row[0]) for row in content.rows}
    noted = [key for key in stands.rows if any(note is not None for note in stands.notes(key))]
    ours = {content.footer, *footer_lines(content.footer)}
    return [key for key in noted if key not in present and key not in ours]


def _with_gone_keys(
    grid: list[list[GridValue]], content: TabContent, stands: Standing
) -> list[list[GridValue]]:
    gone, loose = _gone(content, stands), stands.loose
    if not gone and not loose:
        return grid
    width = len(content.columns)
    kept = [[key] for key in gone] + [[] for _ in loose]
    return [*grid, _wide([], width), _wide([GONE], width), *(_wide(row, width) for row in kept)]


def _notes(content: TabContent, stands: Standing, body: int) -> list[list[Cell]]:
    """People's columns from the header row down, each row beside its key."""
    if not stands.theirs:
        return []
    blank: list[Cell] = [None] * len(stands.theirs)
    rows = [list(stands.notes(key_text(row[0]))) or list(blank) for row in content.rows]
    gone = _gone(content, stands)
    below = 2 if gone or stands.loose else 0
    tail = [list(blank) for _ in range(body - len(rows) + below)]
    return [
        list(stands.notes_header),
        *rows,
        *tail,
        *(list(stands.notes(key)) for key in gone),
        *(list(stands.notes_at(row)) for row in stands.loose),
    ]


def _is_same(write: TabWrite, old: RawTab) -> bool:
    """Whether the tab already holds this, the time and run in its freshness line aside."""
    width = len(write.content.columns)
    target = full_grid(write)
    height = max(len(target), old.height)
    for row in range(height):
        # Above the header only our own columns count: what stands beside the head is not ours.
        columns = (
            width if row < write.header_row - 1 else max(width, old.column_count, len(old.columns))
        )
        wanted = target[row] if row < len(target) else []
        for column in range(columns):
            new = plain(wanted[column]) if column < len(wanted) else None
            standing_value = plain(old.cell(row + 1, column + 1))
            if row == 1 and column == 0:
                new, standing_value = stable(str(new)), stable(str(standing_value))
            if new != standing_value:
                return False
    return True


def full_grid(write: TabWrite) -> list[list[GridValue]]:
    """Our rectangle with people's notes beside it."""
    target = [list(row) for row in write.grid]
    for offset, notes in enumerate(write.notes):
        row = write.header_row - 1 + offset
        if row < len(target):
            target[row].extend(notes)
    return target


def plain(value: GridValue) -> Cell:
    """A value as it is read back: links as their words, whole numbers as floats."""
    if isinstance(value, Link):
        return value.text or None
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value
