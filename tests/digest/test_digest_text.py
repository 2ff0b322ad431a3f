"""Cutting text: never inside an emoji, never longer than asked, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.digest.text import boundary, isolated, shorten, split, units

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
FLAG = "🇩🇪"
THUMB = "👍🏽"
KEYCAP = "1\ufe0f\u20e3"
ACCENT = "e\u0301"
PIECES = st.sampled_from(["a", " ", "Wort ", "שלום", FAMILY, FLAG, THUMB, KEYCAP, ACCENT, "é"])


@pytest.mark.parametrize("emoji", [FAMILY, FLAG, THUMB, KEYCAP, ACCENT])
def test_no_cut_falls_inside_a_grapheme(emoji: str) -> None:
    text = f"ab{emoji}cd"
    cuts = {boundary(text, limit) for limit in range(1, len(text) + 1)}
    inside = set(range(3, 2 + len(emoji)))
    assert not cuts & inside


def test_two_flags_are_cut_between_them() -> None:
    assert boundary("🇩🇪🇫🇷", 3) == 2


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(min_value=30, max_value=60))
def test_parts_of_a_split_give_the_text_again_and_are_short(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join(parts) == text
    assert all(units(part) <= limit for part in parts)


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(min_value=12, max_value=60))
def test_shortened_text_is_no_longer_than_asked(text: str, width: int) -> None:
    short = shorten(text, width)
    assert len(short) <= width
    assert short == text if len(text) <= width else short.endswith("…")


def test_shortening_prefers_a_space() -> None:
    assert shorten("Send the revised incentive policy", 24) == "Send the revised…"


def test_an_emoji_counts_two_units() -> None:
    assert units("ab") == 2
    assert units("a👍") == 3


def test_right_to_left_text_is_isolated_and_latin_is_not() -> None:
    assert isolated("שלום") == "\u2068שלום\u2069"
    assert isolated("Zürich") == "Zürich"
