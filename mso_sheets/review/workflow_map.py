"""Workflows as SVG: mapped steps from top to bottom, hand-offs with cases and median wait."""

from __future__ import annotations

from html import escape

import pandas as pd

from mso_sheets.model.result import Result
from mso_sheets.review import words
from mso_sheets.review.charts import cut

WIDTH, BOX, STEP = 600, 270, 58
MOST_SIDE = 6
UNMAPPED = "not on the map"


def maps(workflow: Result | None) -> list[tuple[str, str]]:
    """A map a workflow that has steps, as (caption, SVG), in the order of the result."""
    if workflow is None or workflow.frame.empty or "maps" not in workflow.more:
        return []
    found = []
    edges = workflow.more.get("followed_by")
    for row in workflow.more["maps"].itertuples():
        mine = workflow.frame[workflow.frame["workflow"] == row.workflow]
        steps = mine[(mine["kind"] == "step") & (mine["conformance"].fillna("") != UNMAPPED)]
        if steps.empty:
            continue
        known = edges is not None and not edges.empty
        own = edges[edges["workflow"] == row.workflow_id] if known and edges is not None else None
        found.append((str(row.workflow), _drawn(str(row.workflow), steps, own)))
    return found


def _drawn(name: str, steps: pd.DataFrame, edges: pd.DataFrame | None) -> str:
    titles = [words.text(step) for step in steps["step"]]
    between = _between(edges)
    slowest = max((total for _, _, total in between.values()), default=0)
    parts = []
    for index, (title, owner) in enumerate(zip(titles, steps["owner"], strict=True)):
        y = index * STEP + 4
        parts.append(f'<rect x="4" y="{y}" width="{BOX}" height="34" rx="5" class="box"/>')
        parts.append(_text(14, y + 15, cut(title, BOX - 16), "label strong"))
        parts.append(
            _text(14, y + 29, cut(words.text(owner) or "no owner", BOX - 16), "label quiet")
        )
        if index + 1 < len(titles):
            parts.append(_arrow(y + 34, between.pop((title, titles[index + 1]), None), slowest))
    aside = sorted(between.items(), key=lambda pair: -pair[1][2])[:MOST_SIDE]
    parts += [_text(BOX + 24, 19, "Also seen" if aside else "", "label strong")]
    for number, ((start, end), (count, median, _)) in enumerate(aside):
        y = 40 + number * 32
        parts.append(_text(BOX + 24, y, cut(f"{start} → {end}", WIDTH - BOX - 24), "label"))
        parts.append(
            _text(BOX + 24, y + 14, f"{_cases(count)}, median {median:,.3g} h", "label quiet")
        )
    height = max(len(titles) * STEP - 12, 40 + len(aside) * 32)
    said = f"Map of {name}: {', then '.join(titles)}"
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(said)}">'
        f"<title>{escape(f'Map of {name}')}</title>{''.join(parts)}</svg>"
    )


def _between(edges: pd.DataFrame | None) -> dict[tuple[str, str], tuple[int, float, float]]:
    """(from, to) -> cases, median hours, hours in all."""
    if edges is None:
        return {}
    rows = zip(
        edges["from"], edges["to"], edges["count"], edges["median"], edges["total"], strict=True
    )
    return {
        (str(a), str(b)): (int(n), float(median), float(total)) for a, b, n, median, total in rows
    }


def _arrow(y: float, edge: tuple[int, float, float] | None, slowest: float) -> str:
    worst = edge is not None and slowest > 0 and edge[2] == slowest
    kind = "drift" if worst else "flow"
    line = f'<path d="M30 {y} v18 m-4 -6 l4 6 l4 -6" class="{kind}"/>'
    if edge is None:
        return line + _text(42, y + 15, "not seen in the log", "label quiet")
    said = f"{_cases(edge[0])}, median {edge[1]:,.3g} h" + (" · bottleneck" if worst else "")
    return line + _text(42, y + 15, said, "label warn" if worst else "label quiet")


def _cases(count: int) -> str:
    return f"{count} case" + ("" if count == 1 else "s")


def _text(x: float, y: float, said: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(said)}</text>'
