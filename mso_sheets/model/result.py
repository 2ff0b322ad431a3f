"""What an analysis found: figures, one frame, gaps and insights, each with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from mso_sheets.model.table import Accounting, Problem, Tables

if TYPE_CHECKING:
    import pandas as pd

ValueKind = Literal[
    "key", "text", "long", "number", "percent", "points", "days", "date", "person", "health",
    "status", "link", "checkbox", "spark", "code",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `url` empty = plain words."""

    text: str
    url: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline number: its name, value, kind, what it was last time, and what it rests on."""

    name: str
    value: float | str | None
    kind: ValueKind = "number"
    before: float | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """How a column of the result's frame is called and shown. `width` in characters."""

    field: str
    label: str
    kind: ValueKind = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Gap:
    """Something between plan and truth. `key` is stable over runs, so notes and actions stay with it.

    `kind` is one of schedule, ownership, dates, stage gate, dependency, follow-up, risk, meeting, kpi,
    workflow, conformance, sla, coverage, knowledge, improvement. `size` orders gaps of one kind.
    """

    key: str
    kind: str
    what: str
    evidence: str
    owner: str = ""
    close_by: str = ""
    project: str = ""
    action: str = ""
    size: float = 0.0
    link: Link = Link("")


@dataclass(frozen=True, slots=True)
class Insight:
    """A sentence with its number, what it is compared with, and where it comes from.

    `strength` in 0..1 ranks by size and certainty; `chance` says so when it could be noise.
    """

    key: str
    rule: str
    sentence: str
    n: int
    strength: float
    period: str = ""
    chance: str = ""
    link: Link = Link("")


@dataclass(frozen=True, slots=True)
class Result:
    """One analysis' answer. The frame's first column is `key`, the row's stable identity."""

    name: str
    title: str
    frame: pd.DataFrame
    columns: tuple[ResultColumn, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    insights: tuple[Insight, ...] = ()
    problems: tuple[Problem, ...] = ()
    more: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Further frames by name, for charts and digests ("by_owner", "weekly", ...)."""
    unavailable: str = ""
    """Why it could not be computed ("needs the Tasks tab"); the frame is empty then."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one run knows: the one model that tabs, digests and the report are drawn from."""

    workbook: str
    title: str
    today: date
    tables: Tables
    results: Mapping[str, Result]
    gaps: tuple[Gap, ...] = ()
    insights: tuple[Insight, ...] = ()
    problems: tuple[Problem, ...] = ()
    last_digest: date | None = None
    """The day that "since" means in a digest; None before the first one."""

    @property
    def accounting(self) -> Mapping[str, Accounting]:
        """Rows read, used and set aside, a table each."""
        return {name: table.accounting for name, table in self.tables.found.items()}

    def result(self, name: str) -> Result | None:
        """One analysis' answer, None when this job did not ask for it."""
        return self.results.get(name)
