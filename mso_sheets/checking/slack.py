"""Slack: the tokens, what each missing scope costs, channels, people; nothing is posted or joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mso_sheets import app
from mso_sheets.checking import people
from mso_sheets.checking.finding import Finding, failed, unseen
from mso_sheets.errors import ConfigError, MessengerError
from mso_sheets.settings.secrets import secret

if TYPE_CHECKING:
    from mso_sheets.adapters.slack.checking import Checker, Token
    from mso_sheets.checking.machine import Clock
    from mso_sheets.checking.workbook import Look


def findings(started: app.App, looks: Sequence[Look], clock: Clock) -> Iterator[Finding]:
    """The bot token first; without it nothing else can be asked."""
    try:
        token = secret("SLACK_BOT_TOKEN", started.environment)
        app_token = secret("SLACK_APP_TOKEN", started.environment)
    except ConfigError as error:
        yield failed("slack", error)
        return
    if not token:
        yield _without_token(started)
        return
    from mso_sheets.adapters.slack.checking import Checker

    checker = Checker(token)
    try:
        facts = checker.who()
    except MessengerError as error:
        yield failed("slack", error)
        return
    clock.hear("Slack", facts.date)
    yield Finding("slack", True, f"bot @{facts.bot} in {facts.team}")
    yield from _scopes(facts, looks)
    yield _buttons(app_token)
    yield from _channels(checker, facts, looks)
    for look in looks:
        if look.tables is not None:
            yield people.finding(look, look.tables, checker, facts)


def _without_token(started: app.App) -> Finding:
    manifest = started.home.file("config/slack-manifest.yaml")
    fix = (
        f"At api.slack.com/apps choose Create New App, From a manifest, paste {manifest}, Install to "
        "Workspace, copy the Bot User OAuth Token; then: export SLACK_BOT_TOKEN=xoxb-..."
    )
    says = "SLACK_BOT_TOKEN is not set; messages go to the outbox folder"
    return Finding("slack", None, says, fix)


def _scopes(facts: Token, looks: Sequence[Look]) -> Iterator[Finding]:
    from mso_sheets.adapters.slack.checking import COSTS

    by_name = any(not channel[:1].isupper() for channel in _named(looks))
    needed = {"chat:write", *(["channels:read"] if by_name else [])}
    missing = [scope for scope in COSTS if facts.scopes and scope not in facts.scopes]
    for scope in missing:
        fix = (
            f"At api.slack.com/apps open your app, OAuth & Permissions, Bot Token Scopes, add {scope}, "
            "then Reinstall to Workspace"
        )
        ok = False if scope in needed else None
        yield Finding(f"slack scope {scope}", ok, f"missing: {COSTS[scope]}", fix)
    if not missing:
        yield Finding("slack scopes", True, f"all {len(COSTS)} are there")


def _buttons(token: str) -> Finding:
    from mso_sheets.adapters.slack.checking import app_token_trouble

    subject = "slack app token"
    if not token:
        return Finding(subject, True, "none: digests carry no menus and /mso does not answer")
    trouble = app_token_trouble(token)
    return failed(subject, trouble) if trouble else Finding(subject, True, "menus and /mso work")


def _named(looks: Sequence[Look]) -> list[str]:
    rules = [look.target.settings for look in looks]
    channels = (c for each in rules for c in (each.channel, each.ops_channel, each.leads_channel))
    return list(dict.fromkeys(filter(None, channels)))


def _channels(checker: Checker, facts: Token, looks: Sequence[Look]) -> Iterator[Finding]:
    for look in looks:
        if not look.target.settings.channel:
            says = "no channel is set, so no digest is posted"
            fix = look.setting('channel = "#your-channel"')
            yield Finding(f"channel of {look.target.name}", False, says, fix)
    for channel in _named(looks):
        subject = f"channel {channel}"
        trouble = checker.channel_trouble(channel)
        if trouble is None:
            yield Finding(subject, True, f"@{facts.bot} is in it")
        elif getattr(trouble, "code", "") == "missing_scope":
            yield unseen(subject, "the missing scope above comes first")
        else:
            yield failed(subject, trouble)
