"""Tabs, page, Markdown and slides of eight teams tell the same figures."""

from __future__ import annotations

import pytest

from mso_sheets.review.world import FOLDED_FROM, NEEDS
from tests.faces.build import faces_of
from tests.faces.figures import in_markdown, in_tabs, on_page, on_slides
from tests.faces.teams import BY_NAME, TEAMS

pytestmark = pytest.mark.slow
NAMES = [team.name for team in TEAMS]


@pytest.mark.parametrize("name", NAMES)
def test_every_face_tells_the_headline_figures_of_summary(name: str) -> None:
    faces = faces_of(name)
    tabs = in_tabs(faces)
    assert {"On track", "Off track", "Overdue follow-ups"} <= set(tabs.headline)
    assert on_page(faces).headline == tabs.headline
    assert in_markdown(faces).headline == tabs.headline
    assert on_slides(faces).headline == tabs.headline


@pytest.mark.parametrize("name", NAMES)
def test_every_project_reads_the_same_on_every_face(name: str) -> None:
    faces = faces_of(name)
    tabs = in_tabs(faces)
    assert len(tabs.projects) == BY_NAME[name].projects
    assert on_page(faces).projects == tabs.projects
    assert in_markdown(faces).projects == tabs.projects
    shown = [*tabs.projects.values()]
    need = [line for line in shown if line[0] in NEEDS]
    slides = [*on_slides(faces).projects.values()]
    assert slides == (need if len(shown) >= FOLDED_FROM else shown)


@pytest.mark.parametrize("name", NAMES)
def test_gaps_problems_and_missed_targets_are_counted_alike(name: str) -> None:
    faces = faces_of(name)
    tabs, page, markdown = in_tabs(faces), on_page(faces), in_markdown(faces)
    assert tabs.gaps is not None
    assert (page.gaps, markdown.gaps) == (tabs.gaps, tabs.gaps)
    assert (page.problems, markdown.problems) == (tabs.problems, tabs.problems)
    if tabs.short is not None:
        assert {page.short, markdown.short, on_slides(faces).short} == {tabs.short}
