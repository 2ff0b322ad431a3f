"""`check`: everything a run needs, a finding each, with the remedy to copy. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mso_sheets import app
from mso_sheets.checking import files, machine, slack
from mso_sheets.checking.accounts import Accounts
from mso_sheets.checking.finding import Finding, failed
from mso_sheets.checking.workbook import Look
from mso_sheets.errors import ConfigError, MsoSheetsError

__all__ = ["Finding", "findings"]

ATTEMPTS, SECONDS = 2, 20
"""A check answers soon: it asks again once, a run is more patient."""


def findings(
    environment: Mapping[str, str],
    current: Path,
    named: Sequence[str],
    *,
    accept_shrink: bool = False,
) -> Iterator[Finding]:
    """Settings, jobs, accounts, each workbook, Slack, this machine; in the order that matters.

    Raises ConfigError when `named` names no workbook.
    """
    try:
        started = _hasty(app.start(environment, current))
    except MsoSheetsError as error:
        yield failed("settings", error)
        return
    yield Finding("settings", True, f"read from {started.home.settings_file}")
    jobs = files.jobs_of(started)
    yield from files.findings(started, jobs)
    yield from files.registry(started, accept_shrink=accept_shrink)
    chosen: list[app.Target] = []
    try:
        chosen = app.targets(started, named, float("inf"))
    except MsoSheetsError as error:
        if named:
            raise
        if isinstance(error, ConfigError):
            yield failed("workbooks", error)
    clock = machine.Clock()
    accounts = Accounts(started, chosen, clock)
    yield from accounts.findings()
    looks = [Look(accounts.opening, target, jobs.specs, accounts, named) for target in chosen]
    for look in looks:
        yield from look.findings()
    yield from slack.findings(started, looks, clock)
    yield from clock.findings()
    yield from accounts.quota(looks)
    yield from machine.findings(started)


def _hasty(started: app.App) -> app.App:
    retry = started.settings.retry.model_copy(update={"attempts": ATTEMPTS, "seconds": SECONDS})
    return replace(started, settings=started.settings.model_copy(update={"retry": retry}))
