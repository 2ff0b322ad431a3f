"""Notes that no key holds are people's all the same: they stay, under the table, run after run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mso_sheets.model.cells import Cell
from tests.fakes.book import Grid, MemoryStore
from tests.fakes.channel import MemoryChannel
from tests.fakes.runs import at, run_once, small_store
from tests.making import TODAY

NOTE = "ask Finance first"


def header_of(grid: Grid) -> int:
    return next(n for n, row in enumerate(grid) if row and row[0] == "Action ID")


def typed(store: MemoryStore, offset: int) -> None:
    """A person types beside our columns, `offset` rows under the last row of the tab."""
    grid = store.grid("Follow-ups")
    width = max(n for n, value in enumerate(grid[header_of(grid)], 1) if value)
    row = len(grid) - 1 + offset

    def change(cells: Grid) -> Grid:
        cells += [[] for _ in range(row + 1 - len(cells))]
        line: list[Cell] = [*cells[row], *[None] * width][:width]
        cells[row] = [*line, NOTE]
        return cells

    store.edit("Follow-ups", change)


@pytest.mark.parametrize("offset", [1, 4])
def test_a_note_under_the_table_survives_runs_and_does_not_wander(offset: int) -> None:
    store, channel = small_store(), MemoryChannel()
    run_once(store, channel)
    typed(store, offset)
    places = []
    for number in range(1, 4):
        run_once(store, channel, run_id=f"8f3a0{number}", now=at(TODAY + timedelta(days=number)))
        grid = store.grid("Follow-ups")
        places.append([n for n, row in enumerate(grid) if NOTE in row])
        assert header_of(grid) < places[-1][0]
    assert [len(rows) for rows in places] == [1, 1, 1]
    again = run_once(store, channel, run_id="8f3a09", now=at(TODAY + timedelta(days=3), 10))
    assert (again.requests.write, set(again.tabs.values())) == (0, {"unchanged"})


def test_a_note_on_a_copied_row_is_kept_too() -> None:
    store, channel = small_store(), MemoryChannel()
    run_once(store, channel)
    grid = store.grid("Follow-ups")
    row = next(line for line in grid if line[0] == "ACT-0001")
    width = max(n for n, value in enumerate(grid[header_of(grid)], 1) if value)
    copy = [*row[:width], *[None] * (width - len(row)), NOTE]
    store.edit("Follow-ups", lambda cells: [*cells, copy])
    run_once(store, channel, run_id="8f3a02", now=at(TODAY + timedelta(days=1)))
    assert sum(NOTE in line for line in store.grid("Follow-ups")) == 1
