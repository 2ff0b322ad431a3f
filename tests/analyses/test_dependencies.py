"""Root blockers, what they hold up for whom, and what could not be followed."""

from __future__ import annotations

from random import Random

import pytest

from mso_sheets.analyses import dependencies
from mso_sheets.model.result import Result
from tests.analyses.project_world import oracle_world, random_projects, random_tasks, records, world
from tests.making import TODAY
from tests.oracle.projects import Network

PROJECTS = """
    | Project ID | Project | Owner | Status      | Due date   |
    | P-1        | Launch  | Ana   | In progress | 2026-06-30 |
    | P-2        | Legal   | Ben   | In progress | 2026-06-30 |
"""
TASKS = """
    | Task ID | Project ID | Task     | Owner | Status      | Due date   | Effort (days) | Predecessors |
    | T-1     | P-2        | Contract | Ben   | In progress | 2026-04-08 | 5             |              |
    | T-2     | P-1        | Build    | Ana   | Not started | 2026-04-20 | 8             | T-1          |
    | T-3     | P-1        | Test     | Cem   | Not started | 2026-04-27 | 3             | T-2          |
    | T-4     | P-1        | Paint    | Cem   | Not started | 2026-04-27 | 1             | T-0, T-9     |
    | T-0     | P-1        | Draw     | Cem   | Complete    | 2026-04-01 | 1             |              |
    | T-5     | P-1        | Party    | Cem   | Not started | 2026-05-27 | 1             | T-4 SS       |
    | T-6     | P-1        | Opening  | Ana   | Not started | 2026-07-27 | 1             | P-2          |
"""


def dependencies_of(tasks: str, **more: str) -> Result:
    return dependencies.analyse(*world({"tasks": tasks, **more}))


def test_a_root_blocker_is_told_with_what_it_holds_and_who_waits() -> None:
    result = dependencies_of(TASKS, projects=PROJECTS)
    rows = records(result.frame)
    assert list(rows) == ["T-1", "P-2"]
    contract = rows["T-1"]
    assert (contract["holds"], contract["weight"], contract["days_late"]) == (2, 11, 4)
    assert (contract["projects_held"], contract["waiting"]) == ("P-1", "Ana, Cem")
    assert contract["link"].text == "row 2"
    assert (rows["P-2"]["what"], rows["P-2"]["holds"], rows["P-2"]["owner"]) == ("Legal", 1, "Ben")


def test_late_root_blockers_and_those_across_projects_are_gaps() -> None:
    gaps = {gap.key: gap for gap in dependencies_of(TASKS, projects=PROJECTS).gaps}
    assert list(gaps) == ["dependency/T-1", "dependency/P-2"]
    assert gaps["dependency/T-1"].what == "T-1 Contract holds up 2 tasks, P-1 among them"
    assert gaps["dependency/T-1"].evidence == "4 working days late; Ana, Cem wait"
    assert gaps["dependency/T-1"].owner == "Ben"


def test_what_is_not_followed_is_told() -> None:
    result = dependencies_of(TASKS, projects=PROJECTS)
    assert "1 predecessor that no task has: not followed" in result.notes
    assert "1 link other than finish-to-start: not followed" in result.notes
    (problem,) = result.problems
    assert (problem.rule, problem.cells, problem.record) == ("dependency-kind", "H7", "T-5")
    assert "SS is not followed" in problem.fix


def test_a_cycle_is_one_problem_at_its_cell() -> None:
    result = dependencies_of(
        """
        | Task ID | Project ID | Task | Owner | Status      | Due date   | Predecessors |
        | A       | P-1        | a    | Ana   | Not started | 2026-04-20 | C            |
        | B       | P-1        | b    | Ben   | Not started | 2026-04-20 | A            |
        | C       | P-1        | c    | Ben   | Not started | 2026-04-20 | B            |
        """
    )
    (problem,) = result.problems
    assert (problem.rule, problem.value) == ("dependency-cycle", "A -> B -> C -> A")
    assert (problem.cells, problem.owner) == ("G2", "Ana")
    assert result.frame.empty
    assert {f.name: f.value for f in result.figures}["Dependency cycles"] == 1


def test_tasks_without_predecessors_have_no_blockers() -> None:
    result = dependencies_of("| Task ID | Project ID | Task | Status |\n| T-1 | P-1 | a | Open |")
    assert result.frame.empty
    assert result.gaps == ()


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_hold_what_an_independent_oracle_counts(seed: int) -> None:
    random = Random(seed)
    projects, tasks = random_projects(random, TODAY, 6), random_tasks(random, TODAY, 6, 20)
    tables, context = world({"projects": projects, "tasks": tasks})
    found = dependencies.analyse(tables, context).frame.set_index("key")["holds"].to_dict()
    oracle = oracle_world(tables, context)
    network = Network(oracle)
    stuck = network.stuck()
    expected: dict[str, int] = {}
    for node, row in enumerate(network.nodes):
        waits = [b for b in network.before[node] if network.open(b)]
        if not network.open(node) or waits:
            continue
        below = _below(network, node, stuck)
        name = row["task_id" if node < network.count else "project_id"]
        home = oracle.home(row) if node < network.count else row
        if home is not None and home["status"] in ("Complete", "Cancelled"):
            found.pop(name, None)
        elif below:
            expected[name] = below
    assert found == expected


def _below(network: Network, node: int, stuck: set[int]) -> int:
    """Unfinished nodes that wait for this one, directly or through others that wait."""
    below: set[int] = set()
    grew = True
    while grew:
        grew = False
        for other in range(len(network.nodes)):
            waits = {b for b in network.before[other] if network.open(b)}
            if other not in below and other not in stuck and waits & {node, *below}:
                below.add(other)
                grew = True
    return len(below)


def test_blockers_of_finished_projects_are_left_out_and_paused_ones_are_no_gap() -> None:
    result = dependencies_of(
        """
        | Task ID | Project ID | Task | Owner | Status      | Due date   | Predecessors |
        | A       | P-1        | a    | Ana   | Not started | 2026-04-01 |              |
        | B       | P-1        | b    | Ana   | Not started | 2026-04-20 | A            |
        | C       | P-2        | c    | Ana   | Not started | 2026-04-01 |              |
        | D       | P-2        | d    | Ana   | Not started | 2026-04-20 | C            |
        | E       | P-3        | e    | Ana   | Not started | 2026-04-01 |              |
        | F       | P-3        | f    | Ana   | Not started | 2026-04-20 | E            |
        """,
        projects="""
        | Project ID | Project | Status      |
        | P-1        | over    | Cancelled   |
        | P-2        | waits   | On hold     |
        | P-3        | runs    | In progress |
        """,
    )
    assert result.frame["key"].tolist() == ["C", "E"]
    assert [gap.key for gap in result.gaps] == ["dependency/E"]
