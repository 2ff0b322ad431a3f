"""While Redis starts anew, what a run has done is kept and work is fetched soon."""

from __future__ import annotations

from typing import Any

import pytest
from kombu.connection import Connection
from redis.exceptions import ConnectionError as RedisAway

from mso_sheets.fleet.broker import patient
from mso_sheets.fleet.reconnecting import QuickConnection


class Restarting:
    """Redis refuses so many calls before it is up again."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals

    def ping(self) -> str:
        self.refusals -= 1
        if self.refusals >= 0:
            raise RedisAway("nobody listens")
        return "PONG"


def test_a_patient_client_asks_again_for_some_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    monkeypatch.setattr("redis.retry.sleep", naps.append)
    retry: Any = patient({"REDIS_URL": "redis://127.0.0.1:6379/3"}).get_retry()
    assert retry.call_with_retry(Restarting(14).ping, lambda error: None) == "PONG"
    assert sum(naps) == pytest.approx(11, abs=1)
    assert naps[0] == 0.1
    with pytest.raises(RedisAway):
        retry.call_with_retry(Restarting(15).ping, lambda error: None)


def test_celery_looks_for_redis_again_at_once_and_never_rests_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, Any] = {}

    def ensure(self: Connection, **options: Any) -> None:
        asked.update(options)

    monkeypatch.setattr(Connection, "ensure_connection", ensure)
    connection: Any = QuickConnection
    connection("redis://").ensure_connection(max_retries=None)
    assert asked == {
        "interval_start": 0.2,
        "interval_step": 0.4,
        "interval_max": 3,
        "max_retries": None,
    }
