"""One delivered piece of work: lease, run, and what is remembered of it.

A broker may deliver twice, late or never; whatever it does, a run is done once at a time on a
workbook, tried a bounded number of times, and left to the sweeper when it could not be done now.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from mso_sheets.errors import ConfigError
from mso_sheets.fleet.due import Work
from mso_sheets.fleet.repeating import repeating
from mso_sheets.fleet.store import Store
from mso_sheets.model.run import RunRecord
from mso_sheets.settings.models import FleetRules

log = logging.getLogger(__name__)
Result = Literal["good", "done before", "busy", "waits", "failed", "parked"]
BUSY_SECONDS = 5.0


def carry(work: Work, run: Callable[[Work], RunRecord], store: Store, rules: FleetRules) -> Result:
    """Does one piece of work, once."""
    if store.is_good(work):
        return "done before"
    token = secrets.token_hex(8)
    if not store.take(work.workbook, token, rules.lease_seconds):
        store.mark(work, min(BUSY_SECONDS, rules.lease_seconds))
        return "busy"
    with leased(work, token, store, rules.lease_seconds):
        tries = store.count_try(work)
        if tries > rules.tries:
            return _parked(work, store, f"{rules.tries} tries ended without a good run", tries - 1)
        try:
            record = run(work)
        except ConfigError as error:
            return _parked(work, store, str(error), tries)
    return _remembered(work, record, store, rules, tries)


def _remembered(
    work: Work, record: RunRecord, store: Store, rules: FleetRules, tries: int
) -> Result:
    wait = max((message.free_in for message in record.messages), default=0.0)
    if wait > 0:
        store.forgive(work)
        store.mark(work, wait + 1)
        return "waits"
    if record.is_good:
        store.note_good(work)
        return "good"
    reason = why(record)
    if record.status == "refused" or tries >= rules.tries:
        return _parked(work, store, reason, tries)
    log.warning("failed", extra={"fields": {"run": work.key, "why": reason[:500]}})
    store.mark(work, rules.retry_seconds)
    return "failed"


def why(record: RunRecord) -> str:
    """What went wrong, from a run's notes and its messages that did not go out."""
    lost = (message.reason for message in record.lost)
    said = dict.fromkeys(filter(None, (*record.notes, *lost)))
    return " ".join(said) or record.status


def _parked(work: Work, store: Store, reason: str, tries: int) -> Result:
    store.park(work, reason[:500], tries)
    log.error("parked", extra={"fields": {"run": work.key, "why": reason[:500]}})
    return "parked"


@contextmanager
def leased(work: Work, token: str, store: Store, seconds: float) -> Iterator[None]:
    """Renews the lease while the run is under way; Redis being away does not end the run."""

    def renew() -> None:
        try:
            store.renew(work.workbook, token, work, seconds)
        except Exception as error:  # the ledger keeps the promise without a lease
            log.warning("lease not renewed", extra={"fields": {"why": str(error)}})

    store.mark(work, seconds)
    try:
        with repeating(seconds / 3, renew):
            yield
    finally:
        store.release(work.workbook, token)
