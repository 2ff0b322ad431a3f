"""The quota that all workers share: GCRA in Redis, by Redis' own clock, plugged in as a `Pace`.

Each request reserves the next free moment of its account and of the project in one step and sleeps
until then; while the account is the later of the two it waits without a place, which would lie idle
for all others. In any minute at most `limit` leave, evenly; a small limit lets two go at once.
GCRA: https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mso_sheets.adapters.rate import WINDOW_SECONDS, Clock, Pace, Side, Sleep
from mso_sheets.fleet.limits import place_of

if TYPE_CHECKING:
    from redis import Redis

SMALL = 120
"""Requests a minute below which two may go at once."""

TURNS = 4
"""How often a request comes back before it takes its place in any case."""

# KEYS: one for each limit that applies, the widest first. ARGV: interval and tolerance of each, in
# microseconds; last, whether to take a place in any case. Below 0: come back after so long.
GCRA = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local start, first = now, now
for i, key in ipairs(KEYS) do
  local tat = tonumber(redis.call('GET', key) or '0')
  start = math.max(start, tat - tonumber(ARGV[2 * i]))
  if i == 1 then first = start end
end
if start > first and ARGV[2 * #KEYS + 1] == '0' then return string.format('%.0f', now - start) end
for i, key in ipairs(KEYS) do
  local tat = math.max(start, tonumber(redis.call('GET', key) or '0')) + tonumber(ARGV[2 * i - 1])
  redis.call('SET', key, string.format('%.0f', tat), 'PX', math.floor((tat - now) / 1000) + 1000)
end
return string.format('%.0f', start - now)
"""


def interval_and_tolerance(limit: int) -> tuple[int, int]:
    """Microseconds between requests, and how far ahead of that a burst may run.

    With a burst of `b`, then one at each interval of `window / (limit - b + 1)`, no window holds
    more than `limit`. A burst costs a fleet at its quota that share of it, so only a limit whose
    interval a lone run would feel has one, of two.
    """
    burst = 2 if 1 < limit < SMALL else 1
    interval = int(WINDOW_SECONDS * 1e6 / max(1, limit - burst + 1))
    return interval, interval * (burst - 1)


class SharedPace(Pace):
    """The quotas of one project and one account, kept by all processes together.

    When Redis is away it keeps a pace of its own at an eighth of the account's: slow, never over.
    """

    def __init__(
        self,
        client: Redis,
        limits: dict[Side, Sequence[tuple[str, int]]],
        clock: Clock = time.monotonic,
        sleep: Sleep = time.sleep,
    ) -> None:
        least = {side: min(limit for _, limit in some) for side, some in limits.items()}
        super().__init__(max(1, least["read"] // 8), max(1, least["write"] // 8), clock, sleep)
        self._redis: Any = client
        self._limits, self._sleep = limits, sleep

    def wait(self, side: Side) -> float:
        """Waits for a place of this side. Returns the seconds waited."""
        waited = 0.0
        for turn in range(1, TURNS + 1):
            try:
                seconds = self.reserve(side, turn == TURNS)
            except self._away:
                return waited + super().wait(side)
            if seconds:
                self._sleep(abs(seconds))
            waited += abs(seconds)
            if seconds >= 0:
                break
        return waited

    def reserve(self, side: Side, in_any_case: bool = True) -> float:
        """Seconds until the place that was reserved; below 0: none yet, come back after so long."""
        keys = [place_of(name, side) for name, _ in self._limits[side]]
        numbers = [n for _, limit in self._limits[side] for n in interval_and_tolerance(limit)]
        return float(self._redis.eval(GCRA, len(keys), *keys, *numbers, int(in_any_case))) / 1e6

    @property
    def _away(self) -> type[Exception]:
        from redis.exceptions import RedisError

        return RedisError
