"""Report -> TabContent: one default renderer for any Result, one function a special layout.

`LAYOUTS` is the one place to add a layout; a job file names it in its `[[tabs]]` entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from mso_sheets.jobfile import TabSpec
from mso_sheets.model.result import Report
from mso_sheets.model.tab import TabContent
from mso_sheets.tabs import gaps, insights, people, proposals, quality, summary, table
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.views import views_of
from mso_sheets.tabs.width import SCREEN, fitted, folded, pixels

Layout = Callable[[Report, TabSpec, Freshness], TabContent]

LAYOUTS: Mapping[str, Layout] = {
    "table": table.render,
    "summary": summary.render,
    "gaps": gaps.render,
    "insights": insights.render,
    "proposals": proposals.render,
    "data_quality": quality.render,
}

FROM: Mapping[str, tuple[str, ...]] = {
    "summary": ("progress",),
    "proposals": ("proposals",),
}
"""The results that a special layout is drawn from; the others take what is there."""


def render(report: Report, spec: TabSpec, freshness: Freshness) -> TabContent:
    """The content of one output tab, its columns as wide as a laptop's screen lets them be."""
    content = LAYOUTS[spec.layout](report, spec, freshness)
    columns = fitted(folded(content.name, content.columns))
    return replace(
        content,
        columns=columns,
        rows=people.linked(content, report),
        frozen_columns=int(pixels(columns) > SCREEN),
        views=views_of(content),
    )


def sources(spec: TabSpec) -> tuple[str, ...]:
    """The results that a tab cannot be drawn without."""
    return (spec.result,) if spec.result else FROM.get(spec.layout, ())
