"""What a fleet keeps in Redis: leases, marks of queued work, good runs, attempts, parked runs.

Nothing here is the truth, so every key may be lost. Times to live are Redis' own: clocks of
workers do not matter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mso_sheets.fleet.due import Work

if TYPE_CHECKING:
    from redis import Redis

PREFIX = "mso:"
QUEUE = "mso-fleet"
SEPARATOR = ":"
AGAIN, NEW = 0, 1
"""Priorities in the queue: what was begun before goes first, so a day's crowd does not bury it."""
WEEK = 7 * 24 * 3600
RELEASE = "if redis.call('get',KEYS[1])==ARGV[1] then return redis.call('del',KEYS[1]) end return 0"
RENEW = "if redis.call('get',KEYS[1])==ARGV[1] then return redis.call('pexpire',KEYS[1],ARGV[2]) end return 0"


class Store:
    """The fleet's keys. Raises redis' errors: callers decide whether they may go on without."""

    def __init__(self, client: Redis) -> None:
        self._redis: Any = client

    def take(self, workbook: str, token: str, seconds: float) -> bool:
        """Takes the lease of a workbook; False when another run has it."""
        name = f"{PREFIX}lease:{workbook}"
        taken = self._redis.set(name, token, nx=True, px=int(seconds * 1000))
        return bool(taken) or text_of(self._redis.get(name) or b"") == token  # a lost reply

    def renew(self, workbook: str, token: str, work: Work, seconds: float) -> bool:
        """Keeps the lease and the mark of the work alive; False when the lease is another's."""
        name = f"{PREFIX}lease:{workbook}"
        kept = bool(self._redis.eval(RENEW, 1, name, token, int(seconds * 1000)))
        self.mark(work, seconds)
        return kept

    def release(self, workbook: str, token: str) -> None:
        """Gives the lease back, if it is still ours."""
        self._redis.eval(RELEASE, 1, f"{PREFIX}lease:{workbook}", token)

    def queue(self, work: Work, seconds: float) -> bool:
        """Marks work as queued; False when it is marked already."""
        return bool(self._redis.set(f"{PREFIX}mark:{work.key}", 1, nx=True, px=int(seconds * 1000)))

    def mark(self, work: Work, seconds: float) -> None:
        """The work is not queued again for so many seconds."""
        self._redis.set(f"{PREFIX}mark:{work.key}", 1, px=max(1, int(seconds * 1000)))

    def good(self) -> Mapping[str, str]:
        """Entry -> due moment of its last good run."""
        return {text_of(k): text_of(v) for k, v in self._redis.hgetall(f"{PREFIX}good").items()}

    def is_good(self, work: Work) -> bool:
        """Whether this run, or a later one of the entry, went well already."""
        return text_of(self._redis.hget(f"{PREFIX}good", work.entry) or b"") >= work.due

    def note_good(self, work: Work) -> None:
        """Remembers a good run and forgets its failures."""
        pipe = self._redis.pipeline()
        pipe.hset(f"{PREFIX}good", work.entry, work.due)
        pipe.hdel(f"{PREFIX}parked", work.entry)
        pipe.delete(f"{PREFIX}tries:{work.key}", f"{PREFIX}mark:{work.key}")
        pipe.execute()

    def count_try(self, work: Work) -> int:
        """One more try of this run is about to begin: a run that kills its worker counts too."""
        name = f"{PREFIX}tries:{work.key}"
        count = int(self._redis.incr(name))
        self._redis.expire(name, WEEK)
        return count

    def was_tried(self, work: Work) -> bool:
        """Whether this run was begun before and has not gone well."""
        return self._redis.get(f"{PREFIX}tries:{work.key}") is not None

    def forgive(self, work: Work) -> None:
        """The last try did not count: it was not the run's fault."""
        self._redis.decr(f"{PREFIX}tries:{work.key}")

    def park(self, work: Work, reason: str, tries: int) -> None:
        """Sets a poison run aside: it is not tried again before its next due moment."""
        told = {**asdict(work), "reason": reason, "tries": tries}
        pipe = self._redis.pipeline()
        pipe.hset(f"{PREFIX}parked", work.entry, json.dumps(told))
        pipe.delete(f"{PREFIX}tries:{work.key}")
        pipe.execute()

    def parked(self) -> Mapping[str, Mapping[str, Any]]:
        """Entry -> what was set aside and why."""
        found = self._redis.hgetall(f"{PREFIX}parked")
        return {text_of(k): json.loads(v) for k, v in found.items()}

    def unpark(self, entry: str) -> bool:
        """Lets a parked run be tried again at once."""
        return bool(self._redis.hdel(f"{PREFIX}parked", entry))

    def alive(self, name: str, seconds: int) -> None:
        """A sign of life of a beat or worker."""
        self._redis.set(f"{PREFIX}alive:{name}", 1, ex=seconds)

    def living(self) -> list[str]:
        """Who gave a sign of life lately."""
        names = self._redis.scan_iter(f"{PREFIX}alive:*")
        return sorted(text_of(name).removeprefix(f"{PREFIX}alive:") for name in names)

    def waiting(self) -> tuple[int, int]:
        """Runs in the queue, and runs handed to workers that are not acknowledged yet."""
        queues = QUEUE, f"{QUEUE}{SEPARATOR}{NEW}"
        return sum(map(self._redis.llen, queues)), int(self._redis.hlen("unacked"))


def text_of(value: bytes | str) -> str:
    """What Redis keeps, as text."""
    return value.decode() if isinstance(value, bytes) else value
