"""What the register covers: which workflows and projects have guidance that is current, who uses what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

COVERED, STALE_ONLY, DRAFT_ONLY, NOTHING = "Covered", "Only stale", "Only drafts", "No SOP"
FRESH_STATES = frozenset({"Verified", "Due soon"})


@dataclass(frozen=True, slots=True)
class Cover:
    """How a workflow or project is covered, and by which resources."""

    state: str
    resources: tuple[str, ...]


def cover_of(resources: Iterable[str], states: Mapping[str, str]) -> Cover:
    """Covered by one current resource; by stale or draft ones only; by nothing (archived do not count)."""
    found = tuple(dict.fromkeys(r for r in resources if states.get(r, "Archived") != "Archived"))
    known = {states[resource] for resource in found}
    if known & FRESH_STATES:
        return Cover(COVERED, found)
    if "Needs review" in known:
        return Cover(STALE_ONLY, found)
    return Cover(DRAFT_ONLY if known else NOTHING, found)


def users(links: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Resource -> what uses it, from (resource, user) pairs, each once in order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for resource, user in links:
        if resource and user:
            found[resource][user] = None
    return {resource: tuple(names) for resource, names in found.items()}
