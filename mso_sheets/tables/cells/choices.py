"""Words of a fixed list (status, health, priority...) through their synonyms in all languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz, process

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import narrow, plain, tidy
from mso_sheets.tables.cells.outcome import Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import (
    Said,
    bad_places,
    bad_words,
    in_order,
    read_words,
    sort_cells,
    ticked,
)
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash
from mso_sheets.tables.cells.spelling import sign_key, signs_of, word_keys
from mso_sheets.tables.cells.text_values import number_text, spread
from mso_sheets.tables.cells.texts import read_text
from mso_sheets.tables.folding import fold

CLOSE = 80
"""Likeness (of 100) from which a candidate is named."""
TAIL_WORDS = 8
_LIST_NUMBER = re.compile(r"\s*\(?(?P<rank>\d{1,2})\s*[.):-]\s*(?=\D)")
_BREAK = re.compile(r"\s+[-–—]+\s+|\s*[:;,(\[/|\n→]\s*|[)\]]\s*$")
_NUMBER = re.compile(r"\s*\d+(?:\.0+)?\s*")


@lru_cache(maxsize=64)
def _synonyms(name: str, vocabulary: Vocabulary) -> Mapping[str, str]:
    """Key -> canonical word; the canonical words come last, so that no synonym hides one."""
    choices = vocabulary.choices.get(name, {})
    found = {
        key: canon for canon, words in choices.items() for word in words for key in word_keys(word)
    }
    found |= {key: canon for canon in choices for key in word_keys(canon)}
    return {key: canon for key, canon in found.items() if key}


def _meaning(text: str, synonyms: Mapping[str, str]) -> str | None:
    return next((synonyms[key] for key in word_keys(text) if key in synonyms), None)


def read_choices(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Canonical words as `str` with missing as NA; as typed where the vocabulary has no such list."""
    synonyms = _synonyms(column.choices, vocabulary)
    if not synonyms:
        return read_text(cells, column, dialect, vocabulary)
    parts = sort_cells(cells)
    numbers = {number_text(value) for value in np.unique(parts.values).tolist()}
    numbers |= {word.strip().split(".")[0] for word in parts.words if _NUMBER.fullmatch(word)}
    rated = all(number in synonyms for number in numbers)
    unknown = _unknown_number(column, vocabulary)

    def one(word: str) -> Said[str]:
        if _NUMBER.fullmatch(word):
            return (synonyms[word.strip().split(".")[0]], None) if rated else (None, unknown)
        return read_choice(word, column, vocabulary)

    said = read_words(parts, one)
    bad = [*bad_words(parts, [fault for _, fault in said])]
    others: dict[int, str | None] = {}
    for place, value in zip(parts.numbers.tolist(), parts.values.tolist(), strict=True):
        others[place] = synonyms[number_text(value)] if rated else None
    bad += [] if rated else bad_places(parts, parts.numbers, unknown)
    ticks = {True: _meaning("TRUE", synonyms), False: _meaning("FALSE", synonyms)}
    for place, tick in zip(parts.booleans.tolist(), ticked(parts).tolist(), strict=True):
        others[place] = ticks[tick]
    nameless = np.array(
        [place for place in parts.booleans.tolist() if others[place] is None], dtype=np.intp
    )
    unlisted = _unknown("", column, vocabulary)
    bad += [*bad_places(parts, nameless, unlisted), *bad_places(parts, parts.odd, unlisted)]
    return ReadColumn(spread(parts, [word for word, _ in said], others), in_order(bad))


def read_choice(text: str, column: Column, vocabulary: Vocabulary) -> Said[str]:
    """The canonical word of one text, or why there is none.

    A known word with a tail ("Active - mitigation required") is read and asked about, unless the
    tail says something else.
    """
    synonyms = _synonyms(column.choices, vocabulary)
    signs = {synonyms[key] for sign in signs_of(text) if (key := sign_key(sign)) in synonyms}
    rank = _LIST_NUMBER.match(text)
    known = _meaning(text, synonyms) or (_meaning(text[rank.end() :], synonyms) if rank else None)
    if known:
        ranked = synonyms.get(rank["rank"], known) if rank else known
        sure = (signs <= {known} or not fold(text)) and ranked == known and "?" not in plain(text)
        sure = sure and not (fold(text) and _denies(text, synonyms, vocabulary))
        return (known, None) if sure else (None, _contradiction(text, column, vocabulary))
    fault = broken(text, vocabulary) or absent(text, column, vocabulary)
    if fault or is_dash(text) or not tidy(text):
        return None, fault
    return _with_tail(text, signs, column, vocabulary)


def _with_tail(text: str, signs: set[str], column: Column, vocabulary: Vocabulary) -> Said[str]:
    synonyms = _synonyms(column.choices, vocabulary)
    pieces = [_LIST_NUMBER.sub("", piece) for piece in _BREAK.split(narrow(text)) if tidy(piece)]
    named = [_meaning(piece, synonyms) for piece in pieces]
    said = signs | {name for name in named if name}
    head = named[0] if named else None
    if head is None or len(pieces) < 2:
        return None, _unknown(text, column, vocabulary)
    if _denies(text, synonyms, vocabulary):
        return None, _contradiction(text, column, vocabulary)
    if len(said) > 1 or "?" in plain(text) or _doubts(pieces[1:], head, synonyms, vocabulary):
        return None, _contradiction(text, column, vocabulary)
    return head, None if all(named) else _tail(head, column, vocabulary)


def _denies(text: str, synonyms: Mapping[str, str], vocabulary: Vocabulary) -> bool:
    """Whether a sign for "no" stands beside a word: "Done ❌"."""
    denials = {sign_key(sign) for word in vocabulary.no for sign in signs_of(word)}
    return any(
        key in denials and key not in synonyms for sign in signs_of(text) if (key := sign_key(sign))
    )


def _doubts(
    tail: Sequence[str], head: str, synonyms: Mapping[str, str], vocabulary: Vocabulary
) -> bool:
    """Whether the first words of a tail take back what the head says."""
    words = fold(" ".join(tail)).split()[:TAIL_WORDS]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    doubts = {fold(word) for word in vocabulary.lists.get("doubts", ())}
    return any(synonyms.get(word, head) != head or word in doubts for word in [*words, *pairs])


def _listed(column: Column, vocabulary: Vocabulary) -> str:
    return ", ".join(vocabulary.choices[column.choices])


def _unknown(text: str, column: Column, vocabulary: Vocabulary) -> Fault:
    """The fault of a word that the vocabulary lacks, with the nearest that it has."""
    synonyms = _synonyms(column.choices, vocabulary)
    near = process.extractOne(fold(text), synonyms.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
    hint = (
        f"Type {synonyms[near[0]]} if that is meant, else another"
        if near and near[0]
        else "Type one"
    )
    return Fault(
        "choice-unknown",
        f"one of {_listed(column, vocabulary)}",
        f"{hint} of the words that are known.",
    )


def _unknown_number(column: Column, vocabulary: Vocabulary) -> Fault:
    if not any(key.isdecimal() for key in _synonyms(column.choices, vocabulary)):
        return _unknown("", column, vocabulary)
    return Fault(
        "choice-number",
        f"one of {_listed(column, vocabulary)}",
        "Type the words: the numbers of this column go beyond the scale that is known.",
    )


def _contradiction(text: str, column: Column, vocabulary: Vocabulary) -> Fault:
    return Fault(
        "choice-contradictory",
        f"one of {_listed(column, vocabulary)}",
        "Type the one word that holds, and move the rest to the notes: this cell says two things.",
    )


def _tail(head: str, column: Column, vocabulary: Vocabulary) -> Fault:
    return Fault(
        "choice-tail",
        f"one of {_listed(column, vocabulary)}",
        f"Read as {head}: type that word alone if it is right, and move the rest to the notes.",
        "question",
    )
