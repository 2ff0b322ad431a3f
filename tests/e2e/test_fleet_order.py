"""In a real Redis: what was begun before is carried before a day's crowd."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from mso_sheets import app
from mso_sheets.fleet.due import Work
from mso_sheets.fleet.engine import engine_of, sender
from mso_sheets.fleet.store import QUEUE, Store
from tests.e2e.fleet_processes import redis_server

pytestmark = pytest.mark.e2e


def work(name: str) -> Work:
    return Work("refresh", name, "2026-04-13T09:05:00+00:00", "2026-04-13")


def test_a_run_that_was_begun_before_is_delivered_first(tmp_path: Path) -> None:
    from redis import Redis

    with redis_server(tmp_path) as url, Redis.from_url(url) as client:
        environment = {"REDIS_URL": url, "MSO_SHEETS_HOME": str(tmp_path)}
        engine, store = engine_of(app.start(environment)), Store(client)
        send = sender(engine, environment, store)
        store.count_try(work("begun"))
        for name in ("new-1", "new-2", "begun", "new-3"):
            send(work(name))
        assert store.waiting() == (4, 0)
        with engine.connection_for_read() as connection:
            queue: Any = connection.SimpleQueue(QUEUE)
            order = [queue.get(timeout=5).payload[1] for _ in range(4)]
    names = ["begun", "new-1", "new-2", "new-3"]
    assert order == [asdict(work(name)) for name in names]
