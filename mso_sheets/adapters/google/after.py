"""The snapshot as it is after a write, so that the next write needs no reading in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from mso_sheets.adapters.google.generation import KEPT_TOKENS
from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.model.changes import Changes, GridValue, TabWrite
from mso_sheets.model.result import Link
from mso_sheets.model.state import STATE_TAB

Grids = Mapping[int, tuple[int, int]]


def brought_forward(
    base: Snapshot, changes: Changes, generation: int, sheet_ids: Mapping[str, int], grids: Grids
) -> Snapshot:
    """`base` with the generation, the state's rows, our tabs and new tabs as they were written.

    People's rows are as in `base`: what was written into them is read with the next run.
    """
    tabs = {tab.sheet_id: tab for tab in base.tabs}
    state = _state(base.our_tab(STATE_TAB), changes, sheet_ids[STATE_TAB])
    tabs[state.sheet_id] = state
    for write in changes.tabs:
        tab = _our_tab(base.our_tab(write.content.name), write, sheet_ids[write.content.name])
        tabs[tab.sheet_id] = tab
    for new in changes.new_tabs:
        rows = [*new.above, new.headers, *new.rows]
        sheet_id = sheet_ids[new.title]
        tabs[sheet_id] = RawTab(new.title, sheet_id, _columns(rows), index=len(tabs))
    sized = (_sized(tab, grids) for tab in tabs.values())
    tokens = (*base.tokens, generation)[-KEPT_TOKENS:]
    taken = (base.taken_ids - set(base.tokens)) | set(tokens)
    return replace(
        base, tabs=tuple(sized), generation=generation, tokens=tokens, taken_ids=frozenset(taken)
    )


def _sized(tab: RawTab, grids: Grids) -> RawTab:
    rows, columns = grids.get(tab.sheet_id, (tab.row_count, tab.column_count))
    return replace(tab, row_count=rows, column_count=columns)


def _state(old: RawTab | None, changes: Changes, sheet_id: int) -> RawTab:
    if old is None:
        old = RawTab(STATE_TAB, sheet_id, [], hidden=True, ours=STATE_TAB)
    before = [] if changes.state_reset else [old.row(row) for row in range(1, old.height + 1)]
    return replace(old, columns=_columns([*before, *changes.state_rows]))


def _our_tab(old: RawTab | None, write: TabWrite, sheet_id: int) -> RawTab:
    name = write.content.name
    tab = old or RawTab(name, sheet_id, [], hidden=write.content.hidden, ours=name)
    width = len(write.content.columns)
    rows: list[list[GridValue]] = [list(row) for row in write.grid]
    for number in range(1, write.header_row):
        row = rows[number - 1]
        row.extend([None] * (width - len(row)))
        row.extend(tab.row(number)[len(row) :])
    for place, notes in enumerate(write.notes, write.header_row - 1):
        rows.extend([] for _ in range(place + 1 - len(rows)))
        rows[place] = [*rows[place], *([None] * (width - len(rows[place]))), *notes]
    return replace(tab, columns=_columns(rows))


def _columns(rows: Sequence[Sequence[GridValue]]) -> list[list[Cell]]:
    """Rows as columns, as they would be read back."""
    plain = [[_plain(value) for value in row] for row in rows]
    return [_trimmed(list(column)) for column in zip_longest(*plain)]


def _plain(value: GridValue) -> Cell:
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value


def _trimmed(column: list[Cell]) -> list[Cell]:
    while column and column[-1] is None:
        column.pop()
    return column
