"""The quota that a fleet shares, in a real Redis: never over the limit, no place left idle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.adapters.rate import Side
from mso_sheets.fleet.pace import TURNS, SharedPace, interval_and_tolerance
from tests.e2e.fleet_processes import redis_server

pytestmark = pytest.mark.e2e
Naps = list[float]
PaceOf = Callable[[str], SharedPace]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Any]:
    from redis import Redis

    with redis_server(tmp_path) as url, Redis.from_url(url) as client:
        yield client


@pytest.fixture
def naps() -> Naps:
    return []


@pytest.fixture
def pace_of(client: Any, naps: Naps) -> PaceOf:
    """The pace of an account in a project of 300 requests a minute; it notes its naps."""

    def pace(account: str) -> SharedPace:
        both: Sequence[tuple[str, int]] = [("project", 300), (f"account:{account}", 60)]
        limits: dict[Side, Sequence[tuple[str, int]]] = {"read": both, "write": both}
        return SharedPace(client, limits, sleep=naps.append)

    return pace


def test_the_quota_of_an_account_is_never_exceeded_in_any_window(pace_of: PaceOf) -> None:
    paces = [pace_of("a") for _ in range(3)]
    moments = [pace.reserve("read") for _ in range(60) for pace in paces]
    most = max(sum(start <= m < start + 60 for m in moments) for start in moments)
    assert 50 <= most <= 60
    assert moments == sorted(moments)
    assert interval_and_tolerance(60)[0] * 59 == pytest.approx(61e6, rel=0.001)


def test_the_quota_of_the_project_is_used_whole_and_never_exceeded(pace_of: PaceOf) -> None:
    paces = [pace_of(f"account-{n}") for n in range(8)]
    moments = [pace.reserve("write") for _ in range(80) for pace in paces]
    within = [sum(start <= m < start + 60 for m in moments) for start in moments[:300]]
    assert min(within) >= 290
    assert max(within) <= 300


def test_an_account_that_is_spent_leaves_the_places_of_the_project_to_others(
    pace_of: PaceOf,
) -> None:
    spent, others = pace_of("spent"), [pace_of("b"), pace_of("c")]
    while spent.reserve("read", in_any_case=False) >= 0:
        pass
    assert spent.reserve("read", in_any_case=False) < -0.5
    assert max(other.reserve("read") for other in others) < 1


def test_a_request_comes_back_a_few_times_and_then_takes_its_place(
    pace_of: PaceOf, naps: Naps
) -> None:
    pace = pace_of("a")
    waited = [pace.wait("read") for _ in range(4)]
    assert waited[:2] == [0, pytest.approx(0.2, abs=0.1)]
    assert len(naps) == 1 + 2 * TURNS
    assert waited[3] > waited[2] > 0.5
