"""What a bot token can do, for `check`: who it is, which scopes it has, which channels it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from mso_sheets.adapters.slack import failures
from mso_sheets.adapters.slack.directory import Directory
from mso_sheets.adapters.slack.wire import Wire, web_client
from mso_sheets.errors import MessengerError
from mso_sheets.ports import Requests

COSTS: Mapping[str, str] = {
    "chat:write": "no digest can be posted",
    "channels:read": "channels must be given by id instead of #name",
    "groups:read": "private channels must be given by id instead of #name",
    "channels:history": "a post whose answer was lost cannot be looked up; it is reported instead",
    "groups:history": "the same in private channels",
    "im:history": "a personal digest or an escalation whose answer was lost is reported instead of looked up",
    "users:read": "deactivated people cannot be told from active ones",
    "users:read.email": "people without a Slack ID in People are named without a mention",
    "files:write": "charts and the report cannot be attached",
    "im:write": "no personal digests, and escalations only in leads_channel",
    "commands": "/mso does not answer",
}


@dataclass(frozen=True, slots=True)
class Token:
    """Who a bot token is and what it may do. `skew_s`: Slack's clock minus this machine's."""

    bot: str
    team: str
    scopes: frozenset[str]
    date: str = ""


def token_of(token: str, timeout: float = 15) -> Token:
    """Asks Slack about the token. Raises MessengerError with the remedy."""
    try:
        answer = web_client(token, timeout).auth_test()
    except SlackApiError as error:
        raise failures.of_answer(error, "", "your-bot") from error
    except OSError as error:
        raise failures.of_network(error) from error
    headers = {str(k).lower(): v for k, v in answer.headers.items()}
    scopes = _first(headers.get("x-oauth-scopes", ""))
    names = frozenset(part.strip() for part in scopes.split(",") if part.strip())
    return Token(
        str(answer.get("user", "")),
        str(answer.get("team", "")),
        names,
        _first(headers.get("date", "")),
    )


def _first(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value or "")


def channel_trouble(token: str, channel: str) -> MessengerError | None:
    """Why the bot could not post in a channel, None when it can as far as Slack tells."""
    wire = Wire(web_client(token), Requests())
    try:
        place = Directory(wire).channel_id(channel)
        info = wire.once("conversations.info", channel=channel, params={"channel": place})
    except MessengerError as error:
        return error
    found = info.get("channel", {})
    if found.get("is_archived"):
        return MessengerError(f"{channel} is archived.", "Unarchive it, or choose another channel.")
    if found.get("is_member") is False:
        return MessengerError(
            f"The bot is not in {channel}.", f"Type /invite @your-bot in {channel}."
        )
    return None


def unknown_people(token: str, emails: Mapping[str, str]) -> list[str]:
    """Names of people (name -> e-mail) whom Slack does not know by their address."""
    directory = Directory(Wire(web_client(token), Requests()))
    return [name for name, email in emails.items() if directory.user_id(email) is None]
