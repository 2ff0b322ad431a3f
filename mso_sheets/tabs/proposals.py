"""Proposed actions: what the notes seem to ask for, each with an Accept checkbox."""

from __future__ import annotations

from dataclasses import replace

from mso_sheets.jobfile import TabSpec
from mso_sheets.model.result import Report
from mso_sheets.model.tab import TabContent
from mso_sheets.tabs import table
from mso_sheets.tabs.freshness import Freshness

ACCEPT = "Accept"


def render(report: Report, spec: TabSpec, freshness: Freshness) -> TabContent:
    """The default table; ticks that a person made are put back by `place`."""
    content = table.render(report, replace_result(spec), freshness)
    note = "Tick Accept to add the row to Actions; type no there and it never returns."
    return replace(content, footer=" · ".join(part for part in (note, content.footer) if part))


def replace_result(spec: TabSpec) -> TabSpec:
    """The spec with the result that this layout always shows."""
    return spec.model_copy(update={"result": "proposals"})
