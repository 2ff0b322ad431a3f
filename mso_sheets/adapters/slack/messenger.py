"""The port `Messenger` on Slack's Web API."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from mso_sheets.adapters.slack import limits
from mso_sheets.adapters.slack.blocks import EVENT, PART_EVENT, THREAD_MESSAGES, render
from mso_sheets.adapters.slack.directory import Directory, Members
from mso_sheets.adapters.slack.wire import Data, Wire, web_client
from mso_sheets.digest.text import shorten
from mso_sheets.errors import MessengerError
from mso_sheets.model.message import Attachment, Message
from mso_sheets.ports import Requests
from mso_sheets.settings.models import RetryRules

CLOCK_SKEW = 300.0
"""Seconds by which this machine's clock may be ahead of Slack's when a message is looked for."""
_PAGE = 200


class SlackMessenger:
    """Posts each message at most once; whoever is in doubt asks `find` before posting again.

    `clock` is monotonic; it and `sleep` are there for tests. `members` are people whom an earlier
    messenger of the same token looked up.
    """

    kind = "slack"

    def __init__(
        self,
        token: str,
        *,
        retry: RetryRules | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        members: Members | None = None,
        thread_messages: int = THREAD_MESSAGES,
    ) -> None:
        rules = retry or RetryRules()
        self.requests = Requests()
        self.wire = Wire(web_client(token, rules.timeout), self.requests, rules, clock, sleep)
        self.directory = Directory(self.wire, members or Members(clock))
        self._fresh: set[str] = set()
        self._thread_messages = thread_messages

    def post(self, message: Message) -> str:
        """Posts once and returns its ts. MessengerError(unknown=True) when it may have landed."""
        payload = render(message).main
        channel = self.directory.known(message.channel)
        posted = self.wire.post(
            "chat.postMessage",
            {**payload, "channel": channel},
            channel=message.channel,
            landed=lambda since: self._landed(message, since),
        )
        self.directory.learn(message.channel, str(posted["channel"]))
        self._fresh.add(str(posted["ts"]))
        return str(posted["ts"])

    def _landed(self, message: Message, since: float) -> Data | None:
        """Whether a post that was answered 429 is there; None too when that cannot be seen."""
        try:
            ts = self.find(message.key, message.channel, since)
        except MessengerError:
            return None
        return {"ts": ts, "channel": self.directory.channel_id(message.channel)} if ts else None

    def find(self, key: str, channel: str, since: float) -> str | None:
        """The ts of the newest message with this key, posted after `since` (epoch seconds).

        Raises MessengerError when that cannot be determined.
        """
        place = self.directory.channel_id(channel)
        for page in self._history(place, channel, since):
            for each in page.get("messages", []):
                if _carries(each, EVENT, key):
                    return str(each["ts"])
        return None

    def update(self, message: Message, ts: str) -> None:
        """Replaces an earlier message in place."""
        payload = render(message).main
        place = self.directory.channel_id(message.channel)
        kept = {name: payload[name] for name in ("text", "blocks", "metadata")}
        self.wire.repeat(
            "chat.update", channel=message.channel, json={"channel": place, "ts": ts, **kept}
        )

    def reply(self, message: Message, ts: str) -> None:
        """Puts `message.thread` and its attachments into the thread of `ts`, what is not there yet."""
        parts = render(message, self._thread_messages).thread
        if not parts and not message.attachments:
            return
        present, files = self._already(message, ts)
        place = self.directory.channel_id(message.channel)
        for number, part in enumerate(parts, 1):
            if number not in present:
                self.wire.post(
                    "chat.postMessage",
                    {**part, "channel": place, "thread_ts": ts},
                    channel=message.channel,
                    landed=partial(self._part_landed, message, ts, number),
                )
        missing = [each for each in message.attachments if each.name not in files]
        if missing:
            self.upload(message.channel, ts, missing)

    def _already(self, message: Message, ts: str) -> tuple[set[int], set[str]]:
        """Parts and file names in the thread; nothing is asked about a message posted just now."""
        if ts in self._fresh:
            self._fresh.discard(ts)
            return set(), set()
        parts: set[int] = set()
        files: set[str] = set()
        for each in self._replies(message.channel, ts):
            if _carries(each, PART_EVENT, message.key):
                parts.add(int(each["metadata"]["event_payload"].get("part", 0)))
            files |= {str(file.get("name")) for file in each.get("files", [])}
        return parts, files

    def _part_landed(self, message: Message, ts: str, part: int, since: float) -> Data | None:
        del since  # a part is found by its number, whenever it came
        try:
            present, _ = self._already(message, ts)
        except MessengerError:
            return None
        return {"ts": ts} if part in present else None

    def upload(self, channel: str, ts: str, files: Sequence[Attachment]) -> None:
        """Adds files to a thread, all in one message."""
        place = self.directory.channel_id(channel)
        ready = [self._uploaded(each) for each in files]
        body = {"files": ready, "channel_id": place, "thread_ts": ts}
        self.wire.post("files.completeUploadExternal", body, channel=channel)

    def _uploaded(self, file: Attachment) -> dict[str, str]:
        wanted: dict[str, Any] = {"filename": file.name, "length": len(file.content)}
        if file.alt:
            wanted["alt_txt"] = shorten(file.alt, limits.ALT_TEXT)
        place = self.wire.repeat("files.getUploadURLExternal", params=wanted)
        self.wire.send_file(str(place["upload_url"]), file.content)
        return {"id": str(place["file_id"]), "title": file.title or file.name}

    def user_id(self, email: str) -> str | None:
        """The member id of an e-mail address; None when nobody has it or it is deactivated."""
        return self.directory.user_id(email)

    def is_active(self, member: str) -> bool:
        """Whether a member still has an account; True where that cannot be asked."""
        return self.directory.is_active(member)

    def _history(self, place: str, channel: str, since: float) -> Iterator[Data]:
        oldest = f"{max(since - CLOCK_SKEW, 0):.6f}"
        params = {"channel": place, "oldest": oldest, "limit": _PAGE, "include_all_metadata": True}
        return self.wire.pages("conversations.history", params, channel=channel)

    def _replies(self, channel: str, ts: str) -> Iterator[Data]:
        place = self.directory.channel_id(channel)
        params = {"channel": place, "ts": ts, "limit": _PAGE, "include_all_metadata": True}
        for page in self.wire.pages("conversations.replies", params, channel=channel):
            yield from page.get("messages", [])


def _carries(message: Data, event: str, key: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == event and payload.get("key") == key
