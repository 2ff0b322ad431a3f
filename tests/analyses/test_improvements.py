from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mso_sheets.analyses.improvements import analyse
from mso_sheets.model.cells import Cell
from mso_sheets.model.history import Event
from mso_sheets.model.result import Result
from tests.analyses.insight_world import row_of, world_of
from tests.making import serial

HEAD = """
    | Improvement ID | Workflow ID | Step no. | Proposal | Impact | Effort | Owner | Status | Action ID | Metric | Baseline | Target | Actual | Measured on |
"""  # noqa: E501


def judged(*rows: str, events: Sequence[Event] = (), **more: Any) -> Result:
    return analyse(*world_of(events=events, improvements=HEAD + "\n".join(rows), **more))


def idea(**cells: str) -> str:
    """A row with an implemented idea; cells by name."""
    usual = {
        "id": "IMP-1", "workflow": "WF-1", "step": "2", "proposal": "Auto-approve",
        "impact": "4", "effort": "2", "owner": "Ben", "status": "Implemented", "action": "ACT-1",
        "metric": "Wait (h)", "baseline": "20", "target": "6", "actual": "", "on": "",
    }  # fmt: skip
    return "| " + " | ".join((usual | cells).values()) + " |"


def implemented(day: date, record: str = "IMP-1") -> Event:
    return Event(day, "", "improvements", record, "status", "In progress", "Implemented")


@pytest.mark.parametrize(
    ("actual", "outcome"),
    [("7.5", "Verified"), ("19.8", "No effect"), ("25", "Worse"), ("", "To be measured")],
)
def test_did_it_work(actual: str, outcome: str) -> None:
    row = row_of(judged(idea(actual=actual)), key="IMP-1")
    assert row["verdict"] == outcome


def test_an_unmeasured_one_asks_its_owner() -> None:
    gap = judged(idea()).gaps[0]
    assert (gap.kind, gap.owner) == ("improvement", "Ben")
    assert gap.what == "Auto-approve: did it work? Not measured yet"
    assert gap.close_by == "Measure it now and type the Actual."


def test_before_the_days_have_passed_nothing_can_be_measured() -> None:
    events = [implemented(date(2026, 4, 6))]
    row = row_of(judged(idea(), events=events), key="IMP-1")
    assert row["next"] == "Measure from 4 May 2026 on."


def test_a_measurement_too_soon_after_the_change_does_not_count() -> None:
    events = [implemented(date(2026, 3, 2))]
    early = judged(idea(actual="7", on="2026-03-09"), events=events)
    assert row_of(early, key="IMP-1")["verdict"] == "To be measured"
    late = judged(idea(actual="7", on="2026-03-30"), events=events)
    assert row_of(late, key="IMP-1")["verdict"] == "Verified"


def test_without_a_target_nobody_knows_which_way_is_better() -> None:
    row = row_of(judged(idea(target="", actual="7")), key="IMP-1")
    assert (row["verdict"], row["evidence"]) == (
        "To be measured",
        "a Target says which way is better",
    )


def test_a_claim_of_success_that_the_figures_deny_is_named() -> None:
    row = row_of(judged(idea(status="Verified", actual="21")), key="IMP-1")
    assert row["next"] == "The status says Verified, the figures say Worse: check them."


def test_the_kpi_of_the_metrics_name_is_the_measurement() -> None:
    kpis = """
        | KPI ID | KPI      | Direction       | Period     | Target | Actual |
        | K-1    | Wait (h) | Lower is better | 2026-01-31 | 10     | 20     |
        | K-1    | Wait (h) | Lower is better | 2026-03-31 | 10     | 9      |
    """
    row = row_of(judged(idea(), events=[implemented(date(2026, 2, 2))], kpis=kpis), key="IMP-1")
    assert row["verdict"] == "Verified"
    assert row["evidence"].startswith("by the KPI of that name, Mar 2026: 20 to 9")


def test_the_log_before_and_after_the_change_is_the_measurement() -> None:
    steps = """
        | Workflow ID | Step no. | Step     |
        | WF-1        | 1        | Register |
        | WF-1        | 2        | Approve  |
    """
    log: list[list[Cell]] = [["Workflow ID", "Case ID", "Step", "Started", "Finished"]]
    for number in range(12):
        begin = datetime(2026, 3, 2, 9) + timedelta(days=number)
        wait = 20 if number < 6 else 4
        for step, hours in (("Register", 0.0), ("Approve", 1.0 + wait)):
            start = begin + timedelta(hours=hours)
            log.append(
                ["WF-1", f"c{number}", step, serial(start), serial(start + timedelta(hours=1))]
            )
    events = [implemented(date(2026, 3, 8))]
    row = row_of(judged(idea(), events=events, workflow_steps=steps, step_log=log), key="IMP-1")
    assert row["verdict"] == "Verified"
    assert row["evidence"] == "by the log: median wait in hours 20 (n=5) before, 4 (n=7) after" or (
        row["evidence"] == "by the log: median wait in hours 20 (n=6) before, 4 (n=6) after"
    )


@pytest.mark.parametrize(
    ("status", "action", "orphan"),
    [
        ("Approved", "", True),
        ("In progress", "", True),
        ("Approved", "ACT-9", True),
        ("Approved", "ACT-1", False),
        ("Proposed", "", False),
        ("Rejected", "", False),
    ],
)
def test_accepted_ones_without_an_action_are_orphans(
    status: str, action: str, orphan: bool
) -> None:
    actions = "| Action ID | Action | Owner | Status |\n| ACT-1 | Do it | Ben | Open |"
    result = judged(idea(status=status, action=action), actions=actions)
    assert any(gap.key.endswith("/orphan") for gap in result.gaps) == orphan


def test_the_backlog_is_in_the_order_in_which_to_work_it() -> None:
    result = judged(
        idea(id="IMP-1", status="Rejected"),
        idea(id="IMP-2", status="Proposed", impact="2", effort="5"),
        idea(id="IMP-3", status="Proposed", impact="5", effort="1"),
        idea(id="IMP-4", status="Proposed", impact="4", effort="4"),
        idea(id="IMP-5", status="Implemented", actual="7"),
        idea(id="IMP-6", status="Approved", action=""),
        idea(id="IMP-7", status="Proposed", impact="1", effort="1"),
        idea(id="IMP-8"),
    )
    assert result.frame["key"].tolist() == [
        "IMP-6", "IMP-8", "IMP-3", "IMP-4", "IMP-7", "IMP-2", "IMP-1", "IMP-5",
    ]  # fmt: skip
    assert result.frame["quadrant"].tolist()[2:6] == [
        "Quick win",
        "Major project",
        "Fill-in",
        "Thankless",
    ]


def test_an_empty_backlog_has_its_columns() -> None:
    result = judged()
    assert result.frame.empty
    assert list(result.frame.columns) == [column.field for column in result.columns]
