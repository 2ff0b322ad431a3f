"""A message as data: headings, groups and lines of spans, before it is Block Kit."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s
from typing import Literal

Mark = Literal["plain", "bold", "italic", "code"]
PostStatus = Literal["sent", "skipped", "failed", "already-sent", "unknown"]


@dataclass(frozen=True, slots=True)
class Span:
    """Literal text with at most one of: a mark, a link, a mention (a Slack user id)."""

    text: str
    mark: Mark = "plain"
    link: str = ""
    mention: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a digest and what a press on it would act upon (`record` empty = no buttons).

    `seen` is a short stamp of what the reader was shown of that row, so a press on an old message
    never overwrites what somebody changed since.
    """

    line: Line
    detail: Line = ()
    table: str = ""
    record: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one person or theme under a heading; the heading carries the only mention."""

    heading: Line
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a digest: its groups, then its own lines."""

    title: str
    groups: tuple[Group, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for the thread of a message; `alt` describes a picture in words."""

    name: str
    content: bytes
    title: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A digest before it has a platform's shape.

    `key` is the ledger's key (`job/workbook/period/channel`); `fallback` the plain text for
    notifications and screen readers; `thread` what did not fit, in order; `workbook` is what a
    press on one of its lines belongs to.
    """

    key: str
    channel: str
    title: str
    fallback: str
    summary: Line = ()
    sections: tuple[Section, ...] = ()
    context: tuple[Line, ...] = ()
    thread: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    buttons: bool = False
    workbook: str = ""

    @property
    def content(self) -> str:
        """A short stamp of what it says; its small print (when, which run) does not count."""
        said = (self.title, self.summary, self.sections, self.thread, self.buttons)
        return blake2s(repr(said).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one message."""

    key: str
    channel: str
    status: PostStatus
    reason: str = ""
    ts: str = ""
    free_in: float = 0.0
    """Seconds until another run's claim on it may be taken over; 0 where none is in the way."""

    @property
    def is_lost(self) -> bool:
        """Whether somebody may miss it: it was not posted, or nobody knows."""
        return self.status in {"failed", "unknown"}
