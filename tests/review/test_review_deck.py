"""The deck: native, whole, inside the slide, on the team's template."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pptx
import pytest

from mso_sheets.adapters.deck import write_deck
from mso_sheets.errors import ConfigError
from tests.review.review_reports import TABS, report_of, small_report


def slides(path: Path) -> list[Any]:
    return list(pptx.Presentation(str(path)).slides)


def words(slide: Any) -> str:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def titles(path: Path) -> list[str]:
    return [words(slide).split("\n")[0] for slide in slides(path)]


def test_the_parts_come_in_order_with_a_slide_for_each_off_track_project(tmp_path: Path) -> None:
    made = write_deck(small_report(), tmp_path / "review.pptx")
    found = titles(made)
    assert found[0] == "EMEA · weekly review"
    assert found[1].startswith("Portfolio: ")
    assert [t for t in found if "Off track" in t] == ["■ Off track · Launch in Italy (PRJ-001)"]
    assert found[-2:] == ["KPI gaps: 1 line misses the target", "Asks"]


def test_charts_are_native_described_and_carry_the_figures_of_the_tabs(tmp_path: Path) -> None:
    made = write_deck(small_report(), tmp_path / "review.pptx")
    charts = [shape for slide in slides(made) for shape in slide.shapes if shape.has_chart]
    kpis = next(s.chart for s in charts if s.name.startswith("KPI attainment"))
    values = dict(zip(kpis.plots[0].categories, kpis.plots[0].series[0].values, strict=True))
    assert values == {"Revenue IT": 0.8, "Revenue DE": 1.04}
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in charts)


def test_nothing_stands_outside_the_slide(tmp_path: Path) -> None:
    made = pptx.Presentation(str(write_deck(small_report(), tmp_path / "review.pptx")))
    assert made.slide_width is not None
    assert made.slide_height is not None
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height


def test_a_teams_template_keeps_its_size_and_loses_its_sample_slides(tmp_path: Path) -> None:
    own = pptx.Presentation()
    own.slides.add_slide(own.slide_layouts[0])
    own.save(str(tmp_path / "team.pptx"))
    made = write_deck(small_report(), tmp_path / "review.pptx", tmp_path / "team.pptx")
    again = pptx.Presentation(str(made))
    assert again.slide_width == own.slide_width
    assert titles(made)[0] == "EMEA · weekly review"


def test_signs_that_no_slide_can_hold_are_left_out(tmp_path: Path) -> None:
    odd = {
        n: t.replace("Launch in Italy", "Launch \x01\x1f in <b>Italy</b>") for n, t in TABS.items()
    }
    made = write_deck(report_of(odd), tmp_path / "review.pptx")
    assert any("Launch in <b>Italy</b>" in words(slide) for slide in slides(made))


def test_a_template_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "team.pptx").write_text("no slides")
    with pytest.raises(ConfigError, match="is no PowerPoint file that can be opened"):
        write_deck(small_report(), tmp_path / "review.pptx", tmp_path / "team.pptx")


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(ConfigError) as told:
        write_deck(small_report(), tmp_path / "review.pptx")
    assert "pip install 'mso-sheets[deck]'" in str(told.value)
