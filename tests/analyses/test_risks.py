"""Risks by score, what each lacks, and decisions that nobody took."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mso_sheets.analyses import risks
from mso_sheets.model.result import Result
from tests.analyses.project_world import records, world

RISKS = """
    | Risk ID | Type  | Title    | Project ID | Probability | Impact | Owner | Response | Review date | Status     |
    | R-1     | Risk  | Delay    | P-1        | 4           | 5      | Ana   | Mitigate | 2026-05-01  | Open       |
    | R-2     | Risk  | Cost     | P-1        | 2           | 3      |       |          | 2026-04-08  | Mitigating |
    | R-3     | Issue | Outage   | P-1        |             |        | Ben   |          |             | Open       |
    | R-4     | Risk  | Gone     | P-1        | 5           | 5      |       |          | 2026-01-01  | Closed     |
    | R-5     | Risk  | Unscored | P-1        |             | 4      | Ben   | Accept   |             | Open       |
"""  # noqa: E501
DECISIONS = """
    | Decision ID | Date       | Decision  | Decided by | Review date | Status     |
    | D-1         | 2026-03-01 | Go        |            |             | Agreed     |
    | D-2         | 2026-03-01 | Stop      | Ana        | 2026-04-13  | Agreed     |
    | D-3         | 2026-03-01 | Old       |            |             | Superseded |
    | D-4         | 2026-03-01 | Maybe     |            |             | Proposed   |
    | D-5         | 2026-03-01 | Fine      | Ana        | 2026-09-01  | Agreed     |
"""


def risks_of(**tables: str) -> Result:
    return risks.analyse(*world(tables))


def rows_of(result: Result) -> dict[str, dict[str, Any]]:
    return records(result.frame)


def test_open_risks_are_ranked_by_probability_times_impact() -> None:
    result = risks_of(risks=RISKS)
    assert result.frame["key"].tolist() == ["R-1", "R-2", "R-3", "R-5"]
    assert result.frame["score"].tolist()[:2] == [20, 6]
    figures = {figure.name: figure.value for figure in result.figures}
    assert (figures["Open risks and issues"], figures["Score 15 or more"]) == (4, 1)
    assert figures["Without an owner"] == 1


def test_what_a_risk_lacks_is_told_with_its_fix() -> None:
    actions = (
        "| Action ID | Action | Owner | Due date | Status |\n| A-1 | x | Ana | 2026-05-01 | Open |"
    )
    result = risks_of(risks=RISKS, actions=actions)
    rows = rows_of(result)
    assert rows["R-1"]["lacks"] == ""
    assert rows["R-2"]["lacks"] == "no owner, no response, review 4 working days overdue"
    assert rows["R-3"]["lacks"] == "no action"
    assert rows["R-5"]["lacks"] == "no score"
    gaps = {gap.key: gap for gap in result.gaps}
    assert set(gaps) == {"risk/R-2", "risk/R-3", "risk/R-5"}
    assert gaps["risk/R-3"].close_by == "Add an action that names its ID"
    assert gaps["risk/R-2"].size == 6


def test_an_issue_is_covered_by_an_action_that_names_it() -> None:
    actions = """
        | Action ID | Action          | Owner | Due date   | Status   |
        | A-0       | Fix R-3         | Ana   | 2026-05-01 | Complete |
        | A-1       | Fix (R-3) again | Ana   | 2026-05-01 | Open     |
        | A-2       | Fix R-30        | Ana   | 2026-05-01 | Open     |
    """
    row = rows_of(risks_of(risks=RISKS, actions=actions))["R-3"]
    assert (row["lacks"], row["action"]) == ("", "A-1")


def test_without_an_actions_tab_an_issue_is_not_blamed() -> None:
    assert rows_of(risks_of(risks=RISKS))["R-3"]["lacks"] == ""


def test_decisions_without_a_decider_or_past_their_review_are_listed() -> None:
    result = risks_of(decisions=DECISIONS)
    rows = rows_of(result)
    assert rows["D-1"]["lacks"] == "nobody decided"
    assert rows["D-2"]["lacks"] == "review 1 working day overdue"
    assert set(rows) == {"D-1", "D-2"}
    assert pd.isna(rows["D-1"]["days_overdue"])
    assert {f.name: f.value for f in result.figures}["Decisions superseded"] == 1


def test_neither_tab_is_said() -> None:
    assert risks_of(projects="| Project ID | Project |").unavailable == (
        "needs the tab for risks or decisions"
    )
