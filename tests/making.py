"""Small markdown tables in a test become a `Snapshot` and typed `Tables`.

    tables = tables_of(actions='''
        | Action ID | Action     | Owner | Due date   | Status |
        | ACT-1     | Send draft | Ana   | 2026-04-14 | Open   |
    ''')

A cell is empty, a number (`12`, `4.5`, `45%`), a date (`2026-04-14`, `2026-04-14 09:30`, stored as
a serial number), `TRUE` or `FALSE`; all else is text, and so is what stands after an apostrophe
(`'12`). `\\n` in a cell is a line break, `\\|` a bar. Lines of dashes (`|---|`) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from mso_sheets.model.cells import Backend, Cell, RawTab, Snapshot
from mso_sheets.model.table import Tables
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.settings.vocabulary import load_vocabulary
from mso_sheets.tables.reading import read_tables
from mso_sheets.tables.registry import SCHEMAS

TODAY = date(2026, 4, 14)
"""A Tuesday."""
CONFIG = Path(__file__).parent.parent / "config"
EPOCH = datetime(1899, 12, 30)
Rows = Sequence[Sequence[Cell]]


@cache
def shipped_vocabulary() -> Vocabulary:
    """The words that ship with the product."""
    return load_vocabulary(CONFIG)


def settings_of(**changes: Any) -> WorkbookSettings:
    """A workbook's settings with defaults except for `changes`."""
    return WorkbookSettings(spreadsheet="test.xlsx", **changes)


def serial(day: date | datetime) -> float:
    """A day (and time) as spreadsheets store it."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    passed = moment - EPOCH
    return passed.days + passed.seconds / 86400


def cell_of(text: str) -> Cell:
    """What a person who types `text` into a sheet has in the cell."""
    if text.startswith("'"):
        return text[1:].replace("\\n", "\n")
    if not text:
        return None
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if re.fullmatch(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?", text):
        return serial(datetime.fromisoformat(text))
    if re.fullmatch(r"-?\d+(\.\d+)?%", text):
        return float(text[:-1]) / 100
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        return float(text)
    return text.replace("\\n", "\n")


def rows_of(markdown: str) -> list[list[Cell]]:
    """The rows of a markdown table; a line without bars is a row with one cell."""
    rows: list[list[Cell]] = []
    for line in markdown.strip("\n").splitlines():
        text = line.strip()
        if re.fullmatch(r"\|?[\s:|-]*-{3,}[\s:|-]*\|?", text):
            continue
        inner = text.removeprefix("|").removesuffix("|")
        parts = [part.replace("\\|", "|").strip() for part in re.split(r"(?<!\\)\|", inner)]
        rows.append([cell_of(part) for part in parts])
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return rows


def tab_of(title: str, content: str | Rows, index: int = 0, **more: Any) -> RawTab:
    """A tab from a markdown table or from rows of cells; `more` are fields of `RawTab`."""
    rows = rows_of(content) if isinstance(content, str) else content
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    columns = [list(column) for column in zip(*padded, strict=True)]
    return RawTab(
        title=title,
        sheet_id=index + 1,
        columns=columns,
        row_count=max(len(rows), 1000),
        column_count=max(width, 26),
        index=index,
        **more,
    )


def snapshot_of(
    tabs: Mapping[str, str | Rows | RawTab] | None = None,
    /,
    *,
    locale: str = "en_GB",
    backend: Backend = "google",
    **more: str | Rows | RawTab,
) -> Snapshot:
    """A workbook: tab title -> content, as keywords or (titles with spaces) in a mapping."""
    contents = {**(tabs or {}), **more}
    made = [
        content if isinstance(content, RawTab) else tab_of(title, content, index)
        for index, (title, content) in enumerate(contents.items())
    ]
    return Snapshot(
        name="test",
        spreadsheet_id="1test",
        title="Test tracker",
        backend=backend,
        locale=locale,
        time_zone="Europe/London",
        tabs=tuple(made),
        url="https://docs.google.com/spreadsheets/d/1test/edit",
    )


def rules_that(**tables: Mapping[str, Any]) -> WorkbookSettings:
    """Settings in which some tables differ: `rules_that(actions={"tab": "Follow ups"})`."""
    return settings_of(tables=tables)


def read(
    tabs: Mapping[str, str | Rows | RawTab],
    *,
    today: date = TODAY,
    rules: WorkbookSettings | None = None,
    locale: str = "en_GB",
    **more: Any,
) -> Tables:
    """The tables of a workbook exactly as it stands; `more` goes to `read_tables`."""
    snapshot = snapshot_of(tabs, locale=locale)
    return read_tables(snapshot, rules or settings_of(), shipped_vocabulary(), today, **more)


def tables_of(
    *,
    today: date = TODAY,
    rules: WorkbookSettings | None = None,
    locale: str = "en_GB",
    **tables: str | Rows,
) -> Tables:
    """Typed tables: table name ("actions") -> its tab as markdown.

    Required columns that a test leaves out are added, empty, so that a test shows only what matters.
    """
    return tables_like(tables, today=today, rules=rules, locale=locale)


def tables_like(
    tables: Mapping[str, str | Rows],
    *,
    today: date = TODAY,
    rules: WorkbookSettings | None = None,
    locale: str = "en_GB",
) -> Tables:
    """`tables_of` for table names that are values."""
    tabs = {SCHEMAS[name].tab: _with_required(name, content) for name, content in tables.items()}
    return read(tabs, today=today, rules=rules, locale=locale)


def _with_required(name: str, content: str | Rows) -> Rows:
    rows = [list(row) for row in (rows_of(content) if isinstance(content, str) else content)]
    header = rows[0] if rows else []
    needed = [column.header for column in SCHEMAS[name].columns if column.required]
    missing = [text for text in needed if text not in header]
    width = len(header)
    body = [[*row, *[None] * (width - len(row)), *[None] * len(missing)] for row in rows[1:]]
    return [[*header, *missing], *body]
