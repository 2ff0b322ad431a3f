"""The two ports, and who may watch a run. Adapters implement them; the pipeline knows nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.model.message import Attachment, Message


@dataclass(slots=True)
class Requests:
    """Requests made so far, counted where they leave the house."""

    read: int = 0
    write: int = 0
    slack: int = 0


class Workbook(Protocol):
    """A spreadsheet that can be read whole and written atomically."""

    requests: Requests

    def read(self) -> Snapshot:
        """The whole workbook. Raises WorkbookError when any part of it is missing."""
        ...

    def apply(self, changes: Changes, base: Snapshot) -> Applied:
        """Writes all of `changes` or none, on top of exactly `base`.

        Raises ConflictError when another run wrote since `base`, WorkbookError otherwise. A lost
        reply is settled here (the generation token tells whether the write landed).
        """
        ...


class Messenger(Protocol):
    """A place where digests go. No method repeats a post by itself."""

    requests: Requests
    kind: str
    """"slack" or "outbox"."""

    def post(self, message: Message) -> str:
        """Posts once and returns its ts. MessengerError(unknown=True) when it may have landed."""
        ...

    def find(self, key: str, channel: str, since: float) -> str | None:
        """The ts of a message with this key in its metadata, posted after `since` (epoch seconds).

        Raises MessengerError when that cannot be determined.
        """
        ...

    def update(self, message: Message, ts: str) -> None:
        """Replaces an earlier message in place."""
        ...

    def reply(self, message: Message, ts: str) -> None:
        """Puts `message.thread` and its attachments into the thread of `ts`."""
        ...

    def upload(self, channel: str, ts: str, files: Sequence[Attachment]) -> None:
        """Adds files to a thread."""
        ...

    def user_id(self, email: str) -> str | None:
        """The member id of an e-mail address; None when nobody has it or it is deactivated."""
        ...

    def is_active(self, member: str) -> bool:
        """Whether a member still has an account; True where that cannot be asked."""
        ...


class Stage(Protocol):
    """A stretch of a run that somebody watches: "fetch", "read", "analyse", "plan", "write", "post"."""

    def note(self, **facts: str | int | float) -> None:
        """Figures and names of the run; never the text of a cell."""
        ...


class Tracing(Protocol):
    """Who watches how long each stage takes."""

    def stage(self, name: str) -> AbstractContextManager[Stage]:
        """A stage begins; it ends with the block."""
        ...


class Unwatched:
    """Nobody watches."""

    def note(self, **facts: str | int | float) -> None:
        """Says nothing."""

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """A stage that nobody hears of."""
        yield self


UNWATCHED: Tracing = Unwatched()
