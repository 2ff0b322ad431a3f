"""A `Report` as templates see it: rows with plain values, every text shielded, nothing missing.

What an analysis did not give is empty and false, so a template survives any Report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from mso_sheets.digest.shield import shield
from mso_sheets.digest.values import LinkView, Row, rows_of, value
from mso_sheets.digest.words import compared, count, number, percent, signed
from mso_sheets.model.result import Figure, Report, Result
from mso_sheets.model.table import Problem


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


class Late(Sequence[Any]):
    """Rows made when a template first asks for them; most digests ask for few kinds."""

    def __init__(self, make: Callable[[], list[Any]]) -> None:
        self._make = make

    @cached_property
    def _rows(self) -> list[Any]:
        return self._make()

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)


def insights_of(insights: Sequence[Any]) -> list[Any]:
    """Insights as rows, strongest first."""
    return [value(each) for each in sorted(insights, key=lambda each: -each.strength)]


def problems_of(problems: Iterable[Problem]) -> list[Any]:
    """Problems as rows; `link` leads to the cell and reads as its place."""
    rows = [value(each) for each in problems]
    for row, each in zip(rows, problems, strict=True):
        row.link = LinkView(text=shield(f"{each.tab}!{each.cells}"), url=each.link)
    return rows
