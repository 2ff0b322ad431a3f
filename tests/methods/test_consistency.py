from __future__ import annotations

import pytest

from mso_sheets.methods.consistency import (
    odd_tags,
    odd_versions,
    split_tags,
    version_form,
    weak_link,
)
from mso_sheets.methods.coverage import cover_of, users


@pytest.mark.parametrize(
    ("version", "form"),
    [
        ("v1.2", "v1.2"), ("V2", "v1.2"), ("Version 3", "v1.2"), ("1.2", "1.2"), ("4", "1.2"),
        ("2026-04-14", "2026-04-14"), ("2026", "2026-04-14"), ("rev B", "rev B"), ("latest", "other"), ("", ""),
    ],
)  # fmt: skip
def test_versions_have_forms(version: str, form: str) -> None:
    assert version_form(version) == form


def test_only_versions_written_otherwise_than_most_are_odd() -> None:
    odd = odd_versions({"A": "1.0", "B": "2.1", "C": "v3", "D": "", "E": "1"})
    assert odd == {"C": "version v3 is not written like the usual 1.2"}
    assert odd_versions({"A": "1.0", "B": "v2"}) == {}, "half and half has no usual form"


def test_tags_are_parted_and_cleaned() -> None:
    assert split_tags("#launch, search ; ads |\n legal") == ("launch", "search", "ads", "legal")
    assert split_tags("") == ()


def test_with_a_list_unknown_tags_are_odd_without_one_only_near_spellings() -> None:
    tags = {"A": ("launch",), "B": ("Launch",), "C": ("launch",), "D": ("lauch", "legal")}
    assert odd_tags(tags, known=()) == {"D": "tag lauch looks like launch"}
    assert odd_tags(tags, known=("launch", "lauch")) == {"D": "tag legal is not on the list"}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://example.com/x", ""),
        ("", "no link"),
        ("http://example.com/x", "link is not https"),
        ("here", "link says 'here' and leads nowhere"),
        ("see the drive", "link says 'see the drive' and leads nowhere"),
        ("file:///c/sop.docx", "link is not https"),
    ],
)
def test_links_that_do_not_lead_safely_are_named(link: str, words: str) -> None:
    assert weak_link(link) == words


@pytest.mark.parametrize(
    ("resources", "state"),
    [
        (("A", "B"), "Covered"),
        (("B",), "Only stale"),
        (("C",), "Only drafts"),
        (("D",), "No SOP"),
        ((), "No SOP"),
        (("X",), "No SOP"),
    ],
)
def test_coverage_needs_one_resource_that_is_current(
    resources: tuple[str, ...], state: str
) -> None:
    states = {"A": "Verified", "B": "Needs review", "C": "Draft", "D": "Archived"}
    assert cover_of(resources, states).state == state


def test_users_are_listed_once() -> None:
    assert users([("A", "WF-1"), ("A", "WF-1"), ("A", "PRJ-1"), ("", "WF-1"), ("B", "")]) == {
        "A": ("WF-1", "PRJ-1")
    }
