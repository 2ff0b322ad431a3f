"""The registry's list in Redis: read by one beat at an interval, found by every worker."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redis import Redis

LIST, BOOKS, TURN = "mso:registry", "mso:registry:books", "mso:registry:turn"
TURN_SECONDS = 120


class SharedListMemory:
    """A key with the list and a hash with its workbooks, so that a worker fetches only its own."""

    accept = "mso-sheets fleet status --accept-shrink"

    def __init__(self, client: Redis) -> None:
        self._redis: Any = client

    def load(self) -> Mapping[str, Any]:
        """What was kept last; empty when nothing was."""
        text = self._redis.get(LIST)
        known = json.loads(text) if text else {}
        return known if isinstance(known, dict) else {}

    def save(self, known: Mapping[str, Any]) -> None:
        """Keeps it for all, in one step."""
        books = {each["name"]: json.dumps(each) for each in known["workbooks"]}
        pipe = self._redis.pipeline()
        pipe.set(LIST, json.dumps(known))
        pipe.delete(BOOKS)
        if books:
            pipe.hset(BOOKS, mapping=books)
        pipe.execute()

    def find(self, name: str) -> Mapping[str, Any] | None:
        """One workbook of the kept list."""
        text = self._redis.hget(BOOKS, name)
        return json.loads(text) if text else None

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """One process of the fleet reads; a reader that dies gives its turn up after two minutes."""
        ours = bool(self._redis.set(TURN, 1, nx=True, ex=TURN_SECONDS))
        try:
            yield ours
        finally:
            if ours:
                self._redis.delete(TURN)
