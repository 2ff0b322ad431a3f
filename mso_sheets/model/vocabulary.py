"""Words that people use, as data: headers, tab names, values, months; nothing folded yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Everything that `config/` says about words, all languages together.

    Compared and hashed by identity, so that what is derived from it can be cached.

    `headers`: table -> field -> header texts besides the contract's own. `tabs`: table -> titles.
    `choices`: vocabulary name ("status") -> canonical word, in order -> synonyms. `scales`:
    vocabulary name ("scale") -> word -> number. `placeholders` stand for "no value yet" ("TBD");
    `totals` start a row of sums; `sections` start a row that only divides ("Phase"); `yes`, `no`.
    `months`, `weekdays`: language -> word -> number (January and Monday are 1).
    `lists`: further words by name, such as the error values of formulas ("errors").
    `shared`: field or contract header -> header texts that hold in every table that has the field.
    """

    headers: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tabs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    scales: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    placeholders: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    months: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    weekdays: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
