"""The Slack stand-in's admin side, for end-to-end tests."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from typing import Any

from mso_sheets.adapters.slack.wire import web_client

TOKEN = "xoxb-fake-full"
APP_TOKEN = "xapp-fake-1"
ALERTS = "C0ALERTS1"
ALICE, BOB = "U0ALICE01", "U0BOB0001"


class Slack:
    """What the workspace holds and how it is made to misbehave."""

    def __init__(self) -> None:
        self.base = os.environ["SLACK_ADMIN"]
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, path: str, **body: Any) -> Any:
        """One admin request; JSON in, JSON out."""
        data = json.dumps(body).encode() if body else None
        try:
            opened = self.opener.open(f"{self.base}{path}", data, timeout=60)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error
        with opened as answer:
            return json.loads(answer.read())

    def start_afresh(self, *, limits: bool = False) -> None:
        """An empty workspace without faults."""
        self.ask("/reset", fresh=True)
        self.ask("/config", rate_limit={"enabled": limits})

    def messages(self, channel: str = "alerts") -> list[dict[str, Any]]:
        """All messages of a channel, replies included."""
        found: list[dict[str, Any]] = self.ask(f"/messages?channel={channel}")["messages"]
        return found

    def fault(self, method: str, kind: str, **more: Any) -> None:
        """The next call of a method goes wrong."""
        self.ask("/faults", method=method, kind=kind, count=1, **more)

    def verdict(self, payload: dict[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
        """The strict validator's errors and its findings above information."""
        answer = self.ask("/validate", blocks=payload["blocks"], text=payload["text"])
        errors = [*answer["errors"], *(answer["special"] or [])]
        return errors, [each for each in answer["lints"] if each["severity"] != "info"]

    def view_errors(self, view: dict[str, Any]) -> list[str]:
        """The strict validator's errors on a modal or a home."""
        errors: list[str] = self.ask("/validate", view=view)["errors"]
        return errors


def client() -> Any:
    """The bot's own client."""
    return web_client(TOKEN)
