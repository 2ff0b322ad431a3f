"""Google's quotas are kept in advance, however its minutes are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.adapters.rate import Pace, Rate
from tests.adapters.google_wire import Clock


def test_the_first_minute_s_quota_goes_at_once_and_the_next_request_waits() -> None:
    clock = Clock()
    rate = Rate(60, clock.time, clock.sleep)
    assert [rate.wait() for _ in range(60)] == [0.0] * 60
    assert rate.wait() == 61.0


def test_reads_and_writes_have_quotas_of_their_own() -> None:
    clock = Clock()
    pace = Pace(2, 1, clock.time, clock.sleep)
    assert [pace.wait("read"), pace.wait("read"), pace.wait("write")] == [0.0, 0.0, 0.0]
    assert pace.wait("write") > 0


@given(
    quota=st.integers(1, 8),
    pauses=st.lists(st.floats(0, 70), min_size=1, max_size=80),
)
def test_no_minute_ever_holds_more_than_the_quota(quota: int, pauses: list[float]) -> None:
    clock = Clock()
    rate = Rate(quota, clock.time, clock.sleep)
    sent = []
    for pause in pauses:
        clock.now += pause
        rate.wait()
        sent.append(clock.now)
    assert all(sum(start <= at < start + 60 for at in sent) <= quota for start in sent)
