"""The ledger and the compare-and-swap as a state machine: any order of deaths, races, edits, waits.

Hypothesis looks for the shortest story in which a digest is doubled or lost, or somebody is harmed.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.chaos.campaign import ATTEMPTS, Campaign
from tests.chaos.edits import EDITS
from tests.chaos.ground import MemoryGround
from tests.chaos.mortal import BOUNDARIES
from tests.fakes.runs import at
from tests.making import TODAY


class Protocol(RuleBasedStateMachine):
    """One workbook and one channel; workers come, die and race while people edit."""

    def __init__(self) -> None:
        super().__init__()
        self.ground = MemoryGround()
        self.campaign = Campaign(self.ground, Random(1))
        self.day, self.now, self.runs = TODAY, at(TODAY, 9), 0

    def _works(self, doomed: str = "", *, rival: bool = False) -> bool:
        """One worker; whether it ended with the digest in the channel."""
        self.runs += 1
        record = self.campaign._run(self.now, f"{self.runs:06x}", doomed, rival=rival)
        answers = {"sent", "already-sent"}
        return record is not None and all(m.status in answers for m in record.messages)

    @rule(doomed=st.sampled_from(BOUNDARIES))
    def a_worker_dies(self, doomed: str) -> None:
        self._works(doomed)

    @rule()
    def a_worker_ends_well(self) -> None:
        self._works()

    @rule(doomed=st.sampled_from(("", *BOUNDARIES)))
    def two_workers_meet(self, doomed: str) -> None:
        self._works(doomed, rival=True)

    @rule()
    def a_reply_will_be_lost(self) -> None:
        self.ground.lose_next_reply()

    @rule(edit=st.sampled_from(EDITS), seed=st.integers(0, 99))
    def people_edit(self, edit: object, seed: int) -> None:
        assert callable(edit)
        rows = edit(self.campaign.checker.typed["Actions"], Random(seed))
        self.ground.edit_at_write("Actions", rows)
        self.campaign.checker.people_typed("Actions", rows)

    @rule(seconds=st.sampled_from((5, 100, 3600)))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def the_day_ends(self) -> None:
        """Somebody lives on, and then the day's digest is there, once; the next day begins."""
        for _ in range(ATTEMPTS):
            self.now += timedelta(seconds=200)
            if self._works():
                break
        key = f"daily-followups/emea/{self.day.isoformat()}/#mso"
        self.campaign.checker.after_round(key)
        self.day += timedelta(days=3 if self.day.weekday() == 4 else 1)
        self.now = at(self.day, 9)

    @invariant()
    def nothing_is_doubled_and_nobody_is_harmed(self) -> None:
        posted = self.ground.posted()
        assert len(posted) == len(set(posted)), posted
        self.campaign.checker.check_people()
        assert not self.campaign.checker.found, self.campaign.checker.details


TestProtocol = Protocol.TestCase
TestProtocol.settings = settings(
    max_examples=25,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
