"""Who and where: channel names and people's e-mails to Slack's ids, looked up once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mso_sheets.adapters.slack.failures import SlackRefusal
from mso_sheets.adapters.slack.wire import Wire
from mso_sheets.errors import MessengerError

_CHANNEL = re.compile(r"[CGD][A-Z0-9]{7,}\Z")
_MEMBER = re.compile(r"[UW][A-Z0-9]{7,}\Z")
_PAGE = 1_000
_KEPT_S = 12 * 3_600.0


@dataclass(slots=True)
class Members:
    """Who was looked up, for half a day: a run of every hour does not ask for everybody again.

    `clock` is monotonic, in seconds.
    """

    clock: Callable[[], float] = time.monotonic
    by_email: dict[str, str | None] = field(default_factory=dict)
    active: dict[str, bool] = field(default_factory=dict)
    _since: float = 0.0

    def fresh(self) -> Members:
        """Itself, emptied when what it knows is old."""
        if self.clock() - self._since > _KEPT_S:
            self.by_email.clear()
            self.active.clear()
            self._since = self.clock()
        return self


@dataclass(slots=True)
class Directory:
    """Look-ups of one bot, cached for its life. `lost` says what missing scopes cost."""

    wire: Wire
    members: Members = field(default_factory=Members)
    lost: dict[str, str] = field(default_factory=dict)
    _channels: dict[str, str] = field(default_factory=dict)
    _listed: bool = False
    _emails: dict[str, str] = field(default_factory=dict)

    def learn(self, channel: str, found: str) -> None:
        """Keeps the id that an answer of Slack gave for a channel as we call it."""
        self._channels[_folded(channel)] = found

    def known(self, channel: str) -> str:
        """The id if it is known without a request, else the channel as it was given."""
        return self._channels.get(_folded(channel), channel)

    def channel_id(self, channel: str) -> str:
        """The id of `#name`, of an id, or of the direct messages with a member.

        Raises MessengerError when there is no such channel or the bot may not list them.
        """
        name = _folded(channel)
        if name not in self._channels:
            self._look_up(channel, name)
        if name not in self._channels:
            raise MessengerError(
                f"The channel {channel} does not exist, or it is private and the bot is not in it.",
                "Check the name in config/settings.toml, or type /invite "
                f"@{self.wire.bot or 'your-bot'} in the channel.",
            )
        return self._channels[name]

    def _look_up(self, channel: str, name: str) -> None:
        if _CHANNEL.match(channel):
            self._channels[name] = channel
        elif _MEMBER.match(channel):
            opened = self.wire.repeat(
                "conversations.open", channel=channel, json={"users": channel}
            )
            self._channels[name] = str(opened["channel"]["id"])
        elif not self._listed:
            self._list()

    def _list(self) -> None:
        """All channels that the bot can see; without groups:read the public ones."""
        try:
            self._list_types("public_channel,private_channel")
        except SlackRefusal as error:
            if "groups:read" not in error.needed:
                raise
            self.lost["groups:read"] = "private channels must be named by their id"
            self._list_types("public_channel")
        self._listed = True

    def _list_types(self, types: str) -> None:
        params = {"types": types, "exclude_archived": True, "limit": _PAGE}
        for page in self.wire.pages("conversations.list", params):
            for each in page.get("channels", []):
                self._channels[_folded(each.get("name", ""))] = each["id"]

    def archived(self, channel: str) -> str:
        """The id of an archived channel of that name, "" when there is none."""
        params = {"types": "public_channel", "exclude_archived": False, "limit": _PAGE}
        for page in self.wire.pages("conversations.list", params):
            for each in page.get("channels", []):
                if each.get("is_archived") and _folded(each.get("name", "")) == _folded(channel):
                    return str(each["id"])
        return ""

    def user_id(self, email: str) -> str | None:
        """The member with this address; None for nobody, bots and deactivated accounts.

        Without the scope users:read.email nobody is found by e-mail; `lost` says so.
        """
        address = email.strip().lower()
        if not address or "users:read.email" in self.lost:
            return None
        known = self.members.fresh().by_email
        if address not in known:
            known[address] = self._by_email(address)
        return known[address]

    def _by_email(self, address: str) -> str | None:
        try:
            found = self.wire.repeat("users.lookupByEmail", params={"email": address})
        except SlackRefusal as error:
            if error.code == "missing_scope":
                self.lost["users:read.email"] = (
                    "people are mentioned only by the Slack ID in People"
                )
                return None
            if error.code == "users_not_found":
                return None
            raise
        return str(found["user"]["id"]) if _mentionable(found["user"]) else None

    def email_of(self, member: str) -> str:
        """The address of a member, for people whose Slack ID is not in People; "" when unknown."""
        if member not in self._emails:
            try:
                found = self.wire.repeat("users.info", params={"user": member})["user"]
            except SlackRefusal:
                found = {}
            self._emails[member] = str((found.get("profile") or {}).get("email") or "")
        return self._emails[member]

    def is_active(self, member: str) -> bool:
        """Whether a member id of the People tab is of a person who still has an account."""
        known = self.members.fresh().active
        if member not in known:
            known[member] = self._ask_active(member)
        return known[member]

    def _ask_active(self, member: str) -> bool:
        if not _MEMBER.match(member) or "users:read" in self.lost:
            return bool(_MEMBER.match(member))
        try:
            return _mentionable(self.wire.repeat("users.info", params={"user": member})["user"])
        except SlackRefusal as error:
            if error.code == "missing_scope":
                self.lost["users:read"] = "it is not checked whether people still have an account"
                return True
            return False


def is_member_id(text: str) -> bool:
    """Whether this is the id of a person rather than of a channel."""
    return bool(_MEMBER.match(text))


def _mentionable(user: Mapping[str, Any]) -> bool:
    return not user.get("deleted") and not user.get("is_bot")


def _folded(channel: str) -> str:
    return channel.strip().lstrip("#").casefold()
