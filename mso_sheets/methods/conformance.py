"""How far cases keep to the mapped procedure, in classes that people can act upon.

Fitness of a case = 1 - indel distance / (length of the case + length of the nearest allowed path);
the nearest path is the one with the highest fitness. For a single path this equals the alignment-based
fitness of the literature (van der Aalst, Adriansyah & van Dongen 2012); unlike token replay it counts
steps that are not on the map. Allowed paths run from the first step to an end over the map's arrows;
an arrow back may be walked twice more than the way needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from mso_sheets.methods.workflow_map import WorkflowMap

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

MAXIMUM_PATHS = 400
MAXIMUM_BREADTH = 5_000
REPEATS = 3
CELLS_A_CALL = 4_000_000


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each variant: fitness, indel distance, and which path is nearest (its position)."""

    fitness: Floats
    distance: Codes
    path: Codes


def allowed_paths(drawn: WorkflowMap) -> list[tuple[int, ...]]:
    """Ways from a start to an end, by position; at most 400, the shortest found first."""
    found: list[tuple[int, ...]] = []
    waiting: list[tuple[int, ...]] = [(drawn.starts[0],)] if drawn.steps else []
    ends = set(drawn.ends)
    while waiting and len(found) < MAXIMUM_PATHS and len(waiting) < MAXIMUM_BREADTH:
        grown: list[tuple[int, ...]] = []
        for way in waiting:
            if way[-1] in ends:
                found.append(way)
            counts = Counter(way)
            grown += [(*way, n) for n in drawn.follows[way[-1]] if counts[n] < _visits(drawn, n)]
        waiting = grown
    return found[:MAXIMUM_PATHS] or [tuple(range(len(drawn.steps)))]


def align(variants: Sequence[str], paths: Sequence[str]) -> Alignment:
    """Each variant against its nearest path; a letter stands for a step in both."""
    size = len(variants)
    fitness, distance = np.zeros(size), np.zeros(size, dtype=np.int64)
    nearest = np.zeros(size, dtype=np.int64)
    lengths = np.array([len(path) for path in paths], dtype=np.float64)
    chunk = max(1, CELLS_A_CALL // max(len(paths), 1))
    for first in range(0, size, chunk):
        part = variants[first : first + chunk]
        edits = np.asarray(cdist(part, paths, scorer=Indel.distance, dtype=np.int32))
        whole = np.array([len(word) for word in part], dtype=np.float64)[:, None] + lengths
        scores = 1 - edits / np.maximum(whole, 1.0)
        best = scores.argmax(axis=1)
        rows = np.arange(len(part))
        nearest[first : first + chunk] = best
        fitness[first : first + chunk] = scores[rows, best]
        distance[first : first + chunk] = edits[rows, best]
    return Alignment(fitness, distance, nearest)


def forgive_walks(
    alignment: Alignment, variants: Sequence[str], drawn: WorkflowMap, letters: Sequence[str]
) -> Alignment:
    """The same, with fitness 1 for cases that walk the arrows of a map with loops, however often.

    `letters`: the letter of each step of the map, by position.
    """
    if not drawn.loops:
        return alignment
    arrows = {letters[n] + letters[m] for n, after in enumerate(drawn.follows) for m in after}
    first, ends = letters[drawn.starts[0]], {letters[n] for n in drawn.ends}
    walks = np.array(
        [
            word[:1] == first
            and word[-1:] in ends
            and all(word[n : n + 2] in arrows for n in range(len(word) - 1))
            for word in variants
        ],
        dtype=np.bool_,
    )
    fitness = np.where(walks, 1.0, alignment.fitness)
    return Alignment(fitness, np.where(walks, 0, alignment.distance), alignment.path)


def _visits(drawn: WorkflowMap, place: int) -> int:
    """How often a path may come by a step: once, or three times where the map leads back to it."""
    return REPEATS if place in drawn.reach[place] else 1
