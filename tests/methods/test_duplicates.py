from __future__ import annotations

import pytest

from mso_sheets.methods.duplicates import likely_pairs, without_marks


def pairs(*titles: str) -> list[tuple[int, int, str]]:
    return [(p.first, p.second, p.kind) for p in likely_pairs(titles, titles)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Launch checklist v2.1", "launch checklist"),
        ("Copy of Launch checklist", "launch checklist"),
        ("Launch checklist (new)", "launch checklist"),
        ("Launch checklist 2025-04-01", "launch checklist"),
        ("SOP: The launch checklist", "launch checklist"),
        ("v2", "v2"),
        ("Top 10 mistakes", "top 10 mistakes"),
    ],
)
def test_version_marks_and_stop_words_do_not_count(title: str, expected: str) -> None:
    assert without_marks(title) == expected


def test_reordered_titles_are_asked_about() -> None:
    assert pairs("Search ads launch in Mexico", "Launch of search ads in Mexico") == [
        (0, 1, "duplicate")
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Setting up an agency account", "Setting up an agency account (new)"),
        ("Launch checklist v1", "Launch checklist v2"),
        ("Launch checklist", "Copy of launch checklist"),
        ("Rate card 2024", "Rate card 2025"),
    ],
)
def test_titles_that_differ_in_a_version_mark_are_versions(first: str, second: str) -> None:
    assert pairs(first, second) == [(0, 1, "version")]


def test_the_same_title_twice_is_a_duplicate() -> None:
    assert pairs("Launch checklist", "launch  Checklist") == [(0, 1, "duplicate")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Creator payout policy", "Advertiser incentive policy"),
        ("Launch checklist", "Launch checklist for creator programmes in new markets"),
        ("Pricing a new ad format", "Naming a new market"),
    ],
)
def test_different_documents_are_left_alone(first: str, second: str) -> None:
    assert pairs(first, second) == []


def test_alike_texts_under_other_titles_are_asked_about() -> None:
    text = "Ask for the tax number, check it against the register, and hold the payout until it is complete"
    titles = ["Tax data check", "Before the first payout"]
    found = likely_pairs(titles, [f"{title}. {text}" for title in titles])
    assert [(p.kind, p.text > 0.8, p.title < 0.8) for p in found] == [("duplicate", True, True)]


def test_thousands_of_titles_are_compared_by_their_rare_words() -> None:
    titles = [f"Procedure number{n} about topic{n}" for n in range(2_500)] + [
        "About topic7, procedure number7"
    ]
    assert (7, 2_500, "duplicate") in pairs(*titles)
