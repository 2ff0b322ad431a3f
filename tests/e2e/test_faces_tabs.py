"""Our tabs in an .xlsx at the sizes that take longest to build."""

from __future__ import annotations

import pytest

from tests.faces.build import faces_of
from tests.faces.sheet import font_is_here, tabs_of
from tests.faces.tabs_hold import (
    assert_charts_stand_clear,
    assert_columns_read,
    assert_tabs_fit,
    cut_texts,
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not font_is_here(), reason="needs Pillow and Liberation Sans"),
]


@pytest.mark.parametrize("name", ["gulf", "hundred", "division"])
def test_the_largest_teams_tabs_hold_as_well(name: str) -> None:
    book = faces_of(name).book
    assert_tabs_fit(book)
    assert_columns_read(book)
    assert cut_texts(book) == []
    assert_charts_stand_clear(next(tab for tab in tabs_of(book) if tab.title == "Summary"))
