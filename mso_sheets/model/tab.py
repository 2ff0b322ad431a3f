"""A tab of ours as data: what it says and how it should look, before any backend draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mso_sheets.model.result import Figure, Link, ValueKind

TabValue = str | float | int | bool | date | datetime | Link | None
ChartKind = Literal["stacked-column", "column", "bar", "line"]


@dataclass(frozen=True, slots=True)
class TabColumn:
    """A column of our table: header, how its values are shown, width in characters."""

    label: str
    kind: ValueKind = "text"
    width: int = 12
    note: str = ""
    folded: bool = False
    """Made out of sight, behind a + above the columns: detail that a first look does not need."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition on one column, named by its header.

    `words` are what "is" (one word) and "is-not" compare with; "this-week" runs Monday to Sunday.
    """

    header: str
    condition: Literal["is", "is-not", "before-today", "this-week"]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A filter with a name, for whoever chooses it; nobody else's rows are hidden by it."""

    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One line or stack of a chart: its name, numbers, and a colour as `#rrggbb`."""

    name: str
    values: tuple[float | None, ...]
    color: str = ""
    colors: tuple[str, ...] = ()
    """A colour a value, where each label has its own (states of health).

    For what is drawn anew each time. A chart in a tab is drawn once and its labels move on without it.
    """


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart; its data is written by the backend where people do not look (hidden tab)."""

    name: str
    title: str
    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: ValueKind = "number"
    """How its numbers are shown ("percent" for rates in 0..1)."""


@dataclass(frozen=True, slots=True)
class TabContent:
    """One tab of ours. Rows are as wide as `columns`; the first value of a row is its key.

    Layout, from row 1: title; freshness line; then, if there are figures, a row of their names and a
    row of their values; an empty row; the header row; the rows; an optional closing note.
    """

    name: str
    title: str
    freshness: str
    columns: tuple[TabColumn, ...]
    rows: Sequence[Sequence[TabValue]]
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    hidden: bool = False
    stable_freshness: str = ""
    """The part of the freshness line that counts as content (the as-of day)."""
    footer: str = ""
    frozen_columns: int = 0
    """Columns that stay in sight when a wide table is moved sideways."""
    views: tuple[View, ...] = ()
    """Made with the tab where the program has such views (Google Sheets), then left alone."""
