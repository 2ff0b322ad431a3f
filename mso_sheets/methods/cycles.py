"""Cycles in a network of "must end before": Tarjan's strongly connected components.

Source: R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972).
Written without recursion: a chain of 20,000 tasks must not exhaust the stack.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, order=True)
class Cycle:
    """Nodes that wait for one another.

    `path` is a shortest walk along the edges from the smallest node back to it (the return is not
    repeated); `others` belong to the same knot without lying on that walk.
    """

    path: tuple[int, ...]
    others: tuple[int, ...] = ()

    @property
    def members(self) -> tuple[int, ...]:
        """All nodes of the knot."""
        return tuple(sorted((*self.path, *self.others)))


def neighbours(count: int, source: Places, target: Places) -> list[list[int]]:
    """For each of `count` nodes the targets of its edges, in the order of the edges."""
    out: list[list[int]] = [[] for _ in range(count)]
    for one, other in zip(source.tolist(), target.tolist(), strict=True):
        out[one].append(other)
    return out


def cycles(count: int, before: Places, after: Places) -> list[Cycle]:
    """Each knot once, ordered by its smallest node.

    Edges lead from `before[i]` to `after[i]`; nodes are 0..count-1.
    """
    following = neighbours(count, before, after)
    return sorted(
        _named(component, following)
        for component in _components(following)
        if len(component) > 1 or component[0] in following[component[0]]
    )


def downstream(count: int, before: Places, after: Places, start: Flags) -> Flags:
    """Which nodes hang below a start node (a start node itself only if another leads to it)."""
    following = neighbours(count, before, after)
    waiting = np.flatnonzero(start).tolist()
    seen = [False] * count
    while waiting:
        for node in following[waiting.pop()]:
            if not seen[node]:
                seen[node] = True
                waiting.append(node)
    return np.array(seen, dtype=np.bool_)


def _components(following: list[list[int]]) -> list[list[int]]:
    """Tarjan's algorithm with its call stack spelled out as (node, next child)."""
    count = len(following)
    number, low, on_stack = [-1] * count, [0] * count, [False] * count
    stack: list[int] = []
    found: list[list[int]] = []
    clock = 0
    for root in range(count):
        work = [(root, 0)] if number[root] < 0 and following[root] else []
        while work:
            node, child = work.pop()
            if child == 0:
                number[node] = low[node] = clock
                clock += 1
                stack.append(node)
                on_stack[node] = True
            children = following[node]
            while child < len(children) and number[children[child]] >= 0:
                if on_stack[children[child]]:
                    low[node] = min(low[node], low[children[child]])
                child += 1
            if child < len(children):
                work += [(node, child + 1), (children[child], 0)]
                continue
            if low[node] == number[node]:
                found.append(_popped(stack, node, on_stack))
            if work:
                parent = work[-1][0]
                low[parent] = min(low[parent], low[node])
    return found


def _popped(stack: list[int], node: int, on_stack: list[bool]) -> list[int]:
    component: list[int] = []
    while not component or component[-1] != node:
        component.append(stack.pop())
        on_stack[component[-1]] = False
    return component


def _named(component: list[int], following: list[list[int]]) -> Cycle:
    """The shortest way from the smallest member back to itself, breadth first."""
    members, first = set(component), min(component)
    came_from: dict[int, int] = {}
    waiting = deque([first])
    while first not in came_from:
        node = waiting.popleft()
        for other in following[node]:
            if other in members and other not in came_from:
                came_from[other] = node
                waiting.append(other)
    path = [came_from[first]]
    while path[-1] != first:
        path.append(came_from[path[-1]])
    path.reverse()
    return Cycle(tuple(path), tuple(sorted(members - set(path))))
