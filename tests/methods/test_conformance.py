from __future__ import annotations

import random
from collections import Counter

import pytest

from mso_sheets.methods.conformance import (
    align,
    allowed_paths,
    forgive_walks,
)
from mso_sheets.methods.deviations import deviations
from mso_sheets.methods.workflow_map import Step, WorkflowMap, make_map
from tests.oracle.insight import difference, fitness, longest_common


def drawn(*after: str) -> WorkflowMap:
    """Steps A, B, C... with the letters that may follow each."""
    names = "ABCDEFGH"
    return make_map(
        "WF-1",
        "Claims",
        [Step(str(n + 1), names[n], next=tuple(text) or ("end",)) for n, text in enumerate(after)],
    )


def classes(case: str, path: str) -> list[tuple[str, str]]:
    found = deviations([case], [path], align([case], [path]), "ABCDE")
    return list(zip(found["letter"], found["kind"], strict=True))


def paths_of(found: WorkflowMap) -> list[str]:
    return ["".join("ABCDEFGH"[n] for n in way) for way in allowed_paths(found)]


def test_a_line_allows_one_path_and_a_branch_allows_each_way() -> None:
    assert paths_of(drawn("B", "C", "")) == ["ABC"]
    assert sorted(paths_of(drawn("BC", "D", "D", ""))) == ["ABD", "ACD"]


def test_a_loop_may_be_walked_and_does_not_grow_without_end() -> None:
    found = paths_of(drawn("B", "AC", ""))
    assert found[0] == "ABC"
    assert "ABABC" in found
    assert len(found) == 3


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("ABCDE", 1.0),
        ("ABCD", 1 - 1 / 9),
        ("ABCDEE", 1 - 1 / 11),
        ("ACBDE", 1 - 2 / 10),
        ("ABXCDE", 1 - 1 / 11),
        ("XYZ", 0.0),
    ],
)
def test_fitness_is_one_minus_indel_over_both_lengths(case: str, expected: float) -> None:
    assert align([case], ["ABCDE"]).fitness[0] == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(10))
def test_fitness_equals_the_plain_oracle_on_random_cases_and_branches(seed: int) -> None:
    draw = random.Random(seed)
    paths = ["".join(draw.choices("ABCDEF", k=draw.randint(1, 7))) for _ in range(4)]
    cases = ["".join(draw.choices("ABCDEFXY", k=draw.randint(1, 10))) for _ in range(60)]
    found = align(cases, paths)
    assert found.fitness.tolist() == pytest.approx([fitness(case, paths) for case in cases])


def test_the_nearest_branch_is_taken() -> None:
    found = align(["ACD", "ABD", "AD"], ["ABD", "ACD"])
    assert found.path.tolist()[:2] == [1, 0]
    assert found.fitness.tolist() == pytest.approx([1.0, 1.0, 1 - 1 / 5])


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("ACD", [("B", "skipped")]),
        ("ABBCD", [("B", "repeated")]),
        ("ABXCD", [("X", "unmapped")]),
        ("ACBD", [("B", "out of order")]),
        ("ABCDE", [("E", "extra")]),
        ("ABCD", []),
    ],
)
def test_differences_are_named_in_classes(case: str, expected: list[tuple[str, str]]) -> None:
    assert classes(case, "ABCD") == expected


def test_two_steps_exchanged_are_out_of_order_and_not_skipped() -> None:
    kinds = {kind for _, kind in classes("ADCB", "ABCD")}
    assert kinds == {"out of order"}


def test_deviations_name_their_variant_and_leave_fitting_ones_out() -> None:
    variants, paths = ["ABC", "AC", "ABBC"], ["ABC"]
    found = deviations(variants, paths, align(variants, paths), "ABC")
    assert found.to_dict("records") == [
        {"variant": 1, "letter": "B", "kind": "skipped"},
        {"variant": 2, "letter": "B", "kind": "repeated"},
    ]


@pytest.mark.parametrize("seed", range(10))
def test_classes_equal_the_plain_oracle_on_random_cases(seed: int) -> None:
    draw = random.Random(seed)
    paths = ["".join(draw.choices("ABCDEF", k=draw.randint(1, 6))) for _ in range(3)]
    cases = ["".join(draw.choices("ABCDEFXY", k=draw.randint(1, 9))) for _ in range(50)]
    alignment = align(cases, paths)
    found = deviations(cases, paths, alignment, "ABCDEF")
    for place, case in enumerate(cases):
        mine = found[found["variant"] == place]
        got = set(zip(mine["letter"], mine["kind"], strict=True))
        path = paths[int(alignment.path[place])]
        expected = difference(case, path, "ABCDEF")
        assert {pair for pair in got if pair[1] != "out of order"} == expected
        moved = {letter for letter, kind in got if kind == "out of order"}
        shared = sum((Counter(case) & Counter(path)).values())
        assert bool(moved) == (shared > longest_common(case, path)), (case, path)


def test_a_case_that_walks_the_maps_own_loop_ten_times_fits() -> None:
    found, letters = drawn("B", "AC", ""), "ABC"
    case = "AB" * 10 + "C"
    bare = align([case, "ABAC"], paths_of(found))
    assert bare.fitness[0] < 1
    forgiven = forgive_walks(bare, [case, "ABAC"], found, letters)
    assert forgiven.fitness[0] == 1
    assert forgiven.fitness[1] == bare.fitness[1] < 1
    assert forgiven.distance.tolist() == [0, 1]


def test_no_cases_have_no_fitness() -> None:
    assert align([], ["ABC"]).fitness.tolist() == []
    assert deviations([], ["ABC"], align([], ["ABC"]), "ABC").empty
