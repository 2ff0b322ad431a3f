"""`check`: everything a run needs, a finding each, with the remedy to copy. Nothing is written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from mso_sheets import app
from mso_sheets.errors import MessengerError, MsoSheetsError
from mso_sheets.settings.secrets import secret

SKEW_LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `check`. `ok` None = a warning: it works, with less."""

    subject: str
    ok: bool | None
    says: str
    fix: str = ""

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        return asdict(self)


def findings(
    started: app.App, named: Sequence[str], *, accept_shrink: bool = False
) -> Iterator[Finding]:
    """Settings, jobs, each workbook, Slack, clock; in the order in which they matter."""
    yield Finding("settings", True, f"read from {started.home.settings_file}")
    yield from _jobs(started)
    token = secret("SLACK_BOT_TOKEN", started.environment)
    yield from _registry(started, accept_shrink=accept_shrink)
    chosen = app.targets(started, named, float("inf"))
    for target in chosen:
        yield from _workbook(started, target)
    yield from _slack(started, chosen, token)
    yield _state(started)


def _jobs(started: app.App) -> Iterator[Finding]:
    from mso_sheets.jobfile import night_warning

    jobs = started.jobs
    yield Finding("jobs", True, f"{len(jobs)} jobs: {', '.join(jobs)}")
    for name, spec in jobs.items():
        for digest in spec.digests:
            try:
                started.template(digest.template)
            except MsoSheetsError as error:
                yield Finding(f"job {name}", False, error.message, error.fix)
        if night_warning(spec.schedule):
            yield Finding(
                f"job {name}", None, night_warning(spec.schedule), "Choose 04:00 or later."
            )


def _registry(started: app.App, *, accept_shrink: bool = False) -> Iterator[Finding]:
    if not started.settings.registry:
        return
    try:
        listed = app.listing(started, accept_shrink=accept_shrink)
    except MsoSheetsError as error:
        yield Finding("registry", False, error.message, error.fix)
        return
    yield Finding("registry", not listed.trouble, listed.trouble or listed.says)
    for row in listed.left_out:
        yield Finding(f"registry {row.place} {row.name}".strip(), False, row.why, row.fix)


def _workbook(started: app.App, target: app.Target) -> Iterator[Finding]:
    from mso_sheets.tables.reading import read_tables

    name = f"workbook {target.name}"
    try:
        book = app.open_workbook(started, target)
        snapshot = book.read()
    except MsoSheetsError as error:
        yield Finding(name, False, error.message, error.fix)
        return
    account = getattr(book, "account", "")
    who = f" as {account}" if account else ""
    yield Finding(name, True, f"opened '{snapshot.title}'{who}: {len(snapshot.tabs)} tabs")
    yield _writable(target, book, account)
    yield from _zone(started, target, snapshot.time_zone)
    tables = read_tables(snapshot, target.settings, started.vocabulary, app.now().date())
    if not tables.found:
        titles = ", ".join(tab.title for tab in snapshot.tabs if tab.ours is None) or "none"
        yield Finding(name, False, f"no table was recognised; its tabs are: {titles}.",
                      f"Run: mso-sheets adopt {target.name}   or   mso-sheets init {target.name}")  # fmt: skip
    for found in tables.found.values():
        rows = f"{found.accounting.used} of {found.accounting.read} rows used"
        yield Finding(
            f"{name} / {found.tab}", True, f"{found.name}: header in row {found.header_row}, {rows}"
        )
    for table, reason in tables.refused.items():
        yield Finding(
            f"{name} / {table}", False, reason, "Mend the header, or map it in the settings."
        )
    yield from _strangers(started, name, snapshot)


def _strangers(started: app.App, name: str, snapshot: object) -> Iterator[Finding]:
    from mso_sheets.errors import RefusedError
    from mso_sheets.model.cells import Snapshot
    from mso_sheets.plan.remembered import remember
    from mso_sheets.tabs.place import refuse_stranger

    assert isinstance(snapshot, Snapshot)
    ours = {tab.tab for spec in started.jobs.values() for tab in spec.tabs} | {
        "Run log",
        "_mso_state",
    }
    for title in sorted(ours):
        if snapshot.our_tab(title) is None:
            try:
                refuse_stranger(title, snapshot)
            except RefusedError as error:
                yield Finding(f"{name} / {title}", False, error.message, error.fix)
    try:
        known = remember(snapshot)
    except RefusedError as error:
        yield Finding(f"{name} / state", False, error.message, error.fix)
        return
    says = (
        "no state yet; the first run makes it"
        if known.fresh
        else f"{len(known.rows)} rows of state"
    )
    yield Finding(f"{name} / state", True, says)


def _writable(target: app.Target, book: object, account: str) -> Finding:
    if target.is_file:
        open_to_us = os.access(target.path, os.W_OK) and os.access(target.path.parent, os.W_OK)
        fix = f"Give this user write access to {target.path.parent}."
        return Finding(
            f"workbook {target.name} / writing",
            open_to_us,
            "may write" if open_to_us else "may not write",
            fix,
        )
    ask = getattr(book, "may_write", None)
    may: bool | None = bool(ask()) if callable(ask) else None
    says = {True: "may write", False: "may only read", None: "is seen when a run writes"}[may]
    fix = f"Share the spreadsheet as Editor with {account or 'this account'}."
    return Finding(f"workbook {target.name} / writing", may, says, "" if may else fix)


def _zone(started: app.App, target: app.Target, own: str) -> Iterator[Finding]:
    zone = target.settings.timezone or started.settings.timezone or own
    fix = 'Set timezone = "Europe/London" (yours) in the settings.'
    if not zone:
        yield Finding(
            f"workbook {target.name} / zone", None, "no time zone is known; UTC is used", fix
        )
    else:
        yield Finding(f"workbook {target.name} / zone", True, zone)


def _slack(started: app.App, chosen: Sequence[app.Target], token: str) -> Iterator[Finding]:
    if not token:
        fix = "Paste config/slack-manifest.yaml at api.slack.com/apps, install, set the token."
        says = "SLACK_BOT_TOKEN is not set; messages go to the outbox folder."
        yield Finding("slack", None, says, fix)
        return
    from mso_sheets.adapters.slack import checking

    try:
        facts = checking.token_of(token)
    except MessengerError as error:
        yield Finding("slack", False, error.message, error.fix)
        return
    yield Finding("slack", True, f"token of {facts.bot} in {facts.team}")
    for scope, cost in checking.COSTS.items():
        if facts.scopes and scope not in facts.scopes:
            must = scope == "chat:write"
            yield Finding(f"slack scope {scope}", False if must else None, f"missing: {cost}",
                          f"Add {scope} under OAuth & Permissions and install the app again.")  # fmt: skip
    yield from _channels(chosen, token)
    yield from _clock(facts.date)


def _channels(chosen: Sequence[app.Target], token: str) -> Iterator[Finding]:
    from mso_sheets.adapters.slack import checking

    for target in chosen:
        rules = target.settings
        if not rules.channel:
            yield Finding(f"channel of {target.name}", False, "no channel is set",
                          f'Set channel = "#..." under [workbooks.{target.name}].')  # fmt: skip
        for channel in dict.fromkeys((rules.channel, rules.ops_channel, rules.leads_channel)):
            if channel:
                trouble = checking.channel_trouble(token, channel)
                ok = trouble is None
                yield Finding(f"channel {channel}", ok, "joined" if ok else trouble.message if trouble else "",
                              trouble.fix if trouble else "")  # fmt: skip


def _clock(date: str) -> Iterator[Finding]:
    if date:
        skew = abs((parsedate_to_datetime(date) - app.now()).total_seconds())
        ok = skew <= SKEW_LIMIT_S
        fix = "Set this machine's clock by NTP; leases and due dates depend on it."
        yield Finding("clock", ok, f"{skew:.0f} s from Slack's", "" if ok else fix)


def _state(started: app.App) -> Finding:
    from mso_sheets.local import LocalState

    folder = LocalState.of(started.environment).folder
    may = os.access(folder, os.W_OK)
    fix = "Set MSO_SHEETS_STATE to a folder that survives restarts and may be written."
    return Finding("local state", may or None, str(Path(folder)), "" if may else fix)
