"""Titles that may mean one document, asked as questions; versions of one document told apart.

Two titles are near when, folded and without version marks, their token set ratio is at least 90 and
their token sort ratio at least 80 (the token set alone calls every subset equal), or when the 3- to
5-grams of title and summary have a cosine of at least 0.8. Titles that differ only in a version mark
("v2", "2024", "copy of", "new") are versions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from mso_sheets.methods.similarity import index_of
from mso_sheets.tables.folding import fold

SET_RATIO, SORT_RATIO, COSINE = 90.0, 80.0, 0.8
WHOLE = 2_000
"""Up to so many titles are all compared; beyond, only those that share one of their rarest words."""
_MARKS = re.compile(
    r"\b(?:v|version|rev|revision|r)\s*\d+(?:[\s.]\d+)*\b|\b(?:copy of|copy|draft|final|new|old|updated|neu|alt"
    r"|nuevo|copia de|copia|kopie von|kopie)\b|\b(?:19|20)\d\d(?:\s\d\d){0,2}\b|(?<=\s)\d+(?:\s\d+)*$"
)
STOP_WORDS = frozenset(
    {"the", "a", "an", "of", "for", "to", "and", "in", "on", "how", "with", "our", "is", "are", "sop",
     "guide", "guideline", "policy", "template", "faq"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two resources by position; `title` and `text` are scores in 0..1."""

    first: int
    second: int
    kind: Literal["duplicate", "version"]
    title: float
    text: float


def likely_pairs(titles: Sequence[str], texts: Sequence[str]) -> list[Pair]:
    """Pairs worth a question, the surest first. `texts`: title and summary together."""
    plain = [without_marks(title) for title in titles]
    found = _near_titles(plain)
    index = index_of(texts)
    for first, second, _ in index.similar_pairs(COSINE):
        found.setdefault((first, second), _title_scores(plain[first], plain[second]))
    pairs = [
        Pair(
            first,
            second,
            _kind(titles, plain, first, second),
            sort / 100,
            index.cosine(first, second),
        )
        for (first, second), (_, sort) in found.items()
    ]
    return sorted(pairs, key=lambda pair: (pair.kind, -max(pair.title, pair.text), pair.first))


def without_marks(title: str) -> str:
    """A title folded, without version marks and stop words; never empty if the title is not."""
    folded = fold(title)
    bare = " ".join(_MARKS.sub(" ", folded).split())
    words = [word for word in bare.split() if word not in STOP_WORDS]
    return " ".join(words) or bare or folded


def _kind(
    titles: Sequence[str], plain: Sequence[str], first: int, second: int
) -> Literal["duplicate", "version"]:
    same = plain[first] == plain[second]
    return "version" if same and fold(titles[first]) != fold(titles[second]) else "duplicate"


def _title_scores(first: str, second: str) -> tuple[float, float]:
    return fuzz.token_set_ratio(first, second), fuzz.token_sort_ratio(first, second)


def _near_titles(plain: Sequence[str]) -> dict[tuple[int, int], tuple[float, float]]:
    if len(plain) > WHOLE:
        candidates = sorted(_sharing_rare_words(plain))
    else:
        scores = cdist(
            plain, plain, scorer=fuzz.token_sort_ratio, score_cutoff=SORT_RATIO, dtype=np.uint8
        )
        candidates = [(i, j) for i, j in np.argwhere(np.triu(scores, 1) > 0).tolist()]
    scored = {(i, j): _title_scores(plain[i], plain[j]) for i, j in candidates if plain[i]}
    return {
        pair: both
        for pair, both in scored.items()
        if both[0] >= SET_RATIO and both[1] >= SORT_RATIO
    }


def _sharing_rare_words(plain: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs that share one of the two rarest words of a title."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, title in enumerate(plain):
        for word in set(title.split()):
            holders[word].append(place)
    pairs: set[tuple[int, int]] = set()
    for place, title in enumerate(plain):
        rare = sorted(set(title.split()), key=lambda word: len(holders[word]))[:2]
        for word in rare:
            pairs |= {(min(place, n), max(place, n)) for n in holders[word][:200] if n != place}
    return pairs
