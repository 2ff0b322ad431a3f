"""The quick path over a whole column says what a plain loop over its cells says, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column, ColumnKind
from mso_sheets.tables.cells import Dialect, parts, read_column, texts
from tests.cells.cell_readings import TODAY, WORDS
from tests.cells.test_cells_never_raise import MOSAIC

KINDS = get_args(ColumnKind)
WHOLE = st.integers(-(10**14), 10**14)
NUMBER = st.one_of(st.floats(-1e9, 1e9).map(lambda number: number + 0.0), WHOLE)
TEXT = st.from_regex(r"[A-Za-z][A-Za-z0-9 ]{0,8}[0-9]", fullmatch=True)
ISO = st.dates(date(1971, 1, 1), date(2060, 1, 1)).map(date.isoformat)
SERIAL = st.floats(30_000, 60_000)
UNIFORM = st.one_of(
    *(
        st.lists(st.one_of(st.none(), cell), max_size=25)
        for cell in (NUMBER, MOSAIC, ISO, SERIAL, TEXT, st.text(max_size=8), WHOLE, st.floats())
    )
)


def _plain(values: pd.Series[Any]) -> list[Any]:
    return [None if not isinstance(v, tuple) and pd.isna(v) else v for v in values.tolist()]


@settings(max_examples=400, deadline=None)
@given(cells=UNIFORM, kind=st.sampled_from(KINDS), time=st.booleans())
def test_the_quick_path_reads_and_tells_what_the_careful_path_does(
    cells: list[Cell], kind: ColumnKind, time: bool
) -> None:
    column = Column("Column", kind, choices="status", time=time)
    quick = read_column(cells, column, Dialect("en_GB", TODAY), WORDS)
    with pytest.MonkeyPatch.context() as only_careful:
        for module, name in ((parts, "_all_texts"), (parts, "_all_numbers"), (texts, "only_texts")):
            only_careful.setattr(module, name, lambda cells: None)
        careful = read_column(cells, column, Dialect("en_GB", TODAY), WORDS)
    assert _plain(quick.values) == _plain(careful.values)
    assert quick.values.dtype == careful.values.dtype
    assert quick.bad == careful.bad
    assert (quick.evidence, quick.order) == (careful.evidence, careful.order)


def _day_of_serial(serial: Any) -> datetime:
    return datetime(1899, 12, 30) + timedelta(days=math.floor(serial))


ORACLES: dict[str, tuple[ColumnKind, st.SearchStrategy[Any], Callable[[Any], Any]]] = {
    "numbers": ("number", NUMBER, float),
    "serials": ("date", SERIAL, _day_of_serial),
    "ISO days": ("date", ISO, datetime.fromisoformat),
    "texts": ("text", TEXT, str),
    "ids": ("id", st.from_regex(r"[A-Z]{1,4}-[0-9]{1,6}", fullmatch=True), str),
    "whole ids": ("id", WHOLE.map(float), lambda number: str(int(number))),
    "references": (
        "references", st.from_regex(r"[A-Z]{1,4}-[0-9]{1,6}", fullmatch=True), lambda word: (word,),
    ),
    "checkboxes": ("boolean", st.booleans(), bool),
}  # fmt: skip


@pytest.mark.parametrize("name", ORACLES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_regular_cells_are_what_one_line_of_python_makes_of_each(
    name: str, data: st.DataObject
) -> None:
    kind, cell, oracle = ORACLES[name]
    cells = data.draw(st.lists(st.one_of(st.none(), cell), min_size=1, max_size=30))
    read = read_column(cells, Column("Column", kind), Dialect("en_GB", TODAY), WORDS)
    nothing = () if kind == "references" else None
    assert _plain(read.values) == [nothing if c is None else oracle(c) for c in cells]
    assert read.bad == ()


def test_a_checkbox_among_numbers_is_no_number() -> None:
    """Arrow would take TRUE for 1."""
    read = read_column([1.0, True, 2.0], Column("Effort", "number"), Dialect("", TODAY), WORDS)
    assert [cell.index for cell in read.bad] == [1]
    assert np.isnan(read.values[1])
