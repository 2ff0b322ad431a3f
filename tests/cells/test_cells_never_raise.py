"""Whatever cells hold: the column keeps its length, and each cell is read, empty, or told."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mso_sheets.model.table import Column, ColumnKind
from mso_sheets.tables.cells import Dialect, read_column
from mso_sheets.tables.cells.cleaning import tidy
from mso_sheets.tables.cells.people import Directory, read_people
from mso_sheets.tables.cells.sentinels import is_dash
from mso_sheets.tables.folding import fold
from tests.cells.cell_readings import LOCALES, TODAY, WORDS

KINDS = get_args(ColumnKind)
NUMBERS = "1|12|31|2026|26|0|.|,|/|-|:|%|(|)|Q|W14|k|€|'|年|月|日|Mar|mars|März|Tue|am|TBD|n/a|#REF!|Loading..."
WORDLIKE = "Done|High|🟢|Ana|ana@x.com|&|and|@|<|>|TSK-1|#3|FS+2d|Blocks|٣|²|½|T10:00|+02:00|Z|１|ß|İ|e5|?|—|#"
SPACES = " | y |\n|\u200b|\u00a0|Depends on |; |, "
PIECES = "|".join((NUMBERS, WORDLIKE, SPACES)).split("|")
NOTHING = {fold(word) for word in WORDS.lists["nothing"]}
MOSAIC = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
CELLS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(max_size=30),
    MOSAIC,
    st.sampled_from(
        [10**400, -(10**400), "\ud800", "x" * 5000, "9" * 400, "1e999", 1e300, [], {"a": 1}, b"x"]
    ),
)
COLUMNS = st.builds(
    Column,
    st.sampled_from(["Due date", "% complete", "Owner"]),
    st.sampled_from(KINDS),
    required=st.booleans(),
    choices=st.sampled_from(["", "status", "health", "priority", "scale", "nothing like it"]),
    period=st.booleans(),
    time=st.booleans(),
)


@settings(max_examples=400, deadline=None)
@given(
    cells=st.lists(CELLS, max_size=12),
    column=COLUMNS,
    locale=st.sampled_from([*LOCALES, "xx", "de_CH.UTF-8", "_", "zz-ZZ"]),
    zone=st.sampled_from(["", "Europe/London", "No/Where", "../etc"]),
)
def test_any_cells_are_read_empty_or_told(
    cells: list[Any], column: Column, locale: str, zone: str
) -> None:
    read = read_column(cells, column, Dialect(locale, TODAY, time_zone=zone), WORDS)
    told = {cell.index for cell in read.bad}
    assert len(read.values) == len(cells)
    assert list(read.values.index) == list(range(len(cells)))
    assert all(0 <= index < len(cells) for index in told)
    for index, (cell, value) in enumerate(zip(cells, read.values.tolist(), strict=True)):
        missing = value == () if isinstance(value, tuple) else pd.isna(value)
        assert not missing or index in told or _is_empty(cell), (cell, value)


def _is_empty(cell: Any) -> bool:
    """Nothing, only invisible signs, NaN, a dash, or a word for "waits for nothing"."""
    if isinstance(cell, str):
        return not tidy(cell) or is_dash(cell) or fold(cell) in NOTHING
    return cell is None or cell != cell


@pytest.mark.parametrize("kind", KINDS)
def test_no_cells_at_all_are_an_empty_column_of_the_kind(kind: ColumnKind) -> None:
    empty = read_column([], Column("A", kind), Dialect(today=TODAY), WORDS)
    blank = read_column([None, ""], Column("A", kind), Dialect(today=TODAY), WORDS)
    assert len(empty.values) == 0
    assert empty.values.dtype == blank.values.dtype
    assert blank.bad == ()


LONG = ("(", "-", "1,", "a@", "<", "[", "1 ", " - ", "&", "é", "\n", "/", ":", "12/")
HOSTILE = [
    "a" + " " * 40_000 + "b",
    *("x" + piece * (40_000 // len(piece)) + "x" for piece in LONG),
]


@pytest.mark.parametrize("kind", KINDS)
def test_cells_as_long_as_a_sheet_allows_cost_no_more_than_their_length(kind: ColumnKind) -> None:
    """Without bounds some of these patterns would take hours."""
    column = Column("Column", kind, choices="scale" if kind == "number" else "status", period=True)
    read = read_column(HOSTILE, column, Dialect(today=TODAY), WORDS)
    found = read_people(read.values, Directory.of(pd.DataFrame({"name": ["Ana Silva"]})))
    assert len(found.everyone) == len(HOSTILE)


@settings(max_examples=150, deadline=None)
@given(names=st.lists(st.one_of(st.none(), MOSAIC, st.lists(MOSAIC).map(tuple)), max_size=6))
def test_any_names_are_resolved_or_told(names: list[Any]) -> None:
    directory = Directory.of(
        pd.DataFrame({"name": ["Ana Silva", "Ben Ortiz"], "aliases": ["Annie", None]})
    )
    found = read_people(pd.Series(names, dtype="object"), directory)
    known = {"Ana Silva", "Ben Ortiz"}
    told = {cell.index for cell in found.bad}
    assert len(found.accountable) == len(found.everyone) == len(names)
    for index, people in enumerate(found.everyone):
        assert set(people) <= known or index in told
