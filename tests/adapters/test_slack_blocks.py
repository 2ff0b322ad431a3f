"""A message as Block Kit: within the limits, nothing lost, nobody's text takes effect."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.blocks import HeaderBlock, OverflowMenuElement, SectionBlock

from mso_sheets.adapters.slack import limits, mrkdwn
from mso_sheets.adapters.slack.blocks import encoded, fallback_text, render
from mso_sheets.adapters.slack.elements import Target, plain_text
from mso_sheets.digest.preview import mrkdwn as shown
from mso_sheets.digest.text import units
from mso_sheets.model.message import Group, Item, Line, Message, Section, Span

ODD = [
    "*a*",
    "_b_",
    "~c~",
    "`d`",
    "&",
    "<!channel>",
    "<@U0ALICE01>",
    "👨‍👩‍👧",
    "שלום",
    " ",
    "word ",
    "x",
]
TEXT = st.lists(st.sampled_from(ODD), min_size=1, max_size=30).map("".join)


def message_of(items: list[str], *, buttons: bool = True, sections: int = 1) -> Message:
    """Items spread over sections, each with a record."""
    parts = []
    for number in range(sections):
        mine = items[number::sections]
        lines = tuple(
            Item((Span(text),), (), "actions", f"ACT-{number}-{at}") for at, text in enumerate(mine)
        )
        parts.append(Section(f"S{number}", (Group((Span("Ana"),), lines),)))
    return Message(
        "k/emea/d/c", "#c", "T", "T", (Span("sum"),), tuple(parts), buttons=buttons, workbook="emea"
    )


def texts_of(payload: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in payload["blocks"] if block["type"] == "section"]


def assert_within_limits(payload: dict[str, Any]) -> None:
    blocks = payload["blocks"]
    assert 0 < len(blocks) <= 50
    assert payload["text"]
    assert units(payload["text"]) <= 4_000
    for block in blocks:
        text = (block.get("text") or {}).get("text", "")
        assert units(text) <= (150 if block["type"] == "header" else 3_000)
        assert text or block["type"] in ("divider", "context")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    actions = [block["accessory"]["action_id"] for block in blocks if "accessory" in block]
    assert len(set(ids)) == len(ids) == len(actions) == len(set(actions))
    assert all(len(each) <= 255 for each in ids)
    assert sum(units(text) for text in texts_of(payload)) <= 10_000


def test_the_limits_are_those_of_slacks_own_models() -> None:
    assert limits.HEADER_TEXT == HeaderBlock.text_max_length == 150
    assert limits.SECTION_TEXT == SectionBlock.text_max_length == 3_000
    assert limits.OVERFLOW_OPTIONS == OverflowMenuElement.options_max_length == 5
    assert limits.BLOCK_ID == SdkBlock.block_id_max_length == 255


@settings(max_examples=60, deadline=None)
@given(
    st.lists(TEXT, min_size=1, max_size=150), st.integers(min_value=1, max_value=6), st.booleans()
)
def test_any_message_is_within_the_limits_and_nothing_is_lost(
    texts: list[str], sections: int, buttons: bool
) -> None:
    named = [f"#{number}# {text}" for number, text in enumerate(texts)]
    rendered = render(message_of(named, buttons=buttons, sections=sections))
    for payload in (rendered.main, *rendered.thread):
        assert_within_limits(payload)
    whole = "\n".join(text for each in (rendered.main, *rendered.thread) for text in texts_of(each))
    assert [whole.count(f"#{number}#") for number in range(len(texts))] == [1] * len(texts)


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_nobodys_text_takes_effect(text: str) -> None:
    written = mrkdwn.line((Span("• "), Span(text), Span(" end")))
    assert not re.search(r"<[^>]*>", written)
    html = shown(written, {})
    assert not re.search(r"<(b|i|s|code|a|span)\b", html)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("*bold*", "∗bold∗"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("__init__", "ˍˍinitˍˍ"),
        ("~5 days", "∼5 days"),
        ("`x`", "ˋxˋ"),
        (":smile: :100: 10:30:45", ":\u2060smile: :\u2060100: 10:30:45"),
        ("=IMPORTDATA(A1)", "=IMPORTDATA(A1)"),
    ],
)
def test_marks_become_harmless_and_all_else_stays(typed: str, written: str) -> None:
    assert mrkdwn.literal(typed) == written


def test_a_line_never_begins_a_quote() -> None:
    assert mrkdwn.line((Span("> quote"),)) == "\u2060&gt; quote"


def test_our_own_marks_format() -> None:
    line: Line = (Span(" late ", "bold"), Span("why", "italic"), Span("A1", "code"))
    assert mrkdwn.line(line) == " *late* _why_`A1`"


def test_mentions_need_a_member_id() -> None:
    assert mrkdwn.span(Span("Ana", mention="U0ALICE01")) == "<@U0ALICE01>"
    for wrong in ("!channel", "U1> <!here", "S0GROUP01", "u0alice01", "U0ALICE01|x"):
        assert mrkdwn.span(Span("Ana", mention=wrong)) == "Ana"


SHEET = "https://docs.google.com/spreadsheets/d/1/edit#gid=0&range=A1"


def test_links_are_https_with_words_that_tell_no_lie() -> None:
    assert mrkdwn.span(Span("row 1", link=SHEET)) == f"<{SHEET.replace('&', '&amp;')}|row 1>"
    assert mrkdwn.span(Span("row 1", link="http://docs.google.com/x")) == "row 1"
    assert mrkdwn.span(Span("row 1", link="javascript:alert(1)")) == "row 1"
    assert mrkdwn.span(Span("a>b|c", link="https://docs.google.com/x|y> z")) == (
        "<https://docs.google.com/x%7Cy%3E%20z|a&gt;b¦c>"
    )
    spoof = mrkdwn.span(Span("bank.example/login", link="https://docs.google.com/x"))
    assert spoof == "bank.example/login (<https://docs.google.com/x|open>)"


def test_a_line_longer_than_a_section_is_cut_between_words_and_never_in_a_link() -> None:
    words = " ".join(f"w{number}&" for number in range(900))
    line: Line = (Span(words), Span("row 1", link=SHEET), Span(words))
    parts = mrkdwn.lines(line, 3_000)
    assert all(units(part) <= 3_000 for part in parts)
    assert "".join(parts) == mrkdwn.line(line)
    assert sum(part.count(SHEET.replace("&", "&amp;") + "|row 1>") for part in parts) == 1
    assert all(part.endswith(" ") for part in parts[:-1])


def test_a_5000_character_note_keeps_its_menu_and_its_end() -> None:
    rendered = render(message_of(["note " * 1_000 + "END"]))
    texts = texts_of(rendered.main)
    assert any(text.endswith("END") for text in texts)
    menus = [block for block in rendered.main["blocks"] if "accessory" in block]
    assert len(menus) == 1


def test_each_line_has_a_menu_while_it_fits_and_the_last_go_without_first() -> None:
    menus = [
        sum("accessory" in block for block in render(message_of(["x"] * count)).main["blocks"])
        for count in (5, 40, 60, 100)
    ]
    assert menus[:2] == [5, 40]
    assert 20 < menus[3] <= menus[2] < 50
    blocks = render(message_of(["x"] * 60)).main["blocks"]
    with_menu = ["accessory" in block for block in blocks[3:]]
    assert with_menu == sorted(with_menu, reverse=True)


def test_a_menu_names_the_record_and_its_four_answers() -> None:
    (block,) = [b for b in render(message_of(["x"])).main["blocks"] if "accessory" in b]
    assert Target.of(block["block_id"]) == Target("emea", "actions", "ACT-0-0", "")
    options = [option["value"] for option in block["accessory"]["options"]]
    assert options == ["done", "snooze", "date", "not-mine"]


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_what_a_menu_acts_upon_travels_whole(workbook: str, record: str, seen: str) -> None:
    workbook, record, seen = (
        t.encode("utf-8", "ignore").decode() for t in (workbook, record, seen)
    )
    target = Target(workbook, "actions", record, seen)
    assert Target.of(target.block_id(7)) == target


def test_a_record_too_long_to_travel_has_no_menu() -> None:
    item = Item((Span("x"),), (), "actions", "R" * 300)
    message = Message(
        "k", "#c", "T", "T", sections=(Section("S", (Group((), (item,)),)),), buttons=True
    )
    assert not any("accessory" in block for block in render(message).main["blocks"])


def test_without_buttons_there_are_no_menus() -> None:
    assert not any(
        "accessory" in b for b in render(message_of(["x"], buttons=False)).main["blocks"]
    )


def test_a_thread_has_an_end_and_says_how_much_is_beyond_it() -> None:
    rendered = render(message_of([f"line {number} " + "x" * 200 for number in range(800)]))
    assert len(rendered.thread) == 10
    last = texts_of(rendered.thread[-1])[-1]
    beyond = int(last.partition(" ")[0].replace(",", ""))
    assert last.endswith("more are in the workbook.")
    whole = "\n".join(t for each in (rendered.main, *rendered.thread) for t in texts_of(each))
    assert len(re.findall(r"line \d+ ", whole)) + beyond == 800


def test_the_key_travels_in_the_metadata_of_message_and_thread() -> None:
    message = replace(message_of(["x"]), thread=(Section("More", (), ((Span("y"),),)),))
    rendered = render(message)
    assert rendered.main["metadata"] == {
        "event_type": "mso_sheets_digest",
        "event_payload": {"key": "k/emea/d/c"},
    }
    assert rendered.thread[0]["metadata"]["event_payload"] == {"key": "k/emea/d/c", "part": 1}
    assert json.loads(encoded(rendered.main)) == rendered.main


def test_the_fallback_is_escaped_whole_lines_and_short() -> None:
    assert fallback_text("7 <overdue> & *more*") == "7 &lt;overdue&gt; &amp; ∗more∗"
    long = fallback_text("head\n" + "\n".join("&" * 300 for _ in range(50)))
    assert long.startswith("head\n&amp;")
    assert units(long) <= 3_900
    assert units(fallback_text("&" * 9_000)) <= 3_900
    assert fallback_text("") == "Message"


def test_a_header_shows_brackets_and_marks_but_no_control_sequence() -> None:
    assert plain_text("<!here> *a* :smile:", 150) == {
        "type": "plain_text",
        "text": "‹!here› *a* :smile:",
        "emoji": False,
    }
    assert len(plain_text("x " * 200, 150)["text"]) <= 150
