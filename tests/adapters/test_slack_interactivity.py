"""Envelopes of Socket Mode -> presses, modals, answers; all without a network."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from mso_sheets.adapters.slack.elements import Target
from mso_sheets.adapters.slack.incoming import Asked, Modal, line_of, read
from mso_sheets.adapters.slack.line import Line
from mso_sheets.adapters.slack.socket import Served
from mso_sheets.adapters.slack.telling import Teller
from mso_sheets.adapters.slack.views import Origin, answer_in, home, modal
from mso_sheets.errors import MessengerError
from mso_sheets.presses import Press, Reply
from tests.adapters.contract_messenger import message_with
from tests.adapters.slack_workspace import Workspace, refusal

TARGET = Target("emea", "actions", "ACT-0007 | a%b", "2026-04-02.1f0c")


def action_of(choice: str, **more: Any) -> dict[str, Any]:
    """A press on the menu of a line in a channel."""
    block = {
        "type": "section",
        "block_id": TARGET.block_id(3),
        "text": {
            "type": "mrkdwn",
            "text": "• *6 days late* — Send &lt;it&gt; · <https://x.y|row 17>\n…",
        },
    }
    return {
        "type": "block_actions",
        "user": {"id": "U0ANA00001"},
        "channel": {"id": "C0EMEA0001"},
        "container": {"type": "message", "message_ts": "1776.1", "channel_id": "C0EMEA0001"},
        "message": {"blocks": [block]},
        "trigger_id": "12.34.ab",
        "response_url": "https://hooks.slack.com/actions/T/1/x",
        "actions": [
            {
                "type": "overflow",
                "action_id": "menu:3",
                "block_id": TARGET.block_id(3),
                "action_ts": "1776.2",
                "selected_option": {"value": choice},
            }
        ],
        **more,
    }


def submission_of(origin: Origin, values: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A modal that was sent."""
    view = {**modal(origin, "Send it"), "id": "V1", "hash": "h1"}
    view["state"] = {"values": values}
    return {"type": "view_submission", "user": {"id": "U0ANA00001"}, "view": view}


def test_done_is_a_press_at_once_with_all_it_needs() -> None:
    found = read("interactive", action_of("done"))
    assert isinstance(found, Asked)
    assert found.press == Press(
        "1776.1/1776.2/U0ANA00001",
        "done",
        "U0ANA00001",
        "emea",
        "actions",
        "ACT-0007 | a%b",
        "2026-04-02.1f0c",
    )
    assert found.origin.response_url.endswith("/x")
    assert not found.from_home


@pytest.mark.parametrize("choice", ["snooze", "date", "not-mine"])
def test_the_others_ask_first_about_the_line_that_was_pressed(choice: str) -> None:
    found = read("interactive", action_of(choice))
    assert isinstance(found, Modal)
    assert found.trigger == "12.34.ab"
    assert found.what == "6 days late — Send <it> · row 17"
    view = modal(found.origin, found.what)
    assert view["submit"]
    assert len(view["private_metadata"]) < 3_000


def test_answers_of_modals_are_read_back() -> None:
    origin = Origin("snooze", *("emea", "actions", "ACT-0007", "2026-04-02.1f0c"), "C0EMEA0001")
    values: dict[str, dict[str, Any]] = {
        "until": {"value": {"type": "radio_buttons", "selected_option": {"value": "3"}}},
        "reason": {"reason": {"type": "plain_text_input", "value": "Finance & co"}},
    }
    found = read("interactive", submission_of(origin, values))
    assert isinstance(found, Asked)
    assert (found.press.kind, found.press.value) == ("snooze", "3")
    assert found.press.reason == "Finance & co"
    assert found.press.record == "ACT-0007"
    date = {"date": {"value": {"type": "datepicker", "selected_date": "2026-05-01"}}}
    assert answer_in(submission_of(origin, date)["view"])[1] == "2026-05-01"
    person = {"person": {"value": {"type": "users_select", "selected_user": "U0BEN00001"}}}
    assert answer_in(submission_of(origin, person)["view"])[1] == "U0BEN00001"


def test_the_date_picker_starts_at_the_date_that_was_shown() -> None:
    origin = Origin("date", "emea", "actions", "ACT-0007", "2026-04-02.1f0c")
    assert modal(origin, "x")["blocks"][1]["element"]["initial_date"] == "2026-04-02"
    bare = Origin("date", "emea", "actions", "ACT-0007", "-.1f0c")
    assert "initial_date" not in modal(bare, "x")["blocks"][1]["element"]


def test_commands_and_the_home_are_questions() -> None:
    command = {
        "command": "/mso",
        "text": "project Video ads",
        "user_id": "U0ANA00001",
        "channel_id": "C0EMEA0001",
        "trigger_id": "t1",
        "response_url": "https://hooks.slack.com/commands/T/1/x",
    }
    asked = read("slash_commands", command)
    assert isinstance(asked, Asked)
    assert (asked.press.kind, asked.press.value) == ("project", "Video ads")
    event = {"event_id": "Ev1", "event": {"type": "app_home_opened", "user": "U1", "tab": "home"}}
    opened = read("events_api", event)
    assert isinstance(opened, Asked)
    assert opened.press == Press("Ev1", "home", "U1")


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("hello", {}),
        ("events_api", {"event": {"type": "message", "user": "U1"}}),
        ("events_api", {"event": {"type": "app_home_opened", "user": "U1", "tab": "messages"}}),
        ("interactive", {"type": "shortcut"}),
        ("interactive", action_of("explode")),
        ("interactive", {**action_of("done"), "actions": [{"block_id": "other", "value": "done"}]}),
        ("interactive", {"type": "view_submission", "view": {"callback_id": "other"}}),
    ],
)
def test_what_is_none_of_ours_is_left_alone(kind: str, payload: dict[str, Any]) -> None:
    assert read(kind, payload) is None


def test_a_line_is_read_without_marks_and_links() -> None:
    assert line_of("• *late* — a &amp; b · <https://x.y|row 1>\nmore") == "late — a & b · row 1"


def test_the_home_keeps_ids_apart_when_workbooks_share_it() -> None:
    view = home([message_with("a"), message_with("b")], "Closed. <b>")
    ids = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    assert len(ids) == len(set(ids))
    assert view["blocks"][0]["elements"][0]["text"] == "Closed. &lt;b&gt;"
    assert home([])["blocks"][0]["text"]["text"] == "Nothing is open for you."


class Tellable(Workspace):
    """A workspace that is told things and opens dialogs."""

    def do_chat_postEphemeral(self, **given: Any) -> dict[str, Any]:
        return {"ok": True}

    def do_views_open(self, **given: Any) -> dict[str, Any]:
        return {"ok": True}

    def do_views_publish(self, **given: Any) -> dict[str, Any]:
        return {"ok": True}


@dataclass
class Notes:
    """A handler that keeps what it was asked; it waits until it may go on."""

    presses: list[Press] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    may: threading.Event = field(default_factory=threading.Event)
    broken: bool = False

    def handle(self, press: Press) -> Reply:
        return self.handle_all([press])[0]

    def handle_all(self, presses: Sequence[Press]) -> list[Reply]:
        assert self.may.wait(5)
        if self.broken:
            raise RuntimeError("bug")
        self.batches.append(len(presses))
        self.presses += presses
        return [Reply(f"done {press.key}", done=True) for press in presses]


def served_with(handler: Notes) -> tuple[Served, list[str], Tellable]:
    workspace = Tellable()
    served = Served(Teller(workspace), handler)
    served.start()
    return served, [], workspace


def send(served: Served, acknowledged: list[str], envelope: str, payload: dict[str, Any]) -> None:
    message = {"type": "interactive", "envelope_id": envelope, "payload": payload}
    served.receive(message, lambda: acknowledged.append(envelope))


def until(condition: Callable[[], object]) -> None:
    """Waits for another thread, not longer than five seconds."""
    pause = threading.Event()
    assert any(condition() or pause.wait(0.01) for _ in range(500))


def press_at(ts: str) -> dict[str, Any]:
    payload = action_of("done", response_url="")
    payload["actions"] = [{**payload["actions"][0], "action_ts": ts}]
    return payload


def test_everything_is_acknowledged_before_anything_is_worked_on() -> None:
    handler = Notes()
    served, acknowledged, workspace = served_with(handler)
    for number in range(5):
        send(served, acknowledged, f"e{number}", press_at(str(number)))
    assert acknowledged == [f"e{number}" for number in range(5)]
    assert handler.presses == []
    handler.may.set()
    served.close()
    assert [press.key.split("/")[1] for press in handler.presses] == ["0", "1", "2", "3", "4"]
    assert workspace.called("chat.postEphemeral") == 5
    assert len(handler.batches) <= 2


def test_a_press_delivered_again_is_acknowledged_and_done_once() -> None:
    handler = Notes()
    handler.may.set()
    served, acknowledged, _ = served_with(handler)
    for envelope in ("e1", "e2"):
        send(served, acknowledged, envelope, press_at("7"))
    served.close()
    assert acknowledged == ["e1", "e2"]
    assert len(handler.presses) == 1


def test_a_broken_answer_is_told_and_the_next_press_is_answered() -> None:
    handler = Notes(broken=True)
    handler.may.set()
    served, acknowledged, workspace = served_with(handler)
    send(served, acknowledged, "e1", press_at("1"))
    until(lambda: workspace.called("chat.postEphemeral"))
    handler.broken = False
    send(served, acknowledged, "e2", press_at("2"))
    served.close()
    texts = [given["text"] for name, given in workspace.calls if name == "chat.postEphemeral"]
    assert texts[0].startswith("Something went wrong here")
    assert texts[1].startswith("done")


def test_a_dialog_is_opened_at_once_and_a_failure_is_told() -> None:
    served, acknowledged, workspace = served_with(Notes())
    send(served, acknowledged, "e1", action_of("date", response_url=""))
    until(lambda: workspace.called("views.open") == 1)

    def expired(carry_out: Any) -> dict[str, Any]:
        raise refusal("expired_trigger_id")

    workspace.fail("views.open", expired)
    again = action_of("snooze", response_url="")
    again["actions"] = [{**again["actions"][0], "action_ts": "99"}]
    send(served, acknowledged, "e2", again)
    until(lambda: workspace.called("chat.postEphemeral"))
    (told,) = [given for name, given in workspace.calls if name == "chat.postEphemeral"]
    assert told["text"] == "The dialog did not open. Press again."
    served.handler.may.set()  # type: ignore[attr-defined]
    served.close()


def test_who_cannot_be_told_in_the_channel_is_told_directly() -> None:
    workspace = Tellable()

    def not_there(carry_out: Any) -> dict[str, Any]:
        raise refusal("user_not_in_channel")

    workspace.fail("chat.postEphemeral", not_there)
    Teller(workspace).tell(Origin("done", "", "", "", channel="C0EMEA0001"), "U0ALICE01", "Hi <b>")
    assert workspace.calls[-1] == (
        "chat.postMessage",
        {"channel": "U0ALICE01", "text": "Hi &lt;b&gt;"},
    )


def test_after_a_press_in_the_home_the_home_is_drawn_again() -> None:
    handler = Notes()
    handler.may.set()
    served, acknowledged, workspace = served_with(handler)
    payload = action_of("done", response_url="", channel=None)
    payload["container"] = {"type": "view", "view_id": "V9"}
    send(served, acknowledged, "e1", payload)
    served.close()
    assert [press.kind for press in handler.presses] == ["done", "home"]
    (view,) = [given["view"] for name, given in workspace.calls if name == "views.publish"]
    assert view["blocks"][0]["elements"][0]["text"].startswith("done ")


def test_a_refused_app_token_says_where_to_make_one() -> None:
    class Refusing(Tellable):
        def apps_connections_open(self, *, app_token: str, **kwargs: Any) -> Any:
            raise refusal("invalid_auth")

    served = Served(Teller(Tellable()), Notes())
    served.line = Line("xapp-test", Refusing(), served.receive)
    with pytest.raises(MessengerError) as error:
        served.start()
    assert "connections:write" in error.value.fix
