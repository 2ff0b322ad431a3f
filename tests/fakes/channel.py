"""A Slack channel in memory: posts at most what it is told, and can lose its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mso_sheets.errors import MessengerError
from mso_sheets.model.message import Attachment, Message
from mso_sheets.ports import Requests


@dataclass(slots=True)
class MemoryChannel:
    """What everybody in the channel sees, by any connection."""

    posts: list[tuple[str, Message]] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def keys(self) -> list[str]:
        """The ledger keys of all posts, in order."""
        return [message.key for _, message in self.posts]


class MemoryMessenger:
    """One connection: the port `Messenger`. `outage` happens at the next post, then is over."""

    kind = "slack"

    def __init__(self, channel: MemoryChannel) -> None:
        self.channel = channel
        self.requests = Requests()
        self.outage: MessengerError | None = None
        self.lose_reply = False
        self.blind = False
        self.mute = False

    def post(self, message: Message) -> str:
        """Posts once; a lost reply was posted all the same."""
        self.requests.slack += 1
        if self.outage is not None and not self.lose_reply:
            error, self.outage = self.outage, None
            raise error
        ts = f"{1_700_000_000 + len(self.channel.posts)}.000100"
        self.channel.posts.append((ts, message))
        if self.lose_reply:
            self.lose_reply = False
            raise MessengerError("No answer came back.", "It is looked up.", unknown=True)
        return ts

    def find(self, key: str, channel: str, since: float) -> str | None:
        """The ts of the post with this key."""
        self.requests.slack += 1
        if self.blind:
            raise MessengerError("missing scope channels:history", "Add the scope.")
        found = [ts for ts, m in self.channel.posts if m.key == key and m.channel == channel]
        return found[-1] if found else None

    def update(self, message: Message, ts: str) -> None:
        """Replaces a post."""
        self.requests.slack += 1
        self.channel.posts = [(t, message if t == ts else m) for t, m in self.channel.posts]

    def reply(self, message: Message, ts: str) -> None:
        """Counts; the thread is not kept."""
        self.requests.slack += 1

    def upload(self, channel: str, ts: str, files: Sequence[Attachment]) -> None:
        """Counts; files are not kept."""
        self.requests.slack += 1

    def user_id(self, email: str) -> str | None:
        """Who has this address here."""
        if self.mute:
            raise MessengerError("Slack did not answer.", "Try again.")
        return self.channel.members.get(email)

    def is_active(self, member: str) -> bool:
        """Whether a member has not left."""
        if self.mute:
            raise MessengerError("Slack did not answer.", "Try again.")
        return member not in self.channel.left
