"""The weekly review as slides: native text, tables and charts, on the team's own template if given."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from mso_sheets.adapters.deck_fit import pages, title_size
from mso_sheets.adapters.deck_parts import (
    EMU,
    Box,
    add_chart,
    add_table,
    add_text,
    add_tiles,
    clean,
)
from mso_sheets.errors import ConfigError
from mso_sheets.model.result import Report
from mso_sheets.model.tab import Chart, Series
from mso_sheets.review import words
from mso_sheets.review.world import world
from mso_sheets.tabs.charts import BLUE, health_by_week, kpi_attainment, kpi_name

Presentation: TypeAlias = Any
"""python-pptx is typed in part only, so its objects are Any here."""
Slide: TypeAlias = Any
SlideLayout: TypeAlias = Any
MARGIN, TOP = 0.5, 1.35
LINES = 9
HEADERS = ("Project", "Health", "Why", "Done", "Plan", "Due", "P85", "Owner")
SHARES = (2.7, 1.5, 3.9, 0.72, 0.72, 1.3, 1.3, 1.5)
RIGHT = frozenset({"Done", "Plan", "Due", "P85"})


def write_deck(report: Report, path: Path, template: Path | None = None) -> Path:
    """Writes the slides of a report to `path` (.pptx) and returns it; an older file is replaced.

    Args:
        report: the model that the tabs and the page are drawn from, so the figures are the same.
        path: where the file goes; its folder must be there.
        template: a .pptx of the team: its slide size, master and layouts are used, its slides not.

    Raises:
        ConfigError: python-pptx is not installed, or the template cannot be used.
    """
    deck = _blank(template)
    facts = world(report)
    _front(deck, facts)
    _portfolio(deck, report, facts)
    _changed(deck, facts)
    for row in facts["projects"]:
        if row["health"] == "Off track":
            _project(deck, row)
    _kpis(deck, report, facts)
    _asks(deck, facts)
    deck.core_properties.title = f"{clean(report.title)} · weekly review · {facts['day']}"
    deck.core_properties.author = "MSO Sheets"
    deck.save(str(path))
    return path


def _blank(template: Path | None) -> Presentation:
    try:
        pptx = import_module("pptx")
        unreadable = import_module("pptx.exc").PackageNotFoundError
    except ImportError:
        raise ConfigError(
            "The deck needs python-pptx, which is not installed.",
            "Install the extra: pip install 'mso-sheets[deck]'.",
        ) from None
    if template is None:
        deck = pptx.Presentation()
        deck.slide_width, deck.slide_height = int(13.333 * EMU), int(7.5 * EMU)
        _widen(deck)
        return deck
    try:
        deck = pptx.Presentation(str(template))
    except (unreadable, KeyError, ValueError, OSError):
        raise ConfigError(
            f"The template '{template}' is no PowerPoint file that can be opened.",
            "Give a .pptx (a .potx saved as .pptx).",
        ) from None
    for slide in list(deck.slides._sldIdLst):
        deck.part.drop_rel(slide.rId)
        deck.slides._sldIdLst.remove(slide)
    return deck


def _widen(deck: Presentation) -> None:
    """The package's own template is 4:3: its placeholders are stretched to 16:9."""
    for shapes in (deck.slide_master.shapes, *(layout.shapes for layout in deck.slide_layouts)):
        for shape in shapes:
            shape.left, shape.width = int(shape.left * 4 / 3), int(shape.width * 4 / 3)


def _size(deck: Presentation) -> tuple[float, float]:
    """The slide's width and height in inches."""
    return (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU


def _layout(deck: Presentation, kind: int) -> SlideLayout:
    """The layout with a title and the fewest other placeholders; `kind` 0 = the one for the front."""
    layouts = list(deck.slide_layouts)
    if kind == 0:
        return layouts[0]

    def others(layout: SlideLayout) -> tuple[bool, int]:
        # 0 title, 1 body, 13-16 header, footer, date and number.
        kinds = [int(p.placeholder_format.type or 0) for p in layout.placeholders]
        return 1 not in kinds, sum(k not in (1, 13, 14, 15, 16) for k in kinds)

    return min(layouts, key=others)


def _slide(deck: Presentation, title: str) -> Slide:
    points = import_module("pptx.util").Pt
    slide = deck.slides.add_slide(_layout(deck, 1))
    width, _ = _size(deck)
    heading = slide.shapes.title
    if heading is None:
        add_text(slide, Box(MARGIN, 0.35, width - 2 * MARGIN, 0.8), [(title, "")], 26, name="Title")
    else:
        box = Box(MARGIN, 0.35, width - 2 * MARGIN, 0.85)
        heading.left, heading.top, heading.width, heading.height = box.emu
        heading.text_frame.text = clean(title, 90)
        heading.text_frame.paragraphs[0].runs[0].font.size = points(
            title_size(clean(title, 90), box.width, box.height, (26, 24, 22, 20, 18))
        )
        heading.text_frame.paragraphs[0].alignment = import_module("pptx.enum.text").PP_ALIGN.LEFT
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
    return slide


def _front(deck: Presentation, facts: Mapping[str, Any]) -> None:
    slide = deck.slides.add_slide(_layout(deck, 0))
    told = (f"{facts['title']} · weekly review", facts["day"])
    for place, said in zip(slide.placeholders, told, strict=False):
        place.text_frame.text = clean(said, 90)
    for place in list(slide.placeholders)[2:]:
        place._element.getparent().remove(place._element)


def _portfolio(deck: Presentation, report: Report, facts: Mapping[str, Any]) -> None:
    width, height = _size(deck)
    projects = facts["projects"]
    count = facts["attention"]
    need = f"{count} of {len(projects)} projects {'needs' if count == 1 else 'need'} attention"
    slide = _slide(deck, f"Portfolio: {need}")
    tiles = [
        (" ".join(filter(None, (words.figure(f), words.change(f)))), f.name, f.basis)
        for f in facts["figures"]
    ]
    if tiles:
        add_tiles(slide, Box(MARGIN, TOP, width - 2 * MARGIN, 1.15), tiles)
    chart = health_by_week(report)
    if chart is not None:
        add_chart(slide, Box(MARGIN, TOP + 1.3, width - 2 * MARGIN, height - TOP - 1.7), chart)
    _project_tables(deck, facts)


def _project_tables(deck: Presentation, facts: Mapping[str, Any]) -> None:
    """Every project of a small portfolio; of a large one those that need attention."""
    rows = [r for r in facts["projects"] if not (facts["folded"] and r["at_ease"])]
    kept = [n for n, name in enumerate(HEADERS) if name != "P85" or facts["any_p85"]]
    headers, shares = [HEADERS[n] for n in kept], [SHARES[n] for n in kept]
    shown = [[line[n] for n in kept] for line in map(_project_row, rows)]
    width, height = _size(deck)
    box = Box(MARGIN, TOP, width - 2 * MARGIN, height - TOP - 0.3)
    inches = [box.width * share / sum(shares) for share in shares]
    start, total, rest = 0, len(rows), len(facts["projects"]) - len(rows)
    for page in pages(shown, inches, box.height) if rows else ():
        last = start + len(page)
        part = "" if len(page) == total else f" ({start + 1}–{last} of {total})"
        more = f"; {rest} at ease are in the tab Summary" if rest and last == total else ""
        slide = _slide(deck, f"Projects, the one in most need first{part}{more}")
        right = frozenset(n for n, name in enumerate(headers) if name in RIGHT)
        add_table(slide, box, headers, page, shares, name="Projects", right=right)
        start = last


def _project_row(r: Mapping[str, Any]) -> list[str]:
    return [
        clean(words.text(r["project_name"]) or r["key"], 80), words.marked(r["health"]),
        clean(words.capital(words.brief(r["why"], 1)), 140), words.percent(r["done"]),
        words.percent(r["planned"]), words.day(r["due"]), words.day(r["p85"]),
        clean(words.text(r["owner"]) or "no owner", 60),
    ]  # fmt: skip


def _changed(deck: Presentation, facts: Mapping[str, Any]) -> None:
    width, height = _size(deck)
    slide = _slide(deck, "What changed, and what the numbers say")
    half = (width - 2 * MARGIN - 0.4) / 2
    rows = facts["changes"].rows
    changed = [
        (f"{words.capital(r['kind'])}:", clean(_change(r), 130)) for r in rows[:LINES]
    ]  # fmt: skip
    if len(rows) > LINES:
        changed.append(
            ("", f"{len(rows) - LINES + facts['changes'].more} more in the tab What changed")
        )
    none = (facts["notes"].get("changes") or ("Nothing changed since the last digest",))[0]
    said = [("", clean(words.sentence(i.sentence), 260)) for i in facts["insights"][:6]]
    box = Box(MARGIN, TOP, half, height - TOP - 0.4)
    add_text(slide, box, changed or [("", f"{none}.")], name="What changed")
    right = Box(MARGIN + half + 0.4, TOP, half, height - TOP - 0.4)
    quiet = "Nothing stands out: no figure passed its rule's threshold."
    add_text(slide, right, said or [("", quiet)], name="What the numbers say")


def _change(row: Mapping[str, Any]) -> str:
    before, after = words.text(row.get("before")), words.text(row.get("after"))
    moved = f", {before} → {after}" if before and after else ""
    return f"{words.text(row['title'])}{moved}"


def _project(deck: Presentation, row: Mapping[str, Any]) -> None:
    width, height = _size(deck)
    slide = _slide(
        deck, f"■ Off track · {clean(words.text(row['project_name']), 60)} ({row['key']})"
    )
    left = (width - 2 * MARGIN) * 0.62
    lines = [
        ("Why:", clean(words.sentence(words.capital(row["why"])), 330)),
        ("Done:", clean("; ".join(row["done_lately"]) or "Nothing finished in two weeks", 200) + "."),
        ("Next:", f"{clean(words.text(row['next_milestone']) or 'No open milestone', 110)}; "
                   f"the project is due {words.day(row['due'])}{_p85(row)}."),
        ("Owner:", words.text(row["owner"]) or "nobody: name one"),
    ]  # fmt: skip
    if row["risks"]:
        lines.append(
            ("Risks:", clean("; ".join(words.text(r["title"]) for r in row["risks"]), 240) + ".")
        )
    lines += [
        ("Ask:", clean(words.sentence(f"{g.what}: {words.capital(g.close_by)}"), 220))
        for g in row["gaps"][:3]
    ]
    add_text(
        slide,
        Box(MARGIN, TOP, left, height - TOP - 0.4),
        lines,
        name="Why, done, next, risks, asks",
    )
    numbers = tuple(None if words.missing(row[n]) else float(row[n]) for n in ("done", "planned"))
    if None not in numbers:
        chart = Chart(
            "progress", "Done against plan", "bar", ("Done", "Plan"),
            (Series("Share", numbers, BLUE),), "percent",
        )  # fmt: skip
        add_chart(slide, Box(MARGIN + left + 0.3, TOP, width - 2 * MARGIN - left - 0.3, 3.2), chart)


def _p85(row: Mapping[str, Any]) -> str:
    return "" if words.missing(row["p85"]) else f", P85 {words.day(row['p85'])}"


def _kpis(deck: Presentation, report: Report, facts: Mapping[str, Any]) -> None:
    width, height = _size(deck)
    rows = facts["kpis"].rows
    count = len(rows) + facts["kpis"].more
    slide = _slide(
        deck, f"KPI gaps: {count} {'line misses' if count == 1 else 'lines miss'} the target"
    )
    half = (width - 2 * MARGIN) * 0.45
    chart = kpi_attainment(report)
    if chart is not None:
        add_chart(slide, Box(MARGIN, TOP, half, height - TOP - 0.5), chart)
    if not rows:
        why = (
            facts["why_not"].get("kpis")
            or "Every line with a target and an actual meets its target"
        )
        add_text(slide, Box(MARGIN + half + 0.3, TOP, half, 1), [("", f"{why}.")], name="KPI gaps")
        return
    shown = [
        [
            clean(kpi_name(r["kpi"], words.text(r["market"]), words.text(r["product"])), 34), r["period"],
            words.number(r["target"]), words.number(r["actual"]), words.percent(r["attainment"]),
            clean(words.text(r["signal"]), 30),
        ]
        for r in rows
    ]  # fmt: skip
    box = Box(MARGIN + half + 0.3, TOP, width - 2 * MARGIN - half - 0.3, height - TOP - 0.9)
    shares = [2.3, 1.15, 0.9, 0.9, 0.75, 1.7]
    page = next(iter(pages(shown, [box.width * s / sum(shares) for s in shares], box.height)))
    if len(page) < count:
        below = Box(box.left, height - 0.75, box.width, 0.4)
        add_text(
            slide, below, [("", f"{count - len(page)} more in the tab KPI gaps.")], 12, name="More"
        )
    add_table(
        slide, box, ["KPI", "Period", "Target", "Actual", "A / T", "Signal or noise"], page, shares,
        name="KPI gaps", right=frozenset({2, 3, 4}),
    )  # fmt: skip


def _asks(deck: Presentation, facts: Mapping[str, Any]) -> None:
    width, height = _size(deck)
    slide = _slide(deck, "Asks")
    lines = [("", clean(ask, 180)) for ask in facts["asks"][:12]]
    none = "Nothing is asked: no late blocker, and everything has an owner."
    box = Box(MARGIN, TOP, width - 2 * MARGIN, height - TOP - 0.4)
    add_text(slide, box, lines or [("", none)], 16, name="Asks")
