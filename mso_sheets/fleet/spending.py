"""What is left of the shared quota, read from Redis without taking any of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mso_sheets.adapters.rate import WINDOW_SECONDS, Side
from mso_sheets.fleet.pace import interval_and_tolerance

if TYPE_CHECKING:
    from redis import Redis

    from mso_sheets.settings.models import Settings

SIDES: tuple[Side, ...] = ("read", "write")


@dataclass(frozen=True, slots=True)
class Spending:
    """One limit and how far it is reserved ahead."""

    of: str
    side: Side
    limit: int
    ahead_seconds: float = 0.0

    @property
    def wait_seconds(self) -> float:
        """How long one more request would wait."""
        _, tolerance = interval_and_tolerance(self.limit)
        return max(0.0, self.ahead_seconds - tolerance / 1e6)

    @property
    def left(self) -> int:
        """How many more requests may leave within a minute from now."""
        interval, tolerance = interval_and_tolerance(self.limit)
        free = (WINDOW_SECONDS - self.ahead_seconds) * 1e6 + tolerance
        return max(0, min(self.limit, int(free // interval) + 1))


def limits_of(settings: Settings) -> Iterator[tuple[str, Side, int]]:
    """Every limit that the fleet's requests are reserved under, as `pace` names it."""
    rules, retry = settings.fleet, settings.retry
    for side in SIDES:
        yield "project", side, getattr(rules, f"project_{side}s_a_minute")
        for key in rules.key_files or ("",):
            yield f"account:{key}", side, getattr(retry, f"{side}s_a_minute")


def spending(client: Redis, settings: Settings) -> list[Spending]:
    """Every limit as it stands, by Redis' clock."""
    redis: Any = client
    seconds, micros = redis.time()
    now = int(seconds) * 1_000_000 + int(micros)
    found = []
    for of, side, limit in limits_of(settings):
        reserved = int(float(redis.get(f"mso:pace:{of}:{side}") or 0))
        found.append(Spending(of, side, limit, max(0, reserved - now) / 1e6))
    return found
