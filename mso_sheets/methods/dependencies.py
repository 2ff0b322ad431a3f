"""Blocked-by: what people wrote as predecessors, who waits for whom, and what is at the root of it.

A root blocker is unfinished, has no unfinished predecessor, and something unfinished hangs below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mso_sheets.methods.cycles import neighbours

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PlaceOf = Callable[[str, int], int | None]
REFERENCE = re.compile(
    r"^(?P<name>.+?)[\s:(]*(?P<kind>FS|SS|FF|SF)?\s*"
    r"(?:(?P<lag>[+-]\s*\d+(?:\.\d+)?)\s*(?:wd|working days?|days?|d)?)?\s*\)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Links:
    """Edges `before[i]` -> `after[i]` with `lag[i]` working days, and what could not be used.

    `unknown`: (row, reference) that names nothing; `refused`: (row, reference, kind) of a kind other
    than finish-to-start.
    """

    before: Places
    after: Places
    lag: Floats
    unknown: tuple[tuple[int, str], ...] = ()
    refused: tuple[tuple[int, str, str], ...] = ()


def read_links(
    names: Sequence[str], groups: Sequence[int], references: Iterable[Sequence[str]]
) -> Links:
    """Names of nodes with their groups, and each node's predecessors as text -> edges.

    A reference is a name, alone or with a kind and lag: `T-7`, `T-7 FS+2d`, `T-7 +2`. A name is
    looked for in the node's own group first; case does not matter; the first of equal names is meant.
    """
    anywhere, nearby = _places(names, groups)
    found: dict[tuple[int, int], float] = {}
    unknown: list[tuple[int, str]] = []
    refused: list[tuple[int, str, str]] = []

    def place_of(name: str, group: int) -> int | None:
        wanted = name.strip().casefold()
        return nearby.get((group, wanted), anywhere.get(wanted))

    for row, wanted in enumerate(references):
        for reference in wanted:
            source, kind, lag = _read(reference, groups[row], place_of)
            if source is None:
                unknown.append((row, reference))
            elif kind != "FS":
                refused.append((row, reference, kind))
            else:
                found[source, row] = max(lag, found.get((source, row), lag))
    edges = np.array(list(found), dtype=np.int64).reshape(-1, 2)
    lags = np.array(list(found.values()), dtype=np.float64)
    return Links(edges[:, 0], edges[:, 1], lags, tuple(unknown), tuple(refused))


def _places(
    names: Sequence[str], groups: Sequence[int]
) -> tuple[dict[str, int], dict[tuple[int, str], int]]:
    """The first place of each name, and of each name within a group where names are not unique."""
    folded = [name.casefold() for name in names]
    anywhere: dict[str, int] = {}
    for place, name in enumerate(folded):
        if name:
            anywhere.setdefault(name, place)
    nearby: dict[tuple[int, str], int] = {}
    if len(anywhere) < sum(map(bool, folded)):
        for place, key in enumerate(zip(groups, folded, strict=True)):
            nearby.setdefault(key, place)
    return anywhere, nearby


def _read(reference: str, group: int, place_of: PlaceOf) -> tuple[int | None, str, float]:
    """The node that a reference means, the kind of link, the lag; the whole text first of all."""
    place = place_of(reference, group)
    if place is not None:
        return place, "FS", 0.0
    parts = REFERENCE.match(reference.strip())
    if parts is None:
        return None, "FS", 0.0
    lag = float((parts["lag"] or "0").replace(" ", ""))
    return place_of(parts["name"], group), (parts["kind"] or "FS").upper(), lag


@dataclass(frozen=True, slots=True)
class Blocking:
    """One value a node: whether it waits, and the root blocker that drives it (-1 = none)."""

    blocked: Flags
    root: Places


def blocking(links: Links, unfinished: Flags, finish: Floats) -> Blocking:
    """Who is blocked, and by which root.

    `finish` (NaN for nodes in or below a cycle, which have no root) decides between several unfinished
    predecessors: the one that ends last drives.
    """
    blocked = np.zeros(unfinished.size, dtype=np.bool_)
    blocked[links.after[_live(links, unfinished)]] = True
    before, after, lag = _sound(links, unfinished, finish)
    return Blocking(blocked, _roots(before, after, finish, lag))


@dataclass(frozen=True, slots=True)
class Held:
    """One value a node: how many unfinished nodes hang below it, and for root blockers their weight.

    `is_root` marks root blockers; the other nodes' weight is 0.
    """

    count: Places
    weight: Floats
    is_root: Flags


def held_up(links: Links, unfinished: Flags, finish: Floats, weight: Floats) -> Held:
    """What each unfinished node holds up, over all that can be scheduled (see `blocking`)."""
    waits = blocking(links, unfinished, finish).blocked
    before, after, _ = _sound(links, unfinished, finish)
    count, heavy = _held(before, after, weight, ~waits)
    return Held(count, heavy, unfinished & ~waits & (count > 0))


def _live(links: Links, unfinished: Flags) -> Flags:
    both: Flags = unfinished[links.before] & unfinished[links.after]
    return both


def _sound(links: Links, unfinished: Flags, finish: Floats) -> tuple[Places, Places, Floats]:
    """The edges between unfinished nodes outside of cycles and what hangs below them."""
    known = ~(np.isnan(finish[links.before]) | np.isnan(finish[links.after]))
    keep = _live(links, unfinished) & known
    return links.before[keep], links.after[keep], links.lag[keep]


def _roots(before: Places, after: Places, finish: Floats, lag: Floats) -> Places:
    """Follow the driving predecessor to its end, for all nodes at once by pointer doubling."""
    driver = np.arange(finish.size)
    order = np.lexsort((-before, finish[before] + lag))
    driver[after[order]] = before[order]
    while True:
        further = driver[driver]
        if (further == driver).all():
            break
        driver = further
    return np.where(driver == np.arange(finish.size), -1, driver)


def _held(before: Places, after: Places, weight: Floats, top: Flags) -> tuple[Places, Floats]:
    """How many nodes hang below each, and for those on top their weight, by sets of bits."""
    count = weight.size
    held, heavy = np.zeros(count, np.int64), np.zeros(count)
    if not before.size:
        return held, heavy
    used, local = np.unique(np.concatenate([before, after]), return_inverse=True)
    source, target = local[: before.size], local[before.size :]
    following = neighbours(used.size, source, target)
    below = _descendants(following)
    mass = weight[used]
    for place, mask in enumerate(below):
        node = used[place]
        held[node] = mask.bit_count()
        if mask and top[node]:
            heavy[node] = _bits(mask, used.size) @ mass
    return held, heavy


def _descendants(following: list[list[int]]) -> list[int]:
    """For each node of a network without cycles, the set of nodes below it as bits of a number."""
    below = [0] * len(following)
    done = [False] * len(following)
    for start in range(len(following)):
        work = [start]
        while work:
            node = work[-1]
            waiting = [other for other in following[node] if not done[other]]
            if waiting:
                work.extend(waiting)
                continue
            work.pop()
            if not done[node]:
                done[node] = True
                for other in following[node]:
                    below[node] |= below[other] | (1 << other)
    return below


def _bits(mask: int, size: int) -> npt.NDArray[np.uint8]:
    raw = np.frombuffer(mask.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(raw, count=size, bitorder="little")
