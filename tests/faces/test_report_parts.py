"""Every part that a weekly review has, on the page and in Markdown."""

from __future__ import annotations

import re

import pytest

from tests.faces.build import faces_of

pytestmark = pytest.mark.slow
PARTS = (
    "Portfolio", "What the numbers say", "What changed", "Asks", "Projects", "Milestones and late tasks",
    "Overdue follow-ups by owner", "KPI gaps", "Workflows", "Knowledge",
)  # fmt: skip


@pytest.mark.parametrize("name", ["solo", "dozen", "fifty"])
def test_page_and_markdown_have_the_same_parts_in_the_same_order(name: str) -> None:
    page, text = (faces_of(name).made(kind).read_text("utf-8") for kind in ("html", "md"))
    on_page = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    in_text = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert on_page[: len(PARTS)] == list(PARTS)
    assert [*on_page, "Left out, and why"] == in_text
    assert "<h3>Left out, and why</h3>" in page
    assert "<h3>Rows read, used and set aside</h3>" in page
    assert "| Table | Read | Used | Set aside |" in text


def test_a_project_is_told_in_fixed_parts() -> None:
    page = faces_of("dozen").made("html").read_text("utf-8")
    for project in re.findall(r'<section class="project".*?</section>', page, re.DOTALL):
        parts = re.findall(r"<dt>(.*?)</dt>", project)
        assert parts[0] == "Why"
        assert parts == [p for p in ("Why", "Done", "Next", "Risks", "Asks") if p in parts]


@pytest.mark.parametrize(
    ("caption", "shape"),
    [
        ("Tasks done against plan", "<polyline"),
        ("Open milestones: diamond = due, dot = forecast", "<path"),
        ("Overdue follow-ups by owner", "<rect"),
        ("KPI attainment, worst first", "<rect"),
        (r"Revenue, Mar 2026: -[\d,]+ USD to target, by line", 'class="sum bar low"'),
        (r"Revenue \w+(?: lines)?, actual / target: signal: [\w ]+", 'class="limit"'),
        ("Advertiser incentive request", "bottleneck"),
    ],
)
def test_charts_are_drawn_into_the_page(caption: str, shape: str) -> None:
    page = faces_of("dozen").made("html").read_text("utf-8")
    drawn = re.search(rf"<figcaption>{caption}</figcaption>(<svg.*?</svg>)", page, re.DOTALL)
    assert drawn, caption
    assert shape in drawn.group(1)
