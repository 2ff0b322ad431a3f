"""The port `Messenger` without an account: a folder with the exact payload and a page a message.

outbox/1776152403.000200-daily-followups-emea-2026-04-14-mso-emea.json   the bytes Slack would get
outbox/1776152403.000200-daily-followups-emea-2026-04-14-mso-emea.html   what it looks like
outbox/1776152403.000200-.../thread-01.json, chart.png                   its thread and files
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mso_sheets.adapters.slack.blocks import EVENT, THREAD_MESSAGES, encoded, render
from mso_sheets.digest.people import mentioned
from mso_sheets.digest.plain import terminal
from mso_sheets.digest.preview import page
from mso_sheets.errors import MessengerError
from mso_sheets.model.message import Attachment, Message
from mso_sheets.ports import Requests

NOTE = "Not sent to Slack: this is the outbox."
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 120


class OutboxMessenger:
    """Messages as files that only their owner can read.

    Args:
        folder: made when the first message is written.
        echo: prints a message's words.
        now: epoch seconds; by default the time that the folder's disk gives to a new file.
    """

    kind = "outbox"

    def __init__(
        self,
        folder: Path,
        *,
        echo: Callable[[str], object] | None = None,
        now: Callable[[], float] | None = None,
        thread_messages: int = THREAD_MESSAGES,
    ) -> None:
        self.folder = folder
        self.requests = Requests()
        self._echo = echo
        self._now = now
        self._thread_messages = thread_messages

    def post(self, message: Message) -> str:
        """Writes the payload and its page, prints the message, returns its ts."""
        with _translated(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            ts = self._free_ts()
            self._put(message, _stem(message.key, ts))
        if self._echo is not None:
            self._echo(terminal(message))
        return ts

    def find(self, key: str, channel: str, since: float) -> str | None:
        """The ts of the newest file with this key and channel, written after `since`."""
        with _translated(self.folder):
            for path in sorted(self.folder.glob("*.json"), reverse=True):
                ts = path.name.partition("-")[0]
                if _number(ts) > since and _is(path, key, channel):
                    return ts
        return None

    def update(self, message: Message, ts: str) -> None:
        """Writes the message's files anew."""
        with _translated(self.folder):
            self._put(message, self._existing(ts))

    def reply(self, message: Message, ts: str) -> None:
        """Writes the thread and the files into a folder of their own, and shows them on the page."""
        parts = render(message, self._thread_messages).thread
        if not parts and not message.attachments:
            return
        with _translated(self.folder):
            stem = self._existing(ts)
            place = self.folder / stem
            place.mkdir(mode=0o700, exist_ok=True)
            for number, part in enumerate(parts, 1):
                _keep(place / f"thread-{number:02}.json", encoded({**part, "thread_ts": ts}))
            for each in message.attachments:
                _keep(place / _file_name(each.name), each.content)
            self._page(message, stem)

    def upload(self, channel: str, ts: str, files: Sequence[Attachment]) -> None:
        """Writes files into the folder of the message's thread."""
        del channel  # a ts is one message, whatever its channel
        with _translated(self.folder):
            place = self.folder / self._existing(ts)
            place.mkdir(mode=0o700, exist_ok=True)
            for each in files:
                _keep(place / _file_name(each.name), each.content)

    def user_id(self, email: str) -> str | None:
        """Nobody: there is no Slack to ask."""
        del email
        return None

    def is_active(self, member: str) -> bool:
        """Everybody: there is no Slack to ask."""
        return bool(member)

    def _put(self, message: Message, stem: str) -> None:
        _keep(self.folder / f"{stem}.json", encoded(render(message).main))
        self._page(message, stem)

    def _page(self, message: Message, stem: str) -> None:
        place = self.folder / stem
        thread = [json.loads(part.read_bytes()) for part in sorted(place.glob("thread-*.json"))]
        files = [
            (each.name, each.alt or each.title)
            for each in message.attachments
            if (place / _file_name(each.name)).exists()
        ]
        main = render(message).main
        shown = page(main, thread, mentioned(message), note=NOTE, files=files)
        _keep(self.folder / f"{stem}.html", shown.encode())

    def _free_ts(self) -> str:
        moment = round(self._now() if self._now else _time_of(self.folder), 6)
        while any(self.folder.glob(f"{moment:.6f}-*")):
            moment = round(moment + 0.000001, 6)
        return f"{moment:.6f}"

    def _existing(self, ts: str) -> str:
        found = sorted(self.folder.glob(f"{ts}-*.json"))
        if not found:
            raise MessengerError(
                f"The outbox {self.folder} has no message {ts}.",
                "Nothing to do: the next digest is a new message.",
            )
        return found[0].stem


def _time_of(folder: Path) -> float:
    probe = folder / ".clock"
    probe.touch(mode=0o600)
    made = probe.stat().st_mtime
    probe.unlink()
    return made


def _stem(key: str, ts: str) -> str:
    return f"{ts}-{_UNSAFE.sub('-', key).strip('-.')[:_LONGEST] or 'message'}"


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """A disk's refusals as sentences."""
    try:
        yield
    except OSError as error:
        raise _sentence(error, folder) from error


def _sentence(error: OSError, folder: Path) -> MessengerError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MessengerError(
            f"There is no room left for the outbox {folder}.",
            "Free some space, or choose another folder with --outbox.",
            permanent=False,
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return MessengerError(
            f"The outbox {folder} cannot be written.",
            "Make the folder writable for this user, or choose another with --outbox.",
        )
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return MessengerError(
            f"The outbox {folder} is not a folder.", "Choose another with --outbox."
        )
    return MessengerError(
        f"The outbox {folder} cannot be written ({error.strerror or error}).",
        "Choose another folder with --outbox.",
    )


def _keep(path: Path, content: bytes) -> None:
    """Writes all or nothing, readable by the owner alone."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
        ) as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _is(path: Path, key: str, channel: str) -> bool:
    try:
        payload = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    metadata = payload.get("metadata", {}) if isinstance(payload, dict) else {}
    if metadata.get("event_type") != EVENT or payload.get("channel") != channel:
        return False
    return bool(metadata.get("event_payload", {}).get("key") == key)


def _number(ts: str) -> float:
    try:
        return float(ts)
    except ValueError:
        return -1.0


def _file_name(name: str) -> str:
    return _UNSAFE.sub("-", name).strip("-.")[:_LONGEST] or "file"
