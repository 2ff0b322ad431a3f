"""Whatever a workbook holds, it is read without an exception and every row is accounted for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mso_sheets.model.cells import Cell, Merge
from mso_sheets.tables.reading import read_tables
from mso_sheets.tables.registry import SCHEMAS
from tests.fuzz.campaign import main, one
from tests.fuzz.invariants import check
from tests.making import TODAY, settings_of, shipped_vocabulary, snapshot_of, tab_of

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.floats(),
    st.booleans(),
    st.sampled_from(["Total", "Phase 1", "TBD", "#REF!", "31/02/2026", "Ana, Ben", "100%", "Open"]),
    st.integers(min_value=-(10**20), max_value=10**20).map(float),
)
HEADERS = sorted({column.header for schema in SCHEMAS.values() for column in schema.columns})
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def grids(header: st.SearchStrategy[list[Cell]]) -> st.SearchStrategy[list[list[Cell]]]:
    rows = st.lists(st.lists(CELLS, max_size=9), max_size=12)
    return st.tuples(rows, header, rows).map(lambda parts: [*parts[0][:3], parts[1], *parts[2]])


def read_and_check(title: str, grid: Sequence[Sequence[Cell]], merge: Merge | None = None) -> None:
    tab = tab_of(title, grid, merges=(merge,) if merge else ())
    snapshot = snapshot_of({title: tab})
    check(read_tables(snapshot, settings_of(), shipped_vocabulary(), TODAY), snapshot)


@quick
@given(st.sampled_from([s.tab for s in SCHEMAS.values()] + ["Sheet1"]), grids(st.just([])))
def test_any_grid_is_read_and_ties_out(title: str, grid: list[list[Cell]]) -> None:
    read_and_check(title, grid)


@quick
@given(grids(st.lists(st.sampled_from(HEADERS), min_size=2, max_size=12).map(list)))
def test_any_mixture_of_our_headers_is_read_and_ties_out(grid: list[list[Cell]]) -> None:
    read_and_check("Actions", grid)


@quick
@given(
    st.sampled_from(list(SCHEMAS)),
    st.data(),
    st.tuples(*[st.integers(1, 9)] * 4).map(lambda n: Merge(n[0], n[0] + n[1], n[2], n[2] + n[3])),
)
def test_any_cells_below_a_right_header_are_read_and_tie_out(
    name: str, data: st.DataObject, merge: Merge
) -> None:
    header: list[Cell] = [column.header for column in SCHEMAS[name].columns]
    grid = data.draw(grids(st.just(header)))
    read_and_check(SCHEMAS[name].tab, grid, merge)


@pytest.mark.parametrize("seed", range(40))
def test_mutated_workbooks_hold(seed: int) -> None:
    assert one(seed)["workbooks"] == 1


def test_a_campaign_tells_what_it_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(3, 1000) == 0
    assert "3 workbooks; 0 failed []" in capsys.readouterr().out
