"""The default layout: a Result's frame as a table, its figures as tiles, its notes below."""

from __future__ import annotations

from mso_sheets.jobfile import TabSpec
from mso_sheets.model.result import Report, Result, ResultColumn
from mso_sheets.model.tab import TabColumn, TabContent
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.values import frame_rows


def render(report: Report, spec: TabSpec, freshness: Freshness) -> TabContent:
    """One row a row of the result's frame; columns as the result declares them."""
    result = report.results[spec.result]
    columns = result.columns or _plain_columns(result)
    return TabContent(
        name=spec.tab,
        title=f"{report.title} · {spec.tab}",
        freshness=freshness.line(report.accounting),
        columns=tuple(TabColumn(c.label, c.kind, _width(c)) for c in columns),
        rows=frame_rows(result.frame, [c.field for c in columns]),
        figures=result.figures,
        footer=footer_of(result),
    )


def _width(column: ResultColumn) -> int:
    """At least what a date of this form needs ("30 Apr 26")."""
    return max(column.width, 10) if column.kind == "date" else column.width


def footer_of(result: Result) -> str:
    """What the figures rest on, one line."""
    return result.unavailable or " · ".join(result.notes)


def _plain_columns(result: Result) -> tuple[ResultColumn, ...]:
    return tuple(
        ResultColumn(str(name), str(name).replace("_", " ").capitalize())
        for name in result.frame.columns
    )
