"""What each stage asks for, what is missing, and the gates as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from mso_sheets.analyses import stage_gates
from mso_sheets.errors import ConfigError
from mso_sheets.model.result import Result
from mso_sheets.settings.models import STAGE_GATES, StageGate, WorkbookSettings
from mso_sheets.settings.stage_gates import load_stage_gates
from tests.analyses.project_world import world
from tests.making import CONFIG, settings_of

KNOWLEDGE = """
    | Doc ID | Title  | Type | Owner | Project ID |
    | DOC-1  | Launch | Case | Ana   | P-2        |
    | DOC-2  | Guide  | SOP  | Ana   | P-1        |
"""


def gates_of(projects: str, rules: WorkbookSettings | None = None, **more: str) -> Result:
    return stage_gates.analyse(*world({"projects": projects, **more}, rules=rules))


def missing(result: Result) -> list[tuple[str, str]]:
    return list(zip(result.frame["project"], result.frame["missing"], strict=True))


def test_a_project_in_review_without_a_case_or_lesson_is_a_gap() -> None:
    projects = """
        | Project ID | Project | Owner | Stage  | Status      |
        | P-1        | Launch  | Ana   | Review | In progress |
        | P-2        | Pilot   | Ben   | Closed | In progress |
    """
    result = gates_of(projects, knowledge=KNOWLEDGE)
    assert missing(result) == [("P-1", "Case or Best practice")]
    (gap,) = result.gaps
    assert (gap.key, gap.kind, gap.owner) == (
        "stage-gate/P-1/case-or-best-practice",
        "stage gate",
        "Ana",
    )
    assert gap.evidence == "in Review; Review asks for it"
    assert gap.close_by == "Write a case or best practice for it on Knowledge, with its Project ID"


def test_a_stage_asks_for_what_all_stages_before_it_ask_for() -> None:
    projects = """
        | Project ID | Project | Stage     | Sponsor | Objective | Start date | Baseline due date |
        | P-1        | a       | Design    | Zoe     |           | 2026-04-01 |                   |
        | P-2        | b       | Execution | Zoe     |           | 2026-04-01 |                   |
    """
    result = gates_of(projects)
    assert missing(result) == [
        ("P-1", "Objective"), ("P-2", "Objective"), ("P-2", "Baseline due date"),
    ]  # fmt: skip


def test_what_is_asked_for_in_one_stage_only_is_not_asked_for_later() -> None:
    projects = """
        | Project ID | Project | Stage             | Next step |
        | P-1        | a       | Progress tracking |           |
        | P-2        | b       | Review            |           |
    """
    assert ("P-1", "Next step") in missing(gates_of(projects))
    assert ("P-2", "Next step") not in missing(gates_of(projects))


def test_a_complete_project_must_meet_all_gates_and_a_cancelled_one_none() -> None:
    projects = """
        | Project ID | Project | Stage  | Status    | Finished date |
        | P-1        | a       | Design | Complete  |               |
        | P-2        | b       | Closed | Cancelled |               |
    """
    assert missing(gates_of(projects)) == [("P-1", "Finished date")]


def test_rows_of_other_tabs_count_by_the_project_they_name() -> None:
    projects = """
        | Project ID | Project | Stage     |
        | P-1        | Launch  | Execution |
        | P-2        | Pilot   | Execution |
    """
    tasks = "| Task ID | Project ID | Task | Status |\n| T-1 | Launch | a | Open |"
    result = gates_of(projects, tasks=tasks)
    assert missing(result) == [("P-2", "rows on Tasks")]


def test_what_cannot_be_checked_is_said_and_is_no_gap() -> None:
    result = gates_of("| Project ID | Project | Stage |\n| P-1 | a | Review |")
    assert result.frame.empty
    note = result.notes[-1]
    assert note.startswith("Not checked: ")
    assert "Sponsor (no such column)" in note


def test_projects_without_a_stage_are_named() -> None:
    result = gates_of("| Project ID | Project | Stage |\n| P-1 | a | |\n| P-2 | b | Design |")
    assert "Not checked, no stage: P-1" in result.notes


def test_an_action_that_names_the_gap_covers_it() -> None:
    actions = """
        | Action ID | Action                              | Owner | Due date   | Status |
        | ACT-3     | Write it: stage-gate/P-1/objective. | Ana   | 2026-05-01 | Open   |
    """
    projects = "| Project ID | Project | Stage | Objective |\n| P-1 | a | Design | |"
    assert [gap.action for gap in gates_of(projects, actions=actions).gaps] == ["ACT-3"]


def test_a_team_may_have_its_own_gates() -> None:
    rules = settings_of(stage_gates={"Design": StageGate(fields=("Channel",))})
    projects = "| Project ID | Project | Stage | Channel | Objective |\n| P-1 | a | Review | | |"
    assert missing(gates_of(projects, rules)) == [("P-1", "Channel")]


def test_the_shipped_file_says_what_the_defaults_say() -> None:
    assert load_stage_gates(CONFIG / "stage-gates.toml") == STAGE_GATES
    assert load_stage_gates(Path("nowhere.toml")) == STAGE_GATES


def test_every_mistake_in_the_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "stage-gates.toml"
    file.write_text('[Design]\nfields = 3\n[Review]\npapers = ["Case"]\n')
    with pytest.raises(ConfigError) as caught:
        load_stage_gates(file)
    assert "fields = 3" in str(caught.value)
    assert "papers" in str(caught.value)
