"""The weekly review of eight teams in a real browser: nothing cut, crowded, pale or fetched."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.faces.browser import CHROMIUM, measure, printed
from tests.faces.build import faces_of
from tests.faces.paper import words_by_page
from tests.faces.teams import TEAMS

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]
NAMES = [team.name for team in TEAMS]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "dark"), [(1366, False), (1366, True), (800, False)])
def test_the_page_fits_and_reads(name: str, width: int, dark: bool) -> None:
    found = measure(faces_of(name).made("html"), width, dark=dark)
    assert (found["width"], found["dark"]) == (width, dark)
    assert found["page"] <= width
    assert found["overflowing"] == []
    assert found["crowded"] == []
    assert found["pale"] == []
    assert found["small"] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_told_to_those_who_do_not_see_it_and_asks_for_nothing(name: str) -> None:
    page = faces_of(name).made("html")
    found = measure(page, 1366)
    assert found["bare"] == []
    assert found["landmarks"] == ["header", "nav", "main"]
    levels = found["headings"]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert found["fetched"] == []
    text = page.read_text("utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"<(script|link|iframe|img|object)\b|@import|url\(", text)


@pytest.mark.parametrize("name", ["solo", "dozen", "fifty"])
def test_paper_holds_everything_also_what_is_folded_on_the_screen(
    name: str, tmp_path: Path
) -> None:
    page = faces_of(name).made("html")
    sheets = words_by_page(printed(page, tmp_path / "page.pdf"))
    for number, sheet in enumerate(sheets, 1):
        assert max(word.bottom for word in sheet) <= sheet[0].height, f"page {number} is cut below"
        assert max(word.right for word in sheet) <= sheet[0].width, f"page {number} is cut right"
    whole = " ".join(word.text for sheet in sheets for word in sheet)
    due = re.findall(r"the project is due (\d+ \w+ \d{4})", page.read_text("utf-8"))
    assert due
    assert all(f"the project is due {day}" in whole for day in due)


def test_on_paper_every_page_of_a_table_repeats_its_header_and_begins_with_a_whole_row(
    tmp_path: Path,
) -> None:
    sheets = words_by_page(printed(faces_of("fifty").made("html"), tmp_path / "page.pdf"))
    for sheet in sheets[1:4]:
        assert [word.text for word in sheet[:3]] == ["Project", "Health", "Why"]
        first = next(word for word in sheet if word.top > sheet[0].bottom + 1)
        line = {word.text for word in sheet if abs(word.top - first.top) < 3}
        assert line & {"track", "risk", "update", "hold", "started", "Complete"}, line
