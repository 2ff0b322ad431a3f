"""Charts of the weekly review as PNG for a Slack thread (extra `charts`: matplotlib)."""

from __future__ import annotations

import warnings
from importlib import import_module
from io import BytesIO
from typing import Any

from mso_sheets.adapters import looks
from mso_sheets.errors import ConfigError
from mso_sheets.model.message import Attachment
from mso_sheets.model.result import Report
from mso_sheets.model.tab import Chart
from mso_sheets.review import web_page
from mso_sheets.tabs.charts import alt_text, review_charts, shown

WIDTH, HEIGHT, DOTS = 8.0, 4.0, 144
LONGEST = 1_000
"""Slack's limit on the alternative text of a file: https://docs.slack.dev/reference/methods/files.getUploadURLExternal/"""


def review_files(report: Report, template: str, run_line: str) -> tuple[Attachment, ...]:
    """What `attach_report` puts into the thread: the page, and the pictures where matplotlib is there.

    Args:
        report: what the run knows.
        template: the text of config/templates/report.html.j2.
        run_line: the tabs' freshness line.
    """
    page = web_page(template, report, run_line).encode()
    title = f"{report.title or report.workbook} · weekly review"
    whole = Attachment(f"weekly-review-{report.today.isoformat()}.html", page, title)
    try:
        return (*review_pictures(report), whole)
    except ConfigError:
        return (whole,)


def review_pictures(report: Report) -> tuple[Attachment, ...]:
    """Portfolio by health and KPI attainment as PNG files, each told in words; none without numbers.

    Raises:
        ConfigError: matplotlib is not installed.
    """
    charts = review_charts(report)
    return tuple(picture(chart, report.today.isoformat()) for chart in charts)


def picture(chart: Chart, day: str) -> Attachment:
    """One chart as a PNG of 1152 x 576 pixels: the numbers and colours of the tabs' charts."""
    figure, axes = _figure()
    if chart.kind == "stacked-column":
        _stacked(axes, chart)
    elif chart.kind == "line":
        _lines(axes, chart)
    else:
        _bars(axes, chart)
    # Cells' text is literal: "$" would start a formula.
    axes.set_title(chart.title, loc="left", fontweight="bold", color=looks.INK, parse_math=False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(looks.LINE)
    axes.tick_params(length=0, labelcolor=looks.INK)
    drawn = BytesIO()
    with warnings.catch_warnings():
        # A sign that the machine's fonts lack becomes a box; the words stand in the alt text.
        warnings.simplefilter("ignore")
        figure.savefig(drawn, format="png", dpi=DOTS, metadata={"Software": None})
    name = f"{chart.name}-{day}.png"
    return Attachment(name, drawn.getvalue(), chart.title, alt_text(chart)[:LONGEST])


def _figure() -> tuple[Any, Any]:
    """An empty drawing by the Agg canvas alone: no window system, no global state."""
    try:
        agg = import_module("matplotlib.backends.backend_agg")
        figures = import_module("matplotlib.figure")
    except ImportError:
        raise ConfigError(
            "Chart pictures need matplotlib, which is not installed.",
            "Install the extra: pip install 'mso-sheets[charts]', or leave attach_report out of the job.",
        ) from None
    figure = figures.Figure(figsize=(WIDTH, HEIGHT), layout="constrained", facecolor="white")
    agg.FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _stacked(axes: Any, chart: Chart) -> None:
    places = range(len(chart.labels))
    floor = [0.0] * len(chart.labels)
    for number, series in enumerate(chart.series):
        values = [value or 0.0 for value in series.values]
        color = looks.series_color(series.color, number)
        bars = axes.bar(places, values, bottom=floor, color=color, label=series.name, width=0.7)
        told = [f"{value:g}" if value else "" for value in values]
        axes.bar_label(bars, told, label_type="center", color=looks.INK, fontsize=9)
        floor = [a + b for a, b in zip(floor, values, strict=True)]
    axes.set_xticks(list(places), _words(chart.labels))
    axes.set_yticks([])
    # Top of the stack first in the legend, as the eye meets it.
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), reverse=True, fontsize=9)


def _lines(axes: Any, chart: Chart) -> None:
    places = list(range(len(chart.labels)))
    for number, series in enumerate(chart.series):
        color = looks.series_color(series.color, number)
        axes.plot(places, series.values, color=color, linewidth=2.5, label=series.name)
    axes.set_xticks(places, _words(chart.labels))
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=9)


def _bars(axes: Any, chart: Chart) -> None:
    series = chart.series[0]
    values = [value or 0.0 for value in series.values]
    places = list(range(len(values)))
    color = list(series.colors) or looks.series_color(series.color, 0)
    bars = axes.barh(places, values, color=color, height=0.65)
    axes.bar_label(bars, [shown(v, chart) for v in values], padding=4, color=looks.INK, fontsize=9)
    axes.set_yticks(places, _words(chart.labels))
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.margins(x=0.12)


def _words(labels: tuple[str, ...]) -> list[str]:
    """Labels as they are: a dollar sign is no formula, and a long one is cut."""
    short = (label if len(label) <= 32 else label[:31] + "…" for label in labels)
    return [label.replace("$", r"\$") for label in short]
