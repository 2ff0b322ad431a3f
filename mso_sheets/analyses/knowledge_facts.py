"""The register of resources with what follows from it: state, keeper, users, odd things, likenesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.consistency import odd_tags, odd_versions, split_tags, weak_link
from mso_sheets.methods.coverage import Cover, cover_of, users
from mso_sheets.methods.drawn_maps import maps_of
from mso_sheets.methods.duplicates import Pair, likely_pairs
from mso_sheets.methods.records import numbered
from mso_sheets.methods.verification import Keeper, intervals, keeper_of, states, team_leads
from mso_sheets.methods.workflow_map import WorkflowMap
from mso_sheets.model.table import Table, Tables
from mso_sheets.tables.folding import fold

CLOSED_STATUSES = ("Complete", "Cancelled")
GUIDANCE = ("SOP", "Guideline", "Policy")
LESSON_TYPES = ("Best practice",)
ASKED = {
    "owner": "owner",
    "verifier": "verifier",
    "version": "version",
    "summary": "summary",
    "tags": "tags",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One row of Knowledge. `days_past` since its review was due (below 0 = still good, None = never)."""

    row: int
    key: str
    title: str
    type: str
    state: str
    next_review: pd.Timestamp | None
    days_past: float | None
    owner: str
    verifier: str
    keeper: Keeper
    tags: tuple[str, ...]
    link: str
    version: str
    status: str
    summary: str
    workflow: str
    project: str
    future: bool = False

    @property
    def live(self) -> bool:
        """Neither draft nor archived."""
        return self.state in ("Verified", "Due soon", "Needs review")

    @property
    def lesson(self) -> bool:
        """Whether this is something learned, to be built into an SOP."""
        tagged = any(fold(tag).startswith("lesson") for tag in self.tags)
        return self.type in LESSON_TYPES or (tagged and self.type != "Case")


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything the index, its gaps and its lists are drawn from.

    `used_by`: resource -> workflows, steps and projects; `odd`: resource -> what is inconsistent;
    `workflows`, `projects`: how each is covered; `missing`: (step, SOP id that is not in Knowledge, row).
    """

    resources: tuple[Resource, ...]
    used_by: Mapping[str, tuple[str, ...]]
    odd: Mapping[str, tuple[str, ...]]
    pairs: tuple[Pair, ...]
    maps: Mapping[str, WorkflowMap]
    workflows: Mapping[str, Cover]
    projects: Mapping[str, Cover]
    project_names: Mapping[str, str]
    active: frozenset[str]
    missing: tuple[tuple[str, str, int], ...]

    def by_key(self) -> dict[str, Resource]:
        """Resources by id; the first of a doubled id."""
        found: dict[str, Resource] = {}
        for resource in self.resources:
            found.setdefault(resource.key, resource)
        return found


def facts_of(tables: Tables, context: Context) -> Facts:
    """Works all of it out from the tables."""
    table = tables["knowledge"]
    resources = tuple(_resources(table, context))
    steps = tables.get("workflow_steps")
    maps = maps_of(steps.frame) if steps is not None else {}
    projects = _projects(tables.get("projects"))
    known = {resource.key: resource.state for resource in resources}
    by_workflow, by_project = _links(resources, maps)
    texts = [f"{r.title}. {r.summary}" for r in resources]
    return Facts(
        resources=resources,
        used_by=users(_uses(resources, maps, projects)),
        odd=_odd_things(resources, table, context),
        pairs=tuple(likely_pairs([r.title for r in resources], texts)),
        maps=maps,
        workflows={w: cover_of(by_workflow[w], known) for w in maps},
        projects={
            p: cover_of(by_project[p], known) for p, (_, active) in projects.items() if active
        },
        project_names={p: name for p, (name, _) in projects.items()},
        active=frozenset(p for p, (_, active) in projects.items() if active),
        missing=tuple(
            (f"{drawn.name}, {step.name}", step.sop, step.row)
            for drawn in maps.values()
            for step in drawn.steps
            if step.sop and step.sop not in known
        ),
    )


def _resources(table: Table, context: Context) -> list[Resource]:
    frame, rules, today = table.frame, context.rules.knowledge, pd.Timestamp(context.today)
    holds = intervals(
        frame["review_interval_days"], frame["type"], rules.intervals, rules.default_interval
    )
    found = states(frame["status"], frame["last_verified"], holds, today, rules.due_soon)
    people = context.people
    active = {name: person.active for name, person in people.items()}
    teams = {name: person.team for name, person in people.items()}
    leads = team_leads(teams, {name: person.manager for name, person in people.items()}, active)
    made = []
    for row, record in numbered(frame.join(found)):
        text = {name: value if isinstance(value, str) else "" for name, value in record.items()}
        keeper = keeper_of(text["verifier"], text["owner"], active, teams, leads)
        made.append(_resource(row, text, record, keeper, today))
    return made


def _resource(
    row: int, text: dict[str, str], record: dict[str, Any], keeper: Keeper, today: pd.Timestamp
) -> Resource:
    review, past = record["next_review"], record["days_past"]
    return Resource(
        row=row,
        key=text["doc_id"] or fold(text["title"])[:40] or f"row {row}",
        title=text["title"],
        type=text["type"],
        state=text["state"],
        next_review=None if pd.isna(review) else pd.Timestamp(review),
        days_past=None if pd.isna(past) else float(past),
        owner=text["owner"],
        verifier=text["verifier"],
        keeper=keeper,
        tags=split_tags(text["tags"]),
        link=text["link"],
        version=text["version"],
        status=text["status"],
        summary=text["summary"],
        workflow=text["workflow_id"],
        project=text["project_id"],
        future=bool(record["last_verified"] > today),
    )


def _projects(table: Table | None) -> dict[str, tuple[str, bool]]:
    """Project id -> name, and whether it is active."""
    if table is None:
        return {}
    return {
        record["project_id"]: (
            record["project"] if isinstance(record["project"], str) else "",
            record["status"] not in CLOSED_STATUSES and record["stage"] != "Closed",
        )
        for _, record in numbered(table.frame)
        if isinstance(record["project_id"], str)
    }


def _links(
    resources: tuple[Resource, ...], maps: Mapping[str, WorkflowMap]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """SOPs by workflow (named by it or by one of its steps), guidance by project."""
    by_workflow: dict[str, list[str]] = defaultdict(list)
    by_project: dict[str, list[str]] = defaultdict(list)
    types = {resource.key: resource.type for resource in resources}
    for resource in resources:
        if resource.type == "SOP":
            by_workflow[resource.workflow].append(resource.key)
        if resource.type in GUIDANCE:
            by_project[resource.project].append(resource.key)
    for workflow, drawn in maps.items():
        by_workflow[workflow] += [s.sop for s in drawn.steps if types.get(s.sop) == "SOP"]
    return by_workflow, by_project


def _uses(
    resources: tuple[Resource, ...],
    maps: Mapping[str, WorkflowMap],
    projects: Mapping[str, tuple[str, bool]],
) -> list[tuple[str, str]]:
    named = [(resource.key, resource.project) for resource in resources]
    named += [(resource.key, resource.workflow) for resource in resources]
    return named + [
        (step.sop, workflow) for workflow, drawn in maps.items() for step in drawn.steps
    ]


def _odd_things(
    resources: tuple[Resource, ...], table: Table, context: Context
) -> dict[str, tuple[str, ...]]:
    """Resource -> what is inconsistent about it; archived ones are left in peace."""
    mine = [resource for resource in resources if resource.state != "Archived"]
    versions = odd_versions({r.key: r.version for r in mine})
    tags = odd_tags({r.key: r.tags for r in mine}, context.rules.knowledge.tags)
    has_link = table.has("link")
    found = {}
    for resource in mine:
        lacking = [
            name
            for name, field in ASKED.items()
            if table.has(field) and not getattr(resource, field)
        ]
        words = [
            f"no {', '.join(lacking)}" if lacking else "",
            weak_link(resource.link) if has_link else "",
            "verified in the future" if resource.future else "",
            "never verified"
            if resource.next_review is None and resource.state == "Needs review"
            else "",
            versions.get(resource.key, ""),
            tags.get(resource.key, ""),
        ]
        said = tuple(word for word in words if word)
        if said:
            found[resource.key] = said
    return found
