"""The weekly review as people open it: whole, safe, accessible, and with the figures of the tabs."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from itertools import pairwise

from mso_sheets.jobfile import TabSpec
from mso_sheets.review.words import percent, points
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.summary import render
from tests.digest.digest_reports import message_of
from tests.making import TODAY
from tests.review.review_reports import (
    TABS,
    assert_golden,
    markdown,
    page,
    report_of,
    small_report,
)

HOSTILE = "<script>alert(1)</script> & \"q\" 'p' **b** [x](javascript:alert) $5"
VOID = {"meta", "link", "br", "img", "input", "hr", "rect", "line", "path", "circle", "polyline"}


class Outline(HTMLParser):
    """Tags, headings and text of a page; fails where tags do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in {"style", "title"}:
            self.words.append(data)

    def of(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def hostile() -> dict[str, str]:
    cell = HOSTILE.replace("|", "")
    return {name: text.replace("Launch in Italy", cell).replace("Ana ", f"{cell} ").replace(
        "Send policy to Finance", cell).replace("Revenue", cell) for name, text in TABS.items()}  # fmt: skip


def test_a_small_report_reads_as_reviewed() -> None:
    assert_golden("small.html", page(small_report()))
    assert_golden("small.md", markdown(small_report()))


def test_report_digest_and_summary_say_the_same_figures() -> None:
    report = small_report()
    tab = render(
        report,
        TabSpec(tab="Summary", layout="summary"),
        Freshness(TODAY, datetime(2026, 4, 14), "8f3a"),
    )
    figures = {figure.name: figure.value for figure in tab.figures}
    digest = message_of(report)
    assert digest is not None
    shown = Outline(page(report)).text
    assert figures["Overdue follow-ups"] == 3
    assert "3 overdue" in digest.fallback
    assert "3 Overdue follow-ups" in shown
    assert f"{figures['Off track']:.0f} Off track of 2 projects" in shown
    rows = {str(row[0]): row for row in tab.rows}
    gap = rows["PRJ-001"][7]
    assert isinstance(gap, float)
    assert f"{rows['PRJ-001'][5]:.0%} {rows['PRJ-001'][6]:.0%} {gap:+.0f}" in shown
    assert "Ana · 2" in shown
    assert "Ana · 2" in digest.fallback


def test_halves_round_as_the_tabs_show_them() -> None:
    assert [points(v) for v in (-0.5, 0.5, 2.5, -0.4, None)] == ["-1", "+1", "+3", "0", "–"]
    assert [percent(v) for v in (0.125, 0.345, 1.0, -0.005)] == ["13%", "35%", "100%", "-1%"]


def test_kpi_figures_and_rows_agree() -> None:
    kpis = small_report().result("kpis")
    assert kpis is not None
    figures = {figure.name: figure.value for figure in kpis.figures}
    text = page(small_report())
    table = text[text.index('id="kpis"') : text.index('id="workflows"')]
    assert figures["Short of target"] == table.count('<th scope="row">') == 1
    assert "80%" in table


def test_hostile_cells_stay_words() -> None:
    text = page(report_of(hostile()))
    outline = Outline(text)
    assert outline.of("script", "iframe", "img", "object", "link") == []
    assert "<script>alert(1)</script>" in outline.text
    assert not [
        a
        for a in outline.of("a")
        if not str(a.get("href")).startswith(("#", "https://docs.google"))
    ]
    plain = markdown(report_of(hostile()))
    assert "<script" not in plain
    assert not re.search(r"(?<!\\)\]\(javascript", plain)


def test_the_page_asks_the_network_for_nothing() -> None:
    text = page(small_report())
    outline = Outline(text)
    loading = [a for _, a in outline.tags if "src" in a or "srcset" in a or "data" in a]
    assert loading == []
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_headings_descend_by_one_and_every_part_is_reachable() -> None:
    outline = Outline(page(small_report()))
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(b - a for a, b in pairwise(levels)) == 1
    ids = [a["id"] for _, a in outline.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    inner = {str(a["href"])[1:] for a in outline.of("a") if str(a.get("href")).startswith("#")}
    assert inner <= set(ids)


def test_tables_and_pictures_are_told_to_screen_readers() -> None:
    outline = Outline(page(small_report()))
    assert outline.of("html")[0]["lang"] == "en"
    assert {a.get("scope") for a in outline.of("th")} == {"col", "row"}
    drawings = outline.of("svg")
    assert len(drawings) >= 4
    assert all(a.get("role") == "img" and a.get("aria-label") for a in drawings)
    assert "Overdue follow-ups by owner. Ana 2; Ben 1." in [a.get("aria-label") for a in drawings]


def luminance(color: str) -> float:
    full = color if len(color) == 7 else "#" + "".join(sign * 2 for sign in color[1:])
    parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_text_colour_has_the_contrast_of_aa_in_light_and_dark() -> None:
    palettes = re.findall(r":root \{([^}]*--ink[^}]*)\}", page(small_report()))
    assert len(palettes) == 3
    for palette in palettes:
        colors = dict(re.findall(r"--([\w-]+):(#\w+)", palette))
        pairs = [
            (ink, ground)
            for ink in ("ink", "soft", "link", "head", "warn")
            for ground in ("page", "panel")
        ]
        pairs += [(f"{state}-ink", state) for state in ("off", "risk", "on", "done", "grey")]
        for ink, ground in pairs:
            light, dark = sorted((luminance(colors[ink]), luminance(colors[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_an_empty_workbook_gives_a_whole_page_that_says_why() -> None:
    text = Outline(page(report_of({"People": TABS["People"]}))).text
    assert "Not computed: needs the tab for projects, which is not there" in text
    assert "nan" not in text.lower().split()


def test_two_hundred_projects_are_all_there() -> None:
    rows = [
        f"| PRJ-{i:03} | Project {i} | Ana | In progress | 2026-02-02 | 2026-05-{i % 28 + 1:02} |"
        for i in range(200)
    ]
    header = "| Project ID | Project | Owner | Status | Start date | Due date |"
    many = {**TABS, "Projects": "\n".join([header, *rows])}
    outline = Outline(page(report_of(many, ("progress", "followups"))))
    shown, folded = (
        sum(a.get("class") == "project" for a in outline.of(tag)) for tag in ("section", "details")
    )
    assert shown + folded == 200
    assert folded, "those at ease are folded"
    assert shown, "those in need stand open"


def test_what_is_cut_is_counted() -> None:
    rows = [
        f"| TSK-{i} | PRJ-001 | Milestone {i} | Milestone | Ana | Not started | | 2026-05-{i % 28 + 1:02} | |"
        for i in range(60)
    ]
    many = {**TABS, "Tasks": "\n".join([TABS["Tasks"].strip().splitlines()[0], *rows])}
    assert "20 more in the tab Milestones." in Outline(page(report_of(many))).text
