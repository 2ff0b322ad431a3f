"""Tabs fit a laptop, trends show in text, and views name only columns that are there."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest

from mso_sheets.app import start
from mso_sheets.jobfile import TabSpec, load_jobs
from mso_sheets.model.tab import TabColumn, TabContent
from mso_sheets.tabs import render, runlog
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.spark import spark
from mso_sheets.tabs.views import VIEWS, views_of
from mso_sheets.tabs.width import SCREEN, fitted, pixels
from tests.making import TODAY
from tests.review.review_reports import TABS, report_of

WIDER_THAN_A_SCREEN = {"KPI gaps", "Workflow review", "Knowledge index"}
"""Twenty columns and more: their first column stays in sight instead."""


@cache
def tabs() -> dict[str, TabContent]:
    """Every tab of the job that makes them all, over a small workbook."""
    refresh = load_jobs(start({}).home.files("jobs", "*.toml"))["refresh"]
    report = report_of(TABS, tuple(refresh.analyses))
    freshness = Freshness(TODAY, datetime(2026, 4, 14), "8f3a")
    return {spec.tab: render(report, spec, freshness) for spec in refresh.tabs}


def test_a_lead_reads_summary_on_a_laptop_without_scrolling_sideways() -> None:
    assert pixels(tabs()["Summary"].columns) <= SCREEN < 1366


def test_every_tab_fits_or_keeps_its_first_column_in_sight() -> None:
    wide = {name for name, tab in tabs().items() if pixels(tab.columns) > SCREEN}
    assert wide <= WIDER_THAN_A_SCREEN
    assert {name: tab.frozen_columns for name, tab in tabs().items()} == {
        name: int(name in wide) for name in tabs()
    }
    assert pixels(fitted(runlog.COLUMNS)) <= SCREEN


def test_words_give_way_and_numbers_keep_their_room() -> None:
    columns = [TabColumn("Due", "date", 8), TabColumn("Evidence", "long", 150),
               TabColumn("Note", "text", 60), TabColumn("Gap", "points", 6)]  # fmt: skip
    found = {column.label: column.width for column in fitted(columns)}
    assert (found["Due"], found["Gap"]) == (10, 6)
    assert 150 * 0.65 <= found["Evidence"] < 150
    assert pixels(fitted(columns)) <= SCREEN


def test_what_fits_is_left_as_it_was_asked_for() -> None:
    columns = (TabColumn("Due", "date", 12), TabColumn("Why", "long", 40))
    assert fitted(columns) == columns


@pytest.mark.parametrize("columns", [tab.columns for tab in tabs().values()])
def test_no_column_is_narrower_than_a_word_of_its_header(columns: tuple[TabColumn, ...]) -> None:
    for column in columns:
        assert column.width > max(map(len, column.label.split()), default=0), column.label


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((), ""),
        ((0, 0, 0), ""),
        ((None, None), ""),
        ((0, 1, 2, 4), "▁▃▅█"),
        ((4, None, 4), "█·█"),
        ((1,), "█"),
        ((0, -1, 8), "▁▁█"),
    ],
)
def test_a_sparkline_runs_from_zero_to_the_largest(
    values: tuple[float | None, ...], shown: str
) -> None:
    assert spark(values) == shown


def test_summary_shows_what_each_project_finished_in_eight_weeks() -> None:
    summary = tabs()["Summary"]
    place = [column.label for column in summary.columns].index("8 weeks")
    trends = {str(row[0]): row[place] for row in summary.rows}
    # TSK-1 of PRJ-001 was finished on 8 April, in the week before this one.
    assert trends == {"PRJ-001": "▁▁▁▁▁▁█▁", "PRJ-002": ""}


def test_views_stand_on_columns_that_the_tab_has() -> None:
    for name in VIEWS:
        assert [view.name for view in tabs()[name].views] == [view.name for view in VIEWS[name]]
    bare = TabContent("Follow-ups", "t", "f", (TabColumn("Stage"),), ())
    assert [view.name for view in views_of(bare)] == ["My overdue"]


def test_a_tab_of_another_job_may_be_called_anything() -> None:
    spec = TabSpec(tab="Our trends", result="trends")
    report = report_of(TABS, ("trends",))
    assert render(report, spec, Freshness(TODAY, datetime(2026, 4, 14), "8f3a")).views == ()
