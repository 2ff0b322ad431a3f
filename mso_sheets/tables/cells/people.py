"""Columns of people: split into names, resolved through the directory, never guessed.

`read_column` gives a person column's text as typed; once the People table is read,
`resolve(frame["owner"], Directory.of(people))` gives canonical names, and `read_people` the
accountable person and all co-owners in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells.cleaning import tidy, tidy_id
from mso_sheets.tables.cells.directory import Directory, Match
from mso_sheets.tables.cells.names import identify, join_surnames, split_names
from mso_sheets.tables.cells.outcome import BadCell, Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import (
    Parts,
    Said,
    bad_places,
    bad_words,
    in_order,
    read_words,
    sort_cells,
    tuples,
)
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash
from mso_sheets.tables.cells.text_values import spread, text_series

__all__ = [
    "Directory",
    "ResolvedPeople",
    "read_people",
    "read_people_lists",
    "read_persons",
    "resolve",
]

UNREADABLE = Fault("person-unreadable", "a person's name", "Type the person's name.")


@dataclass(frozen=True, slots=True)
class ResolvedPeople:
    """`accountable` is the first person (`str`, missing as NA), `everyone` all in order (tuples).

    Both keep the index of what was resolved; `bad` counts positions from 0.
    """

    accountable: pd.Series
    everyone: pd.Series
    bad: tuple[BadCell, ...]


def read_persons(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """The names of a person column as typed, co-owners not yet split; `str`, missing as NA."""
    parts = sort_cells(cells)
    said = _said(parts, column, vocabulary)
    return ReadColumn(spread(parts, [name for name, _ in said], {}), _bad(parts, said))


def read_people_lists(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Tuples of names as typed, split without a directory; an empty tuple where there are none."""
    parts = sort_cells(cells)
    said = _said(parts, column, vocabulary)
    lists: list[Said[tuple[str, ...]]] = [
        (names, fault if names or not name else UNREADABLE)
        for name, fault in said
        for names in [split_names(name, lambda typed: False) if name else ()]
    ]
    return ReadColumn(
        pd.Series(tuples(parts, [names or () for names, _ in lists])), _bad(parts, lists)
    )


def _said(parts: Parts, column: Column, vocabulary: Vocabulary) -> list[Said[str]]:
    def one(word: str) -> Said[str]:
        fault = broken(word, vocabulary) or absent(word, column, vocabulary)
        return (None, fault) if fault or is_dash(word) else (tidy(word), None)

    return read_words(parts, one)


def _bad(parts: Parts, said: Sequence[Said[Any]]) -> tuple[BadCell, ...]:
    odd = np.concatenate([parts.numbers, parts.booleans, parts.odd])
    return in_order(
        [*bad_words(parts, [fault for _, fault in said]), *bad_places(parts, odd, UNREADABLE)]
    )


def resolve(names: pd.Series, directory: Directory) -> tuple[pd.Series, tuple[BadCell, ...]]:
    """Canonical names for a column of texts (its accountable people) or of tuples (all of them).

    Unknown and ambiguous names stay as typed and are bad cells. An empty directory has no opinion.
    """
    found = read_people(names, directory)
    tuples = any(isinstance(value, tuple) for value in names.tolist())
    return (found.everyone if tuples else found.accountable), found.bad


def read_people(names: pd.Series, directory: Directory) -> ResolvedPeople:
    """Splits and resolves a column of texts or tuples; each different value once."""
    typed = names.tolist()
    known: dict[Any, tuple[tuple[str, ...], tuple[Fault, ...]]] = {}
    for value in dict.fromkeys(value for value in typed if isinstance(value, str | tuple)):
        known[value] = _people(value, directory)
    nobody: tuple[tuple[str, ...], tuple[Fault, ...]] = ((), ())
    found = [
        known.get(value, nobody) if isinstance(value, str | tuple) else nobody for value in typed
    ]
    bad = [
        fault.at(place, _cell(typed[place]))
        for place, (_, faults) in enumerate(found)
        for fault in faults
    ]
    everyone = pd.Series(np.fromiter((people for people, _ in found), object, len(found)))
    accountable = text_series([people[0] if people else None for people, _ in found])
    everyone.index = accountable.index = names.index
    return ResolvedPeople(accountable, everyone, tuple(bad))


def _cell(value: Any) -> Cell:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def _people(
    value: str | tuple[str, ...], directory: Directory
) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """The people of one cell and what is to be said about them."""
    if isinstance(value, str):
        pieces: Sequence[str] = split_names(value, directory.knows)
    else:
        pieces = join_surnames([tidy_id(piece) for piece in value], directory.knows)
    names, faults = [], []
    for piece in pieces:
        match = directory.find(piece) if directory else Match(identify(piece).text)
        names.append(match.name or identify(piece).text)
        if not match.name:
            faults.append(_fault(piece, match))
    return tuple(dict.fromkeys(names)), tuple(faults)


def _fault(typed: str, match: Match) -> Fault:
    """Why a name was not resolved: nobody, or more than one, or somebody spelt nearly so."""
    expected = "a name, alias or e-mail address of the People tab"
    candidates = " or ".join(match.candidates)
    if match.close and match.candidates:
        fix = f"Is '{typed}' {candidates}? Type that name, or add '{typed}' to their aliases."
        return Fault("person-close", expected, fix, "question")
    if match.candidates:
        fix = f"Type the full name: '{typed}' may be {candidates}."
        return Fault("person-ambiguous", expected, fix, "error")
    fix = f"Add '{typed}' to the People tab, or type a name that is there."
    return Fault("person-unknown", expected, fix, "warning")
