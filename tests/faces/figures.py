"""The same figures as each face tells them, in one shape that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from mso_sheets.review import words
from tests.faces.build import Faces
from tests.faces.sheet import Tab, tabs_of
from tests.faces.slides import opened

Project = tuple[str, ...]
"""Health, done, planned, due, owner, as they read."""


@dataclass(frozen=True)
class Told:
    """What a face says: its headline figures, a line a project, and its counts."""

    headline: dict[str, str]
    projects: dict[str, Project]
    gaps: int | None = None
    problems: int | None = None
    short: int | None = None


def in_tabs(faces: Faces) -> Told:
    """Summary, Gaps, KPI gaps and Data quality."""
    tabs = {tab.title: tab for tab in tabs_of(faces.book)}
    rows = [row for row in _rows(tabs["Summary"]) if str(row["Project ID"]).startswith("PRJ-")]
    # Names may repeat; the order is the tab's on every face, so it is part of the key.
    projects: dict[str, Project] = {
        f"{number} {row['Project']}": (
            str(row["Health"]), words.percent(row["Done"]), words.percent(row["Plan"]),
            words.day(row["Due"]), str(row["Owner"] or "no owner"),
        )
        for number, row in enumerate(rows)
    }  # fmt: skip
    kpis = tabs.get("KPI gaps")
    return Told(
        {name: _tile(value) for name, value in _tiles(tabs["Summary"])},
        projects,
        dict(_tiles(tabs["Gaps"]))["Gaps"],
        dict(_tiles(tabs["Data quality"]))["Problems"],
        dict(_tiles(kpis))["Short of target"] if kpis else None,
    )


def on_page(faces: Faces) -> Told:
    """The web page."""
    text = faces.made("html").read_text("utf-8")
    tiles = re.findall(
        r"<li><b>([^<]*)(?:<small>.*?</small>)?</b>([^<]*)", text.partition("<main>")[0]
    )
    table = text.partition('<h2 id="portfolio">')[2].partition("</table>")[0]
    heads = [_plain(cell) for cell in re.findall(r"<th scope=\"col\".*?</th>", table)]
    rows = re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", table, re.DOTALL)
    lines = [[_plain(c) for c in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]
    return Told(
        {name.strip(): value.strip() for value, name in tiles if name.strip()},
        _projects(heads, lines),
        _count(r"Gaps \((\d+)\)", text),
        _count(r"Data quality \((\d+)\)", text),
        _count(r"Short of target <b>(\d+)</b>", text),
    )


def in_markdown(faces: Faces) -> Told:
    """The Markdown."""
    text = faces.made("md").read_text("utf-8")
    tiles = re.findall(
        r"^- \*\*([^*]+)\*\*(?: \([^)]*\))? ([^,\n]+)", text.split("## Portfolio")[0], re.M
    )
    table = text.partition("## Portfolio\n")[2].partition("\n## ")[0]
    lines = [
        [_unescaped(cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in table.splitlines()
        if line.startswith("|")
    ]
    return Told(
        {name.strip(): value for value, name in tiles},
        _projects(lines[0], lines[2:]),
        _count(r"## Gaps \((\d+)\)", text),
        _count(r"## Data quality \((\d+)\)", text),
        _count(r"Short of target \*\*(\d+)\*\*", text),
    )


def on_slides(faces: Faces) -> Told:
    """The deck; of a large portfolio its tables hold those that need attention."""
    deck = opened(faces.made("pptx"))
    headline: dict[str, str] = {}
    lines: list[list[str]] = []
    heads: list[str] = []
    short = None
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.name.startswith("Figure: "):
                headline[shape.name.removeprefix("Figure: ")] = shape.text_frame.paragraphs[
                    0
                ].text.split()[0]
            if shape.name == "Projects":
                table = [[cell.text for cell in row.cells] for row in shape.table.rows]
                heads, lines = table[0], [*lines, *table[1:]]
        title = slide.shapes.title.text if slide.shapes.title is not None else ""
        found = re.match(r"KPI gaps: (\d+) line", title)
        short = int(found.group(1)) if found else short
    return Told(headline, _projects(heads, lines), short=short)


def _projects(heads: list[str], lines: list[list[str]]) -> dict[str, Project]:
    wanted = [heads.index(name) for name in ("Health", "Done", "Plan", "Due", "Owner")]
    return {
        f"{number} {line[0]}": tuple(re.sub(r"^[■▲●?–] ", "", line[n]) for n in wanted)
        for number, line in enumerate(lines)
    }


def _rows(tab: Tab) -> Iterator[dict[str, Any]]:
    heads = [cell.value for cell in tab.sheet[tab.header_row]][: tab.count]
    for row in tab.sheet.iter_rows(min_row=tab.header_row + 1, max_col=tab.count, values_only=True):
        yield {
            str(head): value.date() if isinstance(value, datetime) else value
            for head, value in zip(heads, row, strict=True)
        }


def _tiles(tab: Tab) -> Iterator[tuple[str, Any]]:
    """Name (without change and basis) and value of each headline figure."""
    for name, value in zip(tab.sheet[3], tab.sheet[4], strict=True):
        if name.value:
            yield (
                re.sub(r" \([+-].*?\)| · .*", "", str(name.value)),
                (value.value, value.number_format)[
                    0 if not str(value.number_format).endswith("%") else slice(None)
                ],
            )


def _tile(value: Any) -> str:
    if isinstance(value, tuple):
        return words.percent(value[0])
    return "–" if value is None else words.number(value)


def _count(pattern: str, text: str) -> int | None:
    found = re.search(pattern, text)
    return int(found.group(1)) if found else None


def _plain(cell: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", cell)).strip()


def _unescaped(text: str) -> str:
    return unescape(re.sub(r"\\(.)", r"\1", text))
