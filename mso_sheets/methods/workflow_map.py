"""A workflow as its team drew it: steps in order, who follows whom, and what is wrong with the map.

Next steps may name step numbers or step names. Where a team fills them in for branches only, an empty
cell means "the next number"; where most steps have them, an empty cell means that nothing follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mso_sheets.tables.folding import fold

END_WORDS = frozenset(
    {"", "end", "ende", "fin", "final", "stop", "done", "none", "no", "finish", "n a"}
)
"""Words in Next steps that say that nothing shall follow (folded)."""
EXPLICIT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the map. Hours are NaN and texts empty where the cell is; `row` is the sheet's."""

    number: str
    name: str
    owner: str = ""
    role: str = ""
    team: str = ""
    input: str = ""
    output: str = ""
    sop: str = ""
    sla: float = float("nan")
    process: float = float("nan")
    wait: float = float("nan")
    volume: float = float("nan")
    pain: str = ""
    next: tuple[str, ...] = ()
    row: int = 0


@dataclass(frozen=True)
class WorkflowMap:
    """Steps in the order of their numbers and the steps that may follow each, by position."""

    workflow: str
    name: str
    steps: tuple[Step, ...]
    follows: tuple[tuple[int, ...], ...]
    unknown: tuple[tuple[int, str], ...] = ()
    """(position, text) of next steps that are no step of this workflow."""
    explicit: bool = False
    places: Mapping[str, int] = field(default_factory=dict)

    def position(self, text: str) -> int | None:
        """The position of a step by its name or number, however it is spelt."""
        return self.places.get(fold(text))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Steps that nothing leads to; the first one where all are led to. The first is always one."""
        reached = {
            after
            for place, after_all in enumerate(self.follows)
            for after in after_all
            if after != place
        }
        return tuple(n for n in range(len(self.steps)) if n == 0 or n not in reached)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Steps that nothing follows; the last one where all are followed."""
        last = len(self.steps) - 1
        found = tuple(n for n, after in enumerate(self.follows) if not set(after) - {n})
        return found or (last,)

    @cached_property
    def reach(self) -> tuple[frozenset[int], ...]:
        """For each step, the steps that can come after it, at any distance."""
        return tuple(_reachable(n, self.follows) for n in range(len(self.steps)))

    @cached_property
    def loops(self) -> tuple[tuple[int, ...], ...]:
        """Groups of steps that lead back to themselves."""
        seen: set[int] = set()
        groups = []
        for place in range(len(self.steps)):
            if place not in seen and place in self.reach[place]:
                members = [n for n in self.reach[place] if place in self.reach[n]]
                groups.append(tuple(sorted(members)))
                seen.update(members)
        return tuple(groups)


def make_map(workflow: str, name: str, steps: Iterable[Step]) -> WorkflowMap:
    """Orders steps by number and draws the arrows."""
    ordered = tuple(sorted(steps, key=lambda step: natural(step.number)))
    places = _places(ordered)
    explicit = _is_explicit(ordered)
    unknown: list[tuple[int, str]] = []
    follows = []
    for place, step in enumerate(ordered):
        targets, lost = _targets(step.next, places)
        unknown += [(place, text) for text in lost]
        says = bool(step.next)
        default = () if says or explicit or place + 1 == len(ordered) else (place + 1,)
        follows.append(targets or default)
    return WorkflowMap(workflow, name, ordered, tuple(follows), tuple(unknown), explicit, places)


def natural(text: str) -> tuple[tuple[int, float | str], ...]:
    """A sort key that puts 2 before 10 and 2 before 2a."""
    parts = re.findall(r"\d+|[^\d\s.]+", text)
    return tuple((0, float(part)) if part.isdigit() else (1, part.casefold()) for part in parts)


def missing_fields(step: Step, present: Sequence[str]) -> tuple[str, ...]:
    """Which of owner, input, output, SOP, SLA a step lacks, among the columns the tab has."""
    lacking = {
        "owner": not step.owner,
        "input": not step.input,
        "output": not step.output,
        "SOP": not step.sop,
        "SLA": not step.sla > 0,
    }
    return tuple(name for name, absent in lacking.items() if absent and name in present)


def dead_ends(drawn: WorkflowMap) -> tuple[int, ...]:
    """Steps after which nothing follows though they are not last and nobody wrote "End"."""
    last = len(drawn.steps) - 1
    return tuple(
        n
        for n, step in enumerate(drawn.steps)
        if n != last and not set(drawn.follows[n]) - {n} and not _says_end(step.next)
    )


def orphans(drawn: WorkflowMap) -> tuple[int, ...]:
    """Steps that no other step leads to, the first apart."""
    return tuple(n for n in drawn.starts if n != 0)


def doubled(drawn: WorkflowMap) -> tuple[tuple[int, int, str], ...]:
    """Pairs of steps with one number or one name: (first, later, "number" or "name")."""
    found = []
    for what in ("number", "name"):
        seen: dict[str, int] = {}
        for place, step in enumerate(drawn.steps):
            key = fold(getattr(step, what))
            if key and key in seen:
                found.append((seen[key], place, what))
            seen.setdefault(key, place)
    return tuple(found)


def changes_of_team(drawn: WorkflowMap) -> tuple[tuple[int, int], ...]:
    """Arrows between steps of different teams (roles where no team is given)."""
    hands = [fold(step.team or step.role or step.owner) for step in drawn.steps]
    return tuple(
        (n, after)
        for n, after_all in enumerate(drawn.follows)
        for after in after_all
        if hands[n] and hands[after] and hands[n] != hands[after]
    )


def _places(steps: Sequence[Step]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, step in enumerate(steps):
        places.setdefault(fold(step.number), place)
    for place, step in enumerate(steps):
        places.setdefault(fold(step.name), place)
    places.pop("", None)
    return places


def _is_explicit(steps: Sequence[Step]) -> bool:
    before_last = steps[:-1]
    filled = sum(1 for step in before_last if step.next)
    return bool(before_last) and filled > EXPLICIT_SHARE * len(before_last)


def _targets(texts: Sequence[str], places: Mapping[str, int]) -> tuple[tuple[int, ...], list[str]]:
    targets: list[int] = []
    lost = []
    for text in texts:
        found = _place_of(text, places)
        if found is not None and found not in targets:
            targets.append(found)
        elif found is None and fold(text) not in END_WORDS:
            lost.append(text)
    return tuple(targets), lost


def _place_of(text: str, places: Mapping[str, int]) -> int | None:
    """By the whole text, without a bracketed condition, or by the step number in front."""
    plain = re.sub(r"\([^()]*\)|\bif\b.*$|:.*$", "", text).strip()
    number = re.match(r"\s*(?:step\s*)?(\d+(?:\.\d+)*[a-z]?)\b", text, re.IGNORECASE)
    for candidate in (text, plain, number.group(1) if number else ""):
        found = places.get(fold(candidate))
        if found is not None:
            return found
    return None


def _says_end(texts: Sequence[str]) -> bool:
    return any(fold(text) in END_WORDS for text in texts)


def _reachable(start: int, follows: Sequence[Sequence[int]]) -> frozenset[int]:
    seen: set[int] = set()
    waiting = list(follows[start])
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            waiting.extend(follows[place])
    return frozenset(seen)
