"""Cells of a frame as templates may use them: plain values, every text shielded."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pandas as pd

from mso_sheets.digest.shield import shield
from mso_sheets.model.result import Link


class Row(SimpleNamespace):
    """One record; fields that are not there are undefined, which templates show as nothing."""

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name]


class LinkView(SimpleNamespace):
    """Words and where they lead; reads as its words."""

    text: str
    url: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def value(raw: Any) -> Any:
    """A cell of a frame as templates may use it: text shielded, missing values None."""
    if isinstance(raw, str):
        return shield(raw)
    if isinstance(raw, Link):
        return LinkView(text=shield(raw.text), url=raw.url)
    if isinstance(raw, (list, tuple, set, frozenset)):
        return [value(each) for each in raw]
    if isinstance(raw, date):
        return _day(raw)
    if is_dataclass(raw) and not isinstance(raw, type):
        return Row(**{each.name: value(getattr(raw, each.name)) for each in fields(raw)})
    if hasattr(raw, "item") and not isinstance(raw, (int, float)):
        raw = raw.item()
    return _scalar(raw)


def _day(raw: date) -> Any:
    """A Timestamp at midnight is a day."""
    if pd.isna(raw):
        return None
    if isinstance(raw, datetime):
        return raw.date() if (raw.hour, raw.minute, raw.second) == (0, 0, 0) else raw
    return raw


def _scalar(raw: Any) -> Any:
    if raw is None or isinstance(raw, (bool, int)):
        return raw
    if isinstance(raw, float):
        if math.isnan(raw):
            return None
        return int(raw) if raw.is_integer() and abs(raw) < 1e15 else raw
    return None if str(raw) in ("<NA>", "NaT", "nan") else shield(str(raw))


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame, converted column by column."""
    names = [str(name) for name in frame.columns]
    columns = [_column(frame[name].tolist()) for name in frame.columns]
    return [Row(**dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True)]


def _column(cells: list[Any]) -> list[Any]:
    """Each text and day of a column is converted once, however often it stands there."""
    known: dict[tuple[type, Any], Any] = {}
    out = []
    for cell in cells:
        if isinstance(cell, (str, date)):
            key = (type(cell), cell)
            if key not in known:
                known[key] = value(cell)
            out.append(known[key])
        else:
            out.append(value(cell))
    return out
