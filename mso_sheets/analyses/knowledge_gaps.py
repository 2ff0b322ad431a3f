"""What the knowledge hub asks people to do: verify, adopt, cover, tell apart, tidy."""

from __future__ import annotations

import re
from collections import defaultdict

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.knowledge_facts import GUIDANCE, Facts, Resource
from mso_sheets.methods.coverage import COVERED, NOTHING, Cover
from mso_sheets.methods.duplicates import Pair
from mso_sheets.methods.wording import counted, listed
from mso_sheets.model.result import Gap, Link

MOST_PAIRS = 50
LESSON_DAYS = 90
"""A lesson that nobody adopted for so long is asked about."""


def gaps_of(facts: Facts, context: Context) -> tuple[Gap, ...]:
    """All gaps of the knowledge hub; a stale resource that an active project uses is the largest."""
    return (
        *_review_gaps(facts, context),
        *_coverage_gaps(facts, context),
        *_orphan_gaps(facts, context),
        *_pair_gaps(facts, context),
        *_lesson_gaps(facts, context),
        *_tidy_gaps(facts),
    )


def past_words(resource: Resource) -> str:
    """How far past its review a resource is."""
    if resource.future:
        return "verified in the future"
    if resource.days_past is None:
        return "never verified"
    return (
        f"{counted(resource.days_past, 'day')} past its review"
        if resource.days_past > 0
        else "sent back"
    )


def active_users(resource: Resource, facts: Facts) -> list[str]:
    """Active projects that use a resource."""
    return [user for user in facts.used_by.get(resource.key, ()) if user in facts.active]


def _review_gaps(facts: Facts, context: Context) -> list[Gap]:
    gaps = []
    for resource in facts.resources:
        if resource.state != "Needs review":
            continue
        projects = active_users(resource, facts)
        used = f"; in use by active {listed(projects, 3)}" if projects else ""
        why = (
            f"; {resource.keeper.why}, falls to {resource.keeper.name or 'nobody'}"
            if resource.keeper.why
            else ""
        )
        gaps.append(
            Gap(
                key=f"knowledge/{resource.key}/review",
                kind="knowledge",
                what=f"{resource.key} {resource.title} needs review",
                evidence=past_words(resource) + used + why,
                owner=resource.keeper.name,
                close_by="Read it, correct it, and set Last verified.",
                project=projects[0] if projects else "",
                size=(1_000.0 if projects else 0.0) + max(resource.days_past or 1.0, 1.0),
                link=context.row_link("knowledge", resource.row),
            )
        )
    return gaps


def _coverage_gaps(facts: Facts, context: Context) -> list[Gap]:
    gaps = []
    for workflow, cover in facts.workflows.items():
        drawn = facts.maps[workflow]
        volume = max((s.volume for s in drawn.steps if s.volume > 0), default=1.0)
        if cover.state != COVERED:
            link = context.row_link("workflow_steps", drawn.steps[0].row)
            gaps.append(_coverage_gap(f"workflow {workflow}", drawn.name, cover, volume, link))
    for project, cover in facts.projects.items():
        if cover.state != COVERED:
            name = facts.project_names.get(project, "")
            gaps.append(
                _coverage_gap(f"active project {project}", name, cover, 0.5, Link(""), project)
            )
    for step, sop, row in facts.missing:
        gaps.append(
            Gap(
                key=f"coverage/{step}/{sop}",
                kind="coverage",
                what=f"{step} names {sop}, which is not in Knowledge",
                evidence="SOP ID of the step",
                close_by="Register the document, or correct the SOP ID.",
                size=1.0,
                link=context.row_link("workflow_steps", row),
            )
        )
    return gaps


def _coverage_gap(
    what: str, name: str, cover: Cover, size: float, link: Link, project: str = ""
) -> Gap:
    if cover.state == NOTHING:
        words, closing = "has no SOP", "Write one, or link one that exists by its ID."
    else:
        words = f"has {'stale' if cover.state == 'Only stale' else 'draft'} guidance only"
        closing = f"Verify {cover.resources[0]}."
    return Gap(
        key=f"coverage/{what}",
        kind="coverage",
        what=f"{what[0].upper()}{what[1:]} {name}".rstrip() + f" {words}",
        evidence=f"{counted(len(cover.resources), 'resource')} linked"
        + (f": {listed(cover.resources, 3)}" if cover.resources else ""),
        close_by=closing,
        project=project,
        size=size,
        link=link,
    )


def _orphan_gaps(facts: Facts, context: Context) -> list[Gap]:
    return [
        Gap(
            key=f"coverage/{resource.key}/orphan",
            kind="coverage",
            what=f"{resource.key} {resource.title}: nobody refers to it",
            evidence="no workflow, step or project names it",
            owner=resource.owner or resource.keeper.name,
            close_by="Link it to the workflow or project that needs it, or archive it.",
            size=0.25,
            link=context.row_link("knowledge", resource.row),
        )
        for resource in facts.resources
        if resource.live and resource.type in GUIDANCE and not facts.used_by.get(resource.key)
    ]


def _pair_gaps(facts: Facts, context: Context) -> list[Gap]:
    """A question a pair, at most fifty: beyond, people need a clean-up and not a list."""
    pairs = [
        pair
        for pair in facts.pairs
        if "Archived" not in (facts.resources[pair.first].state, facts.resources[pair.second].state)
    ]
    gaps = [_pair_gap(pair, facts, context) for pair in pairs[:MOST_PAIRS]]
    if len(pairs) > MOST_PAIRS:
        gaps.append(
            Gap(
                key="knowledge/more-likely-duplicates",
                kind="knowledge",
                what=f"{len(pairs) - MOST_PAIRS} more pairs of resources look alike",
                evidence=f"{len(pairs)} pairs among {len(facts.resources)} resources",
                close_by="Sort the register by title, merge what is one document, archive what is old.",
                size=0.5,
            )
        )
    return gaps


def _pair_gap(pair: Pair, facts: Facts, context: Context) -> Gap:
    first, second = facts.resources[pair.first], facts.resources[pair.second]
    names = f"{first.key} {first.title} and {second.key} {second.title}"
    same = pair.kind == "duplicate"
    merge = "Keep one and archive the other, or give them titles that differ."
    return Gap(
        key=f"knowledge/{first.key}+{second.key}",
        kind="knowledge",
        what=f"Are {names} one document?"
        if same
        else f"{names} look like versions of one document",
        evidence=f"titles {pair.title:.0%} alike, texts {pair.text:.0%} alike",
        owner=second.owner or second.keeper.name,
        close_by=merge if same else "Archive the older one.",
        size=0.5,
        link=context.row_link("knowledge", second.row),
    )


def lesson_state(lesson: Resource, known: frozenset[str]) -> str:
    """Logged, Adopted, Adopted without a changed SOP, or Closed."""
    if lesson.state == "Archived":
        return "Closed"
    if lesson.state not in ("Verified", "Due soon") or not lesson.status:
        return "Logged"
    named = set(re.findall(r"[A-Za-z]{2,}-\d+", " ".join((lesson.summary, *lesson.tags))))
    return "Adopted" if named & (known - {lesson.key}) else "Adopted, no changed SOP named"


def lessons(facts: Facts) -> list[tuple[Resource, str]]:
    """Each lesson with where it stands."""
    known = frozenset(resource.key for resource in facts.resources)
    return [(r, lesson_state(r, known)) for r in facts.resources if r.lesson]


def _lesson_gaps(facts: Facts, context: Context) -> list[Gap]:
    """One gap a lesson that waits to be adopted; one for all that name no changed SOP."""
    known = lessons(facts)
    waiting = [r for r, state in known if state == "Logged" and _is_old(r)]
    unnamed = [r.key for r, state in known if state.startswith("Adopted,")]
    gaps = [_waiting_lesson(lesson, context) for lesson in waiting]
    if unnamed:
        gaps.append(
            Gap(
                key="knowledge/lessons-without-sop",
                kind="knowledge",
                what=f"{counted(len(unnamed), 'lesson')} adopted without naming the SOP that changed",
                evidence=listed(unnamed, 8),
                close_by="Write the ID of the changed SOP into the Summary of each.",
                size=0.2,
            )
        )
    return gaps


def _is_old(lesson: Resource) -> bool:
    """Whether it was last looked at so long ago, or never, that somebody should be asked."""
    return lesson.days_past is None or lesson.days_past > -LESSON_DAYS


def _waiting_lesson(lesson: Resource, context: Context) -> Gap:
    return Gap(
        key=f"knowledge/{lesson.key}/lesson",
        kind="knowledge",
        what=f"{lesson.key} {lesson.title}: a lesson that nobody adopted",
        evidence=f"state {lesson.state}, status {lesson.status or 'blank'}",
        owner=lesson.owner or lesson.keeper.name,
        close_by="Build it into an SOP and name that SOP in its Summary, or archive it.",
        project=lesson.project,
        size=0.75,
        link=context.row_link("knowledge", lesson.row),
    )


def _tidy_gaps(facts: Facts) -> list[Gap]:
    """One gap a kind of inconsistency, with the resources it touches."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, words in facts.odd.items():
        for word in words:
            found[_kind_of_oddness(word)].append(key)
    return [
        Gap(
            key=f"knowledge/tidy/{kind}",
            kind="knowledge",
            what=f"{counted(len(keys), 'resource')}: {kind}",
            evidence=listed(keys, 8),
            close_by="Correct the rows; the Knowledge index says what each lacks.",
            size=0.1 * len(keys),
        )
        for kind, keys in found.items()
        if kind != "never verified"
    ]


def _kind_of_oddness(word: str) -> str:
    for start, kind in (
        ("no link", "no link"),
        ("no ", "fields missing"),
        ("link", "links that are not https"),
        ("version", "versions written in mixed forms"),
        ("tag", "tags that nobody knows"),
    ):
        if word.startswith(start):
            return kind
    return word
