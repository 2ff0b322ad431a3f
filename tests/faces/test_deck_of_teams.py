"""The slides of teams of every size: nothing leaves its place, nothing is too small to read."""

from __future__ import annotations

import pytest

from tests.faces.build import faces_of
from tests.faces.sheet import font_is_here, tabs_of
from tests.faces.slides import broken_words, charts, opened, overflows, sizes

pytestmark = pytest.mark.slow
NAMES = ("solo", "pair", "five", "dozen", "fifty")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.skipif(not font_is_here(), reason="needs Pillow and Liberation Sans")
def test_no_words_leave_their_shape_and_no_table_its_slide(name: str) -> None:
    assert overflows(opened(faces_of(name).made("pptx"))) == []


@pytest.mark.parametrize("name", NAMES)
def test_words_are_large_enough_and_whole(name: str) -> None:
    deck = opened(faces_of(name).made("pptx"))
    assert min(sizes(deck)) >= 12
    assert broken_words(deck) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_project_off_track_has_a_slide_with_a_native_chart(name: str) -> None:
    faces = faces_of(name)
    summary = next(tab for tab in tabs_of(faces.book) if tab.title == "Summary").sheet
    off = [str(row[0]) for row in summary.iter_rows(values_only=True) if row[2] == "Off track"]
    slides = [s for s in opened(faces.made("pptx")).slides if "■ Off track" in s.shapes.title.text]
    assert off
    assert [s.shapes.title.text.rpartition("(")[2].rstrip(")") for s in slides] == off
    assert all(charts(slide) == 1 for slide in slides)
