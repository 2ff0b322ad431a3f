from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mso_sheets.analyses.kickoff import kickoff_markdown
from mso_sheets.errors import ConfigError
from tests.analyses.insight_world import world_of

PROJECTS = """
    | Project ID | Project                       | Owner | Stage  | Status      | Objective                       |
    | PRJ-1      | Search ads launch in Peru     | Ana   | Design | Not started | Open search ads to advertisers  |
    | PRJ-2      | Search ads launch in Chile    | Ben   | Closed | Complete    | Open search ads to advertisers  |
    | PRJ-3      | Payroll system replacement    | Cleo  | Design | In progress | New software for salaries       |
"""  # noqa: E501
KNOWLEDGE = """
    | Doc ID | Title                            | Type          | Owner | Status   | Last verified | Link                  | Project ID | Workflow ID | Tags   |
    | CAS-1  | Search ads launch in Mexico      | Case          | Ana   | Verified | 2026-04-01    | https://example.com/1 | PRJ-2      |             | launch |
    | CAS-2  | Video ads launch in Colombia     | Case          | Ana   | Verified | 2026-04-01    | https://example.com/2 |            |             | launch |
    | CAS-3  | Search ads pricing in Brazil     | Case          | Ana   | Verified | 2026-04-01    | https://example.com/3 |            |             |        |
    | CAS-4  | Office move without lost days    | Case          | Ana   | Verified | 2026-04-01    | https://example.com/4 |            |             |        |
    | CAS-5  | Launch of search ads in Mexico   | Case          | Ana   | Draft    |               | https://example.com/5 |            |             |        |
    | BP-1   | Ask ten advertisers first        | Best practice | Ana   | Verified | 2026-04-01    | https://example.com/6 | PRJ-2      |             |        |
    | SOP-1  | Design review of a product       | SOP           | Ana   | Verified | 2026-04-01    | https://example.com/7 |            |             | design |
    | SOP-2  | Salary run                       | SOP           | Ana   | Verified | 2026-04-01    | https://example.com/8 | PRJ-3      | WF-9        |        |
    | TPL-1  | Launch brief                     | Template      | Ana   | Verified | 2024-04-01    | javascript:alert(1)   | PRJ-1      |             |        |
    | SOP-3  | Search ads launch checklist      | SOP           | Ana   | Archived | 2026-04-01    | https://example.com/9 |            |             |        |
"""  # noqa: E501
RISKS = """
    | Risk ID | Title               | Project ID | Probability | Impact | Response | Status |
    | RSK-1   | Regulator says no   | PRJ-2      | 2           | 5      | Ask early | Open  |
    | RSK-2   | Sellers stay away   | PRJ-2      | 4           | 4      |          | Open   |
    | RSK-3   | Solved long ago     | PRJ-2      | 5           | 5      |          | Closed |
    | RSK-4   | Data lost in move   | PRJ-3      | 5           | 5      |          | Open   |
"""


def pack(project: str, **more: Any) -> str:
    tables: dict[str, Any] = {"projects": PROJECTS, "knowledge": KNOWLEDGE, "risks": RISKS}
    return kickoff_markdown(*world_of(date(2026, 4, 14), **(tables | more)), project)


def part(text: str, heading: str) -> list[str]:
    """The lines of one section."""
    return text.split(f"## {heading}\n\n")[1].split("\n\n", maxsplit=1)[0].splitlines()


def test_the_three_most_similar_cases_come_first_and_a_twin_counts_once() -> None:
    cases = part(pack("PRJ-1"), "Similar cases")
    assert len(cases) == 3
    assert cases[0].startswith("- [Search ads launch in Mexico](https://example.com/1)")
    assert not any("CAS-4" in line or "CAS-5" in line for line in cases)


def test_lessons_of_similar_projects_are_listed() -> None:
    assert part(pack("PRJ-1"), "Their lessons")[0].startswith("- [Ask ten advertisers first]")


def test_guidance_is_linked_then_for_the_stage_then_alike_and_never_archived() -> None:
    lines = part(pack("PRJ-1"), "SOPs, guidelines and templates")
    assert "TPL-1, Template; linked to this project; **Needs review**" in lines[0]
    assert "SOP-1, SOP; for stage Design" in lines[1]
    assert not any("SOP-3" in line for line in lines)


def test_links_that_are_not_https_lead_nowhere() -> None:
    text = pack("PRJ-1")
    assert "javascript" not in text
    assert "- Launch brief (TPL-1" in text


def test_open_risks_of_similar_projects_are_listed_the_heaviest_first() -> None:
    risks = part(pack("PRJ-1"), "Open risks of similar projects")
    assert risks == [
        "- Sellers stay away (PRJ-2; score 16; response: none written)",
        "- Regulator says no (PRJ-2; score 10; response: Ask early)",
    ]


@pytest.mark.parametrize("wanted", ["PRJ-1", "prj 1", "Search ads launch in Peru", "peru"])
def test_a_project_is_found_by_id_by_name_or_by_a_word_that_only_it_has(wanted: str) -> None:
    assert pack(wanted).startswith("# Kick-off pack: Search ads launch in Peru (PRJ-1)")


@pytest.mark.parametrize("wanted", ["PRJ-9", "search ads", ""])
def test_an_unknown_or_unclear_project_names_the_nearest(wanted: str) -> None:
    with pytest.raises(ConfigError, match="Name one by its ID or name, such as: ") as error:
        pack(wanted)
    assert error.value.exit_code == 2


def test_without_knowledge_it_says_so_and_still_names_risks_and_projects() -> None:
    text = kickoff_markdown(*world_of(projects=PROJECTS, risks=RISKS), "PRJ-1")
    assert "There is no Knowledge tab yet" in text
    assert "Sellers stay away" in text
    assert "- Search ads launch in Chile (PRJ-2, Complete" in text


def test_without_projects_there_is_nothing_to_find() -> None:
    with pytest.raises(ConfigError, match="no Projects tab"):
        kickoff_markdown(*world_of(), "PRJ-1")


def test_hostile_names_stay_text() -> None:
    projects = "| Project ID | Project |\n| P-1 | [x](https://evil.example) <b>\\nnew `line` |"
    text = kickoff_markdown(*world_of(projects=projects), "P-1")
    assert (
        text.splitlines()[0]
        == "# Kick-off pack: \\[x\\](https://evil.example) \\<b\\> new \\`line\\` (P-1)"
    )
