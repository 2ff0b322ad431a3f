"""What `adopt` proposes: tables, tabs and columns, each with a confidence and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

SURE = 0.85
"""From here on `--yes` takes a proposal without asking."""


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """A team's column and which of ours it could be. `column` counts from 1."""

    field: str
    header: str
    column: int
    text: str
    confidence: float
    evidence: str
    examples: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nobody need be asked."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class TableProposal:
    """A tab and which table it could be. `missing` are required headers that no column has."""

    table: str
    tab: str
    header_row: int
    confidence: float
    evidence: str
    columns: tuple[ColumnProposal, ...] = ()
    missing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Headers of the team's own; they stay as they are."""

    @property
    def sure(self) -> bool:
        """Whether nobody need be asked about the tab."""
        return self.confidence >= SURE

    def only(self, columns: Iterable[ColumnProposal]) -> TableProposal:
        """The same proposal with fewer columns, as a person accepted them."""
        return replace(self, columns=tuple(columns))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A whole workbook: tables in the contract's order, and tabs that are none of them."""

    tables: tuple[TableProposal, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    """Tab title -> why it is no table of ours."""

    def sure(self) -> Proposal:
        """What needs no question: sure tables with their sure columns."""
        kept = (
            table.only(c for c in table.columns if c.sure) for table in self.tables if table.sure
        )
        return Proposal(tuple(kept), self.unknown)

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        return {
            "tables": [asdict(table) | {"sure": table.sure} for table in self.tables],
            "unknown": dict(self.unknown),
        }
