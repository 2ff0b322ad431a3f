"""How alike texts are: TF-IDF of character 3- to 5-grams, compared by cosine; all on this machine.

Character n-grams inside word borders, weighted tf x (ln((1 + n) / (1 + df)) + 1) and normalised to
length 1, as in the usual vector-space model (Salton & Buckley 1988). They stand spelling, word forms and
languages without spaces better than words do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mso_sheets.tables.folding import fold

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

SIZES = (3, 4, 5)
BUCKETS = 4096
"""Columns of the coarse matrix that finds candidates before cosines are worked out exactly."""
SLACK = 0.15


@dataclass(frozen=True, eq=False)
class TextIndex:
    """Texts as sparse vectors: `terms` and `weights` of text i stand at bounds[i]:bounds[i + 1]."""

    vocabulary: dict[str, int]
    idf: Floats
    terms: Codes
    weights: Floats
    bounds: Codes

    @property
    def size(self) -> int:
        """How many texts there are."""
        return int(self.bounds.size - 1)

    def cosines(self, text: str) -> Floats:
        """The cosine of a new text to each of the index's texts, 0 to 1."""
        counts = Counter(n_grams(text))
        known = [
            (self.vocabulary[gram], n) for gram, n in counts.items() if gram in self.vocabulary
        ]
        if not known:
            return np.zeros(self.size)
        query = np.zeros(self.idf.size)
        for term, count in known:
            query[term] = count * self.idf[term]
        unknown = sum(n**2 for gram, n in counts.items() if gram not in self.vocabulary)
        rare = float(self.idf.max(initial=1.0))
        length = float(np.sqrt((query**2).sum() + unknown * rare**2))
        return self._dot(query / length)

    def cosine(self, first: int, second: int) -> float:
        """The cosine of two texts of the index."""
        mine, theirs = self._slice(first), self._slice(second)
        _, a, b = np.intersect1d(self.terms[mine], self.terms[theirs], return_indices=True)
        return float((self.weights[mine][a] * self.weights[theirs][b]).sum())

    def similar_pairs(self, threshold: float) -> list[tuple[int, int, float]]:
        """All pairs (i < j) whose cosine is at least `threshold`, with it."""
        coarse = self._coarse()
        found = []
        for first in range(0, self.size, 512):
            scores = coarse[first : first + 512] @ coarse.T
            for i, j in np.argwhere(scores >= threshold - SLACK).tolist():
                if first + i < j:
                    exact = self.cosine(first + i, j)
                    if exact >= threshold:
                        found.append((first + i, int(j), exact))
        return found

    def _slice(self, text: int) -> slice:
        return slice(int(self.bounds[text]), int(self.bounds[text + 1]))

    def _dot(self, query: Floats) -> Floats:
        owner = np.repeat(np.arange(self.size), np.diff(self.bounds))
        dots = np.bincount(owner, self.weights * query[self.terms], minlength=self.size)
        return dots.astype(np.float64)

    def _coarse(self) -> npt.NDArray[np.float32]:
        matrix = np.zeros((self.size, BUCKETS), dtype=np.float32)
        owner = np.repeat(np.arange(self.size), np.diff(self.bounds))
        sign = np.where((self.terms // BUCKETS) % 2 == 0, 1.0, -1.0)
        np.add.at(matrix, (owner, self.terms % BUCKETS), (self.weights * sign).astype(np.float32))
        return matrix


def index_of(texts: Sequence[str]) -> TextIndex:
    """The index of some texts."""
    counted = [Counter(n_grams(text)) for text in texts]
    seen = Counter(gram for counts in counted for gram in counts)
    vocabulary = {gram: place for place, gram in enumerate(seen)}
    idf = np.log((1 + len(texts)) / (1 + np.array(list(seen.values()), dtype=np.float64))) + 1
    terms = np.array([vocabulary[g] for counts in counted for g in counts], dtype=np.int64)
    raw = np.array([n for counts in counted for n in counts.values()], dtype=np.float64)
    bounds = np.cumsum([0, *(len(counts) for counts in counted)]).astype(np.int64)
    weights = raw * idf[terms] if terms.size else raw
    owner = np.repeat(np.arange(len(texts)), np.diff(bounds))
    length = np.sqrt(np.bincount(owner, weights**2, minlength=len(texts)))
    return TextIndex(vocabulary, idf, terms, weights / np.maximum(length[owner], 1e-12), bounds)


def n_grams(text: str) -> Iterable[str]:
    """The 3- to 5-grams of each folded word with a border on both sides."""
    for word in fold(text).split():
        framed = f" {word} "
        for size in SIZES:
            for start in range(len(framed) - size + 1):
                yield framed[start : start + size]


def nearest(scores: Floats, count: int, least: float) -> list[int]:
    """The places of the best scores of at least `least`, best first."""
    order = np.argsort(-scores, kind="stable")[:count]
    return [int(place) for place in order if scores[place] >= least]
