"""The Gaps of the sample, recomputed row by row in plain Python: every gap there is, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from mso_sheets.analyses import dependencies, followups, milestones, progress, stage_gates
from mso_sheets.analyses.context import Context
from mso_sheets.model.result import Gap
from mso_sheets.model.table import Tables
from tests.analyses.people_world import plain_rows, sample_world
from tests.analyses.project_world import oracle_world
from tests.analyses.test_followups import world_for_oracle
from tests.making import TODAY
from tests.oracle import projects as oracle
from tests.oracle.followups import line_of

LATE_HEALTH = {"At risk", "Off track", "No recent update"}
DAYS = [TODAY, date(2026, 11, 23), date(2027, 1, 4)]


def of_actions(tables: Tables, context: Context) -> Iterator[str]:
    """Without an owner who is there, without a date, or stuck: told to a lead, carried, given up."""
    world = world_for_oracle(tables, context)
    for row in plain_rows(tables["actions"]):
        if row["status"] in ("Complete", "Cancelled"):
            continue
        name = str(row["action_id"] or "~")
        line, human = line_of(row, world), world.humans.get(row["owner"] or "")
        if human is None or not human.active:
            yield f"ownership/{name}"
        if row["due_date"] is None:
            yield f"dates/{name}"
        carried = line.carried >= 2 and line.stage in ("overdue", "no date")
        moved = world.moves.get(name, 0) >= 2
        if line.stage != "snoozed" and (line.level or carried or moved or line.abandoned):
            yield f"follow-up/{name}"


def of_projects(tables: Tables, context: Context) -> Iterator[str]:
    """Behind by its computed health, without an owner or a date; open tasks that lack either."""
    world = oracle_world(tables, context)
    network = oracle.Network(world)
    for project in world.projects:
        name = project["project_id"]
        health = oracle.health_of(world, project, network)
        if project["status"] in ("Cancelled", "Complete"):
            continue
        if health in LATE_HEALTH:
            yield f"schedule/{name}"
        tasks = [task for task in world.of(project) if oracle.is_open(task)]
        for kind, field in (("ownership", "owner"), ("dates", "due_date")):
            if not project[field]:
                yield f"{kind}/{name}"
            if any(not task[field] for task in tasks):
                yield f"{kind}/{name}/tasks"


def of_milestones(tables: Tables, context: Context) -> Iterator[str]:
    """Open milestones, of projects that go on, whose forecast lies after their due date."""
    world = oracle_world(tables, context)
    network = oracle.Network(world)
    stuck = network.stuck()
    for place, task in enumerate(world.tasks):
        home = world.home(task)
        states = {task["status"], home["status"] if home is not None else None}
        goes_on = not states & {"Complete", "Cancelled", "On hold"}
        if not (goes_on and oracle.is_milestone(task) and task["due_date"]):
            continue
        forecast = network.day(place, stuck)
        if forecast is not None and forecast > task["due_date"]:
            yield f"schedule/{task['task_id']}"


def of_dependencies(tables: Tables, context: Context) -> Iterator[str]:
    """What open tasks wait for in the end, when it is late or another project waits for it."""
    world = oracle_world(tables, context)
    network = oracle.Network(world)
    stuck, waiting = network.stuck(), dict[int, set[str]]()
    for place, task in enumerate(world.tasks):
        root = network.root(place, stuck) if oracle.is_open(task) else None
        if root is not None:
            home = world.home(task)
            waiting.setdefault(root, set()).add(str(home["project_id"]) if home else "")
    for root, homes in waiting.items():
        row = network.nodes[root]
        home = world.home(row) if root < network.count else row
        others = homes - {str(home["project_id"]) if home else "", ""}
        state = home["status"] if home else None
        late = world.late(row["owner"], row["due_date"]) > 0 if row["due_date"] else False
        if others or (late and state not in ("On hold", "Complete", "Cancelled")):
            yield f"dependency/{row['task_id'] if root < network.count else row['project_id']}"


ASKED = (
    ("Design", "Sponsor", "sponsor"),
    ("Design", "Objective", "objective"),
    ("Design", "Start date", "start_date"),
    ("Execution", "Baseline due date", "baseline_due_date"),
    ("Closed", "Finished date", "finished_date"),
)
STAGES = ("Design", "Execution", "Progress tracking", "Review", "Closed")


def of_gates(tables: Tables) -> Iterator[str]:
    """What the shipped gates ask for, one project after the other, written out by hand."""
    for row in plain_rows(tables["projects"]):
        stage = "Closed" if row["status"] == "Complete" else row["stage"]
        if stage not in STAGES or row["status"] == "Cancelled":
            continue
        name, at = row["project_id"], STAGES.index(stage)
        lacks = [
            what
            for gate, what, field in ASKED
            if STAGES.index(gate) <= at and row[field] in (None, "")
        ]
        if stage == "Progress tracking":
            lacks += [
                w
                for w, f in (("Last update", "last_update"), ("Next step", "next_step"))
                if not row[f]
            ]
        for table, tab in (("tasks", "Tasks"), ("risks", "Risks")):
            rows = plain_rows(tables[table])
            if at >= 1 and not any(r["project_id"] == name for r in rows):
                lacks.append(f"rows on {tab}")
        cases = [
            r for r in plain_rows(tables["knowledge"]) if r["type"] in ("Case", "Best practice")
        ]
        if at >= 3 and not any(r["project_id"] == name for r in cases):
            lacks.append("Case or Best practice")
        yield from (f"stage-gate/{name}/{'-'.join(what.lower().split())}" for what in lacks)


def keys(gaps: tuple[Gap, ...], *kinds: str) -> list[str]:
    """Their keys in order; a row without an ID is known by its words, here by "~" alone."""
    found = (gap.key for gap in gaps if gap.kind in kinds)
    return sorted(re.sub("~[0-9a-f]+", "~", key) for key in found)


@pytest.mark.parametrize("day", DAYS)
def test_gaps_of_actions(day: date) -> None:
    tables, context = sample_world(day)
    found = keys(followups.analyse(tables, context).gaps, "ownership", "dates", "follow-up")
    assert found == sorted(of_actions(tables, context))
    assert len(found) > 10


@pytest.mark.parametrize("day", DAYS)
def test_gaps_of_projects(day: date) -> None:
    tables, context = sample_world(day)
    found = keys(progress.analyse(tables, context).gaps, "schedule", "ownership", "dates")
    assert found == sorted(of_projects(tables, context))
    assert found


@pytest.mark.parametrize("day", DAYS)
def test_gaps_of_milestones(day: date) -> None:
    tables, context = sample_world(day)
    found = keys(milestones.analyse(tables, context).gaps, "schedule")
    assert found == sorted(of_milestones(tables, context))
    assert found


@pytest.mark.parametrize("day", DAYS)
def test_gaps_of_dependencies(day: date) -> None:
    tables, context = sample_world(day)
    found = keys(dependencies.analyse(tables, context).gaps, "dependency")
    assert found == sorted(of_dependencies(tables, context))
    assert found


def with_holes(tables: Tables) -> Tables:
    """The sample, which passes its gates, with every third field of Projects and the cases gone."""
    projects, knowledge = tables["projects"], tables["knowledge"]
    frame = projects.frame.copy()
    fields = ["sponsor", "objective", "start_date", "baseline_due_date", "last_update", "next_step"]
    for number, (row, field) in enumerate((r, f) for r in frame.index for f in fields):
        if number % 3 == 0:
            frame.loc[row, field] = None
    rest = knowledge.frame[~knowledge.frame["type"].isin(["Case", "Best practice"])]
    changed = {
        "projects": replace(projects, frame=frame),
        "knowledge": replace(knowledge, frame=rest),
    }
    return replace(tables, found={**tables.found, **changed})


@pytest.mark.parametrize("day", DAYS)
def test_gaps_of_stage_gates(day: date) -> None:
    tables, context = sample_world(day)
    assert keys(stage_gates.analyse(tables, context).gaps, "stage gate") == sorted(of_gates(tables))
    holed = with_holes(tables)
    found = keys(stage_gates.analyse(holed, context).gaps, "stage gate")
    assert found == sorted(of_gates(holed))
    assert len(found) > 10
