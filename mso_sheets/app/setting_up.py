"""A workbook made ready: the tabs it lacks, and the mapping of tables we did not make."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets.app.clock import now
from mso_sheets.app.opening import open_workbook
from mso_sheets.app.process import App
from mso_sheets.app.targets import Target
from mso_sheets.errors import ConflictError

if TYPE_CHECKING:
    from mso_sheets.model.cells import Snapshot
    from mso_sheets.model.table import Tables
    from mso_sheets.plan.initial import Initial
    from mso_sheets.tables.proposal import Proposal

ROUNDS = 3
"""Other runs may write at the same time."""


def initialise(app: App, chosen: Target, *, sample: bool, dry_run: bool) -> Initial:
    """Makes the tabs that a workbook lacks, in one atomic write; a missing .xlsx is made first."""
    from mso_sheets.model.changes import Changes
    from mso_sheets.plan.initial import READ_ME, initial_tabs, welcome
    from mso_sheets.sample import sample_workbook
    from mso_sheets.tables.reading import read_tables

    today, mints = now().date(), chosen.settings.mint_ids
    rows = {tab.title: tab for tab in sample_workbook(today)} if sample else None
    if chosen.is_file and not chosen.path.exists():
        if dry_run:
            nothing = no_workbook(chosen.name), no_tables()
            return initial_tabs(*nothing, app.vocabulary, rows, mints=mints)
        from mso_sheets.adapters.excel_blank import write_blank

        write_blank(chosen.path, READ_ME, welcome(mints))
    book = open_workbook(app, chosen)

    def round_of() -> Initial:
        snapshot = book.read()
        tables = read_tables(snapshot, chosen.settings, app.vocabulary, today)
        made = initial_tabs(snapshot, tables, app.vocabulary, rows, mints=mints)
        if made.tabs and not dry_run:
            book.apply(Changes(secrets.token_hex(3), new_tabs=made.tabs), snapshot)
        return made

    for _ in range(ROUNDS):
        try:
            return round_of()
        except ConflictError:
            continue
    return round_of()


def propose_mapping(app: App, chosen: Target) -> Proposal:
    """What `adopt` sees in a workbook; nothing is written."""
    from mso_sheets.tables.adopt import propose

    return propose(open_workbook(app, chosen).read(), app.vocabulary, chosen.settings)


def store_mapping(app: App, chosen: Target, proposal: Proposal) -> Path:
    """Puts an accepted mapping into the home's settings file, comments and order kept."""
    from mso_sheets.settings.adoption import store

    path = settings_path(app)
    store(path, chosen.name, proposal, chosen.settings.spreadsheet)
    return path


def settings_path(app: App) -> Path:
    """The settings file of the home; of the current folder while there is no home yet."""
    if app.home.folder == app.home.shipped:
        return Path.cwd() / "config" / "settings.toml"
    return app.home.settings_file


def name_workbook(app: App, chosen: Target, name: str, channel: str) -> Callable[[], Path]:
    """Looks whether the settings can take this workbook; the answer writes it there.

    Raises ConfigError when they say something else of that name.
    """
    from mso_sheets.settings.adoption import named, put, text_of

    path = settings_path(app)
    values = {"spreadsheet": chosen.settings.spreadsheet, "channel": channel}
    before = text_of(path)
    after = named(before, name, {key: value for key, value in values.items() if value})

    def write() -> Path:
        if after != before:
            put(path, after)
        return path

    return write


def no_workbook(name: str) -> Snapshot:
    """A workbook that is not there yet."""
    from mso_sheets.model.cells import Snapshot

    return Snapshot(name, name, name, "xlsx", "", "", ())


def no_tables() -> Tables:
    """The tables of a workbook that is not there yet."""
    from mso_sheets.model.table import Tables

    return Tables({})
