"""Answers to the presser alone: where the press came from, else in the channel, else directly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from mso_sheets.adapters.slack import failures
from mso_sheets.adapters.slack.blocks import fallback_text, render
from mso_sheets.adapters.slack.views import Origin, View
from mso_sheets.presses.press import Reply

_MOST = 4
"""Messages that one answer may take; a response URL lives for five."""
_ERRORS = (SlackClientError, OSError, ValueError)


@dataclass(slots=True)
class Teller:
    """Tells one person, in this order: the press's response URL, an ephemeral message, a direct one."""

    bot: WebClient

    def tell(self, origin: Origin, user: str, text: str) -> None:
        """A sentence that only the presser sees. MessengerError when no way is open."""
        self._send(origin, user, {"text": fallback_text(text)})

    def show(self, origin: Origin, user: str, reply: Reply) -> None:
        """Lists or cards that only the presser sees, one message each."""
        if reply.text:
            self.tell(origin, user, reply.text)
        for message in reply.messages:
            rendered = render(message)
            for payload in (rendered.main, *rendered.thread)[:_MOST]:
                body = {name: payload[name] for name in ("text", "blocks")}
                self._send(origin, user, body)

    def open(self, trigger: str, view: View) -> None:
        """Opens a modal."""
        self._call("views.open", {"trigger_id": trigger, "view": view})

    def publish(self, user: str, view: View) -> None:
        """Publishes a person's App Home."""
        self._call("views.publish", {"user_id": user, "view": view})

    def _send(self, origin: Origin, user: str, body: dict[str, Any]) -> None:
        if origin.response_url and self._respond(origin.response_url, body):
            return
        if origin.channel:
            place = {"channel": origin.channel, "user": user}
            thread = {"thread_ts": origin.thread} if origin.thread else {}
            try:
                self.bot.api_call("chat.postEphemeral", json={**place, **thread, **body})
            except _ERRORS:
                pass  # not a member there any more: told directly
            else:
                return
        self._call("chat.postMessage", {"channel": user, **body})

    def _respond(self, url: str, body: dict[str, Any]) -> bool:
        client = WebhookClient(url, timeout=10, retry_handlers=[], logger=self.bot._logger)
        try:
            answer = client.send_dict(
                {"response_type": "ephemeral", "replace_original": False, **body}
            )
        except _ERRORS:
            return False
        return answer.status_code == 200

    def _call(self, method: str, body: dict[str, Any]) -> None:
        try:
            self.bot.api_call(method, json=body)
        except SlackApiError as error:
            raise failures.of_answer(error) from error
        except _ERRORS as error:
            raise failures.of_network(error) from error
