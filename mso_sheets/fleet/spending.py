"""What is left of the shared quota, read from Redis without taking any of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mso_sheets.adapters.rate import WINDOW_SECONDS, Side
from mso_sheets.fleet.limits import SIDES, limits_of, place_of
from mso_sheets.fleet.pace import interval_and_tolerance

if TYPE_CHECKING:
    from redis import Redis

    from mso_sheets.settings.models import Settings


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


def _limits(settings: Settings) -> Iterator[tuple[str, Side, int]]:
    """Every limit of every account; the project's comes with each."""
    for side in SIDES:
        for key in settings.fleet.key_files or ("",):
            yield from ((name, side, limit) for name, limit in limits_of(settings, key, side))


def spending(client: Redis, settings: Settings) -> list[Spending]:
    """Every limit as it stands, by Redis' clock."""
    redis: Any = client
    seconds, micros = redis.time()
    now = int(seconds) * 1_000_000 + int(micros)
    found = []
    for of, side, limit in dict.fromkeys(_limits(settings)):
        reserved = int(float(redis.get(place_of(of, side)) or 0))
        found.append(Spending(of, side, limit, max(0, reserved - now) / 1e6))
    return found
