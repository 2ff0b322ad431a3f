"""Who is told of what is late: owner first, then lead, then manager, with an end.

No standard exists (ITIL and on-call practice escalate by level and time); ours goes by working days
late and priority. Who is on leave is stood in for by the delegate; a person who left is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
_LONGEST_LINE = 6
"""Stand-ins of stand-ins are followed so far, then nobody is told (people may point in a ring)."""


class Colleague(Protocol):
    """What the ladder asks of a person."""

    @property
    def manager(self) -> str: ...  # noqa: D102
    @property
    def delegate(self) -> str: ...  # noqa: D102
    @property
    def leave_to(self) -> date | None: ...  # noqa: D102
    @property
    def active(self) -> bool: ...  # noqa: D102
    def on_leave(self, day: date) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Working days late from which lead and manager are told; `high` for Critical and High."""

    lead: int = 3
    manager: int = 7
    lead_high: int = 1
    manager_high: int = 3
    moves: int = 2


def levels(
    late: npt.NDArray[np.float64], high: Flags, moved: npt.NDArray[np.int64], rules: Thresholds
) -> npt.NDArray[np.int64]:
    """0 owner, 1 lead too, 2 manager too; a date that was moved `moves` times and missed goes to the lead."""
    lead = np.where(high, rules.lead_high, rules.lead)
    manager = np.where(high, rules.manager_high, rules.manager)
    level = np.zeros(len(late), dtype=np.int64)
    level[(late >= lead) | ((late > 0) & (moved >= rules.moves) & (rules.moves > 0))] = 1
    level[late >= manager] = 2
    return level


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told: names in order, and the same in words ("owner and lead Mei Lin Tan").

    `rungs` are those above the owner, the lead first; "" where a rung has nobody to tell.
    """

    names: tuple[str, ...] = ()
    words: str = ""
    rungs: tuple[str, ...] = ()


def told(owner: str, lead: str, level: int, people: Mapping[str, Colleague], day: date) -> Told:
    """The people to tell of one item. `lead` is who leads its project, "" = the owner's manager.

    An owner on leave is stood in for by the delegate; without one the item waits until the return,
    except for those that the level reaches anyway. A rung that would name somebody twice goes one
    step up the line. What nobody owns goes to the lead.
    """
    names: list[str] = []
    words: list[str] = []
    if owner:
        _add_owner(owner, people, day, names, words)
    own = people[owner].manager if owner in people else ""
    first = lead if lead and lead != owner else own
    rungs = (("lead", first), ("manager", own if own != first else _manager(first, people)))
    reached = rungs[: level if owner else min(1, len(lead))]
    above_owner = []
    for rung, name in reached:
        above = _first_new(name, {owner, *names}, people, day)
        above_owner.append(above)
        if above:
            names.append(above)
            words.append(f"{rung} {above}")
    return Told(tuple(names), _and(words), tuple(above_owner))


def _first_new(name: str, known: set[str], people: Mapping[str, Colleague], day: date) -> str:
    """The first person up the line from `name` who can be told and is not told yet."""
    for _ in range(_LONGEST_LINE):
        present = _present(name, people, day) if name else ""
        if present and present not in known:
            return present
        name = _manager(name, people)
    return ""


def _manager(name: str, people: Mapping[str, Colleague]) -> str:
    return people[name].manager if name in people else ""


def _add_owner(
    owner: str, people: Mapping[str, Colleague], day: date, names: list[str], words: list[str]
) -> None:
    person = people.get(owner)
    if person is not None and not person.active:
        words.append("owner has left")
    elif person is not None and person.on_leave(day):
        until = (
            f" until {person.leave_to:%a} {person.leave_to.day} {person.leave_to:%b}"
            if person.leave_to
            else ""
        )
        stand_in = _present(person.delegate, people, day) if person.delegate else ""
        if stand_in:
            names.append(stand_in)
            words.append(f"delegate {stand_in} (owner on leave{until})")
        else:
            words.append(f"paused: owner on leave{until}")
    else:
        names.append(owner)
        words.append("owner")


def _present(name: str, people: Mapping[str, Colleague], day: date) -> str:
    """The person; who has left is replaced by the manager, who is away by the delegate; "" = nobody."""
    for _ in range(_LONGEST_LINE):
        person = people.get(name)
        if person is None or (person.active and not person.on_leave(day)):
            return name
        name = person.delegate if person.active else person.manager
    return ""


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
