"""Writes a workbook or an accepted mapping into config/settings.toml; comments and order stay."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable

from mso_sheets.errors import ConfigError

NAME = re.compile(r"[A-Za-z0-9_-]+")


class MappedColumn(Protocol):
    """Our header and the team's text for it."""

    @property
    def header(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


class MappedTable(Protocol):
    """A table, its tab, and the columns that were accepted."""

    @property
    def table(self) -> str: ...  # noqa: D102
    @property
    def tab(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> Iterable[MappedColumn]: ...  # noqa: D102


class Mapped(Protocol):
    """A proposal as far as this file needs it (`tables.adopt.Proposal`)."""

    @property
    def tables(self) -> Iterable[MappedTable]: ...  # noqa: D102


def stored(text: str, workbook: str, proposal: Mapped, spreadsheet: str = "") -> str:
    """The settings file's text with the mapping of one workbook in it.

    Columns whose header already is ours need no line. `spreadsheet` is written when the workbook is
    new to the file. Raises ConfigError when the text is no TOML.
    """
    document = _document(text)
    book = _table(_table(document, "workbooks", True), workbook)
    if spreadsheet and "spreadsheet" not in book:
        book["spreadsheet"] = spreadsheet
    for mapped in proposal.tables:
        _map(book, mapped)
    return tomlkit.dumps(document)


def store(path: Path, workbook: str, proposal: Mapped, spreadsheet: str = "") -> None:
    """Puts the mapping into the file at `path`, made if missing; replaced in one step or not at all."""
    put(path, stored(text_of(path), workbook, proposal, spreadsheet))


def named(text: str, workbook: str, values: Mapping[str, str]) -> str:
    """The settings file's text with a workbook in it; what stands there stays.

    Raises ConfigError when it says something else of that workbook, or the name cannot be a key.
    """
    if not NAME.fullmatch(workbook):
        raise ConfigError(
            f"'{workbook}' cannot be the name of a workbook.", "Use letters, digits, - and _."
        )
    document = _document(text)
    book = _table(_table(document, "workbooks", True), workbook)
    for key, value in values.items():
        known = book.get(key)
        if known is not None and known != value:
            raise ConfigError(
                f'The settings say {key} = "{known}" of the workbook {workbook}, not "{value}".',
                "Choose another --name, or change that line.",
            )
        if known is None:
            book[key] = value
    return tomlkit.dumps(document)


def text_of(path: Path) -> str:
    """What stands in the settings file, nothing when there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def put(path: Path, new: str) -> None:
    """The file at `path`, made if missing; replaced in one step or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=path.name, delete=False
    ) as file:
        file.write(new)
    if path.is_file():
        os.chmod(file.name, path.stat().st_mode)
    os.replace(file.name, path)


def _document(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError(f"The settings file is not TOML: {error}.", "Mend that line.") from error


def _map(book: AbstractTable, mapped: MappedTable) -> None:
    words = {c.header: c.text for c in mapped.columns if c.header.casefold() != c.text.casefold()}
    table = _table(_table(book, "tables", True), mapped.table)
    table["tab"] = mapped.tab
    if words:
        table["columns"] = _columns(table.get("columns", {}), words)


def _columns(known: Mapping[str, Iterable[str]], words: Mapping[str, str]) -> AbstractTable:
    """Aliases that stood there, and the new ones behind them."""
    columns = tomlkit.inline_table()
    every = {header: list(texts) for header, texts in known.items()}
    for header, text in words.items():
        if text not in every.setdefault(header, []):
            every[header].append(text)
    for header, texts in every.items():
        columns[header] = texts
    return columns


def _table(
    parent: AbstractTable | tomlkit.TOMLDocument, name: str, inner: bool = False
) -> AbstractTable:
    """The table of this name, made when it is missing (without a heading of its own if `inner`)."""
    if name not in parent:
        parent[name] = tomlkit.table(is_super_table=inner)
    found = parent[name]
    if not isinstance(found, AbstractTable):
        raise ConfigError(f"'{name}' in the settings file is no table.", f"Write it as [{name}].")
    return found
