"""Chart pictures for Slack: PNG files with their words."""

from __future__ import annotations

import sys

import pytest

from mso_sheets.adapters.pictures import picture, review_files, review_pictures
from mso_sheets.errors import ConfigError
from mso_sheets.model.tab import Chart, Series
from mso_sheets.review.charts import drawn
from mso_sheets.tabs.charts import HEALTH_COLORS, health_by_week
from tests.review.review_reports import RUN_LINE, page, small_report, template


def test_a_review_has_its_portfolio_and_its_kpis_each_told_in_words() -> None:
    health, kpis = review_pictures(small_report())
    assert health.name == "health-2026-04-14.png"
    assert kpis.alt == ("KPI attainment, worst first. Revenue IT 80%; Revenue DE 104%.")
    for found in (health, kpis):
        assert found.content.startswith(b"\x89PNG")
        assert len(found.content) < 250_000


def test_bars_of_health_carry_the_colours_of_their_states() -> None:
    chart = health_by_week(small_report())
    assert chart is not None
    assert chart.labels == ("Off track", "On track")
    assert chart.series[0].colors == tuple(HEALTH_COLORS[label] for label in chart.labels)
    svg = drawn(chart)
    assert all(f'fill="{color}"' in svg for color in chart.series[0].colors)


@pytest.mark.parametrize("kind", ["stacked-column", "line", "bar", "column"])
def test_every_kind_is_drawn_with_labels_that_are_no_formulas(kind: str) -> None:
    series = (Series("$a", (1.0, None)), Series("b_", (2.0, 3.0)))
    chart = Chart("c", "Cost in $ and $^", kind, ("$x^$", "収益"), series)  # type: ignore[arg-type]
    assert picture(chart, "2026-04-14").content.startswith(b"\x89PNG")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ConfigError) as told:
        review_pictures(small_report())
    assert "pip install 'mso-sheets[charts]'" in str(told.value)


def test_the_thread_gets_pictures_first_and_the_whole_page(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = template("report.html.j2")
    names = [found.name for found in review_files(small_report(), whole, RUN_LINE)]
    assert names == [
        "health-2026-04-14.png",
        "kpis-2026-04-14.png",
        "weekly-review-2026-04-14.html",
    ]
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    (alone,) = review_files(small_report(), whole, RUN_LINE)
    assert alone.content.decode() == page(small_report())
