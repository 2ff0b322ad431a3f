"""The bounded campaign; the long ones are `make chaos`."""

from __future__ import annotations

from random import Random

from tests.chaos.campaign import Campaign
from tests.chaos.ground import MemoryGround


def test_crashes_races_and_lost_replies_leave_each_digest_once_and_nobody_harmed() -> None:
    tally = Campaign(MemoryGround(), Random(7)).fight(15)
    assert tally.faults == 0, str(tally)
    assert sum(tally.crashes.values()) > 3
