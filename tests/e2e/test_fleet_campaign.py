"""A small fleet whose workers and Redis are killed again and again. `make fleetchaos` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mso_sheets.app import clock
from tests.chaos.fleet_campaign import campaign_in, fight, verdict

pytestmark = pytest.mark.e2e
OFTEN = {"worker": 1 / 10, "child": 1 / 10, "redis": 1 / 20, "reply": 1 / 4}


def test_a_fleet_that_is_killed_again_and_again_posts_each_digest_exactly_once(
    tmp_path: Path,
) -> None:
    with campaign_in(tmp_path, 24, 3, seed=3, day=clock.now().date()) as campaign:
        campaign.chances = OFTEN
        fight(campaign, seconds=240)
        campaign.rest()
        wrong = verdict(campaign)
        assert sum(campaign.fleet.killed.values()) > 0
    assert not +wrong
