"""Where a campaign is fought: a workbook and a channel that workers and people share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from mso_sheets.model.cells import Cell
from mso_sheets.ports import Messenger, Workbook
from tests.fakes.book import Grid, MemoryStore, MemoryWorkbook, contents
from tests.fakes.channel import MemoryChannel, MemoryMessenger
from tests.fakes.runs import small_store


class Ground(Protocol):
    """Both the memory and the stand-ins can be fought on."""

    def connect(self) -> tuple[Workbook, Messenger]:
        """Fresh connections, as a new process has them."""
        ...

    def people(self) -> Mapping[str, Grid]:
        """People's tabs as they stand."""
        ...

    def ours(self) -> Mapping[str, Grid]:
        """Our tabs as they stand, the state aside."""
        ...

    def posted(self) -> list[str]:
        """Ledger keys of everything in the channel."""
        ...

    def edit(self, title: str, rows: Grid) -> None:
        """A person puts these rows into a tab (same size: a sort or a typed cell)."""
        ...

    def lose_next_reply(self) -> None:
        """The next post is made and its answer lost."""
        ...

    def lose_next_write_reply(self) -> None:
        """The next write lands and its answer is lost."""
        ...


@dataclass
class MemoryGround:
    """Everything in this process; a thousand rounds take seconds."""

    store: MemoryStore = field(default_factory=small_store)
    channel: MemoryChannel = field(default_factory=MemoryChannel)
    lost_post: bool = False

    def connect(self) -> tuple[Workbook, Messenger]:
        """Connections to the shared store and channel."""
        messenger = MemoryMessenger(self.channel)
        messenger.lose_reply, self.lost_post = self.lost_post, False
        return MemoryWorkbook(self.store), messenger

    def people(self) -> Mapping[str, Grid]:
        """People's tabs."""
        return contents(self.store.snapshot, ours=False)

    def ours(self) -> Mapping[str, Grid]:
        """Our tabs."""
        tabs = contents(self.store.snapshot, ours=True)
        return {title: grid for title, grid in tabs.items() if title != "_mso_state"}

    def posted(self) -> list[str]:
        """Keys in the channel."""
        return self.channel.keys()

    def edit(self, title: str, rows: Grid) -> None:
        """Replaces the rows of a tab."""
        self.store.edit(title, lambda _: [list(row) for row in rows])

    def lose_next_reply(self) -> None:
        """Armed for the next connection."""
        self.lost_post = True

    def lose_next_write_reply(self) -> None:
        """In memory an apply that landed always answers; the adapter settles lost answers."""


def shuffled(rows: Grid, random: Random) -> Grid:
    """A person sorts the tab: the header stays, the rows change places."""
    body = [list(row) for row in rows[1:]]
    random.shuffle(body)
    return [list(rows[0]), *body]


Editing = Callable[[Grid, Random], Grid]


def retyped(rows: Grid, random: Random) -> Grid:
    """A person moves a due date by a day."""
    changed = [list(row) for row in rows]
    header = changed[0]
    column = next((n for n, cell in enumerate(header) if cell == "Due date"), None)
    if column is None or len(changed) < 2:
        return changed
    row = random.randrange(1, len(changed))
    value: Cell = changed[row][column] if column < len(changed[row]) else None
    if isinstance(value, float):
        changed[row][column] = value + 1.0
    return changed


def with_new_row(rows: Grid, random: Random) -> Grid:
    """A person adds an action without an ID."""
    new: list[Cell] = [
        None,
        f"Call partner {random.randrange(1000)}",
        "Ana",
        46126.0,
        "Not started",
    ]
    return [*(list(row) for row in rows), new]
