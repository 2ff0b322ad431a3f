"""The beat: puts due runs into the queue, and sweeps what was queued and never went well."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from mso_sheets.fleet.due import Entry, Work, due_work
from mso_sheets.fleet.store import Store
from mso_sheets.settings.models import FleetRules
from mso_sheets.worker.times import last_time

log = logging.getLogger(__name__)


class Beat:
    """Ticks until `stop`. Two beats at once do no harm: a mark in Redis admits each run once."""

    def __init__(
        self,
        entries: Sequence[Entry] | Callable[[], Sequence[Entry]],
        store: Store,
        send: Callable[[Work], None],
        clock: Callable[[], datetime],
        rules: FleetRules,
        grace: timedelta,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self._entries = entries if callable(entries) else lambda: entries
        self._store, self._send = store, send
        self._clock, self._rules, self._grace = clock, rules, grace
        self.after = after
        """Done after each tick that went well."""
        self._stop = threading.Event()
        self.seen: Sequence[Entry] = ()
        """What the last tick looked at."""

    def tick(self) -> int:
        """Queues every due run that has no good run and is not marked; how many these were.

        A mark outlives the queue but not a dead worker, so work that the broker lost comes back.
        """
        parked = self._store.parked()
        now, window = self._clock(), self._rules.window_seconds
        sent, self.seen = 0, self._entries()
        for work in due_work(self.seen, self._store.good(), now, window, self._grace, last_time):
            if parked.get(work.entry, {}).get("due") == work.due:
                continue
            if self._store.queue(work, self._rules.queued_seconds):
                self._send(work)
                sent += 1
        self._store.alive("beat", int(3 * self._rules.tick_seconds) + 1)
        return sent

    def serve(self) -> None:
        """Ticks until `stop`; Redis being away is told and waited for."""
        while not self._stop.is_set():
            try:
                sent = self.tick()
            except Exception as error:  # the next tick finds the same work due
                log.warning(
                    "no tick", extra={"fields": {"why": f"{type(error).__name__}: {error}"}}
                )
            else:
                if sent:
                    log.info("queued", extra={"fields": {"runs": sent}})
                self.after()
            self._stop.wait(self._rules.tick_seconds)

    def stop(self, *_: object) -> None:
        """Ends `serve` after the tick under way."""
        self._stop.set()
