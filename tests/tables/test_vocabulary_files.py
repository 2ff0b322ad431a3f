"""The words that ship: no word means two things, and every language covers the contract."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mso_sheets.errors import ConfigError
from mso_sheets.settings.vocabulary import load_vocabulary
from mso_sheets.tables.naming import squash
from mso_sheets.tables.reading import read_tables
from mso_sheets.tables.registry import SCHEMAS
from tests.making import CONFIG, TODAY, read, settings_of, shipped_vocabulary, snapshot_of

FILES = sorted((CONFIG / "aliases").glob("*.toml"))


def words(part: str, field: str) -> Iterator[str]:
    for file in FILES:
        yield from tomllib.loads(file.read_text(encoding="utf-8")).get(part, {}).get(field, ())


def test_the_seven_languages_are_there() -> None:
    assert [file.stem for file in FILES] == ["de", "en", "es", "fr", "ja", "pt", "zh"]
    assert shipped_vocabulary().languages == ("de", "en", "es", "fr", "ja", "pt", "zh")


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_no_header_word_means_two_columns_of_a_table(name: str) -> None:
    schema = SCHEMAS[name]
    for part in (name, "shared"):
        meanings: dict[str, set[str]] = {squash(c.header): {c.field} for c in schema.columns}
        for column in schema.columns:
            for word in words(part, column.field):
                meanings.setdefault(squash(word), set()).add(column.field)
        assert {word: fields for word, fields in meanings.items() if len(fields) > 1} == {}


def test_no_tab_name_means_two_tables() -> None:
    meanings: dict[str, set[str]] = {squash(s.tab): {s.name} for s in SCHEMAS.values()}
    for schema in SCHEMAS.values():
        for word in (*schema.tab_aliases, *words("tabs", schema.name)):
            meanings.setdefault(squash(word), set()).add(schema.name)
    assert {word: tables for word, tables in meanings.items() if len(tables) > 1} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_language_file_names_only_tables_and_fields_that_exist(file: Path) -> None:
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    every = {column.field for schema in SCHEMAS.values() for column in schema.columns}
    assert set(document) - {"words", "tabs", "shared"} <= set(SCHEMAS)
    assert set(document["tabs"]) == set(SCHEMAS)
    assert set(document["shared"]) <= every
    for name, schema in SCHEMAS.items():
        assert set(document.get(name, {})) <= {column.field for column in schema.columns}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_language_covers_every_required_column(file: Path) -> None:
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    for name, schema in SCHEMAS.items():
        for column in schema.columns:
            same = column.field in {"kpi_id"}
            own = document.get(name, {}).get(column.field) or document["shared"].get(column.field)
            assert own or same or not column.required, (name, column.field)


def test_a_team_adds_a_language_as_one_more_file(tmp_path: Path) -> None:
    (tmp_path / "aliases").mkdir()
    for source in [CONFIG / "vocabulary.toml", CONFIG / "months.toml"]:
        (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "aliases" / "sv.toml").write_text(
        '[tabs]\nactions = ["Åtgärder"]\n[shared]\nowner = ["Ansvarig"]\ndue_date = ["Klart senast"]\n'
        '[actions]\naction_id = ["Nummer"]\naction = ["Åtgärd"]\nstatus = ["Läge"]\n'
        '[words]\ntotals = ["Summa"]\n',
        encoding="utf-8",
    )
    snapshot = snapshot_of(
        {
            "Åtgärder": """
            | Nummer | Åtgärd | Ansvarig | Klart senast | Läge |
            | 1      | Ring   | Åsa      | 2026-04-20   | Open |
            | Summa  | 1      |
            """
        }
    )
    tables = read_tables(snapshot, settings_of(), load_vocabulary(tmp_path), TODAY)
    assert tables["actions"].frame["owner"].tolist() == ["Åsa"]
    assert tables["actions"].accounting.excluded == {"total": 1}


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.toml").write_text("yes = [", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"vocabulary\.toml cannot be read"):
        load_vocabulary(tmp_path)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("name", list(SCHEMAS))
def test_a_tab_with_the_first_words_of_a_language_is_read_whole(name: str, file: Path) -> None:
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    schema = SCHEMAS[name]
    headers = []
    for column in schema.columns:
        own = document.get(name, {}).get(column.field) or document["shared"].get(column.field)
        headers.append(own[0] if own else column.header)
    rows = [headers, [f"{column.field} 1" for column in schema.columns]]
    found = read({document["tabs"][name][0]: rows})
    assert list(found[name].places) == [column.field for column in schema.columns]
