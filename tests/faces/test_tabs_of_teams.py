"""Our tabs in an .xlsx at five teams' sizes (the largest three: with the end-to-end tests)."""

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

pytestmark = pytest.mark.slow
NAMES = ("solo", "pair", "five", "dozen", "fifty")


@pytest.mark.parametrize("name", NAMES)
def test_every_tab_fits_a_laptop_stays_under_its_header_and_prints(name: str) -> None:
    assert_tabs_fit(faces_of(name).book)
    assert_columns_read(faces_of(name).book)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.skipif(not font_is_here(), reason="needs Pillow and Liberation Sans")
def test_no_text_is_cut(name: str) -> None:
    assert cut_texts(faces_of(name).book) == []


@pytest.mark.parametrize("name", NAMES)
def test_charts_cover_nothing(name: str) -> None:
    summary = next(tab for tab in tabs_of(faces_of(name).book) if tab.title == "Summary")
    assert len(summary.sheet._charts) >= 2
    assert_charts_stand_clear(summary)


def test_detail_is_folded_behind_a_plus_and_nothing_is_lost() -> None:
    tabs = {tab.title: tab for tab in tabs_of(faces_of("dozen").book)}
    review = tabs["Workflow review"]
    labels = [cell.value for cell in review.sheet[review.header_row]]
    hidden = [label for number, label in enumerate(labels, 1) if not review.width(number)]
    assert {"SLA: runs", "Mermaid", "Basis"} <= set(hidden)
    assert {"Step or hand-off", "Proposal", "Saving mid", "Bottleneck rank"}.isdisjoint(hidden)
    levels = [each.outlineLevel for each in review.sheet.column_dimensions.values() if each.hidden]
    assert levels
    assert set(levels) == {1}
