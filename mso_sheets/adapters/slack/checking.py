"""What a bot token can do, for `check`: who it is, which scopes it has, which channels it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mso_sheets.adapters.slack import failures
from mso_sheets.adapters.slack.directory import Directory, is_member_id
from mso_sheets.adapters.slack.failures import SlackRefusal
from mso_sheets.adapters.slack.wire import Wire, web_client
from mso_sheets.errors import MessengerError
from mso_sheets.ports import Requests
from mso_sheets.settings.models import RetryRules

COSTS: Mapping[str, str] = {
    "chat:write": "no digest can be posted",
    "channels:read": "channels must be given by id instead of #name",
    "groups:read": "private channels must be given by id instead of #name",
    "channels:history": "a post whose answer was lost cannot be looked up; it is reported instead",
    "groups:history": "a post to a private channel whose answer was lost is reported instead of looked up",
    "im:history": "a personal digest or an escalation whose answer was lost is reported instead of looked up",
    "users:read": "deactivated people cannot be told from active ones",
    "users:read.email": "people without a Slack ID in People are named without a mention",
    "files:write": "charts and the report cannot be attached",
    "im:write": "no personal digests, and escalations only in leads_channel",
    "commands": "/mso does not answer",
}


KINDS: Mapping[str, str] = {
    "xoxp-": "a user's token (xoxp-), not a bot's",
    "xapp-": "an app-level token (xapp-), which belongs into SLACK_APP_TOKEN",
    "xoxe": "a token for the app's configuration (xoxe), not a bot's",
    "https:": "the address of a webhook, not a token",
}
"""What begins like this is no bot token."""
GENERATE = (
    "At api.slack.com/apps open your app, Basic Information, App-Level Tokens, Generate, scope "
    "connections:write; then: export SLACK_APP_TOKEN=xapp-..."
)
PATIENCE = RetryRules(attempts=2, seconds=15, timeout=15)
MOST_PEOPLE = 40
"""Whom `check` looks up: Slack lets one ask about 50 a minute."""


@dataclass(frozen=True, slots=True)
class Token:
    """Who a bot token is and what it may do; `date` is the header of Slack's answer."""

    bot: str
    team: str
    scopes: frozenset[str]
    date: str = ""


class Checker:
    """One bot token's questions to Slack; nothing is posted and nothing is joined."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.wire = Wire(web_client(token, PATIENCE.timeout), Requests(), PATIENCE)
        self.directory = Directory(self.wire)

    def who(self) -> Token:
        """Asks Slack about the token. Raises MessengerError with the remedy."""
        for start, kind in KINDS.items():
            if self.token.startswith(start):
                raise MessengerError(f"SLACK_BOT_TOKEN is {kind}.", failures.INSTALL)
        answer = self.wire.repeat("auth.test")
        headers = {str(k).lower(): _first(v) for k, v in answer.get("_headers", {}).items()}
        if not answer.get("bot_id"):
            raise MessengerError("SLACK_BOT_TOKEN is not a bot's token.", failures.INSTALL)
        scopes = (part.strip() for part in headers.get("x-oauth-scopes", "").split(","))
        self.wire.bot = str(answer.get("user", ""))
        return Token(
            self.wire.bot,
            str(answer.get("team", "")),
            frozenset(filter(None, scopes)),
            headers.get("date", ""),
        )

    def channel_trouble(self, channel: str) -> MessengerError | None:
        """Why the bot could not post in a channel, None when it can as far as Slack tells."""
        try:
            if is_member_id(channel):
                return None if self.directory.is_active(channel) else _nobody(channel)
            found = self._channel(channel)
        except MessengerError as error:
            return error
        if found.get("is_archived"):
            return failures.refusal("is_archived", channel)
        if found.get("is_member") is False:
            return failures.refusal("not_in_channel", channel, self.wire.bot)
        return None

    def _channel(self, channel: str) -> Mapping[str, Any]:
        try:
            place = self.directory.channel_id(channel)
        except SlackRefusal:
            raise
        except MessengerError:
            archived = self.directory.archived(channel)
            if not archived:
                raise
            place = archived
        info = self.wire.repeat("conversations.info", channel=channel, params={"channel": place})
        return dict(info.get("channel", {}))

    def is_known(self, member: str, email: str) -> bool:
        """Whether a person can be mentioned, by the Slack ID or else by the e-mail."""
        if member:
            return self.directory.is_active(member)
        return self.directory.user_id(email) is not None


def app_token_trouble(token: str) -> MessengerError | None:
    """Why an app-level token does not serve; it asks for a connection and does not use it."""
    if not token.startswith("xapp-"):
        return MessengerError("SLACK_APP_TOKEN is not an app-level token (xapp-...).", GENERATE)
    wire = Wire(web_client(token, PATIENCE.timeout), Requests(), PATIENCE)
    try:
        wire.repeat("apps.connections.open", json={})
    except SlackRefusal as error:
        lacks = "lacks the scope connections:write" if error.code == "missing_scope" else ""
        return MessengerError(f"SLACK_APP_TOKEN {lacks or 'is not accepted by Slack'}.", GENERATE)
    except MessengerError as error:
        return error
    return None


def _nobody(member: str) -> MessengerError:
    return failures.refusal("user_not_found", member)


def _first(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value or "")
