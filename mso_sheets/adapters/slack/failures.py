"""Slack's answers and the network's, as sentences that end in what to do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from mso_sheets.errors import MessengerError

INVITE = "Invite the bot there: type /invite @{bot} in the channel."
INSTALL = (
    "At api.slack.com/apps open your app, OAuth & Permissions, (Re)install to Workspace, copy the Bot "
    "User OAuth Token; then: export SLACK_BOT_TOKEN=xoxb-..."
)
SHORTEN = "Lower lines_a_section in config/settings.toml, and report this: it should not happen."


class SlackRefusal(MessengerError):
    """Slack's answer to a call, by its `code`; `needed` is the scope it lacked."""

    def __init__(
        self, code: str, message: str, fix: str, *, permanent: bool = True, needed: str = ""
    ) -> None:
        super().__init__(message, fix, permanent=permanent)
        self.code = code
        self.needed = needed


class _Known(NamedTuple):
    sentence: str
    fix: str
    permanent: bool = True


KNOWN: Mapping[str, _Known] = {
    "channel_not_found": _Known(
        "The channel {channel} does not exist, or it is private and the bot is not in it.",
        "Check the name in config/settings.toml; for a private channel type /invite @{bot} in it.",
    ),
    "not_in_channel": _Known("The bot is not in {channel}.", INVITE),
    "is_archived": _Known(
        "The channel {channel} is archived.",
        "Unarchive it, or name another channel in config/settings.toml.",
    ),
    "is_inactive": _Known(
        "The channel {channel} is archived, so its messages cannot change.",
        "Unarchive it, or name another channel in config/settings.toml.",
    ),
    "restricted_action": _Known(
        "The workspace does not let the bot post in {channel}.",
        "Ask an owner to allow posting there, or name another channel in config/settings.toml.",
    ),
    "invalid_auth": _Known("Slack does not accept the bot token.", INSTALL),
    "not_authed": _Known("No bot token was sent to Slack.", INSTALL),
    "token_revoked": _Known("The bot token was revoked.", INSTALL),
    "token_expired": _Known("The bot token has expired.", INSTALL),
    "account_inactive": _Known("The bot's account was deactivated.", INSTALL),
    "not_allowed_token_type": _Known("This is not a bot token.", INSTALL),
    "no_permission": _Known("The bot may not do this in {channel}.", INVITE),
    "user_not_found": _Known(
        "Slack knows no member {channel}.", "Correct the Slack ID in the People tab."
    ),
    "user_disabled": _Known(
        "The member {channel} was deactivated.", "Set Active = no in the People tab."
    ),
    "cannot_dm_bot": _Known(
        "{channel} is a bot, which gets no direct messages.", "Correct the People tab."
    ),
    "messages_tab_disabled": _Known(
        "The app does not accept direct messages.",
        "Switch on App Home > Messages Tab in the app's settings.",
    ),
    "message_not_found": _Known(
        "The message in {channel} is gone.", "Nothing to do: the next digest is a new message."
    ),
    "cant_update_message": _Known(
        "The message in {channel} was posted by another app.",
        "Use the token of the app that posted it, or wait for the next digest.",
    ),
    "thread_not_found": _Known(
        "The thread in {channel} is gone.", "Nothing to do: the next digest has a new one."
    ),
    "msg_too_long": _Known("The message for {channel} is too long for Slack.", SHORTEN),
    "msg_blocks_too_long": _Known("The message for {channel} is too long for Slack.", SHORTEN),
    "invalid_blocks": _Known(
        "Slack refused the shape of the message for {channel} ({detail}).",
        "Run mso-sheets preview JOB and report what it shows: this should not happen.",
    ),
    "no_text": _Known("The message for {channel} is empty.", "Check its template."),
    "file_upload_size_restricted": _Known(
        "The file is larger than this workspace allows.", "Leave attach_report out of the job."
    ),
    "ratelimited": _Known(
        "Slack asked to slow down for longer than this run waits.",
        "It is tried again with the next run.",
        permanent=False,
    ),
}
MAYBE = frozenset({"internal_error", "fatal_error", "service_unavailable", "team_added_to_org"})
"""Slack says that part of the call may have been carried out."""


def of_answer(error: SlackApiError, channel: str = "", bot: str = "your-bot") -> MessengerError:
    """What a refusal means. An answer of 500 and above, or no JSON, leaves the outcome unknown."""
    code = error_code(error)
    status = getattr(error.response, "status_code", 200)
    if status >= 500 or code in MAYBE or not _is_slug(code):
        return unknown(f"Slack answered {status if status >= 500 else code[:60]!r}")
    if code == "missing_scope":
        return _scope(error)
    return refusal(code, channel, bot, _detail(error))


def refusal(code: str, channel: str = "", bot: str = "your-bot", detail: str = "") -> SlackRefusal:
    """What one of Slack's words for a refusal means."""
    known = KNOWN.get(code)
    words = {"channel": channel or "the channel", "bot": bot or "your-bot", "detail": detail}
    if known is None:
        return SlackRefusal(
            code,
            f"Slack refused the call for {words['channel']}: {code}.",
            f"See https://docs.slack.dev/reference/methods and look for {code}.",
        )
    sentence, fix = known.sentence.format(**words), known.fix.format(**words)
    return SlackRefusal(code, sentence, fix, permanent=known.permanent)


def of_network(error: Exception) -> MessengerError:
    """A lost connection: unknown whether Slack got the call, unless it never left this machine."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return MessengerError(
            "The certificate of slack.com is not trusted here.",
            "Set SSL_CERT_FILE to the bundle that your network's proxy uses.",
        )
    if isinstance(reason, (ConnectionRefusedError, socket.gaierror)):
        return MessengerError(
            "slack.com cannot be reached.",
            "Check the network and the proxy (HTTPS_PROXY).",
            permanent=False,
        )
    return unknown(f"The connection to Slack broke ({type(reason).__name__})")


def unknown(what: str) -> MessengerError:
    """It may have been carried out or not."""
    return MessengerError(
        f"{what}, so it is not known whether the message was posted.",
        "It is looked up before anything is posted again.",
        permanent=False,
        unknown=True,
    )


def names_bot(error: SlackApiError) -> bool:
    """Whether the remedy says what the bot is called."""
    known = KNOWN.get(error_code(error))
    return known is not None and "{bot}" in known.fix


def error_code(error: SlackApiError) -> str:
    """The slug of a refusal ("channel_not_found")."""
    return str(_data(error).get("error", "no answer"))


def _scope(error: SlackApiError) -> MessengerError:
    needed = str(_data(error).get("needed") or "another scope")
    return SlackRefusal(
        "missing_scope",
        f"The bot token lacks the scope {needed}.",
        f"Add {needed} under OAuth & Permissions > Bot Token Scopes and install the app again.",
        needed=needed,
    )


def _detail(error: SlackApiError) -> str:
    data = _data(error)
    found = data.get("errors") or data.get("response_metadata", {}).get("messages") or []
    return "; ".join(str(each) for each in found[:3]) or error_code(error)


def _data(error: SlackApiError) -> dict[str, Any]:
    data = getattr(error.response, "data", error.response)
    return data if isinstance(data, dict) else {}


def _is_slug(code: str) -> bool:
    return code.replace("_", "").isalnum() and len(code) < 60
