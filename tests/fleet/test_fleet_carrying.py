"""Delivered twice, late, or by a dead worker: a run is done once at a time and a bounded number of times."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from mso_sheets.errors import ConfigError
from mso_sheets.fleet.beat import Beat
from mso_sheets.fleet.carrying import carry
from mso_sheets.fleet.due import Entry, Work
from mso_sheets.fleet.store import Store
from mso_sheets.model.message import Posted
from mso_sheets.model.run import RunRecord, RunStatus
from mso_sheets.settings.models import FleetRules
from tests.fakes.fleet_redis import FakeRedis

WORK = Work("refresh", "emea", "2026-04-13T09:05:00+00:00", "2026-04-13")
RULES = FleetRules(tries=3)


@pytest.fixture
def redis() -> FakeRedis:
    return FakeRedis()


@pytest.fixture
def store(redis: FakeRedis) -> Store:
    return Store(cast(Any, redis))


def record(status: RunStatus = "ok", *messages: Posted, note: str = "") -> RunRecord:
    return RunRecord(
        "r1", "refresh", "emea", "2026-04-13", status, messages=messages, notes=(note,)
    )


def carried(store: Store, outcome: RunRecord) -> str:
    return carry(WORK, lambda work: outcome, store, RULES)


def test_a_good_run_is_remembered_and_a_second_delivery_does_nothing(store: Store) -> None:
    assert [carried(store, record()), carried(store, record())] == ["good", "done before"]


def test_a_workbook_with_a_lease_is_left_alone_and_soon_looked_at_again(
    store: Store, redis: FakeRedis
) -> None:
    store.take("emea", "another", 30)
    assert carried(store, record()) == "busy"
    assert redis.lived[f"mso:mark:{WORK.key}"] == 5000
    assert redis.keys["mso:lease:emea"] == "another"


def test_a_lease_whose_taking_was_answered_too_late_is_still_ours(store: Store) -> None:
    assert store.take("emea", "mine", 30)
    assert store.take("emea", "mine", 30)
    assert not store.take("emea", "another", 30)


def test_the_lease_is_given_back_after_a_failure(store: Store, redis: FakeRedis) -> None:
    assert carried(store, record("failed")) == "failed"
    assert "mso:lease:emea" not in redis.keys


def test_a_failed_run_is_logged_with_what_went_wrong(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    lost = Posted("k", "#ops", "failed", reason="Slack does not know the channel #ops.")
    carried(store, record("partial", lost))
    (line,) = [each for each in caplog.records if each.message == "failed"]
    assert line.__dict__["fields"] == {
        "run": WORK.key,
        "why": "Slack does not know the channel #ops.",
    }


def test_a_run_that_always_fails_is_parked_with_its_reason(store: Store) -> None:
    results = [carried(store, record("failed", note="The sheet is gone.")) for _ in range(3)]
    assert results == ["failed", "failed", "parked"]
    assert store.parked()["refresh/emea"]["reason"] == "The sheet is gone."


def test_a_run_that_kills_its_worker_is_parked_before_it_kills_another(store: Store) -> None:
    for _ in range(3):
        store.count_try(WORK)
    assert carried(store, record()) == "parked"
    assert "3 tries" in store.parked()["refresh/emea"]["reason"]


def test_a_refusal_is_parked_at_once(store: Store) -> None:
    assert carried(store, record("refused")) == "parked"


def test_a_mistake_in_the_settings_is_parked_at_once(store: Store) -> None:
    def broken(work: Work) -> RunRecord:
        raise ConfigError("No such workbook.", "Add it.")

    assert carry(WORK, broken, store, RULES) == "parked"


def test_a_claim_of_a_dead_run_is_waited_for_and_counts_as_no_try(
    store: Store, redis: FakeRedis
) -> None:
    waits = Posted("k", "#c", "skipped", "another run is posting it now", free_in=20.0)
    assert [carried(store, record("ok", waits)) for _ in range(4)] == ["waits"] * 4
    assert redis.lived[f"mso:mark:{WORK.key}"] == 21_000


def test_a_run_that_was_begun_before_is_known_until_it_goes_well(store: Store) -> None:
    assert not store.was_tried(WORK)
    carried(store, record("failed"))
    assert store.was_tried(WORK)
    carried(store, record("ok"))
    assert not store.was_tried(WORK)


def test_an_unknown_message_is_no_good_run(store: Store) -> None:
    assert carried(store, record("partial", Posted("k", "#c", "unknown"))) == "failed"


def beat(store: Store, sent: list[Work], now: datetime) -> Beat:
    entries = [Entry("refresh", "emea", "5 * * * *", "UTC")]
    rules = FleetRules(window_seconds=0, tries=3)
    return Beat(entries, store, sent.append, lambda: now, rules, timedelta(hours=1))


NOW = datetime(2026, 4, 13, 9, 6, tzinfo=UTC)


def test_two_beats_queue_a_due_run_once(store: Store) -> None:
    sent: list[Work] = []
    assert [beat(store, sent, NOW).tick() for _ in range(2)] == [1, 0]
    assert sent == [WORK]


def test_what_the_broker_lost_is_queued_again_when_its_mark_is_gone(
    store: Store, redis: FakeRedis
) -> None:
    sent: list[Work] = []
    beat(store, sent, NOW).tick()
    redis.delete(f"mso:mark:{WORK.key}")
    beat(store, sent, NOW).tick()
    assert sent == [WORK, WORK]


def test_a_parked_run_waits_for_its_next_moment(store: Store) -> None:
    sent: list[Work] = []
    carried(store, record("refused"))
    store.mark(WORK, 0)
    assert beat(store, sent, NOW).tick() == 0
    assert beat(store, sent, NOW + timedelta(hours=1)).tick() == 1


def test_a_good_run_ends_the_parking(store: Store) -> None:
    carried(store, record("refused"))
    store.unpark("refresh/emea")
    assert carried(store, record()) == "good"
    assert store.parked() == {}
