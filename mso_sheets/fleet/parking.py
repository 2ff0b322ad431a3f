"""What the ops channel hears of parked runs: each once, until it has run well again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mso_sheets import app
from mso_sheets.fleet.due import Entry
from mso_sheets.fleet.store import Store, text_of
from mso_sheets.plan.telling import PARKED, Failure

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)
TOLD, TURN = "mso:parked:told", "mso:parked:turn"
TURN_SECONDS = 120
"""A beat that dies while it tells gives its turn up after this."""
AT_ONCE = 20
"""So many stand in one message; the rest is a number."""
Tell = Callable[[Sequence[Failure]], bool]


def parked_of(store: Store, entries: Sequence[Entry]) -> Mapping[str, Mapping[str, Any]]:
    """Parked runs of entries that are still on the schedule."""
    known = {entry.key for entry in entries}
    return {entry: told for entry, told in store.parked().items() if entry in known}


class ParkedNews:
    """Looks at what is parked after each tick of a beat; what was told is remembered in Redis."""

    def __init__(self, client: Redis, entries: Callable[[], Sequence[Entry]], tell: Tell) -> None:
        self._redis: Any = client
        self._store, self._entries, self._tell = Store(client), entries, tell

    def look(self) -> int:
        """Tells what is new, and forgets what is parked no more; how many were told.

        Of two beats one looks at a time, so that nothing is told twice.
        """
        if not self._redis.set(TURN, 1, nx=True, ex=TURN_SECONDS):
            return 0
        try:
            return self._look()
        finally:
            self._redis.delete(TURN)

    def _look(self) -> int:
        parked = parked_of(self._store, self._entries())
        told = {text_of(entry): text_of(kind) for entry, kind in self._redis.hgetall(TOLD).items()}
        for entry in told.keys() - parked.keys():
            self._redis.hdel(TOLD, entry)
        failures = {entry: _failure(entry, each) for entry, each in sorted(parked.items())}
        fresh = {key: each for key, each in failures.items() if told.get(key) != each.kind}
        if not fresh or not self._tell(_short(list(fresh.values()))):
            return 0
        self._redis.hset(TOLD, mapping={entry: each.kind for entry, each in fresh.items()})
        return len(fresh)


def news_of(
    started: app.App, client: Redis, entries: Callable[[], Sequence[Entry]]
) -> Callable[[], None]:
    """What a beat does after each tick. Slack being away is told in the log and tried again."""
    news = ParkedNews(client, entries, lambda failures: app.tell_fleet(started, PARKED, failures))

    def look() -> None:
        try:
            news.look()
        except Exception as error:  # the next tick looks again
            why = f"{type(error).__name__}: {error}"
            log.warning("parked runs not told", extra={"fields": {"why": why}})

    return look


def _failure(entry: str, told: Mapping[str, Any]) -> Failure:
    tries = int(told["tries"])
    times = f"{tries} tries" if tries != 1 else "one try"
    return Failure(f"{entry} of {told['day']}, after {times}", str(told["reason"]))


def _short(failures: list[Failure]) -> list[Failure]:
    more = len(failures) - AT_ONCE
    if more <= 0:
        return failures
    rest = Failure(f"{more} more", "See all of them with: mso-sheets fleet status")
    return [*failures[:AT_ONCE], rest]
