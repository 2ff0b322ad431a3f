"""Report -> HTML and Markdown, through two templates in config/templates (sandboxed)."""

from __future__ import annotations

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from mso_sheets.model.result import Report
from mso_sheets.review import words
from mso_sheets.review.drawings import drawings
from mso_sheets.review.world import counted, world


def web_page(template: str, report: Report, run_line: str) -> str:
    """One self-contained HTML file: styles and SVG inside, no script, no request.

    `template` is the text of config/templates/report.html.j2; `run_line` the tabs' freshness line.
    """
    drawn = {
        part: [(caption, Markup(svg)) for caption, svg in charts]  # noqa: S704 (our own, escaped)
        for part, charts in drawings(report).items()
    }
    return _rendered(template, report, run_line, autoescape=True, charts=drawn)


def markdown_page(template: str, report: Report, run_line: str) -> str:
    """The same figures as Markdown."""
    return _rendered(template, report, run_line, autoescape=False, charts={})


def _rendered(
    template: str, report: Report, run_line: str, *, autoescape: bool, charts: object
) -> str:
    environment = SandboxedEnvironment(autoescape=autoescape, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(
        day=words.day, percent=words.percent, points=words.points, number=words.number,
        words=words.text, figure=words.figure, change=words.change, mark=words.marked,
        capital=words.capital, sentence=words.sentence, md=words.markdown, url=words.web_address,
        late=words.late, brief=words.brief, counted=counted,
    )  # fmt: skip
    values = {**world(report), "run_line": run_line, "charts": charts}
    return environment.from_string(template).render(values)
