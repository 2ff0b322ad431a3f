"""Truth: General Foundry (Render, Stair & Hanna) and generated networks of an independent program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mso_sheets.methods.critical_path import Network, chance_within, critical_path, pert
from mso_sheets.methods.cycles import cycles, downstream

TRUTH = Path(__file__).parent.parent / "truth" / "critical_path"
NETWORKS = json.loads((TRUTH / "networks.json").read_text())
CYCLES = json.loads((TRUTH / "cycles.json").read_text())


def network_of(activities: dict[str, dict[str, Any]]) -> Network:
    place = {name: number for number, name in enumerate(activities)}
    edges = [
        (place[before], place[name], activity.get("lag", {}).get(before, 0))
        for name, activity in activities.items()
        for before in activity["predecessors"]
    ]
    durations = [activity["duration"] for activity in activities.values()]
    return Network(
        np.array(durations, dtype=float),
        np.array([edge[0] for edge in edges], dtype=np.int64),
        np.array([edge[1] for edge in edges], dtype=np.int64),
        np.array([edge[2] for edge in edges], dtype=float),
    )


def network(durations: list[float], *edges: tuple[int, int]) -> Network:
    before, after = [edge[0] for edge in edges], [edge[1] for edge in edges]
    return Network(
        np.array(durations, dtype=float),
        np.array(before, dtype=np.int64),
        np.array(after, dtype=np.int64),
        np.zeros(len(edges)),
    )


@pytest.mark.parametrize("case", NETWORKS, ids=lambda c: str(c["name"]))
def test_times_and_floats_are_those_of_the_source(case: dict[str, Any]) -> None:
    found = critical_path(network_of(case["activities"]))
    expected = case["expected"] if "expected" in case else case["recomputed"]
    names = list(case["activities"])

    def by_name(values: Any) -> dict[str, float]:
        return dict(zip(names, values.tolist(), strict=True))

    assert max(found.early_finish) == expected["duration"]
    assert by_name(found.early_start) == expected["ES"]
    assert by_name(found.early_finish) == expected["EF"]
    assert by_name(found.late_start) == expected["LS"]
    assert by_name(found.late_finish) == expected["LF"]
    assert by_name(found.total_float) == expected.get("total_float", expected.get("slack"))
    if "free_float" in expected:
        assert by_name(found.free_float) == expected["free_float"]
    critical = [name for name, flag in by_name(found.critical).items() if flag]
    assert sorted(critical) == sorted(expected["critical"])


def test_three_point_estimates_give_the_published_chance() -> None:
    case = NETWORKS[0]
    critical = case["published"]["critical"]
    estimates = [pert(*case["pert"]["optimistic_likely_pessimistic"][name]) for name in critical]
    mean, variance = (sum(values) for values in zip(*estimates, strict=True))
    assert mean == case["published"]["duration"]
    assert variance == pytest.approx(case["pert"]["published"]["project_variance"], abs=0.01)
    chance = case["pert"]["published"]["P_finish_within_16_weeks"]
    assert chance_within(mean, variance, 16) == pytest.approx(chance, abs=0.002)


@pytest.mark.parametrize("case", CYCLES, ids=lambda c: str(c["name"]))
def test_each_cycle_is_found_once_with_what_hangs_below_it(case: dict[str, Any]) -> None:
    names = sorted({name for edge in case["edges"] for name in edge})
    before = np.array([names.index(edge[0]) for edge in case["edges"]])
    after = np.array([names.index(edge[1]) for edge in case["edges"]])
    found = cycles(len(names), before, after)

    assert bool(found) is case["has_cycle"]
    if "cycles" in case:
        assert [[names[m] for m in knot.members] for knot in found] == case["cycles"]
    inside = np.zeros(len(names), dtype=bool)
    inside[[m for knot in found for m in knot.members]] = True
    below = downstream(len(names), before, after, inside) & ~inside
    assert [name for name, flag in zip(names, below, strict=True) if flag] == case.get(
        "downstream_of_a_cycle", []
    )


def test_a_cycle_is_told_as_a_walk_that_closes() -> None:
    # 0 -> 3 -> 1 -> 0 is the shortest way round; 2 hangs in the knot beside it.
    edges = [(0, 3), (3, 1), (1, 0), (3, 2), (2, 1)]
    (knot,) = cycles(4, np.array([e[0] for e in edges]), np.array([e[1] for e in edges]))
    assert knot.path == (0, 3, 1)
    assert knot.others == (2,)


def test_a_task_that_waits_for_itself_is_a_cycle() -> None:
    (knot,) = cycles(2, np.array([1]), np.array([1]))
    assert knot.path == (1,)


def test_only_a_cycle_and_what_hangs_below_it_is_left_out() -> None:
    found = critical_path(network([1, 1, 1, 2, 3], (0, 1), (1, 0), (1, 2), (3, 4)))
    assert np.isnan(found.early_finish[:3]).all()
    assert found.early_finish[3:].tolist() == [2, 5]
    assert [knot.members for knot in found.cycles] == [(0, 1)]


def test_float_is_counted_against_the_end_of_ones_own_project_or_a_target() -> None:
    plan = network([2, 3, 10])
    group = np.array([0, 0, 1])
    assert critical_path(plan, group=group).total_float.tolist() == [1, 0, 0]
    against = critical_path(plan, group=group, target=np.array([2.0, np.nan]))
    assert against.total_float.tolist() == [0, -1, 0]


def test_a_task_does_not_begin_before_its_earliest_start() -> None:
    found = critical_path(network([1, 1], (0, 1)), earliest=np.array([0.0, 5.0]))
    assert found.early_start.tolist() == [0, 5]
    assert found.free_float.tolist() == [4, 0]


def test_a_chain_of_thousands_does_not_exhaust_the_stack() -> None:
    count = 20_000
    places = np.arange(count - 1)
    chain = Network(np.ones(count), places, places + 1, np.zeros(count - 1))
    assert critical_path(chain).early_finish[-1] == count
    ring = np.append(places, count - 1)
    assert len(cycles(count, ring, (ring + 1) % count)[0].members) == count


def test_an_unknown_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="give every task one"):
        critical_path(network([1, float("nan")]))


def test_no_tasks_make_no_schedule() -> None:
    assert critical_path(network([])).early_finish.size == 0
