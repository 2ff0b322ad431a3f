"""Two workers at the same moment, a few rounds; `python -m tests.chaos.writers 50` for more."""

from __future__ import annotations

import pytest

from tests.chaos.writers import duel

pytestmark = pytest.mark.e2e


def test_two_workers_at_the_same_moment_end_in_one_digest_and_no_lost_update() -> None:
    made = duel(4)
    assert not made.checker.found, made.checker.details
    assert made.lost_updates == 0
    assert made.ended["sent"] == 4, made.ended
    assert sum(made.ended.values()) == 8
