"""A campaign of crashes, lost replies, racing people and two workers; the checker never trusts us.

    python -m tests.chaos.campaign 1000              in memory
    python -m tests.chaos.campaign 300 --standin     real adapters over HTTPS on the stand-ins

The number is how many crashes and lost replies there are to be (`--seconds N` ends it earlier,
`--seed N` picks another stream of chance). Every round is one due digest: workers die at random
boundaries until one survives; then the checker looks.

What people change in the very moment of a write is put right in a second request; who dies between
the two leaves a journal, and the next run puts it right before anything else.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from mso_sheets import pipeline
from mso_sheets.errors import MsoSheetsError
from mso_sheets.jobfile import JobSpec
from mso_sheets.model.run import RunRecord
from mso_sheets.pipeline import World
from mso_sheets.plan import Options
from mso_sheets.settings.models import FollowupRules
from tests.chaos.checker import Checker
from tests.chaos.edits import EDITS, Editing, churned
from tests.chaos.ground import Ground, MemoryGround
from tests.chaos.mortal import BOUNDARIES, KilledError, MortalMessenger, MortalWorkbook
from tests.fakes.runs import at, moment_at, options_of, shipped_job
from tests.making import TODAY, settings_of

ATTEMPTS = 12
DOOMED_ATTEMPTS = 9
MOST_ROUNDS = 100
"""Then a new workbook is taken: its days must not run ahead of the channel's real clock."""
NEVER = 100_000
"""Working days: what nobody closes stays in the digest, so that every round has one that is due."""


def light_job() -> JobSpec:
    """The daily digest with the analyses and tabs that the protocol needs, so that rounds are quick."""
    whole = shipped_job("daily-followups")
    wanted = ("Follow-ups", "Data quality")
    tabs = tuple(tab for tab in whole.tabs if tab.tab in wanted)
    return whole.model_copy(update={"analyses": ("followups",), "tabs": tabs})


@dataclass
class Tally:
    """What happened and what went wrong."""

    rounds: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    lost_replies: int = 0
    edits: int = 0
    notes: int = 0
    races: int = 0
    settled: int = 0
    found: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Takes another campaign's figures into this one's."""
        for name in ("rounds", "lost_replies", "edits", "notes", "races", "settled"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("crashes", "found", "errors"):
            getattr(self, name).update(getattr(other, name))
        self.details += other.details

    @property
    def faults(self) -> int:
        """Everything that must be zero."""
        return sum(self.found.values())

    @property
    def blows(self) -> int:
        """Crashes and lost replies."""
        return sum(self.crashes.values()) + self.lost_replies

    def __str__(self) -> str:
        counts = {
            "duplicate": "duplicate", "missing": "missing", "foreign": "foreign cells changed",
            "wrong row": "IDs on a wrong row", "note": "notes lost", "blank": "blank tabs",
            "mixed": "mixed tabs",
        }  # fmt: skip
        return (
            f"{self.blows} crashes and lost replies ({sum(self.crashes.values())} + "
            f"{self.lost_replies}) over {self.rounds} due digests; {self.edits} edits by people in "
            f"the moment of a write, {self.notes} notes typed, {self.races} races of two workers; "
            f"{self.settled} runs found what a dead one had not put right\n"
            + " · ".join(f"{words} {self.found[kind]}" for kind, words in counts.items())
            + f"\ncrashes by boundary: {dict(sorted(self.crashes.items()))}"
            + f"\nerrors told: {dict(self.errors)}\n"
            + "\n".join(self.details[:20])
        )


class Campaign:
    """One ground, one stream of chance."""

    def __init__(self, ground: Ground, random: Random) -> None:
        self.ground = ground
        self.random = random
        self.tally = Tally()
        self.checker = Checker(ground)
        self.tally.found, self.tally.details = self.checker.found, self.checker.details
        self._pending: Callable[[], None] | None = None
        self._job = light_job()

    def fight(self, blows: int, goes_on: Callable[[], bool] = lambda: True) -> Tally:
        """At most MOST_ROUNDS rounds, a working day each, until there were `blows` blows."""
        day = TODAY
        while self.tally.blows < blows and self.tally.rounds < MOST_ROUNDS and goes_on():
            self._round(at(day, 9), self.tally.rounds)
            self.tally.rounds += 1
            day += timedelta(days=3 if day.weekday() == 4 else 1)
        return self.tally

    def _round(self, now: datetime, number: int) -> None:
        for attempt in range(ATTEMPTS):
            record = self._attempt(now, f"{number:04x}{attempt:x}", attempt)
            self.tally.lost_replies = self.ground.lost_replies()
            answers = {"sent", "already-sent"}
            if record is not None and all(m.status in answers for m in record.messages):
                break
            now += timedelta(seconds=self.random.choice((5, 100, 200)))
        day = now.date().isoformat()
        self.checker.after_round(
            f"{self._job.name}/{self.ground.workbook}/{day}/{self.ground.channel}"
        )

    def _attempt(self, now: datetime, run_id: str, attempt: int) -> RunRecord | None:
        chance = self.random.random
        doomed = ""
        if attempt < DOOMED_ATTEMPTS and chance() < 0.8:
            doomed = self.random.choice((*BOUNDARIES, *self.ground.boundaries))
        if attempt < DOOMED_ATTEMPTS and self.ground.boundaries and chance() < 0.3:
            doomed = self.ground.boundaries[-1]
        if attempt < DOOMED_ATTEMPTS and chance() < 0.15:
            self.ground.lose_next_reply()
        if attempt < DOOMED_ATTEMPTS and chance() < 0.15:
            self.ground.lose_next_write_reply()
        return self._run(now, run_id, doomed, rival=chance() < 0.15)

    def _run(self, now: datetime, run_id: str, doomed: str, *, rival: bool) -> RunRecord | None:
        def dies(boundary: str) -> None:
            if boundary == doomed:
                self.tally.crashes[boundary] += 1
                raise KilledError

        raced = [rival]

        def meanwhile() -> None:
            if raced[0]:
                raced[0] = False
                self.tally.races += 1
                self._run(now, run_id + "r", "", rival=False)
            if doomed in self.ground.boundaries[-1:]:
                self._edit(churned)
            else:
                self._interfere()

        workbook, messenger = self.ground.connect(dies)
        world = World(
            MortalWorkbook(
                workbook, dies, meanwhile, self._settle, self.checker.planned, self._found_left
            ),
            MortalMessenger(messenger, dies),
            clock=lambda: now,
            pause=lambda _: None,
        )
        try:
            return pipeline.run(self._job, world, moment_at(now), self._options(run_id))
        except KilledError:
            return None
        except MsoSheetsError as error:
            self.tally.errors[f"{type(error).__name__}: {error.message[:60]}"] += 1
            return None

    def _options(self, run_id: str) -> Options:
        rules = settings_of(
            channel=self.ground.channel,
            followups=FollowupRules(abandon_after=NEVER),
        )
        return replace(options_of(self._job, run_id, rules=rules), workbook=self.ground.workbook)

    def _interfere(self) -> None:
        """People do something in the moment before the write."""
        dice = self.random.random()
        if dice < 0.3:
            self._edit()
        elif dice < 0.4:
            self._note()

    def _edit(self, editing: Editing | None = None) -> None:
        self.checker.check_people()
        rows = self.checker.typed["Actions"]
        changed = (editing or self.random.choice(EDITS))(rows, self.random)
        self.ground.edit_at_write("Actions", changed)

        def done() -> None:
            self.tally.edits += 1
            self.checker.people_typed("Actions", changed)

        self._pending = done

    def _note(self) -> None:
        """A person types beside a row of ours that has no note yet."""
        grid = self.ground.ours().get("Follow-ups")
        tried = self.checker.attempts.get("Follow-ups", [])
        if not grid or not tried:
            return
        rows = [n for n, row in enumerate(grid) if row and str(row[0]).startswith("ACT-")]
        free = [n for n in rows if str(grid[n][0]) not in self.checker.notes]
        if not free:
            return
        row = self.random.choice(free)
        key, text = str(grid[row][0]), f"note {self.tally.rounds}-{self.random.randrange(10**6)}"
        if not self.ground.type_at_write("Follow-ups", row + 1, len(tried[-1][0]) + 1, text):
            return

        def done() -> None:
            self.tally.notes += 1
            self.checker.notes[key] = text

        self._pending = done

    def _found_left(self) -> None:
        self.tally.settled += 1

    def _settle(self) -> None:
        """The write is over: what people did in its moment counts from now on."""
        pending, self._pending = self._pending, None
        if pending is not None and self.ground.edited():
            pending()


def _ground(standin: bool) -> Ground:
    if not standin:
        return MemoryGround()
    from tests.chaos.standin import StandinGround

    return StandinGround.fresh()


def main(arguments: Sequence[str]) -> int:
    """Prints the tally; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("blows", nargs="?", type=int, default=200)
    parser.add_argument("--standin", action="store_true")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args(arguments)
    started = time.monotonic()
    tally, random = Tally(), Random(asked.seed)

    def goes_on() -> bool:
        return time.monotonic() - started < float(asked.seconds)

    while tally.blows < asked.blows and goes_on():
        tally.add(
            Campaign(_ground(asked.standin), random).fight(asked.blows - tally.blows, goes_on)
        )
    print(f"{tally}\n{time.monotonic() - started:.0f} s")  # noqa: T201 -- the harness' answer
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
