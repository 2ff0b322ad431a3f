"""The registry's list: read at an interval, remembered, and what is wrong with it told once.

Whoever reads it keeps it in a memory that others share: this machine's, or Redis for a fleet. When
it cannot be read, or lost more than half of its workbooks, the last good list holds, and that is said.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets.app.clock import now
from mso_sheets.app.list_memory import Known, ListMemory, LocalListMemory
from mso_sheets.errors import ConfigError, MsoSheetsError, WorkbookError
from mso_sheets.model.listing import Listed, Listing, counted

if TYPE_CHECKING:
    from mso_sheets.app.process import App
    from mso_sheets.app.targets import Target
    from mso_sheets.plan.telling import Failure

log = logging.getLogger(__name__)
NOTHING = Listing({})
LOADING_SECONDS = 3.0


def listing(app: App, *, at_most: float = 0.0, accept_shrink: bool = False) -> Listing:
    """What the registry lists, tried at most `at_most` seconds ago; nothing where none is set.

    A registry that cannot be read is told in `trouble`. Raises ConfigError when it was never read
    and what the settings name is no spreadsheet.
    """
    if not app.settings.registry:
        return NOTHING
    memory, asked = memory_of(app), time_now()
    known = _kept(app, memory)
    if known and not accept_shrink and asked - known.tried_at < at_most:
        return known.listing
    with memory.turn() as ours:
        known = _kept(app, memory)
        if known and not accept_shrink and (not ours or known.tried_at >= asked):
            return known.listing
        renewed = _read(app, known, memory.accept if not accept_shrink else "")
        told = _tell(app, renewed.listing, known.told if known else ())
        memory.save(replace(renewed, told=told).as_json())
    return renewed.listing


def find_listed(app: App, name: str) -> Listed | None:
    """One workbook of the registry, from memory where it is there, else by reading."""
    if not app.settings.registry:
        return None
    known = memory_of(app).find(name)
    if known is not None:
        return Listed.of_json(known)
    return listing(app).workbooks.get(name)


def is_scheduled(app: App, name: str) -> bool:
    """Whether a workbook's schedule holds: it is set, or listed as last known and not paused."""
    if name in app.settings.workbooks or not app.settings.registry:
        return True
    known = memory_of(app).find(name)
    return known is not None and not known.get("paused")


def memory_of(app: App) -> ListMemory:
    """The fleet's memory, else this machine's."""
    from mso_sheets.local import LocalState

    return app.list_memory or LocalListMemory(LocalState.of(app.environment).folder)


def _kept(app: App, memory: ListMemory) -> Known | None:
    known = Known.of_json(memory.load())
    return known if known and known.address == app.settings.registry else None


def _read(app: App, known: Known | None, accept: str) -> Known:
    """A new reading, or the known list with the reason why it is not new; no `accept` accepts all."""
    moment = time_now()
    try:
        found = replace(_read_now(app), read_at=moment)
        _must_not_shrink(found, known, accept)
    except MsoSheetsError as error:
        if known is None and isinstance(error, ConfigError):
            raise
        old = known.listing if known else NOTHING
        until = (
            f" Its list of {day_and_time(old.read_at)} is used until then." if old.read_at else ""
        )
        trouble = f"The registry: {error.message}{until} {error.fix}"
        return Known(app.settings.registry, replace(old, trouble=trouble), moment)
    return Known(app.settings.registry, found, moment)


def _must_not_shrink(found: Listing, known: Known | None, accept: str) -> None:
    from mso_sheets.tables.guards import has_shrunk

    now_there, before = len(found.workbooks), len(known.listing.workbooks) if known else 0
    if accept and has_shrunk(now_there, before):
        raise WorkbookError(
            f"it lists {counted(now_there)}, {before} when it was read last.",
            f"Restore its rows from the version history or, if it is right so, run: {accept}",
        )


def _read_now(app: App) -> Listing:
    from mso_sheets.app.opening import open_workbook
    from mso_sheets.tables.guards import needs_reread
    from mso_sheets.tables.workbook_list import read_list

    book = open_workbook(app, registry_target(app))
    snapshot = book.read()
    if needs_reread(snapshot):
        time.sleep(LOADING_SECONDS)
        snapshot = book.read()
    return read_list(snapshot, app.vocabulary, set(app.settings.workbooks), app.settings.timezone)


def registry_target(app: App) -> Target:
    """The registry itself, as a workbook to open."""
    from mso_sheets.app.targets import Target, general

    where = app.settings.registry
    if where.lower().endswith((".xlsx", ".xlsm")):
        where = str((app.home.folder / Path(where).expanduser()).resolve())
    return Target("registry", general(app, where))


def _tell(app: App, found: Listing, told: tuple[str, ...]) -> tuple[str, ...]:
    """Logs and posts what was not told yet; what is mended may be told again when it comes back."""
    from mso_sheets.app.afterwards import tell_fleet
    from mso_sheets.plan.telling import REGISTRY

    fresh = {key: says for key, says in found.news.items() if key not in told}
    for says in fresh.values():
        log.warning("registry", extra={"fields": {"why": says}})
    if fresh and not tell_fleet(app, REGISTRY, [_failure(key, found) for key in fresh]):
        return tuple(key for key in found.news if key not in fresh)
    return tuple(found.news)


def _failure(key: str, found: Listing) -> Failure:
    from mso_sheets.plan.telling import Failure

    for row in found.left_out:
        if row.key == key:
            return Failure(f"{row.place} {row.name}".strip(), f"{row.why}; left out.", row.fix)
    return Failure("The list is an older one", found.trouble)


def time_now() -> float:
    """Seconds since the epoch."""
    return now().timestamp()


def day_and_time(moment: float) -> str:
    """`14 Apr 09:02 UTC`."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment, UTC).strftime("%-d %b %H:%M UTC")
