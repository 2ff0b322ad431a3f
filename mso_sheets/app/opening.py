"""Settings -> the adapters of one run."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets.app.clock import now
from mso_sheets.app.process import App
from mso_sheets.app.targets import Asked, Target
from mso_sheets.errors import ConfigError, MsoSheetsError
from mso_sheets.settings.secrets import secret

if TYPE_CHECKING:
    from mso_sheets.adapters.rate import Pace
    from mso_sheets.adapters.slack.directory import Members
    from mso_sheets.local import LocalState
    from mso_sheets.pipeline import World
    from mso_sheets.ports import Messenger, Workbook


def open_workbook(app: App, chosen: Target) -> Workbook:
    """The adapter of a target. ConfigError when a local file is not there."""
    rules = chosen.settings
    if chosen.is_file:
        if not chosen.path.is_file():
            raise ConfigError(
                f"There is no file '{chosen.path}'.",
                "Check the path, or make a workbook with: mso-sheets init PATH.xlsx",
            )
        from mso_sheets.adapters.excel import ExcelWorkbook

        zone = rules.timezone or app.settings.timezone
        return ExcelWorkbook(
            chosen.path,
            chosen.name,
            time_zone=zone,
            locale=rules.locale,
            now=now,
        )
    from mso_sheets.adapters.google import GoogleWorkbook

    retry = app.settings.retry
    if app.access is not None:
        return GoogleWorkbook(
            chosen.name, rules.spreadsheet, retry=retry, **app.access(chosen.name)
        )
    pace = shared_pace(retry.reads_a_minute, retry.writes_a_minute)
    return GoogleWorkbook(chosen.name, rules.spreadsheet, retry=retry, pace=pace)


@lru_cache(maxsize=4)
def shared_pace(reads_a_minute: int, writes_a_minute: int) -> Pace:
    """One pace for all workbooks of this process: Google counts requests by account."""
    from mso_sheets.adapters.rate import Pace

    return Pace(reads_a_minute, writes_a_minute, time.monotonic, time.sleep)


def outbox_folder(app: App, chosen: Target, asked: Asked) -> Path:
    """`--outbox`, else the setting, else beside the .xlsx, else in the home."""
    if asked.outbox is not None:
        return asked.outbox
    if app.settings.outbox:
        return app.home.folder / app.settings.outbox
    return (chosen.path.parent if chosen.is_file else app.home.folder) / "outbox"


def open_messenger(app: App, chosen: Target, asked: Asked) -> Messenger:
    """Slack where a token is set, else the outbox."""
    token = secret("SLACK_BOT_TOKEN", app.environment)
    most = chosen.settings.digest.thread_messages
    if not token:
        from mso_sheets.adapters.outbox import OutboxMessenger

        return OutboxMessenger(
            outbox_folder(app, chosen, asked), echo=asked.echo, thread_messages=most
        )
    from mso_sheets.adapters.slack.messenger import SlackMessenger

    return SlackMessenger(
        token, retry=app.settings.retry, members=known_members(token), thread_messages=most
    )


@lru_cache(maxsize=4)
def known_members(token: str) -> Members:
    """The people whom any run of this process has looked up in this workspace."""
    del token
    from mso_sheets.adapters.slack.directory import Members

    return Members()


def world_of(app: App, chosen: Target, asked: Asked) -> World:
    """The ports, the clock and the pause of one run."""
    from mso_sheets.pipeline import World

    return World(
        open_workbook(app, chosen),
        open_messenger(app, chosen, asked),
        clock=now,
        pause=time.sleep,
        conflict_rounds=app.settings.retry.conflict_rounds,
    )


def schedule_zone(app: App, chosen: Target, local: LocalState) -> str:
    """The zone that a workbook's schedule follows; the spreadsheet is asked once if nothing is set."""
    from mso_sheets.model.calendar_words import is_zone

    named = chosen.settings.timezone or app.settings.timezone or local.zone(chosen.name)
    if named:
        return named
    try:
        zone = open_workbook(app, chosen).read().time_zone
    except MsoSheetsError:
        return "UTC"
    zone = zone if zone and is_zone(zone) else "UTC"
    local.remember_zone(chosen.name, zone)
    return zone
