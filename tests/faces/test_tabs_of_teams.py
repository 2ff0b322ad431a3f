"""Our tabs in an .xlsx at five teams' sizes (the largest three: with the end-to-end tests)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from mso_sheets import app
from tests.faces.build import faces_of, without_slack
from tests.faces.sheet import font_is_here, tabs_of
from tests.faces.tabs_hold import (
    assert_charts_stand_clear,
    assert_columns_read,
    assert_tabs_fit,
    cut_texts,
)
from tests.faces.teams import DAY

pytestmark = pytest.mark.slow
NAMES = ("solo", "pair", "five", "dozen", "fifty")


@pytest.mark.parametrize("name", NAMES)
def test_every_tab_fits_a_laptop_stays_under_its_header_and_prints(name: str) -> None:
    assert_tabs_fit(faces_of(name).book)
    assert_columns_read(faces_of(name).book)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.skipif(not font_is_here(), reason="needs Pillow and Liberation Sans")
def test_no_text_is_cut(name: str) -> None:
    assert cut_texts(faces_of(name).book) == []


@pytest.mark.parametrize("name", NAMES)
def test_charts_cover_nothing(name: str) -> None:
    summary = next(tab for tab in tabs_of(faces_of(name).book) if tab.title == "Summary")
    assert len(summary.sheet._charts) >= 2
    assert_charts_stand_clear(summary)


def test_what_people_unfold_widen_and_unfilter_in_a_file_stays_when_a_run_writes(
    tmp_path: Path,
) -> None:
    faces = faces_of("dozen")
    book = tmp_path / "dozen.xlsx"
    opened = openpyxl.load_workbook(faces.book)
    review = opened["Workflow review"]
    for each in review.column_dimensions.values():
        each.hidden = False
    review.column_dimensions["B"].width = 44
    review.auto_filter.ref = None
    steps = opened["Workflow steps"]
    owner = next(cell.column for cell in steps[1] if cell.value == "Owner")
    steps.cell(2, owner).value = steps.cell(4, owner).value
    opened.save(book)
    started = without_slack(tmp_path)
    record = app.run_job(
        started,
        "process-review",
        app.target(started, str(book)),
        app.Asked(as_of=DAY, outbox=tmp_path),
    )
    assert record.tabs["Workflow review"] == "written"
    after = openpyxl.load_workbook(book)["Workflow review"]
    assert not any(each.hidden for each in after.column_dimensions.values())
    assert after.column_dimensions["B"].width == 44
    assert after.auto_filter.ref is None


def test_detail_is_folded_behind_a_plus_and_nothing_is_lost() -> None:
    tabs = {tab.title: tab for tab in tabs_of(faces_of("dozen").book)}
    review = tabs["Workflow review"]
    labels = [cell.value for cell in review.sheet[review.header_row]]
    hidden = [label for number, label in enumerate(labels, 1) if not review.width(number)]
    assert {"SLA: runs", "Mermaid", "Basis"} <= set(hidden)
    assert {"Step or hand-off", "Proposal", "Saving mid", "Bottleneck rank"}.isdisjoint(hidden)
    levels = [each.outlineLevel for each in review.sheet.column_dimensions.values() if each.hidden]
    assert levels
    assert set(levels) == {1}
