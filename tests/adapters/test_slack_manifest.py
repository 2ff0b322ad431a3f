"""The app's manifest: the least scopes, each with its reason, and all that `check` knows of."""

from __future__ import annotations

import re
from pathlib import Path

from mso_sheets.adapters.slack.checking import COSTS

MANIFEST = Path(__file__).parents[2] / "config" / "slack-manifest.yaml"


def scopes() -> dict[str, str]:
    """Scope -> why it is asked for."""
    text = MANIFEST.read_text(encoding="utf-8")
    bot = text.partition("    bot:\n")[2].partition("settings:")[0]
    return dict(re.findall(r"^ {6}- ([a-z:.]+) +# (.+)$", bot, re.MULTILINE))


def test_every_scope_says_what_it_is_for() -> None:
    listed = re.findall(r"^ {6}- ([a-z:.]+)", MANIFEST.read_text("utf-8"), re.MULTILINE)
    assert set(scopes()) == {name for name in listed if ":" in name or name == "commands"}
    assert all(len(reason) > 5 for reason in scopes().values())


def test_check_says_what_each_missing_scope_costs_and_nothing_more_is_asked_for() -> None:
    assert set(COSTS) <= set(scopes())
    assert set(scopes()) - set(COSTS) <= {"groups:read", "im:history"}


def test_there_is_no_scope_to_post_where_nobody_invited_the_bot() -> None:
    assert "chat:write.public" not in scopes()
    assert not any(name.startswith(("admin", "users.profile")) for name in scopes())


def test_presses_need_no_public_address() -> None:
    text = MANIFEST.read_text(encoding="utf-8")
    assert "socket_mode_enabled: true" in text
    assert "request_url" not in text
    assert "app_home_opened" in text
