"""A `Report` as templates see it: rows with plain values, every text shielded, nothing missing.

What an analysis did not give is empty and false, so a template survives any Report.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import pandas as pd

from mso_sheets.digest.shield import bare, shield
from mso_sheets.digest.words import compared, count, number, percent, signed
from mso_sheets.model.result import Figure, Link, Report, Result
from mso_sheets.model.table import Problem


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


class FigureView:
    """A headline number: `n` whole, `text` as shown, `compared` with the last time in words."""

    def __init__(self, figure: Figure, since: str) -> None:
        self.name = shield(figure.name)
        self.value = value(figure.value)
        self.before = value(figure.before)
        self.basis = shield(figure.basis)
        self.n = count(self.value)
        self.text = _shown(figure)
        self.compared = compared(self.value, self.before, since)

    def against(self, when: str) -> str:
        """The same against another day: "2 more than last week"."""
        return compared(self.value, self.before, when)

    def __str__(self) -> str:
        return self.text


def _shown(figure: Figure) -> str:
    if isinstance(figure.value, str):
        return shield(figure.value)
    if figure.kind == "percent":
        return percent(figure.value)
    return signed(figure.value) if figure.kind == "points" else number(figure.value, 1)


class ResultView:
    """One analysis' answer, or an empty stand-in where the job did not ask for it."""

    def __init__(self, result: Result | None, since: str) -> None:
        self._result = result
        self._since = since
        self.present = result is not None and not result.unavailable
        self.unavailable = shield(result.unavailable) if result else ""
        self.title = shield(result.title) if result else ""
        self.notes = value(result.notes) if result else []

    def __bool__(self) -> bool:
        return self.present

    @cached_property
    def rows(self) -> list[Row]:
        """The frame's rows, in its order."""
        return rows_of(self._result.frame) if self._result else []

    @cached_property
    def figures(self) -> Figures:
        """The headline numbers by name."""
        return Figures(self._result.figures if self._result else (), self._since)

    @cached_property
    def more(self) -> Frames:
        """Further frames by name."""
        return Frames(self._result.more if self._result else {})

    @cached_property
    def gaps(self) -> list[Any]:
        """What this analysis found between plan and truth."""
        return [value(gap) for gap in self._result.gaps] if self._result else []

    @cached_property
    def insights(self) -> list[Any]:
        """Sentences, strongest first."""
        return insights_of(self._result.insights) if self._result else []


class Figures:
    """Figures by name; one that is not there is zero and without a trend."""

    def __init__(self, figures: Iterable[Figure], since: str) -> None:
        self._figures = {figure.name: FigureView(figure, since) for figure in figures}

    def __getitem__(self, name: str) -> FigureView:
        return self._figures.get(name) or FigureView(Figure(name, None), "")

    def __contains__(self, name: str) -> bool:
        return name in self._figures

    def __iter__(self) -> Iterator[FigureView]:
        return iter(self._figures.values())


class Frames:
    """Rows of further frames by name; none where the frame is not there."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = frames

    def __getitem__(self, name: str) -> list[Row]:
        return rows_of(self._frames[name]) if name in self._frames else []

    def __contains__(self, name: str) -> bool:
        return name in self._frames


class Results:
    """Results by analysis name, as `results.followups` or `results['followups']`."""

    def __init__(self, report: Report, since: str) -> None:
        self._report = report
        self._since = since
        self._made: dict[str, ResultView] = {}

    def __getitem__(self, name: str) -> ResultView:
        if name not in self._made:
            self._made[name] = ResultView(self._report.result(name), self._since)
        return self._made[name]


def insights_of(insights: Sequence[Any]) -> list[Any]:
    """Insights as rows, strongest first."""
    return [value(each) for each in sorted(insights, key=lambda each: -each.strength)]


class Bundle:
    """Rows under one name, in the order of first appearance."""

    def __init__(self, name: Any) -> None:
        self.name = name
        self.rows: list[Any] = []

    def __len__(self) -> int:
        return len(self.rows)


def problems_of(problems: Iterable[Problem]) -> list[Any]:
    """Problems as rows; `link` leads to the cell and reads as its place."""
    rows = [value(each) for each in problems]
    for row, each in zip(rows, problems, strict=True):
        row.link = LinkView(text=shield(f"{each.tab}!{each.cells}"), url=each.link)
    return rows


def matching(rows: Iterable[Any], asked: str, names: Sequence[str]) -> list[Any]:
    """Rows of which a field is, else contains, what was asked for; case does not matter."""
    wanted = bare(str(asked)).casefold().strip()
    texts = [
        (row, [bare(str(getattr(row, n, None) or "")).casefold() for n in names]) for row in rows
    ]
    exact = [row for row, found in texts if wanted in found]
    return exact or [row for row, found in texts if wanted and any(wanted in t for t in found)]


def told_to(rows: Iterable[Any], name: str) -> list[Any]:
    """Rows that the ladder brings to a person who does not own them."""
    return [
        row
        for row in rows
        if name in (getattr(row, "told_names", None) or []) and name != getattr(row, "owner", "")
    ]


def by_lead(rows: Iterable[Any]) -> list[Bundle]:
    """Rows under the highest person who is told of each."""
    found: dict[Any, Bundle] = {}
    for row in rows:
        others = [n for n in getattr(row, "told_names", None) or [] if n != row.owner]
        name = others[-1] if others else ""
        found.setdefault(name, Bundle(name)).rows.append(row)
    return list(found.values())


def grouped(rows: Iterable[Any], name: str) -> list[Bundle]:
    """Rows gathered by a field, groups in order of their first row (worst first stays so)."""
    found: dict[Any, Bundle] = {}
    for row in rows:
        key = getattr(row, name, None) or ""
        found.setdefault(key, Bundle(key)).rows.append(row)
    return list(found.values())
