from __future__ import annotations

import numpy as np
import pytest

from mso_sheets.methods.similarity import index_of, n_grams, nearest

TEXTS = [
    "Launch of search ads in Mexico",
    "Search ads launch in Mexico",
    "Monthly rebate calculation",
    "Paying creators late: what went wrong",
    "",
]


def test_words_are_cut_into_framed_pieces_of_three_to_five_letters() -> None:
    assert list(n_grams("Ads")) == [" ad", "ads", "ds ", " ads", "ads ", " ads "]
    assert list(n_grams("Ä")) == [" a "]
    assert list(n_grams("")) == []


def test_a_text_is_wholly_like_itself_and_not_at_all_like_nothing() -> None:
    index = index_of(TEXTS)
    assert index.cosine(0, 0) == pytest.approx(1.0)
    assert index.cosine(0, 4) == 0
    assert index.cosines(TEXTS[2])[2] == pytest.approx(1.0)
    assert index.cosines("").tolist() == [0.0] * 5


def test_the_same_words_in_another_order_are_closer_than_other_words() -> None:
    scores = index_of(TEXTS).cosines("search ads launch Mexico")
    assert nearest(scores, 2, least=0.1) == [1, 0] or nearest(scores, 2, least=0.1) == [0, 1]
    assert scores[2] < 0.2


def test_pairs_found_through_the_coarse_matrix_are_those_of_all_comparisons() -> None:
    random = np.random.default_rng(5)
    words = ["launch", "rebate", "creator", "policy", "payout", "market", "review", "invoice"]
    texts = [" ".join(random.choice(words, 4)) for _ in range(60)]
    index = index_of(texts)
    every = {(i, j) for i in range(60) for j in range(i + 1, 60) if index.cosine(i, j) >= 0.8}
    assert {(i, j) for i, j, _ in index.similar_pairs(0.8)} == every
    assert every


def test_nothing_is_indexed_without_complaint() -> None:
    assert index_of([]).similar_pairs(0.8) == []
    assert index_of([""]).cosines("anything").tolist() == [0.0]
