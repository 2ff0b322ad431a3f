"""Eight teams, from one person with one project to two hundred projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import NewTab
from mso_sheets.sample.grid import Row, tab
from mso_sheets.sample.library import knowledge, risks
from mso_sheets.sample.process import improvements, step_log, workflow_steps
from tests.faces.names import TONGUES, Tongue
from tests.faces.work import actions, kpis, meetings, projects, tasks

DAY = date(2026, 4, 14)


@dataclass(frozen=True, slots=True)
class Team:
    """How large a team is, how it writes, and which tables it keeps."""

    name: str
    projects: int
    people: int
    tongue: str
    actions: int
    kpis: int = 0
    meetings: int = 0
    has_library: bool = False
    has_empty_tabs: bool = False

    @property
    def words(self) -> Tongue:
        """How it writes."""
        return TONGUES[self.tongue]


TEAMS = (
    Team("solo", 1, 1, "english", 2),
    Team("pair", 2, 2, "japanese", 5, kpis=2, has_empty_tabs=True),
    Team("five", 5, 4, "german", 12, kpis=3, meetings=2),
    Team("dozen", 12, 9, "english", 40, kpis=6, meetings=6, has_library=True),
    Team("gulf", 25, 12, "arabic", 80, kpis=10, meetings=8, has_empty_tabs=True),
    Team("fifty", 50, 20, "long", 160, kpis=16, meetings=12, has_library=True),
    Team("hundred", 100, 40, "english", 320),
    Team("division", 200, 80, "mixed", 700, kpis=60, meetings=30, has_library=True),
)
BY_NAME = {team.name: team for team in TEAMS}


def workbook(team: Team, day: date = DAY) -> tuple[NewTab, ...]:
    """The team's tabs as they stand on `day`; the same for the same day."""
    random = Random(team.name)
    people = staff(team)
    keys = [f"PRJ-{number:03d}" for number in range(1, team.projects + 1)]
    tabs = [
        projects(team.words, keys, people, day, random),
        tasks(team.words, keys, people, day, random),
        actions(team.words, keys, people, day, random, team.actions),
        _people(people),
    ]
    if team.kpis:
        tabs.append(kpis(team.words, keys, people, day, random, team.kpis))
    if team.meetings:
        tabs.append(meetings(team.words, keys, people, day, team.meetings))
    if team.has_library:
        made = (
            workflow_steps(), step_log(day, random), improvements(day), knowledge(day), risks(day),
        )  # fmt: skip
        tabs += [_owned_by(people, each) for each in made]
    if team.has_empty_tabs:
        tabs += [tab("Risks", "Risk ID,Type,Title,Project ID,Owner,Status", ())]
    return tuple(tabs)


def staff(team: Team) -> tuple[str, ...]:
    """As many different names as the team has people."""
    known = team.words.people
    return tuple(
        known[n % len(known)] + (f" {n // len(known) + 1}" if n >= len(known) else "")
        for n in range(team.people)
    )


def _people(people: Sequence[str]) -> NewTab:
    rows: list[Row] = [
        {
            "Name": name, "Email": f"person{number}@example.com", "Slack ID": f"U0FACE{number:04d}",
            "Team": f"Team {number % 7 + 1}", "Manager": people[number // 8] if number else None,
            "Active": "yes",
        }
        for number, name in enumerate(people)
    ]  # fmt: skip
    return tab("People", "Name,Email,Slack ID,Team,Manager,Active", rows)


def _owned_by(people: Sequence[str], made: NewTab) -> NewTab:
    """The sample's tab with this team's people in it."""
    places = [n for n, head in enumerate(made.headers) if head in ("Owner", "Verifier", "Person")]

    def renamed(row: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(
            people[sum(map(ord, str(cell))) % len(people)] if n in places and cell else cell
            for n, cell in enumerate(row)
        )

    return replace(made, rows=tuple(renamed(row) for row in made.rows))
