"""The Gaps of the sample, recomputed row by row in plain Python: every gap there is, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from mso_sheets.analyses import followups, milestones, progress
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
