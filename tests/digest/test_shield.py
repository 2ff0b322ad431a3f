"""People's text is inert in a template and whole again in the message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.digest.dialect import parse, plain
from mso_sheets.digest.shield import bare, shield, unshield
from mso_sheets.digest.text import clean

HOSTILE = (
    "<!channel>",
    "<@U0ALICE01>",
    "[click](https://evil.example)",
    "**bold** _it_ `code`",
    "{actions/ACT-0001}",
    "# not a title",
    "- not an item",
    "---",
    "\\*",
)


def test_hostile_text_comes_out_as_the_text_that_was_typed() -> None:
    for text in HOSTILE:
        document = parse(f"# T\n## S\n- {shield(text)} end")
        item = document.parts[0].section.groups[0].items[0]
        assert plain(item.line) == f"{text} end"
        assert [(span.mark, span.link, span.mention) for span in item.line] == [("plain", "", "")]
        assert item.record == ""


def test_a_line_that_is_nothing_but_hostile_text_makes_no_structure() -> None:
    for text in HOSTILE:
        document = parse(f"## S\n{shield(text)}")
        (part,) = document.parts
        assert [plain(line) for line in part.section.lines] == [text]


@given(st.text())
def test_shielding_is_undone_exactly_for_any_clean_text(text: str) -> None:
    assert bare(shield(text)) == clean(text)
    assert shield(unshield(shield(text))) == shield(text)


def test_a_cell_cannot_smuggle_in_shielded_marks() -> None:
    smuggled = shield("**x**")
    assert unshield(shield(smuggled)) == "x"


def test_breaks_become_spaces_and_invisible_characters_vanish() -> None:
    assert clean("a\nb\tc\u202ed\u200be\x00 \u2066f") == "a b cde f"
    assert clean("👩\u200d💻") == "👩\u200d💻"
