"""Presses, commands and the App Home through Socket Mode: no public address is needed.

Slack's clock is short: an envelope is acknowledged first, a modal is opened while its trigger lives
(3 seconds), and the work waits in a queue for one thread, so that presses are answered in order.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from slack_sdk import WebClient

from mso_sheets.adapters.slack import incoming, views
from mso_sheets.adapters.slack.incoming import Asked, Modal
from mso_sheets.adapters.slack.line import Acknowledge, Envelope, Line
from mso_sheets.adapters.slack.telling import Teller
from mso_sheets.adapters.slack.wire import web_client
from mso_sheets.errors import MessengerError
from mso_sheets.presses.press import Handler, Press, Reply

LOG = logging.getLogger(__name__)
_TOGETHER = 50
_TELLERS = 4
_REMEMBERED = 2_000
_ERRORS = (AttributeError, KeyError, TypeError, ValueError)


@dataclass(slots=True)
class Served:
    """Interactivity that runs; `close` finishes what waits and disconnects."""

    teller: Teller
    handler: Handler
    line: Line | None = None
    waiting: queue.Queue[Asked | None] = field(default_factory=queue.Queue)
    _seen: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _worker: threading.Thread | None = None
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_TELLERS))

    def start(self) -> None:
        """Connects and begins to answer. MessengerError when Slack refuses the app token."""
        if self.line is not None:
            self.line.open()
        self._worker = threading.Thread(target=self._work, name="slack-presses", daemon=True)
        self._worker.start()

    def close(self, seconds: float = 10) -> None:
        """Takes no more presses, answers those that wait, and disconnects."""
        if self.line is not None:
            self.line.close()
        self.waiting.put(None)
        if self._worker is not None:
            self._worker.join(seconds)
        self._pool.shutdown(cancel_futures=False)

    def receive(self, envelope: Envelope, acknowledge: Acknowledge) -> None:
        """Acknowledges at once; then opens a modal or puts the press in the queue."""
        acknowledge()
        try:
            found = incoming.read(str(envelope.get("type")), envelope.get("payload") or {})
        except _ERRORS:
            LOG.exception("an interaction could not be read")
            return
        if found is None or not self._first_time(found.key):
            return
        if isinstance(found, Modal):
            threading.Thread(target=self._open, args=(found,), daemon=True).start()
        else:
            self.waiting.put(found)

    def _first_time(self, key: str) -> bool:
        """Slack may deliver again what it thinks was lost."""
        with self._lock:
            if key in self._seen:
                return False
            self._seen[key] = None
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
            return True

    def _open(self, asked: Modal) -> None:
        try:
            self.teller.open(asked.trigger, views.modal(asked.origin, asked.what))
        except MessengerError as error:
            LOG.warning("a dialog could not be opened: %s", error)
            self.teller.tell(asked.origin, asked.user, "The dialog did not open. Press again.")

    def _work(self) -> None:
        while True:
            asked, last = self._together()
            if asked:
                self._answer(asked)
            if last:
                return

    def _together(self) -> tuple[list[Asked], bool]:
        """The presses that wait, as many as may be answered in one go; True at the end."""
        found: list[Asked] = []
        first = self.waiting.get()
        while first is not None:
            found.append(first)
            if len(found) == _TOGETHER:
                return found, False
            try:
                first = self.waiting.get_nowait()
            except queue.Empty:
                return found, False
        return found, True

    def _answer(self, asked: Sequence[Asked]) -> None:
        presses = [each.press for each in asked]
        try:
            replies = self._handled(presses)
        except Exception:  # one broken answer must not end the thread that gives answers
            LOG.exception("presses could not be answered")
            failed = Reply(
                "Something went wrong here, so nothing is sure. Look at the row, then press again."
            )
            replies = [failed] * len(presses)
        for each, reply in zip(asked, replies, strict=True):
            if each.from_home or each.press.kind == "home":
                self._draw_home(each, reply)
            else:
                self._pool.submit(self._tell, each, reply)

    def _handled(self, presses: Sequence[Press]) -> list[Reply]:
        together = getattr(self.handler, "handle_all", None)
        if together is not None:
            replies: list[Reply] = together(presses)
            return replies
        return [self.handler.handle(press) for press in presses]

    def _tell(self, asked: Asked, reply: Reply) -> None:
        try:
            if reply.messages:
                self.teller.show(asked.origin, asked.press.user, reply)
            else:
                self.teller.tell(asked.origin, asked.press.user, reply.text)
        except MessengerError as error:
            LOG.warning("a presser could not be told: %s", error)

    def _draw_home(self, asked: Asked, reply: Reply) -> None:
        """The person's list as it is now, with a line on what was just done."""
        user, note = asked.press.user, reply.text
        shown = reply
        if asked.press.kind != "home":
            shown = self._handled([Press(f"{asked.key}/home", "home", user)])[0]
        try:
            self.teller.publish(user, views.home(shown.messages, note))
        except MessengerError as error:
            LOG.warning("a home could not be drawn: %s", error)


def serve(app_token: str, bot_client: WebClient | str, handler: Handler) -> Served:
    """Starts interactivity and returns at once; the caller closes what it gets.

    Args:
        app_token: an app-level token (xapp-...) with the scope connections:write.
        bot_client: the bot's token, or a client made of it.
        handler: answers presses, on one thread.

    Raises:
        MessengerError: Slack refuses the app token or cannot be reached.
    """
    bot = web_client(bot_client) if isinstance(bot_client, str) else bot_client
    served = Served(Teller(bot), handler)
    served.line = Line(app_token, bot, served.receive)
    served.start()
    return served
