"""How tests read a column of cells: its values, and what was said about which cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column, ColumnKind
from mso_sheets.tables.cells import BadCell, Dialect, ReadColumn, read_column
from tests.making import shipped_vocabulary

TODAY = date(2026, 11, 23)
WORDS = shipped_vocabulary()
LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "pt_BR", "zh_CN", "ja_JP", "")


@dataclass(frozen=True)
class Reading:
    """A column that was read: `values` as plain Python with None for missing, `rules` by position."""

    read: ReadColumn
    values: list[Any]
    rules: dict[int, list[str]]

    def bad(self, index: int) -> BadCell:
        """The only thing said about one cell."""
        (found,) = [cell for cell in self.read.bad if cell.index == index]
        return found


def reading(
    cells: Sequence[Cell],
    kind: ColumnKind,
    locale: str = "",
    *,
    header: str = "Column",
    order: str = "",
    zone: str = "",
    **more: Any,
) -> Reading:
    """The cells of a column of this kind, in a workbook of this locale. `more` describes the column."""
    dialect = Dialect(locale, TODAY, time_zone=zone, order=order)
    read = read_column(cells, Column(header, kind, **more), dialect, WORDS)
    rules: dict[int, list[str]] = {}
    for cell in read.bad:
        rules.setdefault(cell.index, []).append(cell.rule)
    return Reading(read, [_plain(value) for value in read.values.tolist()], rules)


def dates(cells: Sequence[Cell], locale: str = "", **more: Any) -> list[str | None]:
    """The days of a date column as ISO text, None where there is none."""
    return [_day(value) for value in reading(cells, "date", locale, **more).read.values]


def _day(value: Any) -> str | None:
    return None if pd.isna(value) else str(value.date())


def _plain(value: Any) -> Any:
    return None if not isinstance(value, tuple) and pd.isna(value) else value
