"""How a fleet stands: what is due, queued, late, parked, and what its registry says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mso_sheets import app
from mso_sheets.fleet.due import Entry, due_work
from mso_sheets.fleet.parking import parked_of
from mso_sheets.fleet.serving import chosen_of, entries_of, pressures
from mso_sheets.fleet.store import Store
from mso_sheets.local import LocalState
from mso_sheets.model.listing import Listing
from mso_sheets.worker.times import last_time


@dataclass(frozen=True, slots=True)
class Standing:
    """The lines of `fleet status`, and whether anything is parked."""

    lines: tuple[str, ...]
    parked: bool


def standing(started: app.App, store: Store, *, accept_shrink: bool = False) -> Standing:
    """Everything that a person wants to know of a fleet at a glance."""
    every = 0.0 if accept_shrink else float("inf")
    listed = app.listing(started, at_most=every, accept_shrink=accept_shrink)
    chosen = chosen_of(started)
    files = frozenset(each.name for each in chosen if each.is_file)
    entries = entries_of(started, chosen, LocalState.of(started.environment))
    parked = parked_of(store, entries)
    lines = [
        *_queue(started, store, entries),
        *_registry(started, listed),
        *pressures(started, entries, files),
        *(_parked(entry, told) for entry, told in sorted(parked.items())),
    ]
    return Standing(tuple(lines), bool(parked))


def _parked(entry: str, told: Mapping[str, Any]) -> str:
    return f"parked  {entry} of {told['day']} after {told['tries']} tries: {told['reason']}"


def _queue(started: app.App, store: Store, entries: Sequence[Entry]) -> Iterator[str]:
    grace = timedelta(hours=started.settings.grace_hours)
    due = due_work(entries, store.good(), app.now(), 0, grace, last_time)
    queued, running = store.waiting()
    yield f"{len(due)} due, {queued} queued, {running} with workers"
    if "beat" not in store.living():
        yield "no beat gave a sign of life; start one with: mso-sheets fleet beat"


def _registry(started: app.App, listed: Listing) -> Iterator[str]:
    if not started.settings.registry:
        return
    when = app.day_and_time(listed.read_at) if listed.read_at else "never"
    out = len(listed.left_out)
    yield f"registry: {listed.says}, {out} row{'' if out == 1 else 's'} left out (read {when})"
    if listed.trouble:
        yield listed.trouble
    yield from (f"row     {row}" for row in listed.left_out)
