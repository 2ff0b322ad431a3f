"""The handful of Redis commands that the fleet's store uses, in memory; keys do not expire."""

from __future__ import annotations

from typing import Any

from mso_sheets.fleet.store import RELEASE


class FakeRedis:
    def __init__(self) -> None:
        self.keys: dict[str, Any] = {}
        self.hashes: dict[str, dict[str, str]] = {}
        self.lived: dict[str, int] = {}

    def set(self, name: str, value: Any, nx: bool = False, px: int = 0, ex: int = 0) -> bool | None:
        if nx and name in self.keys:
            return None
        self.keys[name] = value
        self.lived[name] = px or ex * 1000
        return True

    def get(self, name: str) -> bytes | None:
        found = self.keys.get(name)
        return None if found is None else str(found).encode()

    def eval(self, script: str, count: int, name: str, token: str, *more: int) -> int:
        if self.keys.get(name) != token:
            return 0
        if script == RELEASE:
            del self.keys[name]
        return 1

    def incr(self, name: str) -> int:
        self.keys[name] = self.keys.get(name, 0) + 1
        return int(self.keys[name])

    def decr(self, name: str) -> int:
        self.keys[name] -= 1
        return int(self.keys[name])

    def expire(self, name: str, seconds: int) -> None:
        self.lived[name] = seconds * 1000

    def delete(self, *names: str) -> None:
        for name in names:
            self.keys.pop(name, None)
            self.hashes.pop(name, None)

    def hset(
        self, name: str, field: str = "", value: str = "", mapping: dict[str, str] | None = None
    ) -> None:
        self.hashes.setdefault(name, {}).update(mapping or {field: value})

    def hget(self, name: str, field: str) -> bytes | None:
        found = self.hashes.get(name, {}).get(field)
        return found.encode() if found is not None else None

    def hgetall(self, name: str) -> dict[bytes, bytes]:
        return {k.encode(): v.encode() for k, v in self.hashes.get(name, {}).items()}

    def hdel(self, name: str, field: str) -> int:
        return int(self.hashes.get(name, {}).pop(field, None) is not None)

    def pipeline(self) -> FakeRedis:
        return self

    def execute(self) -> None:
        pass

    def scan_iter(self, pattern: str) -> list[bytes]:
        return [name.encode() for name in self.keys if name.startswith(pattern.rstrip("*"))]

    def llen(self, name: str) -> int:
        return len(self.keys.get(name, ()))

    def hlen(self, name: str) -> int:
        return len(self.hashes.get(name, {}))
