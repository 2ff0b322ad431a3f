"""The line to Socket Mode: always one connection, a new one before the old one ends.

slack_sdk has clients for this. They were measured on a line that breaks: the built-in one is back
after 25 seconds (it waits for five failed pings), the other one spends several
apps.connections.open a break, of which Slack allows about one a minute. Here a broken line is
noticed at once and costs one request.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import websocket
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from mso_sheets.adapters.slack import failures
from mso_sheets.errors import MessengerError

LOG = logging.getLogger(__name__)
Envelope = Mapping[str, Any]
Acknowledge = Callable[[], None]
_PAUSES = (0.1, 1.0, 2.0, 5.0, 10.0, 30.0)
_SILENCE = 15.0
"""Seconds without a word after which the line is pinged, and after as many more given up."""
_ERRORS = (OSError, ValueError, SlackClientError, websocket.WebSocketException)


@dataclass(slots=True)
class Line:
    """Receives envelopes until it is closed; `receive` is called on the receiving thread.

    `web` needs no token of its own; `clock` is monotonic.
    """

    app_token: str
    web: WebClient
    receive: Callable[[Envelope, Acknowledge], None]
    clock: Callable[[], float] = time.monotonic
    _closed: threading.Event = field(default_factory=threading.Event)
    _current: websocket.WebSocket | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> None:
        """Connects. MessengerError when Slack refuses the token or cannot be reached."""
        try:
            connected = self._connected()
        except SlackApiError as error:
            raise refused(error) from error
        except _ERRORS as error:
            raise failures.of_network(error) from error
        self._take(connected)

    def close(self) -> None:
        """Ends the line for good."""
        self._closed.set()
        with self._lock:
            current, self._current = self._current, None
        if current is not None:
            _shut(current)

    def _connected(self) -> websocket.WebSocket:
        answer = self.web.apps_connections_open(app_token=self.app_token)
        options = {"context": self.web.ssl} if self.web.ssl else {}
        return websocket.create_connection(answer["url"], timeout=_SILENCE, sslopt=options)

    def _take(self, connected: websocket.WebSocket) -> None:
        """Makes a connection the current one and reads it on a thread of its own."""
        with self._lock:
            self._current = connected
        if self._closed.is_set():
            _shut(connected)
            return
        reader = threading.Thread(
            target=self._read, args=(connected,), name="slack-line", daemon=True
        )
        reader.start()

    def _read(self, connected: websocket.WebSocket) -> None:
        heard = self.clock()
        while not self._closed.is_set():
            try:
                opcode, data = connected.recv_data(control_frame=True)
                heard = self.clock()
                if opcode == websocket.ABNF.OPCODE_CLOSE:
                    break
                if opcode == websocket.ABNF.OPCODE_TEXT:
                    self._take_message(connected, data)
            except websocket.WebSocketTimeoutException:
                if self.clock() - heard > 2 * _SILENCE or not _pinged(connected):
                    break
            except _ERRORS as error:
                LOG.info("the line to Slack broke: %s", error)
                break
        _shut(connected)
        self._renew(connected)

    def _take_message(self, connected: websocket.WebSocket, data: bytes) -> None:
        message = json.loads(data)
        if message.get("type") == "disconnect":
            # Slack says so some seconds ahead: the old line is read until it ends.
            threading.Thread(target=self._renew, args=(connected,), daemon=True).start()
        elif "envelope_id" in message:
            reply = json.dumps({"envelope_id": message["envelope_id"]})
            self.receive(message, lambda: _send(connected, reply))

    def _renew(self, old: websocket.WebSocket) -> None:
        """A new connection in place of `old`, if it is the current one; tried until it succeeds."""
        with self._lock:
            if self._current is not old:
                return
            self._current = None
        for attempt in range(1_000_000):
            pause = _PAUSES[min(attempt, len(_PAUSES) - 1)]
            try:
                self._take(self._connected())
            except SlackApiError as error:
                pause = max(pause, _told_to_wait(error))
                LOG.warning("Slack refuses a new line: %s", failures.error_code(error))
            except _ERRORS as error:
                LOG.warning("no line to Slack: %s", error)
            else:
                return
            if self._closed.wait(pause):
                return


def _shut(connected: websocket.WebSocket) -> None:
    """Drops a connection without the closing ceremony, for which a broken one would wait.

    `abort` wakes the thread that reads; without it the socket would stay open until that returns.
    """
    with suppress(*_ERRORS):
        connected.abort()  # type: ignore[no-untyped-call]
    connected.shutdown()  # type: ignore[no-untyped-call]


def _pinged(connected: websocket.WebSocket) -> bool:
    try:
        connected.ping()
    except _ERRORS:
        return False
    return True


def _send(connected: websocket.WebSocket, text: str) -> None:
    """An acknowledgement that cannot be sent is lost; the press it was for is answered all the same."""
    try:
        connected.send(text)
    except _ERRORS as error:
        LOG.info("an acknowledgement was lost: %s", error)


def _told_to_wait(error: SlackApiError) -> float:
    try:
        return float(error.response.headers.get("Retry-After", 0))
    except (AttributeError, TypeError, ValueError):
        return 0.0


def refused(error: SlackApiError) -> MessengerError:
    """Slack does not take the app token."""
    code = failures.error_code(error)
    return MessengerError(
        f"Slack does not accept the app token ({code}).",
        "Make one under Basic Information > App-Level Tokens with the scope connections:write, "
        "switch on Socket Mode, and set SLACK_APP_TOKEN to it (xapp-...).",
    )
