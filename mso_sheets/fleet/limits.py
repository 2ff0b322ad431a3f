"""The limits that requests of a fleet are reserved under: of the project, and of each account."""

from __future__ import annotations

from mso_sheets.adapters.rate import Side
from mso_sheets.fleet.quota import Quota
from mso_sheets.settings.models import Settings

SIDES: tuple[Side, ...] = ("read", "write")
Limits = list[tuple[str, int]]


def limits_of(settings: Settings, key_file: str, side: Side) -> Limits:
    """Name and requests a minute of each limit on one account's requests, the widest first."""
    rules, retry = settings.fleet, settings.retry
    project, account = {
        "read": (rules.project_reads_a_minute, retry.reads_a_minute),
        "write": (rules.project_writes_a_minute, retry.writes_a_minute),
    }[side]
    return [("project", project), (f"account:{key_file}", account)]


def quota_of(settings: Settings, side: Side) -> Quota:
    """What all accounts together may send of one side."""
    keys = settings.fleet.key_files or ("",)
    (_, project), (_, account) = limits_of(settings, keys[0], side)
    return Quota(project, account, len(keys))


def place_of(limit: str, side: Side) -> str:
    """Where in Redis a limit's reservations stand."""
    return f"mso:pace:{limit}:{side}"
