"""What is wrong or missing on a workflow's map, in words, a step each."""

from __future__ import annotations

from mso_sheets.methods.workflow_map import (
    WorkflowMap,
    dead_ends,
    doubled,
    missing_fields,
    orphans,
)


def structure_faults(drawn: WorkflowMap, present: tuple[str, ...]) -> dict[int, list[str]]:
    """Position -> what is wrong with the step on the map, in words."""
    faults: dict[int, list[str]] = {n: [] for n in range(len(drawn.steps))}
    for place, step in enumerate(drawn.steps):
        lacking = missing_fields(step, present)
        if lacking:
            faults[place].append("no " + ", ".join(lacking))
    for place in dead_ends(drawn):
        faults[place].append("dead end: nothing follows")
    for place in orphans(drawn):
        faults[place].append("orphan: no step leads here")
    for first, later, what in doubled(drawn):
        faults[later].append(
            f"doubled {what}: as step {drawn.steps[first].number} {drawn.steps[first].name}"
        )
    for place, text in drawn.unknown:
        faults[place].append(f"leads to '{text}', which is no step of this workflow")
    for members in drawn.loops:
        names = " → ".join(drawn.steps[n].name for n in (*members, members[0]))
        faults[members[0]].append(f"loop: {names}")
    return faults
