"""A fleet's list of workbooks, as its registry sheet says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Listed:
    """One workbook of the registry. Empty fields are as the settings say in general."""

    name: str
    spreadsheet: str
    channel: str = ""
    ops_channel: str = ""
    leads_channel: str = ""
    timezone: str = ""
    holidays: tuple[str, ...] = ()
    working_days: str = ""
    paused: bool = False

    def as_json(self) -> dict[str, Any]:
        """For memory."""
        return asdict(self)

    @classmethod
    def of_json(cls, known: Mapping[str, Any]) -> Listed:
        """From memory."""
        return cls(**{**known, "holidays": tuple(known.get("holidays", ()))})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is not used: where it is, what is wrong with it and the remedy."""

    place: str
    name: str
    why: str
    fix: str

    @property
    def key(self) -> str:
        """The same after a sorting of the sheet where the row has a name."""
        return f"{self.name or self.place}: {self.why}"

    def __str__(self) -> str:
        named = f" ({self.name})" if self.name else ""
        return f"{self.place}{named}: {self.why}; left out. {self.fix}"


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that a registry lists. `trouble`: why it is an older list, and the remedy."""

    workbooks: Mapping[str, Listed]
    left_out: Sequence[LeftOut] = ()
    trouble: str = ""
    read_at: float = 0.0

    @property
    def running(self) -> tuple[Listed, ...]:
        """Those that are not paused."""
        return tuple(each for each in self.workbooks.values() if not each.paused)

    @property
    def paused(self) -> tuple[str, ...]:
        """The names of those that are."""
        return tuple(each.name for each in self.workbooks.values() if each.paused)

    @property
    def says(self) -> str:
        """How many there are, in words."""
        return f"{counted(len(self.running))}, {len(self.paused)} paused"

    @property
    def news(self) -> dict[str, str]:
        """What a person must hear once: a stable key and the sentence."""
        told = {each.key: str(each) for each in self.left_out}
        return {"registry": self.trouble, **told} if self.trouble else told


def counted(number: int) -> str:
    """`1 workbook`, `10,000 workbooks`."""
    return f"{number:,} workbook{'' if number == 1 else 's'}"
