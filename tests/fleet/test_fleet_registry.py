"""The beat and the registry: read at its interval, shared through Redis, and followed at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import time_machine

from mso_sheets import app
from mso_sheets.fleet.due import Work
from mso_sheets.fleet.listing import BOOKS, SharedListMemory
from mso_sheets.fleet.serving import Schedule, with_shared_list
from mso_sheets.fleet.standing import standing
from mso_sheets.fleet.store import Store
from tests.app.test_registry import Ground, row
from tests.fakes.fleet_redis import FakeRedis

NINE = datetime(2026, 4, 14, 9, tzinfo=UTC)


@pytest.fixture
def redis() -> FakeRedis:
    return FakeRedis()


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


def on(ground: Ground, redis: FakeRedis) -> app.App:
    return with_shared_list(ground.start(), cast(Any, redis))


def books(schedule: Schedule) -> set[str]:
    return {entry.workbook for entry in schedule.entries()}


def test_a_new_row_is_on_the_schedule_at_the_next_reading_and_no_sooner(
    ground: Ground, redis: FakeRedis
) -> None:
    ground.lists(row("emea"))
    with time_machine.travel(NINE, tick=False) as clock:
        schedule = Schedule(on(ground, redis))
        assert books(schedule) == {"emea"}
        ground.lists(row("emea"), row("apac"))
        seen = []
        for _ in range(31):
            clock.shift(timedelta(seconds=10))
            seen.append(len(books(schedule)))
    assert seen == [1] * 29 + [2] * 2


def test_a_list_that_did_not_change_keeps_the_very_entries(
    ground: Ground, redis: FakeRedis
) -> None:
    ground.lists(row("emea"))
    schedule = Schedule(on(ground, redis))
    assert schedule.entries() is schedule.entries()


def test_the_second_beat_takes_the_list_that_the_first_has_read(
    ground: Ground, redis: FakeRedis
) -> None:
    ground.lists(row("emea"))
    Schedule(on(ground, redis)).entries()
    ground.file.unlink()
    assert books(Schedule(on(ground, redis))) == {"emea"}


def test_while_one_beat_reads_another_keeps_the_list_it_knows(
    ground: Ground, redis: FakeRedis
) -> None:
    ground.lists(row("emea"))
    started = on(ground, redis)
    app.listing(started)
    ground.lists(row("emea"), row("apac"))
    with SharedListMemory(cast(Any, redis)).turn() as ours:
        assert ours
        assert [*app.listing(started).workbooks] == ["emea"]
    assert [*app.listing(started).workbooks] == ["emea", "apac"]


def test_a_worker_finds_its_workbook_without_reading_the_registry(
    ground: Ground, redis: FakeRedis
) -> None:
    ground.lists(row("emea"), row("apac", paused="yes"))
    Schedule(on(ground, redis)).entries()
    ground.file.unlink()
    worker = on(ground, redis)
    assert app.target(worker, "emea").settings.channel == "#mso"
    scheduled = [app.is_scheduled(worker, name) for name in ("emea", "apac", "gone")]
    assert scheduled == [True, False, False]


def test_a_row_that_is_gone_is_gone_from_redis_too(ground: Ground, redis: FakeRedis) -> None:
    ground.lists(row("emea"), row("apac"))
    app.listing(on(ground, redis))
    ground.lists(row("emea"))
    app.listing(on(ground, redis))
    assert [*redis.hashes[BOOKS]] == ["emea"]


def test_status_tells_the_registry_as_the_beat_knows_it(ground: Ground, redis: FakeRedis) -> None:
    ground.lists(row("emea"), row("apac", paused="yes"), row("amer", zone="Mars/Olympus"))
    with time_machine.travel(NINE, tick=False):
        app.listing(on(ground, redis))
        ground.file.unlink()
        told = standing(on(ground, redis), Store(cast(Any, redis)))
    assert "registry: 1 workbook, 1 paused, 1 row left out (read 14 Apr 09:00 UTC)" in told.lines
    (line,) = [line for line in told.lines if line.startswith("row ")]
    assert "(amer): 'Mars/Olympus' is no time zone; left out." in line


def test_what_is_parked_of_a_workbook_that_left_the_registry_is_no_longer_shown(
    ground: Ground, redis: FakeRedis
) -> None:
    ground.lists(row("emea"), row("apac"))
    store = Store(cast(Any, redis))
    for name in ("emea", "apac"):
        store.park(Work("refresh", name, "2026-04-14T08:05:00+00:00", "2026-04-14"), "gone", 5)
    app.listing(on(ground, redis))
    ground.lists(row("emea"))
    app.listing(on(ground, redis))
    told = standing(on(ground, redis), store)
    assert [line for line in told.lines if line.startswith("parked")] == [
        "parked  refresh/emea of 2026-04-14 after 5 tries: gone"
    ]
    assert told.parked


def test_a_shrunken_registry_is_accepted_for_the_whole_fleet_by_status(
    ground: Ground, redis: FakeRedis
) -> None:
    ground.lists(row("emea"), row("apac"), row("amer"))
    store = Store(cast(Any, redis))
    app.listing(on(ground, redis))
    ground.lists(row("emea"))
    assert app.listing(on(ground, redis)).trouble.endswith(
        "mso-sheets fleet status --accept-shrink"
    )
    standing(on(ground, redis), store, accept_shrink=True)
    assert [*app.listing(on(ground, redis)).workbooks] == ["emea"]


def test_without_a_registry_every_workbook_is_scheduled(tmp_path: Path) -> None:
    started = Ground(tmp_path).start()
    plain = replace(started, settings=started.settings.model_copy(update={"registry": ""}))
    assert app.is_scheduled(plain, "anything")
    assert app.listing(plain).news == {}
