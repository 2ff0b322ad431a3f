from __future__ import annotations

from mso_sheets.methods.workflow_map import (
    Step,
    WorkflowMap,
    changes_of_team,
    dead_ends,
    doubled,
    make_map,
    missing_fields,
    natural,
    orphans,
)


def drawn(*steps: tuple[str, str, str]) -> WorkflowMap:
    """Steps as (number, name, next steps with semicolons)."""
    return make_map(
        "WF-1",
        "Claims",
        [
            Step(number, name, next=tuple(t.strip() for t in after.split(";") if t.strip()))
            for number, name, after in steps
        ],
    )


def test_numbers_are_ordered_as_people_count() -> None:
    assert sorted(["10", "2", "2a", "1", "2.10", "2.9"], key=natural) == [
        "1", "2", "2.9", "2.10", "2a", "10",
    ]  # fmt: skip


def test_without_next_steps_each_step_leads_to_the_next_number() -> None:
    found = drawn(("2", "Check", ""), ("1", "Register", ""), ("10", "Pay", ""))
    assert [step.name for step in found.steps] == ["Register", "Check", "Pay"]
    assert found.follows == ((1,), (2,), ())
    assert dead_ends(found) == ()


def test_next_steps_name_numbers_or_names_with_conditions() -> None:
    found = drawn(
        ("1", "Register", "2"),
        ("2", "Decide", "3 (if accepted); Reject; 9"),
        ("3", "Pay", "End"),
        ("4", "Reject", "end"),
    )
    assert found.follows == ((1,), (2, 3), (), ())
    assert found.unknown == ((1, "9"),)
    assert found.ends == (2, 3)
    assert dead_ends(found) == ()


def test_branches_only_filled_in_means_an_empty_cell_leads_on() -> None:
    found = drawn(("1", "A", ""), ("2", "B", "3; 4"), ("3", "C", ""), ("4", "D", ""))
    assert found.follows == ((1,), (2, 3), (3,), ())


def test_a_step_without_successor_among_steps_that_have_one_is_a_dead_end() -> None:
    found = drawn(("1", "A", "2; 3"), ("2", "B", ""), ("3", "C", "4"), ("4", "D", ""))
    assert dead_ends(found) == (1,)


def test_a_step_that_nothing_leads_to_is_an_orphan() -> None:
    found = drawn(("1", "A", "3"), ("2", "B", "3"), ("3", "C", ""))
    assert orphans(found) == (1,)
    assert orphans(drawn(("1", "A", "2"), ("2", "B", ""))) == ()


def test_loops_are_found_once_each_with_their_members() -> None:
    found = drawn(("1", "A", "2"), ("2", "B", "3"), ("3", "C", "2; 4"), ("4", "D", "4"))
    assert found.loops == ((1, 2), (3,))
    assert drawn(("1", "A", "2"), ("2", "B", "")).loops == ()


def test_doubled_numbers_and_names_are_found() -> None:
    found = drawn(("1", "Check", ""), ("1", "Pay", ""), ("3", "CHECK ", ""))
    assert doubled(found) == ((0, 1, "number"), (0, 2, "name"))


def test_missing_fields_are_told_only_for_columns_that_are_there() -> None:
    step = Step("1", "Check", owner="Ana", sla=8.0)
    assert missing_fields(step, ("owner", "input", "output", "SOP", "SLA")) == (
        "input",
        "output",
        "SOP",
    )
    assert missing_fields(step, ("owner", "SOP")) == ("SOP",)
    assert missing_fields(Step("1", "Check", role="Clerk"), ("owner",)) == ("owner",)


def test_arrows_between_teams_are_hand_offs() -> None:
    steps = [
        Step("1", "A", team="Sales"),
        Step("2", "B", team="sales "),
        Step("3", "C", team="Finance"),
    ]
    assert changes_of_team(make_map("WF-1", "Claims", steps)) == ((1, 2),)


def test_an_empty_workflow_has_no_arrows() -> None:
    assert make_map("WF-1", "Claims", []).follows == ()
