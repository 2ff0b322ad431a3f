"""Where a campaign is fought: a workbook and a channel that workers and people share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from mso_sheets.ports import Messenger, Workbook
from tests.fakes.book import Grid, MemoryStore, MemoryWorkbook, contents
from tests.fakes.channel import MemoryChannel, MemoryMessenger
from tests.fakes.runs import SMALL
from tests.making import snapshot_of

Boundary = Callable[[str], None]
"""Told the name of a boundary that is passed; raises where the process is to die."""
FEW = {title: SMALL[title] for title in ("Actions", "People")}
"""The tabs that a digest needs: a round costs half of what it does with all of them."""


class Ground(Protocol):
    """Both the memory and the stand-ins can be fought on."""

    workbook: str
    channel: str
    boundaries: tuple[str, ...]
    """Boundaries inside the adapters, besides those of the ports."""

    def connect(self, dies: Boundary) -> tuple[Workbook, Messenger]:
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

    def edit_at_write(self, title: str, rows: Grid) -> None:
        """A person puts these rows into a tab in the moment before the next write lands."""
        ...

    def type_at_write(self, title: str, row: int, column: int, text: str) -> bool:
        """A person types into a cell in the moment before the next write lands, where that can be."""
        ...

    def edited(self) -> bool:
        """Whether a write came and the edit was done; else it never will be."""
        ...

    def lose_next_reply(self) -> None:
        """The next post is made and its answer lost."""
        ...

    def lose_next_write_reply(self) -> None:
        """The next write lands and its answer is lost."""
        ...

    def lost_replies(self) -> int:
        """Answers that were lost so far."""
        ...


@dataclass
class MemoryGround:
    """Everything in this process."""

    store: MemoryStore = field(default_factory=lambda: MemoryStore(snapshot_of(FEW)))
    posts: MemoryChannel = field(default_factory=MemoryChannel)
    workbook: str = "emea"
    channel: str = "#mso"
    boundaries: tuple[str, ...] = ()
    lost_post: bool = False
    lost: int = 0

    def connect(self, dies: Boundary) -> tuple[Workbook, Messenger]:
        """Connections to the shared store and channel."""
        del dies
        messenger = MemoryMessenger(self.posts)
        messenger.lose_reply, self.lost_post = self.lost_post, False
        self.lost += messenger.lose_reply
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
        return self.posts.keys()

    def edit_at_write(self, title: str, rows: Grid) -> None:
        """Replaces the rows of a tab."""
        self.store.edit(title, lambda _: [list(row) for row in rows])

    def type_at_write(self, title: str, row: int, column: int, text: str) -> bool:
        """Never: the workbook in memory keeps no witness of notes, which is the adapter's work."""
        return False

    def edited(self) -> bool:
        """Edits are done at once here."""
        return True

    def lose_next_reply(self) -> None:
        """Armed for the next connection."""
        self.lost_post = True

    def lose_next_write_reply(self) -> None:
        """In memory an apply that landed always answers; the adapter settles lost answers."""

    def lost_replies(self) -> int:
        """Posts whose answer was lost."""
        return self.lost
