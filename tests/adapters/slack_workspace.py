"""A Slack workspace in memory behind slack_sdk's own client: no network, faults on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from mso_sheets.adapters.slack.messenger import SlackMessenger
from mso_sheets.settings.models import RetryRules

START = 1_776_152_403.0
Fault = Callable[[Callable[[], dict[str, Any]]], dict[str, Any]]


@dataclass(slots=True)
class Clock:
    """Time that passes only when somebody sleeps."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Workspace(WebClient):
    """Answers the methods that the product uses, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__("xoxb-test", retry_handlers=[])
        self.channels = {"C0EMEA0001": "mso-emea", "C0OTHER001": "other"}
        self.members: dict[str, dict[str, Any]] = {
            "U0ALICE01": {"email": "ana@example.com"},
            "U0GONE001": {"email": "dave@example.com", "deleted": True},
            "U0BOT0001": {"email": "bot@example.com", "is_bot": True},
        }
        self.messages: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: dict[str, list[Fault]] = {}
        self.page_size = 1_000
        self.time = START

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of a method go wrong in these ways."""
        self.faults.setdefault(method, []).extend(faults)

    def called(self, method: str) -> int:
        """How often a method was called."""
        return [name for name, _ in self.calls].count(method)

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        given = {**(arguments.get("params") or {}), **(arguments.get("json") or {})}
        self.calls.append((api_method, deepcopy(given)))
        handler = getattr(self, "do_" + api_method.replace(".", "_"))
        faults = self.faults.get(api_method) or []
        data = faults.pop(0)(lambda: handler(**given)) if faults else handler(**given)
        return answer(api_method, data)

    def _upload_file(self, *, url: str, data: bytes, **_: Any) -> Any:
        self.calls.append(("upload", {"url": url}))
        self.files[url] = data
        return type("Uploaded", (), {"status": 200, "body": "OK"})()

    def do_auth_test(self) -> dict[str, Any]:
        return {"ok": True, "user": "mso"}

    def do_chat_postMessage(self, channel: str, **given: Any) -> dict[str, Any]:
        direct = f"D{channel[1:]}" if channel in self.members else ""
        known = channel in self.channels or channel.startswith("D0")
        place = direct or (channel if known else self._named(channel))
        self.time += 1
        message = {**given, "channel": place, "ts": f"{self.time:.6f}"}
        self.messages.append(message)
        return {"ok": True, "channel": place, "ts": message["ts"]}

    def do_chat_update(self, channel: str, ts: str, **given: Any) -> dict[str, Any]:
        found = [m for m in self.messages if m["channel"] == channel and m["ts"] == ts]
        if not found:
            raise refusal("message_not_found")
        found[0].update(given)
        return {"ok": True, "ts": ts}

    def do_conversations_list(self, cursor: str = "", **_: Any) -> dict[str, Any]:
        listed = [{"id": key, "name": name} for key, name in self.channels.items()]
        return self._page("channels", listed, cursor)

    def do_conversations_open(self, users: str) -> dict[str, Any]:
        return {"ok": True, "channel": {"id": f"D{users[1:]}"}}

    def do_conversations_history(
        self, channel: str, oldest: str = "0", cursor: str = "", **_: Any
    ) -> dict[str, Any]:
        mine = [m for m in self.messages if m["channel"] == channel and not m.get("thread_ts")]
        recent = [m for m in reversed(mine) if float(m["ts"]) > float(oldest)]
        return self._page("messages", recent, cursor)

    def do_conversations_replies(
        self, channel: str, ts: str, cursor: str = "", **_: Any
    ) -> dict[str, Any]:
        mine = [m for m in self.messages if m["channel"] == channel]
        return self._page(
            "messages", [m for m in mine if ts in (m["ts"], m.get("thread_ts"))], cursor
        )

    def do_users_lookupByEmail(self, email: str) -> dict[str, Any]:
        for key, member in self.members.items():
            if member["email"] == email:
                return {"ok": True, "user": {"id": key, **member}}
        raise refusal("users_not_found")

    def do_users_info(self, user: str) -> dict[str, Any]:
        if user not in self.members:
            raise refusal("user_not_found")
        member = self.members[user]
        return {"ok": True, "user": {"id": user, "profile": {"email": member["email"]}, **member}}

    def do_files_getUploadURLExternal(self, filename: str, **_: Any) -> dict[str, Any]:
        return {
            "ok": True,
            "upload_url": f"https://files.slack.com/{filename}",
            "file_id": filename,
        }

    def do_files_completeUploadExternal(
        self, files: list[dict[str, str]], channel_id: str, thread_ts: str
    ) -> dict[str, Any]:
        self.time += 1
        named = [{"name": each["id"], "title": each["title"]} for each in files]
        message = {"channel": channel_id, "ts": f"{self.time:.6f}", "thread_ts": thread_ts}
        self.messages.append({**message, "files": named})
        return {"ok": True, "files": named}

    def _named(self, channel: str) -> str:
        for key, name in self.channels.items():
            if name == channel.lstrip("#"):
                return key
        raise refusal("channel_not_found")

    def _page(self, name: str, rows: list[dict[str, Any]], cursor: str) -> dict[str, Any]:
        start = int(cursor or 0)
        end = start + self.page_size
        following = str(end) if end < len(rows) else ""
        more = {"response_metadata": {"next_cursor": following}}
        return {"ok": True, name: deepcopy(rows[start:end]), **more}


def answer(
    method: str, data: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> SlackResponse:
    """An answer as slack_sdk gives it."""
    return SlackResponse(
        client=None,
        http_verb="POST",
        api_url=f"https://slack.com/api/{method}",
        req_args={},
        data=data,
        headers=dict(headers or {}),
        status_code=status,
    )


def refusal(
    code: str, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any
) -> SlackApiError:
    """What slack_sdk raises when Slack says no."""
    data = {"ok": False, "error": code, **more}
    return SlackApiError("refused", answer("x", data, status, headers))  # type: ignore[no-untyped-call]


def refused(code: str, status: int = 200, **more: Any) -> Fault:
    """The call is refused."""

    def fault(carry_out: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        del carry_out
        raise refusal(code, status, **more)

    return fault


def slow_down(seconds: float, *, carried_out: bool = False, date: float = START) -> Fault:
    """HTTP 429."""

    def fault(carry_out: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        if carried_out:
            carry_out()
        headers = {"Retry-After": f"{seconds:g}", "Date": formatdate(date, usegmt=True)}
        raise refusal("ratelimited", 429, headers)

    return fault


def lost(error: Exception, *, carried_out: bool = False) -> Fault:
    """The connection breaks, before or after Slack did what it was asked."""

    def fault(carry_out: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        if carried_out:
            carry_out()
        raise error

    return fault


def messenger_on(workspace: Workspace, clock: Clock | None = None) -> SlackMessenger:
    """A messenger whose client is the workspace."""
    clock = clock or Clock()
    rules = RetryRules(attempts=4, seconds=60)
    messenger = SlackMessenger("xoxb-test", retry=rules, clock=clock.read, sleep=clock.sleep)
    messenger.wire.client = workspace
    return messenger
