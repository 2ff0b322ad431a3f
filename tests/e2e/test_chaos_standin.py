"""The bounded campaign on the stand-ins: real adapters, real HTTPS, death around single requests."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.chaos.campaign import Campaign
from tests.chaos.standin import StandinGround

pytestmark = pytest.mark.e2e
SECONDS = 60.0


def test_on_the_stand_ins_each_digest_is_posted_once_and_nobody_is_harmed() -> None:
    started = time.monotonic()
    goes_on = lambda: time.monotonic() - started < SECONDS  # noqa: E731
    tally = Campaign(StandinGround.fresh(), Random(3)).fight(25, goes_on)
    assert tally.faults == 0, str(tally)
    assert tally.blows > 5
