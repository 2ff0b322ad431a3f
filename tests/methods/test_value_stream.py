from __future__ import annotations

import math

import pytest

from mso_sheets.methods.value_stream import stream_of
from mso_sheets.methods.workflow_map import Step, make_map


def test_a_line_sums_process_and_wait_and_counts_changes_of_team() -> None:
    found = stream_of(
        make_map(
            "WF-1",
            "Claims",
            [
                Step("1", "Register", team="Desk", process=1, wait=0),
                Step("2", "Check", team="Risk", process=2, wait=30),
                Step("3", "Pay", team="Risk", process=0.5, wait=16.5),
            ],
        )
    )
    assert (found.process, found.wait, found.lead) == (3.5, 46.5, 50.0)
    assert found.efficiency == pytest.approx(0.07)
    assert (found.hand_offs, found.known) == (1, 3)


def test_with_branches_the_longest_way_counts_and_a_loop_is_walked_once() -> None:
    steps = [
        Step("1", "A", process=1, next=("2", "3")),
        Step("2", "B", process=5, wait=5, next=("4",)),
        Step("3", "C", process=1, next=("1", "4")),
        Step("4", "D", process=1),
    ]
    found = stream_of(make_map("WF-1", "Claims", steps))
    assert found.way == (0, 1, 3)
    assert found.lead == 12


def test_missing_times_count_as_nothing_and_are_owned_up_to() -> None:
    found = stream_of(make_map("WF-1", "Claims", [Step("1", "A", process=2), Step("2", "B")]))
    assert (found.lead, found.known) == (2, 1)
    assert math.isnan(stream_of(make_map("WF-1", "Claims", [Step("1", "A")])).efficiency)
    assert stream_of(make_map("WF-1", "Claims", [])).way == ()
