"""The slides of the largest teams."""

from __future__ import annotations

import pytest

from tests.faces.build import faces_of
from tests.faces.sheet import font_is_here
from tests.faces.slides import broken_words, opened, overflows, sizes

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not font_is_here(), reason="needs Pillow and Liberation Sans"),
]


@pytest.mark.parametrize("name", ["gulf", "hundred", "division"])
def test_the_largest_decks_hold_as_well(name: str) -> None:
    deck = opened(faces_of(name).made("pptx"))
    assert overflows(deck) == []
    assert min(sizes(deck)) >= 12
    assert broken_words(deck) == []
