"""Quotas kept in advance: at most so many requests in any minute, asked before the request.

Google counts 60 reads and 60 writes a minute for one account
(https://developers.google.com/workspace/sheets/api/limits). A sliding window never exceeds that
however Google cuts its minutes; a token bucket of 60 would send up to 119 in the first of them.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Clock = Callable[[], float]
Sleep = Callable[[float], None]
Side = Literal["read", "write"]

# A request that travelled slowly is counted later than it was sent.
WINDOW_SECONDS = 61.0


@dataclass(slots=True)
class Rate:
    """At most `a_minute` requests in any window of `WINDOW_SECONDS`, safe between threads."""

    a_minute: int
    clock: Clock
    sleep: Sleep
    _sent: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self) -> float:
        """Waits until one more request may leave, and counts it. Returns the seconds waited."""
        with self._lock:
            now = self.clock()
            while self._sent and now - self._sent[0] >= WINDOW_SECONDS:
                self._sent.popleft()
            pause = 0.0
            if len(self._sent) >= self.a_minute:
                pause = self._sent[0] + WINDOW_SECONDS - now
                self.sleep(pause)
                self._sent.popleft()
            self._sent.append(now + pause)
            return pause


class Pace:
    """The two quotas of one account. Share one among all workbooks that use the account."""

    def __init__(
        self,
        reads_a_minute: int = 60,
        writes_a_minute: int = 60,
        clock: Clock = time.monotonic,
        sleep: Sleep = time.sleep,
    ) -> None:
        self._rates = {
            "read": Rate(reads_a_minute, clock, sleep),
            "write": Rate(writes_a_minute, clock, sleep),
        }

    def wait(self, side: Side) -> float:
        """Waits for a free place on one side. Returns the seconds waited."""
        return self._rates[side].wait()
