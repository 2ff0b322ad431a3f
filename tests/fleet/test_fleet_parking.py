"""The ops channel hears of a parked run once, and again when it is parked after it was mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from mso_sheets.fleet.due import Entry, Work
from mso_sheets.fleet.parking import AT_ONCE, TURN, ParkedNews
from mso_sheets.fleet.store import Store
from mso_sheets.plan.telling import Failure
from tests.fakes.fleet_redis import FakeRedis


class Ops:
    """The channel: what it got, and whether it can be reached."""

    def __init__(self) -> None:
        self.got: list[Sequence[Failure]] = []
        self.away = False

    def tell(self, failures: Sequence[Failure]) -> bool:
        if not self.away:
            self.got.append(failures)
        return not self.away


@pytest.fixture
def redis() -> FakeRedis:
    return FakeRedis()


@pytest.fixture
def ops() -> Ops:
    return Ops()


def work(book: str = "emea", hour: int = 9) -> Work:
    return Work("refresh", book, f"2026-04-13T{hour:02}:05:00+00:00", "2026-04-13")


def news_of(redis: FakeRedis, ops: Ops, *books: str) -> ParkedNews:
    entries = [Entry("refresh", book, "5 * * * *", "UTC") for book in books or ("emea",)]
    return ParkedNews(cast(Any, redis), lambda: entries, ops.tell)


def store_of(redis: FakeRedis) -> Store:
    return Store(cast(Any, redis))


def test_a_parked_run_is_told_once_also_when_its_next_moment_is_parked_too(
    redis: FakeRedis, ops: Ops
) -> None:
    news, store = news_of(redis, ops), store_of(redis)
    store.park(work(), "The sheet is gone (tried 3 times). Restore it.", 5)
    assert [news.look(), news.look()] == [1, 0]
    store.park(work(hour=10), "The sheet is gone (tried 5 times). Restore it.", 5)
    assert news.look() == 0
    ((told,),) = ops.got
    assert told.what == "refresh/emea of 2026-04-13, after 5 tries"
    assert told.why.endswith("Restore it.")


def test_another_reason_is_told_and_so_is_the_same_after_a_good_run(
    redis: FakeRedis, ops: Ops
) -> None:
    news, store = news_of(redis, ops), store_of(redis)
    store.park(work(), "The sheet is gone. Restore it.", 5)
    news.look()
    store.park(work(), "No channel is set. Set one.", 1)
    assert news.look() == 1
    store.note_good(work())
    assert news.look() == 0
    store.park(work(hour=10), "No channel is set. Set one.", 1)
    assert news.look() == 1


def test_a_channel_that_cannot_be_reached_is_told_later(redis: FakeRedis, ops: Ops) -> None:
    news = news_of(redis, ops)
    store_of(redis).park(work(), "Gone. Restore it.", 5)
    ops.away = True
    assert news.look() == 0
    ops.away = False
    assert [news.look(), news.look()] == [1, 0]


def test_many_at_once_are_one_message_of_bounded_length(redis: FakeRedis, ops: Ops) -> None:
    books = [f"book-{n:03}" for n in range(500)]
    for book in books:
        store_of(redis).park(work(book), "Google is away. Wait.", 5)
    news = news_of(redis, ops, *books)
    assert [news.look(), news.look()] == [500, 0]
    (told,) = ops.got
    assert len(told) == AT_ONCE + 1
    assert told[-1] == Failure("480 more", "See all of them with: mso-sheets fleet status")


def test_what_left_the_schedule_is_not_told(redis: FakeRedis, ops: Ops) -> None:
    store_of(redis).park(work("gone"), "Gone. Restore it.", 5)
    assert news_of(redis, ops).look() == 0


def test_of_two_beats_one_tells(redis: FakeRedis, ops: Ops) -> None:
    store_of(redis).park(work(), "Gone. Restore it.", 5)
    redis.set(TURN, 1)
    assert news_of(redis, ops).look() == 0
    redis.delete(TURN)
    assert news_of(redis, ops).look() == 1
