from __future__ import annotations

from typing import Any

from mso_sheets.analyses.mining import analyse
from mso_sheets.model.result import Result
from tests.analyses.insight_world import row_of, world_of

LOG = """
    | Workflow ID | Case ID | Step  | Started          | Finished         | Person |
    | WF-1        | c1      | Check | 2026-03-02 09:00 | 2026-03-02 10:00 | Ana    |
    | WF-1        | c1      | Pay   | 2026-03-02 14:00 | 2026-03-02 15:00 | Ben    |
    | WF-1        | c2      | Check | 2026-03-03 09:00 | 2026-03-03 10:00 | Ana    |
    | WF-1        | c2      | Pay   | 2026-03-03 09:30 | 2026-03-03 15:00 | Ben    |
    | WF-1        | c3      | Check | 2026-03-04 09:00 |                  | Ana    |
"""


def mined(**tables: Any) -> Result:
    return analyse(*world_of(**tables))


def test_each_hand_off_has_its_count_and_hours() -> None:
    row = row_of(mined(step_log=LOG), key="WF-1/Check → Pay")
    assert (row["count"], row["total"], row["median"], row["overlaps"]) == (2, 4.0, 2.0, 1)
    assert row["timing"] == "waiting"


def test_events_cases_variants_and_what_still_runs_are_counted() -> None:
    result = mined(step_log=LOG)
    assert {figure.name: figure.value for figure in result.figures} == {
        "Events": 5,
        "Cases": 3,
        "Variants": 2,
    }
    assert result.figures[1].basis == "1 still run"
    assert result.more["variants"]["path"].tolist() == ["Check → Pay", "Check"]
    assert result.more["hand_overs"].to_dict("records") == [
        {"workflow": "WF-1", "from": "Ana", "to": "Ben", "count": 2, "share": 1.0}
    ]


def test_deviations_are_listed_where_there_is_a_map() -> None:
    steps = """
        | Workflow ID | Step no. | Step   |
        | WF-1        | 1        | Check  |
        | WF-1        | 2        | Decide |
        | WF-1        | 3        | Pay    |
    """
    found = mined(step_log=LOG, workflow_steps=steps).more["deviations"]
    assert ("Decide", "skipped", 3) in list(
        zip(found["step"], found["kind"], found["cases"], strict=True)
    )


def test_without_events_it_says_what_it_needs() -> None:
    result = mined()
    assert result.unavailable == "needs a Step log with rows, or some weeks of history"
    assert list(result.frame.columns) == [column.field for column in result.columns]
