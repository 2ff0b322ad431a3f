"""Wires Slack presses to workbooks: what the worker serves while an app token is set."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import pandas as pd

from mso_sheets import app
from mso_sheets.analyses.context import Context
from mso_sheets.analyses.world import build_context
from mso_sheets.digest import render_message
from mso_sheets.errors import MessengerError
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.message import Message
from mso_sheets.model.table import Tables
from mso_sheets.plan.remembered import remember, with_events
from mso_sheets.presses.desk import Desk, Place
from mso_sheets.presses.press import Press
from mso_sheets.report import build_report
from mso_sheets.settings.models import DigestRules
from mso_sheets.settings.secrets import secret
from mso_sheets.tables.reading import read_tables

log = logging.getLogger(__name__)
TEMPLATES = {"home": "home", "mine": "home", "project": "project-card"}
NEEDED = ("followups", "progress")


@contextmanager
def answering(
    started: app.App, targets: Sequence[app.Target], refresh: Callable[[str], object]
) -> Iterator[None]:
    """Answers presses until the block ends; does nothing without both tokens.

    `refresh` is called with a workbook's name after a press changed it, so today's digest follows.
    """
    app_token = secret("SLACK_APP_TOKEN", started.environment)
    bot_token = secret("SLACK_BOT_TOKEN", started.environment)
    if not app_token or not bot_token:
        yield
        return
    from mso_sheets.adapters.slack.messenger import SlackMessenger
    from mso_sheets.adapters.slack.socket import serve

    members = SlackMessenger(bot_token, retry=started.settings.retry).directory
    try:
        served = serve(app_token, bot_token, desk_of(started, targets, refresh, members.email_of))
    except MessengerError as error:
        log.error("buttons are off", extra={"fields": {"reason": str(error)}})
        yield
        return
    try:
        yield
    finally:
        served.close()


def desk_of(
    started: app.App,
    targets: Sequence[app.Target],
    refresh: Callable[[str], object],
    email_of: Callable[[str], str] = lambda member: "",
) -> Desk:
    """One place a workbook; each press reads it anew."""
    places = {target.name: _place(started, target, refresh) for target in targets}
    return Desk(places, now=app.now, new_run=lambda: secrets.token_hex(3), email_of=email_of)


def _place(started: app.App, target: app.Target, refresh: Callable[[str], object]) -> Place:
    def understand(snapshot: Snapshot) -> tuple[Tables, Context]:
        moment = app.moment_for(started, target, app.Asked())(snapshot)
        tables = read_tables(snapshot, target.settings, started.vocabulary, moment.today)
        history = with_events(remember(snapshot), (), moment.today)
        rules = target.settings
        return tables, build_context(tables, rules, moment.today, moment.now, history, snapshot)

    workbook = app.open_workbook(started, target)

    def ask(press: Press, person: str) -> Message | None:
        tables, context = understand(workbook.read())
        return _message(started, target, press, person, tables, context)

    return Place(workbook, understand, ask, after=lambda: refresh(target.name))


def _message(
    started: app.App,
    target: app.Target,
    press: Press,
    person: str,
    tables: Tables,
    context: Context,
) -> Message | None:
    """A list of somebody's items or a project's card."""
    name = TEMPLATES.get(press.kind)
    if name is None or (name == "home" and not person):
        return None
    title = target.settings.title or target.name
    report = build_report(target.name, title, tables, context, NEEDED)
    if name == "home" and not _has_items(report.results["followups"].frame, person):
        return None
    people: Mapping[str, str] = {each.name: each.slack_id for each in context.people.values()}
    rules = rules_of(target)
    return render_message(
        name,
        started.template(name),
        report,
        key=f"{press.kind}/{press.key}",
        channel=press.user,
        settings=rules,
        run_line=f"{title}, as of now",
        mention=lambda name: people.get(name, ""),
        recipient=person,
        values={"asked": press.value},
        whole=True,
    )


def rules_of(target: app.Target) -> DigestRules:
    """The digest's rules; a private answer mentions nobody."""
    return target.settings.digest.model_copy(update={"mentions": 0})


def _has_items(frame: pd.DataFrame, person: str) -> bool:
    return "owner" in frame and bool((frame["owner"] == person).any())
