"""Knowledge index: what is verified, who looks after it, what it covers, what looks doubled.

A verification holds for the resource's interval; no date is not fresh. Reviews of people who have left
fall to the lead of their team. Likely duplicates and versions are questions: people decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.knowledge_facts import Facts, Resource, facts_of
from mso_sheets.analyses.knowledge_gaps import active_users, gaps_of, lessons, past_words
from mso_sheets.methods.coverage import COVERED, Cover
from mso_sheets.methods.keys import kept_apart, unique_keys
from mso_sheets.methods.wording import listed
from mso_sheets.model.result import Figure, Link, Result, ResultColumn
from mso_sheets.model.table import Tables

READS = ("knowledge",)
ALSO_READS = ("workflow_steps", "projects", "people")
TITLE = "Knowledge index"

COLUMNS = (
    ResultColumn("key", "Key", "key", 12),
    ResultColumn("title", "Title", "text", 34),
    ResultColumn("type", "Type", "text", 12),
    ResultColumn("state", "State", "status", 13),
    ResultColumn("next_review", "Next review", "date", 11),
    ResultColumn("days_past", "Days past review", "days", 9),
    ResultColumn("verifier", "Verifier", "person", 15),
    ResultColumn("why", "Because", "text", 22),
    ResultColumn("owner", "Owner", "person", 15),
    ResultColumn("used_by", "Used by", "text", 20),
    ResultColumn("tags", "Tags", "text", 20),
    ResultColumn("version", "Version", "text", 8),
    ResultColumn("alike", "Like", "text", 22),
    ResultColumn("check", "Check", "long", 32),
    ResultColumn("link", "Link", "link", 16),
    ResultColumn("source", "Source", "link", 8),
)
ORDER = ("Needs review", "Due soon", "Draft", "Verified", "Archived")


def analyse(tables: Tables, context: Context) -> Result:
    """The index, coverage rows below it, and the lists for verifiers."""
    facts = facts_of(tables, context)
    return Result(
        name="knowledge",
        title=TITLE,
        frame=_frame(facts, context),
        columns=COLUMNS,
        figures=_figures(facts, context.rules.knowledge.trust_target),
        notes=_notes(facts, context),
        gaps=kept_apart(gaps_of(facts, context)),
        more={
            "by_verifier": _by_verifier(facts, context),
            "trust_by_tag": _trust(facts, lambda resource: resource.tags),
            "trust_by_owner": _trust(facts, lambda resource: (resource.owner or "nobody",)),
            "trust_by_type": _trust(facts, lambda resource: (resource.type,)),
            "duplicates": _pairs(facts),
            "coverage": _coverage(facts),
            "lessons": _lessons(facts),
        },
    )


def _frame(facts: Facts, context: Context) -> pd.DataFrame:
    alike = _alike(facts)
    ordered = sorted(facts.resources, key=lambda resource: _need(resource, facts))
    rows = [_row(resource, facts, alike, context) for resource in ordered]
    rows += [
        _cover_row(f"workflow {w}", facts.maps[w].name, cover)
        for w, cover in facts.workflows.items()
    ]
    rows += [
        _cover_row(f"project {p}", facts.project_names[p], cover)
        for p, cover in facts.projects.items()
    ]
    for row, key in zip(rows, unique_keys(row["key"] for row in rows), strict=True):
        row["key"] = key
    columns: dict[str, Any] = {}
    for column in COLUMNS:
        values = [row.get(column.field) for row in rows]
        if column.kind == "date":
            columns[column.field] = pd.Series(values, dtype="datetime64[s]")
        elif column.kind == "days":
            columns[column.field] = pd.Series(values, dtype="float64")
        elif column.kind == "link":
            columns[column.field] = pd.Series(
                [value or Link("") for value in values], dtype="object"
            )
        else:
            columns[column.field] = pd.Series([value or "" for value in values], dtype="str")
    return pd.DataFrame(columns)


def _need(resource: Resource, facts: Facts) -> tuple[int, int, float, str]:
    """Stale and in use by an active project first, then the longest past its review, then by title."""
    urgent = resource.state == "Needs review" and bool(active_users(resource, facts))
    waiting = resource.state in ("Needs review", "Due soon")
    past = 100_000.0 if resource.days_past is None else resource.days_past
    return (
        not urgent,
        ORDER.index(resource.state),
        -past if waiting else 0.0,
        resource.title.casefold(),
    )


def _row(
    resource: Resource, facts: Facts, alike: dict[str, list[str]], context: Context
) -> dict[str, Any]:
    stale = context.rules.knowledge.stale_after
    late = resource.state == "Needs review" and (resource.days_past or 0) > stale
    words = list(facts.odd.get(resource.key, ()))
    if late:
        words.insert(0, f"stale: {past_words(resource)}")
    projects = active_users(resource, facts)
    if resource.state == "Needs review" and projects:
        words.insert(0, f"an active project uses it: {listed(projects, 3)}")
    return {
        "key": resource.key,
        "title": resource.title,
        "type": resource.type,
        "state": resource.state,
        "next_review": resource.next_review,
        "days_past": resource.days_past if resource.live else None,
        "verifier": resource.keeper.name,
        "why": resource.keeper.why,
        "owner": resource.owner,
        "used_by": listed(facts.used_by.get(resource.key, ()), 4),
        "tags": ", ".join(resource.tags),
        "version": resource.version,
        "alike": "; ".join(alike.get(resource.key, ())),
        "check": "; ".join(words),
        "link": _document(resource),
        "source": context.row_link("knowledge", resource.row),
    }


def _document(resource: Resource) -> Link:
    """The document itself; only https leads anywhere."""
    safe = resource.link.startswith("https://")
    return Link("open", resource.link) if safe else Link(resource.link)


def _cover_row(what: str, name: str, cover: Cover) -> dict[str, Any]:
    return {
        "key": f"coverage/{what}",
        "title": name,
        "type": what.split(" ", 1)[0].capitalize(),
        "state": cover.state,
        "used_by": what.split(" ", 1)[1],
        "check": f"covered by {listed(cover.resources, 4)}"
        if cover.resources
        else "nothing covers it",
    }


def _alike(facts: Facts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for pair in facts.pairs:
        first, second = facts.resources[pair.first].key, facts.resources[pair.second].key
        words = "same as {}?" if pair.kind == "duplicate" else "version of {}"
        found[first].append(words.format(second))
        found[second].append(words.format(first))
    return found


def _figures(facts: Facts, target: float) -> tuple[Figure, ...]:
    live = [resource for resource in facts.resources if resource.live]
    fresh = sum(resource.state != "Needs review" for resource in live)
    ownerless = sum(bool(r.keeper.why) for r in facts.resources if r.state != "Archived")
    bare = sum(cover.state != COVERED for cover in facts.workflows.values())
    lone = sum(cover.state != COVERED for cover in facts.projects.values())
    soon = sum(resource.state == "Due soon" for resource in live)
    return (
        Figure(
            "Trust",
            fresh / len(live) if live else None,
            "percent",
            basis=f"{fresh} verified of {len(live)} live, target {target:.0%}",
        ),
        Figure("Needs review", len(live) - fresh, basis=f"of {len(live)} live resources"),
        Figure("Due soon", soon, basis="review falls due within days"),
        Figure(
            "Without a verifier",
            ownerless,
            basis="blank, left or unknown; falls to the team's lead",
        ),
        Figure("Workflows without current SOP", bare, basis=f"of {len(facts.workflows)} workflows"),
        Figure(
            "Active projects without guidance",
            lone,
            basis=f"of {len(facts.projects)} active projects",
        ),
    )


def _notes(facts: Facts, context: Context) -> tuple[str, ...]:
    rules = context.rules.knowledge
    typed = ", ".join(f"{name} {days}" for name, days in rules.intervals.items())
    return (
        f"{len(facts.resources)} resources. A verification holds for the row's own interval, else {typed}, "
        f"else {rules.default_interval} days; due soon = within {rules.due_soon} days; no date is not fresh.",
        "Likeness: titles by token ratios, texts by cosine of 3- to 5-letter pieces; versions are told apart.",
    )


def _by_verifier(facts: Facts, context: Context) -> pd.DataFrame:
    """One list a person: what to verify, the most urgent first; "" collects what nobody keeps."""
    due = [r for r in facts.resources if r.state in ("Needs review", "Due soon")]
    due.sort(key=lambda resource: (resource.keeper.name, *_need(resource, facts)))
    columns = ["verifier", "key", "title", "type", "state", "next_review", "days_past", "past", "why",
               "active_projects", "link", "row_link"]  # fmt: skip
    return pd.DataFrame([_due_row(resource, facts, context) for resource in due], columns=columns)


def _due_row(resource: Resource, facts: Facts, context: Context) -> tuple[object, ...]:
    past = past_words(resource) if resource.state == "Needs review" else ""
    return (
        resource.keeper.name,
        resource.key,
        resource.title,
        resource.type,
        resource.state,
        resource.next_review,
        resource.days_past,
        past,
        resource.keeper.why,
        listed(active_users(resource, facts), 3),
        _document(resource),
        context.row_link("knowledge", resource.row),
    )


def _trust(facts: Facts, groups: Callable[[Resource], Iterable[str]]) -> pd.DataFrame:
    """Verified of live by group, the least trusted first: group, verified, live, share."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for resource in facts.resources:
        if resource.live:
            for group in groups(resource):
                counts[group][0] += resource.state != "Needs review"
                counts[group][1] += 1
    rows = [(group, fresh, live, fresh / live) for group, (fresh, live) in counts.items()]
    frame = pd.DataFrame(rows, columns=["group", "verified", "live", "share"])
    return frame.sort_values(["share", "live"], ascending=[True, False], ignore_index=True)


def _pairs(facts: Facts) -> pd.DataFrame:
    rows = [
        (
            pair.kind,
            facts.resources[pair.first].key,
            facts.resources[pair.second].key,
            pair.title,
            pair.text,
        )
        for pair in facts.pairs
    ]
    return pd.DataFrame(rows, columns=["kind", "first", "second", "title_score", "text_score"])


def _coverage(facts: Facts) -> pd.DataFrame:
    rows = [
        ("workflow", w, facts.maps[w].name, c.state, ", ".join(c.resources))
        for w, c in facts.workflows.items()
    ]
    rows += [
        ("project", p, facts.project_names[p], c.state, ", ".join(c.resources))
        for p, c in facts.projects.items()
    ]
    return pd.DataFrame(rows, columns=["kind", "id", "name", "state", "resources"])


def _lessons(facts: Facts) -> pd.DataFrame:
    rows = [(r.key, r.title, state, r.owner, r.project) for r, state in lessons(facts)]
    return pd.DataFrame(rows, columns=["key", "title", "state", "owner", "project"])
