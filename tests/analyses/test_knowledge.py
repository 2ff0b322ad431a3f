from __future__ import annotations

from typing import Any

import pytest

from mso_sheets.analyses.knowledge import analyse
from mso_sheets.model.result import Gap, Result
from tests.analyses.insight_world import row_of, world_of
from tests.making import settings_of

HEAD = """
    | Doc ID | Title | Type | Owner | Verifier | Status | Last verified | Link | Workflow ID | Project ID | Tags | Summary |
"""  # noqa: E501


def doc(key: str, title: str = "", **cells: str) -> str:
    """A verified SOP with everything in order; cells by name."""
    usual = {
        "key": key, "title": title or f"Title of {key}", "type": "SOP", "owner": "Ana", "verifier": "Ben",
        "status": "Verified", "last": "2026-04-01", "link": "https://example.com/x", "workflow": "WF-1",
        "project": "", "tags": "ops", "summary": f"About {key}",
    }  # fmt: skip
    return "| " + " | ".join((usual | cells).values()) + " |"


PEOPLE = """
    | Name  | Team  | Manager | Active |
    | Ana   | Ops   | Carl    | TRUE   |
    | Ben   | Ops   | Carl    | TRUE   |
    | Carl  | Ops   |         | TRUE   |
    | Marta | Ops   | Carl    | FALSE  |
"""
PROJECTS = """
    | Project ID | Project | Status      | Stage     |
    | PRJ-1      | Launch  | In progress | Execution |
    | PRJ-2      | Old     | Complete    | Closed    |
"""
STEPS = """
    | Workflow ID | Workflow | Step no. | Step  | SOP ID | Volume a week |
    | WF-1        | Claims   | 1        | Check | SOP-1  | 10            |
    | WF-2        | Refunds  | 1        | Check |        | 4             |
"""


def index(*rows: str, **more: Any) -> Result:
    return analyse(*world_of(knowledge=HEAD + "\n".join(rows), **{"people": PEOPLE, **more}))


def gap_of(result: Result, key: str) -> Gap:
    return next(gap for gap in result.gaps if gap.key == key)


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "Verified"),
        ({"last": "2025-10-27"}, "Due soon"),
        ({"last": "2025-10-15"}, "Needs review"),
        ({"last": ""}, "Needs review"),
        ({"last": "2026-05-01"}, "Needs review"),
        ({"status": "Draft"}, "Draft"),
        ({"status": "Archived"}, "Archived"),
        ({"type": "FAQ", "last": "2026-01-10"}, "Needs review"),
    ],
)
def test_state_by_the_types_interval(cells: dict[str, str], state: str) -> None:
    assert row_of(index(doc("SOP-1", **cells)), key="SOP-1")["state"] == state


def test_trust_is_the_verified_share_of_what_is_live() -> None:
    result = index(
        doc("SOP-1"),
        doc("SOP-2", last="2025-10-27"),
        doc("SOP-3", last=""),
        doc("SOP-4", status="Draft"),
        doc("SOP-5", status="Archived"),
    )
    trust = result.figures[0]
    assert trust.value == pytest.approx(2 / 3)
    assert trust.basis == "2 verified of 3 live, target 80%"
    assert result.more["trust_by_owner"].to_dict("records") == [
        {"group": "Ana", "verified": 2, "live": 3, "share": pytest.approx(2 / 3)}
    ]


@pytest.mark.parametrize(
    ("verifier", "expected", "why"),
    [("Ben", "Ben", ""), ("Marta", "Carl", "Marta has left"), ("", "Carl", "no verifier")],
)
def test_reviews_of_leavers_and_of_nobody_fall_to_the_teams_lead(
    verifier: str, expected: str, why: str
) -> None:
    row = row_of(index(doc("SOP-1", verifier=verifier, last="")), key="SOP-1")
    assert (row["verifier"], row["why"]) == (expected, why)


def test_each_verifier_gets_one_list_with_the_most_urgent_first() -> None:
    result = index(
        doc("SOP-1", last="2025-09-01"),
        doc("SOP-2", last="2025-03-01"),
        doc("SOP-3", verifier="Marta", last=""),
        doc("SOP-4"),
        doc("SOP-5", last="2025-10-27"),
    )
    due = result.more["by_verifier"]
    assert list(zip(due["verifier"], due["key"], strict=True)) == [
        ("Ben", "SOP-2"), ("Ben", "SOP-1"), ("Ben", "SOP-5"), ("Carl", "SOP-3"),
    ]  # fmt: skip


def test_a_stale_sop_that_an_active_project_uses_comes_first() -> None:
    result = index(
        doc("SOP-1", last="2024-01-01", project="PRJ-2"),
        doc("SOP-2", last="2025-10-01", project="PRJ-1"),
        projects=PROJECTS,
    )
    assert result.frame["key"].iloc[0] == "SOP-2"
    assert "an active project uses it: PRJ-1" in result.frame["check"].iloc[0]
    sizes = {gap.key: gap.size for gap in result.gaps}
    assert sizes["knowledge/SOP-2/review"] > sizes["knowledge/SOP-1/review"]


def test_workflows_and_active_projects_without_current_guidance_are_gaps() -> None:
    result = index(doc("SOP-1"), workflow_steps=STEPS, projects=PROJECTS)
    what = [gap.what for gap in result.gaps if gap.kind == "coverage"]
    assert what == ["Workflow WF-2 Refunds has no SOP", "Active project PRJ-1 Launch has no SOP"]
    assert gap_of(result, "coverage/workflow WF-2").size == 4
    assert row_of(result, key="coverage/workflow WF-1")["state"] == "Covered"
    assert row_of(result, key="coverage/project PRJ-1")["state"] == "No SOP"


def test_stale_guidance_does_not_cover() -> None:
    result = index(doc("SOP-1", last=""), workflow_steps=STEPS)
    gap = gap_of(result, "coverage/workflow WF-1")
    assert gap.what == "Workflow WF-1 Claims has stale guidance only"
    assert gap.close_by == "Verify SOP-1."


def test_an_sop_that_nobody_refers_to_is_a_gap_and_a_used_one_is_none() -> None:
    result = index(doc("SOP-1", workflow=""), doc("SOP-9", workflow=""), workflow_steps=STEPS)
    keys = {gap.key for gap in result.gaps}
    assert "coverage/SOP-9/orphan" in keys
    assert "coverage/SOP-1/orphan" not in keys, "a step names it"


def test_a_step_that_names_an_unknown_sop_is_a_gap() -> None:
    result = index(doc("SOP-2"), workflow_steps=STEPS)
    assert (
        gap_of(result, "coverage/Claims, Check/SOP-1").what
        == "Claims, Check names SOP-1, which is not in Knowledge"
    )


def test_likely_duplicates_are_questions_and_versions_are_told_apart() -> None:
    result = index(
        doc("CAS-1", "Search ads launch in Mexico", type="Case"),
        doc("CAS-2", "Launch of search ads in Mexico", type="Case"),
        doc("SOP-1", "Agency accounts"),
        doc("SOP-2", "Agency accounts (new)"),
    )
    duplicates, versions = (
        gap_of(result, "knowledge/CAS-1+CAS-2"),
        gap_of(result, "knowledge/SOP-1+SOP-2"),
    )
    assert duplicates.what.startswith("Are CAS-1 ")
    assert duplicates.what.endswith("one document?")
    assert versions.what.endswith("look like versions of one document")
    assert row_of(result, key="SOP-1")["alike"] == "version of SOP-2"
    assert row_of(result, key="CAS-2")["alike"] == "same as CAS-1?"


def test_an_archived_twin_is_not_asked_about() -> None:
    result = index(
        doc("SOP-1", "Agency accounts"), doc("SOP-2", "Agency accounts v2", status="Archived")
    )
    assert "knowledge/SOP-1+SOP-2" not in {gap.key for gap in result.gaps}


def test_inconsistencies_stand_beside_the_resource_and_once_in_the_gaps() -> None:
    result = index(
        doc("SOP-1", link="http://example.com"),
        doc("SOP-2", link=""),
        doc("SOP-3", link="here", summary=""),
    )
    assert row_of(result, key="SOP-1")["check"] == "link is not https"
    assert row_of(result, key="SOP-3")["check"] == "no summary; link says 'here' and leads nowhere"
    assert gap_of(result, "knowledge/tidy/no link").evidence == "SOP-2"
    assert gap_of(result, "knowledge/tidy/links that are not https").evidence == "SOP-1, SOP-3"


def test_tags_that_are_not_on_the_teams_list_are_named() -> None:
    rules = settings_of(knowledge={"tags": ("ops", "launch")})
    result = index(doc("SOP-1", tags="ops, lnch"), rules=rules)
    assert row_of(result, key="SOP-1")["check"] == "tag lnch is not on the list"


def test_a_fresh_consistent_register_has_no_gap() -> None:
    assert not index(doc("SOP-1"), doc("SOP-2", "Paying creators")).gaps


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"status": "Draft"}, "Logged"),
        ({"status": "Verified", "summary": "Built into SOP-1"}, "Adopted"),
        ({"status": "Verified", "summary": "Good idea"}, "Adopted, no changed SOP named"),
        ({"status": "Archived"}, "Closed"),
    ],
)
def test_lessons_go_from_logged_to_adopted_to_closed(cells: dict[str, str], state: str) -> None:
    result = index(doc("SOP-1"), doc("BP-1", "Soft launch first", type="Best practice", **cells))
    assert result.more["lessons"]["state"].tolist() == [state]


def test_an_old_lesson_that_nobody_adopted_is_a_gap() -> None:
    result = index(doc("BP-1", type="Best practice", status="Draft", last="2025-06-01"))
    assert gap_of(result, "knowledge/BP-1/lesson").what.endswith("a lesson that nobody adopted")


def test_doubled_ids_keep_rows_apart_and_only_https_links_lead_away() -> None:
    result = index(doc("SOP-1"), doc("SOP-1", "Another one", link="http://example.com"))
    assert sorted(result.frame["key"]) == ["SOP-1", "SOP-1 #2"]
    urls = {link.url for link in result.frame["link"]}
    assert urls == {"https://example.com/x", ""}


def test_an_empty_register_has_its_columns() -> None:
    result = index()
    assert result.frame.empty
    assert result.figures[0].value is None
