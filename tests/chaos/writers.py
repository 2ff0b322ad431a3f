"""Two workers started at the same moment, round after round, on the stand-ins.

    python -m tests.chaos.writers 50

Each round is a new day. After it the digest is in the channel once, both workers ended well, the
state's rows of both rounds are all there (no lost update) and every tab is one that a run wrote.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Barrier

from mso_sheets import pipeline
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.model.run import RunRecord
from mso_sheets.model.state import STATE_TAB
from mso_sheets.pipeline import World
from mso_sheets.ports import Messenger, Requests, Workbook
from tests.chaos.campaign import light_job
from tests.chaos.checker import Checker
from tests.chaos.standin import StandinGround
from tests.fakes.runs import at, moment_at, options_of
from tests.making import TODAY, settings_of


@dataclass
class Abreast:
    """A connection whose first write waits until the other worker wants to write too."""

    inner: Workbook
    barrier: Barrier
    checker: Checker
    landed: list[int]
    requests: Requests = field(default_factory=Requests)
    waited: bool = False

    def read(self) -> Snapshot:
        """Reads."""
        return self.inner.read()

    def apply(self, changes: Changes, base: Snapshot) -> Applied:
        """Writes at the same moment as the other."""
        self.checker.planned(changes)
        if not self.waited:
            self.waited = True
            self.barrier.wait(timeout=60)
        applied = self.inner.apply(changes, base)
        self.landed.append(len(changes.state_rows))
        return applied


@dataclass
class Duel:
    """The rounds and what came of them."""

    ground: StandinGround
    checker: Checker
    ended: Counter[str] = field(default_factory=Counter)
    lost_updates: int = 0

    def fight(self, rounds: int) -> None:
        """One day a round."""
        day = TODAY
        for number in range(rounds):
            self._round(at(day, 9), number)
            day += timedelta(days=3 if day.weekday() == 4 else 1)

    def _round(self, now: datetime, number: int) -> None:
        before = self._state_rows()
        barrier, landed = Barrier(2), list[int]()
        with ThreadPoolExecutor(2) as pool:
            names = (f"{number:05x}a", f"{number:05x}b")
            runs = [pool.submit(self._run, now, name, barrier, landed) for name in names]
            records = [run.result() for run in runs]
        for record in records:
            self.ended[" ".join(m.status for m in record.messages) or record.status] += 1
        self.lost_updates += self._state_rows() != before + sum(landed)
        key = f"daily-followups/{self.ground.workbook}/{now.date()}/{self.ground.channel}"
        self.checker.after_round(key)

    def _run(self, now: datetime, name: str, barrier: Barrier, landed: list[int]) -> RunRecord:
        workbook, messenger = self._connect()
        world = World(
            Abreast(workbook, barrier, self.checker, landed),
            messenger,
            clock=lambda: now,
            pause=lambda _: None,
            conflict_rounds=9,
        )
        job = light_job()
        rules = settings_of(channel=self.ground.channel)
        options = replace(options_of(job, name, rules=rules), workbook=self.ground.workbook)
        return pipeline.run(job, world, moment_at(now), options)

    def _connect(self) -> tuple[Workbook, Messenger]:
        return self.ground.connect(lambda boundary: None)

    def _state_rows(self) -> int:
        marks = [tab for tab in self.ground.book.dump()["sheets"] if tab["title"] == STATE_TAB]
        return sum(1 for tab in marks for row in tab["values"] if row and row[0])

    def __str__(self) -> str:
        found = dict(self.checker.found) or "nothing wrong"
        return f"answers: {dict(self.ended)} · lost updates {self.lost_updates} · {found}"


def duel(rounds: int) -> Duel:
    """Two workers on a fresh workbook."""
    ground = StandinGround.fresh()
    made = Duel(ground, Checker(ground))
    made.fight(rounds)
    return made


def main(arguments: Sequence[str]) -> int:
    """Prints what came of it; 1 when anything went wrong."""
    rounds = int(arguments[0]) if arguments else 50
    made = duel(rounds)
    print(f"two writers, {rounds} rounds: {made}")  # noqa: T201 -- the harness' answer
    print("\n".join(made.checker.details[:10]))  # noqa: T201 -- the harness' answer
    return 1 if made.checker.found or made.lost_updates else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
