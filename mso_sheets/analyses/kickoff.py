"""Kick-off pack: what the team already knows about work like this, as Markdown for a project that starts.

The three most similar cases, their lessons, the SOPs and templates for the project's stage and workflow,
and the open risks of similar projects. Similarity of texts is worked out on this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.knowledge_facts import GUIDANCE, Facts, Resource, facts_of
from mso_sheets.errors import ConfigError
from mso_sheets.methods.records import records
from mso_sheets.methods.similarity import Floats, index_of, nearest
from mso_sheets.model.table import Tables
from mso_sheets.tables.folding import fold

CASES, LESSONS, RESOURCES, RISKS, SIMILAR_PROJECTS = 3, 5, 8, 8, 3
LEAST_ALIKE = 0.08
"""Below this cosine two texts share little but common letters."""
SHARED_TAG = 0.05
CLOSED_RISKS = ("Closed",)
TEXT_FIELDS = ("project", "objective", "market", "team", "next_step", "notes")
TITLE = "Kick-off pack"


@dataclass(frozen=True, slots=True)
class Project:
    """A row of Projects as the pack needs it; `text` is everything that tells what it is about."""

    key: str
    name: str
    owner: str
    stage: str
    status: str
    text: str


def kickoff_markdown(tables: Tables, context: Context, project: str) -> str:
    """The pack for one project, found by its ID or its name.

    Raises ConfigError when there is no such project, naming the nearest, or no Projects tab.
    """
    projects = _projects(tables)
    subject = _find(project, projects)
    facts = facts_of(tables, context) if "knowledge" in tables else None
    others = [other for other in projects if other.key != subject.key]
    similar = _similar_projects(subject, others)
    parts = [
        f"# Kick-off pack: {_escape(subject.name)} ({_escape(subject.key)})",
        f"As of {context.today:%-d %b %Y}; owner {_escape(subject.owner) or 'nobody yet'}, "
        f"stage {subject.stage or 'not set'}. Likeness is of words, found without a network.",
        *_knowledge_parts(subject, facts, similar),
        *_risk_part(tables, similar),
        *_similar_part(similar),
    ]
    return "\n\n".join(parts) + "\n"


def _projects(tables: Tables) -> list[Project]:
    table = tables.get("projects")
    if table is None:
        raise ConfigError(
            "There is no Projects tab to find the project in.", "Add one with `mso-sheets init`."
        )
    made = []
    for record in records(table.frame):
        text = {name: value if isinstance(value, str) else "" for name, value in record.items()}
        about = " ".join(text[name] for name in TEXT_FIELDS if text[name])
        key = text["project_id"] or text["project"]
        made.append(
            Project(
                key, text["project"] or key, text["owner"], text["stage"], text["status"], about
            )
        )
    return made


def _find(wanted: str, projects: Sequence[Project]) -> Project:
    """By id, by name, or by the one name that holds the words; the nearest are named otherwise."""
    word = fold(wanted)
    exact = [project for project in projects if fold(project.key) == word]
    exact += [project for project in projects if fold(project.name) == word]
    if exact:
        return exact[0]
    holding = [project for project in projects if word and word in fold(project.name)]
    if len(holding) == 1:
        return holding[0]
    choices = [f"{project.key} {project.name}" for project in projects]
    near = [text for text, _, _ in process.extract(wanted, choices, scorer=fuzz.WRatio, limit=3)]
    raise ConfigError(
        f"There is no project '{wanted}' in Projects.",
        f"Name one by its ID or name, such as: {'; '.join(near)}."
        if near
        else "The Projects tab is empty.",
    )


def _similar_projects(subject: Project, others: Sequence[Project]) -> list[tuple[Project, float]]:
    scores = index_of([other.text for other in others]).cosines(subject.text)
    return [(others[n], float(scores[n])) for n in nearest(scores, SIMILAR_PROJECTS, LEAST_ALIKE)]


def _knowledge_parts(
    subject: Project, facts: Facts | None, similar: Sequence[tuple[Project, float]]
) -> list[str]:
    if facts is None:
        return [
            "## What we know",
            "There is no Knowledge tab yet, so no cases, lessons or SOPs can be named.",
        ]
    alive = [resource for resource in facts.resources if resource.state != "Archived"]
    scores = _scores(subject, alive)
    kin = {subject.key, *(project.key for project, _ in similar)}
    twins = _weaker_twins(facts)
    cases = _best(alive, scores, CASES, lambda r: r.type == "Case" and r.row not in twins, 0.02)
    case_projects = {case.project for case, _ in cases if case.project}
    lessons = _best(alive, scores + _bonus(alive, kin | case_projects), LESSONS, lambda r: r.lesson)
    guidance = _guidance(subject, alive, scores, case_projects)
    return [
        "## Similar cases",
        _list([_line(r, f"{score:.0%} alike") for r, score in cases])
        or "No case is like it yet: this project may write the first.",
        "## Their lessons",
        _list([_line(r, _where(r)) for r, _ in lessons])
        or "No lessons are written down for work like this.",
        "## SOPs, guidelines and templates",
        _list([_line(r, why) for r, why in guidance])
        or "No SOP or template fits: plan to write one.",
    ]


def _scores(subject: Project, resources: Sequence[Resource]) -> Floats:
    """Likeness of title, summary and tags, a little more for each tag that the project's words hold."""
    texts = [f"{r.title} {r.summary} {' '.join(r.tags)}" for r in resources]
    scores = index_of(texts).cosines(subject.text)
    words = set(fold(subject.text).split())
    shared = [sum(fold(tag) in words for tag in r.tags) for r in resources]
    return scores + SHARED_TAG * np.array(shared, dtype=np.float64)


def _bonus(resources: Sequence[Resource], projects: set[str]) -> Floats:
    """What belongs to the same or a similar project counts as alike."""
    return np.array([0.5 if r.project in projects and r.project else 0.0 for r in resources])


def _best(
    resources: Sequence[Resource],
    scores: Floats,
    count: int,
    wanted: Callable[[Resource], bool],
    least: float = LEAST_ALIKE,
) -> list[tuple[Resource, float]]:
    kept = [score if wanted(r) else -1.0 for r, score in zip(resources, scores, strict=True)]
    found = nearest(np.array(kept), count, least)
    return [(resources[n], min(float(kept[n]), 1.0)) for n in found]


def _weaker_twins(facts: Facts) -> set[int]:
    """Rows of likely duplicates that are not current while their twin is, so that one case counts once."""
    twins = set()
    for pair in facts.pairs:
        first, second = facts.resources[pair.first], facts.resources[pair.second]
        twins.add(second.row if first.live or not second.live else first.row)
    return twins


def _guidance(
    subject: Project, resources: Sequence[Resource], scores: Floats, case_projects: set[str]
) -> list[tuple[Resource, str]]:
    """What the project links, what names its stage or workflow, then what is alike; each with why."""
    stage = fold(subject.stage)
    flows = {r.workflow for r in resources if r.project == subject.key and r.workflow}
    ranked = []
    for resource, score in zip(resources, scores, strict=True):
        if resource.type not in (*GUIDANCE, "Template"):
            continue
        words = fold(f"{resource.title} {' '.join(resource.tags)}")
        if resource.project and resource.project == subject.key:
            ranked.append((3 + score, resource, "linked to this project"))
        elif stage and stage in words:
            ranked.append((2 + score, resource, f"for stage {subject.stage}"))
        elif resource.workflow in flows:
            ranked.append((1.5 + score, resource, f"workflow {resource.workflow}"))
        elif resource.project and resource.project in case_projects:
            ranked.append((1 + score, resource, "used by a similar case"))
        elif score >= LEAST_ALIKE:
            why = f"workflow {resource.workflow}, " if resource.workflow else ""
            ranked.append((score, resource, f"{why}{min(score, 1.0):.0%} alike"))
    ranked.sort(key=lambda item: (-item[0], item[1].key))
    return [(resource, why) for _, resource, why in ranked[:RESOURCES]]


def _line(resource: Resource, why: str) -> str:
    """A resource with its link, why it stands here, and a warning when it is not current."""
    title = _escape(resource.title)
    name = f"[{title}]({resource.link})" if _is_safe(resource.link) else title
    state = "" if resource.state in ("Verified", "Due soon") else f"; **{resource.state}**"
    about = f" {_escape(resource.summary)}" if resource.summary else ""
    return f"{name} ({resource.key}, {resource.type}; {why}{state}).{about}"


def _where(resource: Resource) -> str:
    return f"from {resource.project}" if resource.project else "no project named"


def _risk_part(tables: Tables, similar: Sequence[tuple[Project, float]]) -> list[str]:
    """Open risks of similar projects, the heaviest first."""
    table = tables.get("risks")
    names = {project.key: project.name for project, _ in similar}
    found = []
    for risk in records(table.frame) if table is not None else ():
        if (
            risk["project_id"] in names
            and risk["status"] not in CLOSED_RISKS
            and isinstance(risk["title"], str)
        ):
            score = risk["probability"] * risk["impact"]
            weight = 0.0 if np.isnan(score) else float(score)
            response = risk["response"] if isinstance(risk["response"], str) else "none written"
            scored = f"score {weight:g}; " if weight else ""
            line = f"{_escape(risk['title'])} ({risk['project_id']}; {scored}response: {_escape(response)})"
            found.append((weight, line))
    found.sort(key=lambda item: -item[0])
    lines = _list([line for _, line in found[:RISKS]])
    return ["## Open risks of similar projects", lines or "None are open in similar projects."]


def _similar_part(similar: Sequence[tuple[Project, float]]) -> list[str]:
    lines = [
        f"{_escape(project.name)} ({_escape(project.key)}, {project.status or 'no status'}, {score:.0%} alike; "
        f"ask {_escape(project.owner) or 'nobody: it has no owner'})"
        for project, score in similar
    ]
    return ["## Projects like this one", _list(lines) or "No other project is like it."]


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _is_safe(link: str) -> bool:
    return link.startswith("https://") and not any(sign in link for sign in " ()<>\"'\n")


def _escape(text: str) -> str:
    """People's text as plain Markdown: one line, no marks, no links, no tags."""
    line = " ".join(text.split())
    for sign in "\\`*_[]<>#|":
        line = line.replace(sign, f"\\{sign}")
    return line
