"""Slack's side of the port: once, patiently, and honest about what is not known."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from dataclasses import replace
from urllib.error import URLError

import pytest

from mso_sheets.adapters.slack.blocks import encoded, render
from mso_sheets.adapters.slack.directory import Directory, Members
from mso_sheets.adapters.slack.wire import POST_INTERVAL, web_client
from mso_sheets.errors import MessengerError
from mso_sheets.model.message import Attachment
from mso_sheets.ports import Messenger
from tests.adapters.contract_messenger import MessengerContract, message_with
from tests.adapters.slack_workspace import (
    START,
    Clock,
    Fault,
    Workspace,
    lost,
    messenger_on,
    refused,
    slow_down,
)


class TestSlackKeepsTheContract(MessengerContract):
    @pytest.fixture(autouse=True)
    def _workspace(self) -> None:
        self.workspace = Workspace()

    def messenger(self) -> Messenger:
        return messenger_on(self.workspace)

    def texts(self) -> list[str]:
        return [each["text"] for each in self.workspace.messages if "thread_ts" not in each]

    def replies(self) -> int:
        return sum("thread_ts" in each for each in self.workspace.messages)


def test_a_post_is_one_request_with_the_payload_and_nothing_else() -> None:
    workspace = Workspace()
    messenger = messenger_on(workspace)
    message = message_with()
    messenger.post(message)
    assert workspace.calls == [("chat.postMessage", json.loads(encoded(render(message).main)))]
    assert messenger.requests.slack == 1


def test_the_client_repeats_nothing_by_itself_and_has_a_timeout() -> None:
    client = web_client("xoxb-test", 12)
    assert client.retry_handlers == []
    assert client.timeout == 12


NEVER_SENT: list[Exception] = [
    URLError(ConnectionRefusedError()),
    URLError(socket.gaierror()),
    URLError(ssl.SSLCertVerificationError()),
]
MAYBE_SENT: list[Fault] = [
    lost(URLError(TimeoutError()), carried_out=True),
    lost(TimeoutError()),
    lost(ConnectionResetError(), carried_out=True),
    lost(http.client.RemoteDisconnected("gone")),
    lost(http.client.IncompleteRead(b"{"), carried_out=True),
    refused("whatever", 500),
    refused("service_unavailable", 503),
    refused("internal_error"),
    refused("Received a response in a non-JSON format: <html>"),
]


@pytest.mark.parametrize("fault", MAYBE_SENT)
def test_a_lost_answer_is_unknown_and_not_repeated(fault: Fault) -> None:
    workspace = Workspace()
    workspace.fail("chat.postMessage", fault)
    with pytest.raises(MessengerError) as error:
        messenger_on(workspace).post(message_with())
    assert error.value.unknown
    assert workspace.called("chat.postMessage") == 1


@pytest.mark.parametrize("failure", NEVER_SENT)
def test_what_never_left_this_machine_is_known_not_to_be_posted(failure: Exception) -> None:
    workspace = Workspace()
    workspace.fail("chat.postMessage", lost(failure))
    with pytest.raises(MessengerError) as error:
        messenger_on(workspace).post(message_with())
    assert not error.value.unknown
    assert workspace.called("chat.postMessage") == 1


def test_slow_down_is_obeyed_and_then_posted_once() -> None:
    workspace, clock = Workspace(), Clock()
    workspace.fail("chat.postMessage", slow_down(7), slow_down(3))
    messenger_on(workspace, clock).post(message_with())
    assert [seconds for seconds in clock.slept if seconds in (7, 3)] == [7, 3]
    assert len(workspace.messages) == 1


def test_a_slow_down_that_posted_all_the_same_is_noticed() -> None:
    workspace = Workspace()
    workspace.fail("chat.postMessage", slow_down(1, carried_out=True))
    ts = messenger_on(workspace).post(message_with())
    assert [each["ts"] for each in workspace.messages] == [ts]


def test_an_older_message_with_the_same_key_is_not_taken_for_this_one() -> None:
    workspace = Workspace()
    messenger_on(workspace).post(message_with())
    workspace.time += 3_600
    workspace.fail("chat.postMessage", slow_down(1, date=workspace.time))
    messenger_on(workspace).post(message_with())
    assert len(workspace.messages) == 2


def test_patience_has_an_end() -> None:
    workspace, clock = Workspace(), Clock()
    workspace.fail("chat.postMessage", *[slow_down(1)] * 10)
    with pytest.raises(MessengerError) as error:
        messenger_on(workspace, clock).post(message_with())
    assert not error.value.permanent
    assert not error.value.unknown
    assert workspace.called("chat.postMessage") == 4
    workspace = Workspace()
    workspace.fail("chat.postMessage", slow_down(3_600))
    with pytest.raises(MessengerError):
        messenger_on(workspace, clock).post(message_with())
    assert 3_600 not in clock.slept


def test_a_channel_gets_about_one_message_a_second_and_others_do_not_wait() -> None:
    workspace, clock = Workspace(), Clock()
    messenger = messenger_on(workspace, clock)
    messenger.post(message_with("a"))
    messenger.post(replace(message_with("b"), channel="#other"))
    assert clock.slept == []
    messenger.post(message_with("c"))
    assert clock.slept == [pytest.approx(POST_INTERVAL)]


REFUSALS = {
    "channel_not_found": ("#mso-emea does not exist", "/invite @mso"),
    "not_in_channel": ("The bot is not in #mso-emea", "/invite @mso"),
    "is_archived": ("#mso-emea is archived", "Unarchive it"),
    "invalid_auth": ("does not accept the bot token", "SLACK_BOT_TOKEN"),
    "token_revoked": ("was revoked", "export SLACK_BOT_TOKEN=xoxb-"),
    "account_inactive": ("deactivated", "SLACK_BOT_TOKEN"),
    "msg_blocks_too_long": ("too long", "lines_a_section"),
    "restricted_action": ("does not let the bot post", "Ask an owner"),
    "something_new": ("something_new", "docs.slack.dev"),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_a_sentence_with_its_remedy(code: str) -> None:
    workspace = Workspace()
    workspace.fail("chat.postMessage", refused(code))
    with pytest.raises(MessengerError) as error:
        messenger_on(workspace).post(message_with())
    sentence, remedy = REFUSALS[code]
    assert sentence in error.value.message
    assert remedy in error.value.fix
    assert error.value.permanent
    assert not error.value.unknown


def test_a_missing_scope_is_named() -> None:
    workspace = Workspace()
    workspace.fail("chat.postMessage", refused("missing_scope", needed="chat:write"))
    with pytest.raises(MessengerError) as error:
        messenger_on(workspace).post(message_with())
    assert "chat:write" in error.value.message
    assert "Add chat:write" in error.value.fix


def test_a_message_is_found_on_a_later_page() -> None:
    workspace = Workspace()
    ts = messenger_on(workspace).post(message_with())
    for number in range(7):
        messenger_on(workspace).post(message_with(f"other-{number}"))
    workspace.page_size = 3
    messenger = messenger_on(workspace)
    assert messenger.find(message_with().key, "C0EMEA0001", START) == ts
    assert workspace.called("conversations.history") == 3


def test_looking_survives_slack_troubles_but_not_a_missing_scope() -> None:
    workspace = Workspace()
    ts = messenger_on(workspace).post(message_with())
    workspace.fail(
        "conversations.history", slow_down(1), lost(ConnectionResetError()), refused("x", 500)
    )
    assert messenger_on(workspace).find(message_with().key, "#mso-emea", START) == ts
    workspace.fail("conversations.history", refused("missing_scope", needed="channels:history"))
    with pytest.raises(MessengerError, match="channels:history"):
        messenger_on(workspace).find(message_with().key, "#mso-emea", START)
    workspace.fail("conversations.history", *[refused("x", 500)] * 4)
    with pytest.raises(MessengerError) as error:
        messenger_on(workspace).find(message_with().key, "#mso-emea", START)
    assert not error.value.unknown


def test_a_channels_id_is_looked_up_once_and_learnt_from_posts() -> None:
    workspace = Workspace()
    messenger = messenger_on(workspace)
    messenger.post(message_with())
    messenger.find("x", "#mso-emea", START)
    assert workspace.called("conversations.list") == 0
    other = messenger_on(workspace)
    other.find("x", "#mso-emea", START)
    other.find("x", "#MSO-EMEA", START)
    assert workspace.called("conversations.list") == 1
    with pytest.raises(MessengerError, match="#gone does not exist"):
        other.find("x", "#gone", START)


def test_without_groups_read_public_channels_are_still_found() -> None:
    workspace = Workspace()
    workspace.fail("conversations.list", refused("missing_scope", needed="groups:read"))
    messenger = messenger_on(workspace)
    assert messenger.find("x", "#mso-emea", START) is None
    assert "groups:read" in messenger.directory.lost


def test_direct_messages_are_found_and_updated_too() -> None:
    workspace = Workspace()
    message = replace(message_with(), channel="U0ALICE01")
    ts = messenger_on(workspace).post(message)
    other = messenger_on(workspace)
    assert other.find(message.key, "U0ALICE01", START) == ts
    other.update(replace(message, fallback="new"), ts)
    assert workspace.messages[0]["text"] == "new"


def test_people_are_looked_up_once_and_only_live_ones_are_given() -> None:
    workspace = Workspace()
    messenger = messenger_on(workspace)
    assert messenger.user_id(" Ana@Example.com ") == "U0ALICE01"
    assert messenger.user_id("ana@example.com") == "U0ALICE01"
    assert messenger.user_id("dave@example.com") is None
    assert messenger.user_id("bot@example.com") is None
    assert messenger.user_id("x@example.com") is None
    assert messenger.user_id("x@example.com") is None
    assert workspace.called("users.lookupByEmail") == 4
    assert messenger.directory.is_active("U0ALICE01")
    assert not messenger.directory.is_active("U0GONE001")
    assert not messenger.directory.is_active("not an id")


def test_what_is_known_of_people_is_kept_over_runs_for_half_a_day() -> None:
    workspace, clock = Workspace(), Clock()
    members = Members(clock.read)
    for _ in range(3):
        directory = Directory(messenger_on(workspace).wire, members)
        assert directory.is_active("U0ALICE01")
        assert directory.user_id("ana@example.com") == "U0ALICE01"
    assert workspace.called("users.info") == workspace.called("users.lookupByEmail") == 1
    workspace.members["U0ALICE01"]["deleted"] = True
    clock.sleep(13 * 3600)
    assert not Directory(messenger_on(workspace).wire, members).is_active("U0ALICE01")


def test_a_presser_without_a_slack_id_in_people_is_known_by_the_address() -> None:
    workspace = Workspace()
    directory = messenger_on(workspace).directory
    assert directory.email_of("U0ALICE01") == "ana@example.com"
    assert directory.email_of("U0ALICE01") == "ana@example.com"
    assert directory.email_of("U0NOBODY1") == ""
    assert workspace.called("users.info") == 2


def test_without_the_email_scope_nobody_is_found_and_it_is_said_once() -> None:
    workspace = Workspace()
    workspace.fail("users.lookupByEmail", refused("missing_scope", needed="users:read.email"))
    messenger = messenger_on(workspace)
    assert messenger.user_id("ana@example.com") is None
    assert messenger.user_id("x@example.com") is None
    assert workspace.called("users.lookupByEmail") == 1
    assert "users:read.email" in messenger.directory.lost


def test_a_thread_that_broke_in_the_middle_is_completed_not_repeated() -> None:
    workspace = Workspace()
    message = message_with(items=2_000)
    ts = messenger_on(workspace).post(message)
    parts = len(render(message).thread)
    assert parts > 1
    messenger = messenger_on(workspace)
    workspace.fail("chat.postMessage", lost(ConnectionResetError(), carried_out=True))
    with pytest.raises(MessengerError) as error:
        messenger.reply(message, ts)
    assert error.value.unknown
    messenger_on(workspace).reply(message, ts)
    numbers = [
        each["metadata"]["event_payload"]["part"]
        for each in workspace.messages
        if "thread_ts" in each
    ]
    assert numbers == list(range(1, parts + 1))


def test_the_thread_of_a_message_just_posted_is_not_read_first() -> None:
    workspace = Workspace()
    messenger = messenger_on(workspace)
    messenger.reply(message_with(), messenger.post(message_with()))
    assert workspace.called("conversations.replies") == 0


def test_files_are_uploaded_with_words_for_those_who_cannot_see_them() -> None:
    workspace = Workspace()
    messenger = messenger_on(workspace)
    ts = messenger.post(message_with())
    files = [Attachment("a.png", b"1", "A", "x" * 2_000), Attachment("b.html", b"22")]
    messenger.upload("#mso-emea", ts, files)
    asked = [given for name, given in workspace.calls if name == "files.getUploadURLExternal"]
    assert [given.get("length") for given in asked] == [1, 2]
    assert len(asked[0]["alt_txt"]) <= 1_000
    assert workspace.messages[-1]["files"] == [
        {"name": "a.png", "title": "A"},
        {"name": "b.html", "title": "b.html"},
    ]
    assert messenger.requests.slack == 1 + 2 * 2 + 1
