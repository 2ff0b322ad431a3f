"""The line to Socket Mode: back at once when it breaks, one new connection a break."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import websocket

from mso_sheets.adapters.slack.line import Acknowledge, Envelope, Line
from mso_sheets.errors import MessengerError
from tests.adapters.slack_workspace import Workspace, answer, refusal

TEXT, CLOSE = websocket.ABNF.OPCODE_TEXT, websocket.ABNF.OPCODE_CLOSE


class Connection:
    """A websocket whose other end is a queue: texts to receive, or an exception."""

    def __init__(self) -> None:
        self.inbox: queue.Queue[Any] = queue.Queue()
        self.sent: list[Any] = []
        self.pinged = 0
        self.down = threading.Event()

    def recv_data(self, control_frame: bool) -> tuple[int, bytes]:
        assert control_frame
        got = self.inbox.get(timeout=5)
        if isinstance(got, Exception):
            raise got
        return (CLOSE, b"") if got is None else (TEXT, json.dumps(got).encode())

    def send(self, text: str) -> None:
        if self.down.is_set():
            raise websocket.WebSocketConnectionClosedException("gone")
        self.sent.append(json.loads(text))

    def ping(self) -> None:
        self.pinged += 1

    def abort(self) -> None:
        self.down.set()

    def shutdown(self) -> None:
        self.down.set()
        self.inbox.put(None)


class Slack(Workspace):
    """Gives out addresses of connections."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Connection] = []
        self.refusals: list[Exception] = []

    def apps_connections_open(self, *, app_token: str, **_: Any) -> Any:
        if self.refusals:
            raise self.refusals.pop(0)
        return answer("apps.connections.open", {"ok": True, "url": "wss://x"})

    def connect(self, url: str, **_: Any) -> Connection:
        self.opened.append(Connection())
        return self.opened[-1]


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Slack:
    found = Slack()
    monkeypatch.setattr("websocket.create_connection", found.connect)
    return found


@pytest.fixture
def received() -> list[str]:
    return []


@pytest.fixture
def line(slack: Slack, received: list[str]) -> Iterator[Line]:
    def receive(envelope: Envelope, acknowledge: Acknowledge) -> None:
        acknowledge()
        received.append(str(envelope["envelope_id"]))

    made = Line("xapp-test", slack, receive)
    made.open()
    yield made
    made.close()


def until(condition: Callable[[], object]) -> None:
    pause = threading.Event()
    assert any(condition() or pause.wait(0.01) for _ in range(500))


def test_envelopes_are_acknowledged_and_passed_on(
    slack: Slack, line: Line, received: list[str]
) -> None:
    slack.opened[0].inbox.put({"type": "hello"})
    slack.opened[0].inbox.put({"type": "interactive", "envelope_id": "e1", "payload": {}})
    until(lambda: received == ["e1"])
    assert slack.opened[0].sent == [{"envelope_id": "e1"}]


@pytest.mark.parametrize(
    "trouble",
    [ConnectionResetError(), websocket.WebSocketConnectionClosedException("gone"), None],
)
def test_a_broken_line_is_replaced_by_one_new_connection(
    slack: Slack, line: Line, received: list[str], trouble: Exception | None
) -> None:
    slack.opened[0].inbox.put(trouble)
    until(lambda: len(slack.opened) == 2)
    slack.opened[1].inbox.put({"envelope_id": "e2"})
    until(lambda: received == ["e2"])
    assert len(slack.opened) == 2


def test_an_announced_end_has_a_new_line_before_the_old_one_ends(
    slack: Slack, line: Line, received: list[str]
) -> None:
    slack.opened[0].inbox.put({"type": "disconnect", "reason": "warning"})
    until(lambda: len(slack.opened) == 2)
    slack.opened[0].inbox.put({"envelope_id": "late"})
    until(lambda: received == ["late"])
    slack.opened[0].inbox.put(None)
    slack.opened[1].inbox.put({"envelope_id": "new"})
    until(lambda: received == ["late", "new"])
    assert len(slack.opened) == 2


def test_a_new_line_is_tried_until_there_is_one(slack: Slack, line: Line) -> None:
    slack.refusals = [refusal("internal_error"), ConnectionRefusedError()]
    slack.opened[0].inbox.put(ConnectionResetError())
    until(lambda: len(slack.opened) == 2)
    assert slack.refusals == []


def test_a_silent_line_is_pinged_before_it_is_given_up(slack: Slack, line: Line) -> None:
    now = [0.0]
    line.clock = lambda: now[0]
    first = slack.opened[0]
    first.inbox.put({"type": "hello"})
    first.inbox.put(websocket.WebSocketTimeoutException())
    until(lambda: first.pinged == 1)
    assert len(slack.opened) == 1
    now[0] = 60.0
    first.inbox.put(websocket.WebSocketTimeoutException())
    until(lambda: len(slack.opened) == 2)


def test_an_acknowledgement_that_is_lost_does_not_lose_the_press(
    slack: Slack, line: Line, received: list[str]
) -> None:
    slack.opened[0].down.set()
    slack.opened[0].inbox.put({"envelope_id": "e1"})
    until(lambda: received == ["e1"])


def test_a_closed_line_stays_closed(slack: Slack, line: Line) -> None:
    line.close()
    assert slack.opened[0].down.is_set()
    assert len(slack.opened) == 1


def test_a_network_that_is_not_there_is_said(slack: Slack) -> None:
    slack.refusals = [ConnectionRefusedError()]
    with pytest.raises(MessengerError, match=r"slack\.com cannot be reached"):
        Line("xapp-test", slack, lambda envelope, acknowledge: None).open()
