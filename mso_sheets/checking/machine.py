"""This machine: its clock against the servers' own, its small memory, Redis where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from mso_sheets import app
from mso_sheets.checking.finding import Finding, failed
from mso_sheets.errors import MsoSheetsError
from mso_sheets.local import LocalState

SKEW_LIMIT = timedelta(seconds=120)
SET_CLOCK = "Let the clock follow the network's time: sudo timedatectl set-ntp true"


@dataclass(slots=True)
class Clock:
    """The largest difference to a server's clock that was heard; None before one was."""

    skew: timedelta | None = None
    server: str = ""

    def hear(self, server: str, date: str) -> None:
        """Compares at once, before time passes."""
        if not date:
            return
        skew = app.now() - parsedate_to_datetime(date)
        if self.skew is None or abs(skew) > abs(self.skew):
            self.skew, self.server = skew, server

    def findings(self) -> Iterator[Finding]:
        """A line, once some server told its time."""
        if self.skew is None:
            return
        seconds = self.skew.total_seconds()
        if abs(self.skew) <= SKEW_LIMIT:
            yield Finding("clock", True, f"{abs(seconds):.0f} s from {self.server}'s")
            return
        side = "ahead of" if seconds > 0 else "behind"
        says = (
            f"this machine is {abs(seconds):,.0f} s {side} {self.server}; Google refuses its key, and "
            "due dates and claims are wrong"
        )
        yield Finding("clock", False, says, SET_CLOCK)


def findings(started: app.App) -> Iterator[Finding]:
    """The worker's folder; Redis when its address is set."""
    yield _state(started)
    named = ("REDIS_URL", "REDIS_URL_FILE")
    if any(started.environment.get(name) for name in named):
        yield _redis(started)


def _state(started: app.App) -> Finding:
    wanted = started.environment.get("MSO_SHEETS_STATE", "")
    folder = LocalState.of(started.environment).folder
    if os.access(folder, os.W_OK) and (not wanted or folder == Path(wanted)):
        return Finding("local state", True, str(folder))
    fix = (
        "Name a folder that survives restarts and that this user may write: "
        'export MSO_SHEETS_STATE="$HOME/mso-state"'
    )
    says = f"{wanted or folder} cannot be written; `health` forgets with every restart"
    return Finding("local state", None, says, fix)


def _redis(started: app.App) -> Finding:
    from mso_sheets.fleet.broker import redis_of

    try:
        redis_of(started.environment).close()
    except MsoSheetsError as error:
        return failed("fleet", error)
    return Finding("fleet", True, "Redis answers")
