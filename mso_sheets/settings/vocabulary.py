"""Reads the words of `config/`: vocabulary.toml, months.toml and one aliases file a language.

`vocabulary.toml`:
    placeholders = ["TBD", ...]      totals = [...]      sections = [...]      yes = [...]      no = [...]
    [choices.status]                 one table a vocabulary, canonical word = synonyms
    "Not started" = ["To do", "Backlog"]
    [scales.scale]                   word = number
    "Very high" = 5
    [lists]                          further words by name
    errors = ["#REF!", ...]
`months.toml`:
    [en]
    months = [["January", "Jan"], ...]           twelve lists
    weekdays = [["Monday", "Mon"], ...]          seven lists, Monday first
`aliases/<language>.toml`:
    [tabs]
    actions = ["Follow ups"]
    [shared]                         header texts for a field wherever it occurs
    due_date = ["Deadline"]
    [actions]                        header texts in this table alone
    action = ["Task", "What"]
    [words]                          totals, sections, placeholders of the language (optional)
    totals = ["Summe"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mso_sheets.errors import ConfigError
from mso_sheets.model.vocabulary import Vocabulary

Document = Mapping[str, Any]
WORD_LISTS = ("placeholders", "totals", "sections", "yes", "no")
PLAIN_PARTS = ("tabs", "shared", "words")


@cache
def load_vocabulary(*config_folders: Path) -> Vocabulary:
    """All words of the shipped `config/` folder and, behind it, a home's own that add to them.

    ConfigError names the file that is no TOML.
    """
    general = [_read(folder / "vocabulary.toml") for folder in config_folders]
    calendar = [_read(folder / "months.toml") for folder in config_folders]
    files = [
        file for folder in config_folders for file in sorted((folder / "aliases").glob("*.toml"))
    ]
    documents = [_read(file) for file in files]
    words = [*general, *(document.get("words", {}) for document in documents)]
    choices: dict[str, dict[str, tuple[str, ...]]] = {}
    for document in general:
        for name, values in document.get("choices", {}).items():
            choices[name] = _merged([choices.get(name, {}), values])
    return Vocabulary(
        headers=_merged_headers(documents),
        shared=_merged(document.get("shared", {}) for document in documents),
        tabs=_merged(document.get("tabs", {}) for document in documents),
        choices=choices,
        scales={name: dict(v) for part in general for name, v in part.get("scales", {}).items()},
        months=_calendar_words(calendar, "months"),
        weekdays=_calendar_words(calendar, "weekdays"),
        languages=tuple(dict.fromkeys(file.stem for file in files)),
        lists=_merged(document.get("lists", {}) for document in general),
        **{name: _joined(document.get(name, ()) for document in words) for name in WORD_LISTS},
    )


def _calendar_words(documents: Iterable[Document], part: str) -> dict[str, dict[str, int]]:
    return {
        name: _numbered(language.get(part, ()))
        for document in documents
        for name, language in document.items()
    }


def _read(file: Path) -> Document:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{file.name} cannot be read: {error}.", f"Mend {file.name}; it must be TOML in UTF-8."
        ) from error


def _joined(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _merged(parts: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, words in part.items():
            merged[name] = _joined((merged.get(name, ()), words))
    return merged


def _merged_headers(documents: Iterable[Document]) -> dict[str, dict[str, tuple[str, ...]]]:
    tables: dict[str, list[Mapping[str, Iterable[str]]]] = {}
    for document in documents:
        for name, part in document.items():
            if name not in PLAIN_PARTS:
                tables.setdefault(name, []).append(part)
    return {name: _merged(parts) for name, parts in tables.items()}


def _numbered(groups: Iterable[Iterable[str]]) -> dict[str, int]:
    return {word: number for number, words in enumerate(groups, 1) for word in words}
