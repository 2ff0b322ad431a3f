"""A campaign of crashes, lost replies, racing people and two workers; the checker never trusts us.

    python -m tests.chaos.campaign 1000              in memory
    python -m tests.chaos.campaign 200 --standin     real adapters over HTTPS on the stand-ins

Every round is one due digest. Workers die at random boundaries until one survives; then it must hold:
the digest is in the channel exactly once, no cell of people's changed that people did not change
themselves (blank ID cells may be filled), and no tab of ours is empty or half-written.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from mso_sheets import pipeline
from mso_sheets.errors import MsoSheetsError
from mso_sheets.jobfile import JobSpec
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.model.message import Message
from mso_sheets.model.run import RunRecord
from mso_sheets.pipeline import World
from mso_sheets.ports import Messenger, Requests, Workbook
from tests.chaos.ground import Ground, MemoryGround, retyped, shuffled, with_new_row
from tests.fakes.book import Grid
from tests.fakes.runs import at, moment_at, options_of, shipped_job
from tests.making import TODAY

BOUNDARIES = ("before read", "after read", "before write", "after write", "before post", "after post",
              "before confirm", "after confirm")  # fmt: skip
EDITS = (shuffled, retyped, with_new_row)


def light_job() -> JobSpec:
    """The daily digest with the analyses and tabs that the protocol needs, so that rounds are quick."""
    whole = shipped_job("daily-followups")
    wanted = ("Follow-ups", "Data quality")
    tabs = tuple(tab for tab in whole.tabs if tab.tab in wanted)
    return whole.model_copy(update={"analyses": ("followups",), "tabs": tabs})


class KilledError(BaseException):
    """The process died here: nothing after it runs."""


@dataclass
class MortalWorkbook:
    """A connection that can die at a boundary, and at whose writes people may interfere."""

    inner: Workbook
    dies: Callable[[str], None]
    meanwhile: Callable[[], None]
    requests: Requests = field(default_factory=Requests)
    writes: int = 0

    def read(self) -> Snapshot:
        """Reads, unless it dies."""
        self.dies("before read")
        snapshot = self.inner.read()
        self.dies("after read")
        return snapshot

    def apply(self, changes: Changes, base: Snapshot) -> Applied:
        """Writes, unless it dies; the second write of a run is the confirmation."""
        self.writes += 1
        kind = "write" if self.writes == 1 else "confirm"
        self.meanwhile()
        self.dies(f"before {kind}")
        applied = self.inner.apply(changes, base)
        self.dies(f"after {kind}")
        return applied


@dataclass
class MortalMessenger:
    """A connection to the channel that can die before or after a post."""

    inner: Messenger
    dies: Callable[[str], None]
    kind: str = "slack"

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def post(self, message: Message) -> str:
        """Posts, unless it dies."""
        self.dies("before post")
        ts = self.inner.post(message)
        self.dies("after post")
        return ts


@dataclass
class Tally:
    """What happened and what went wrong."""

    rounds: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    lost_replies: int = 0
    edits: int = 0
    races: int = 0
    duplicate: int = 0
    missing: int = 0
    foreign: int = 0
    blank: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """Everything that must be zero."""
        return self.duplicate + self.missing + self.foreign + self.blank

    def __str__(self) -> str:
        died = sum(self.crashes.values())
        return (
            f"{self.rounds} due digests; {died} crashes, {self.lost_replies} lost replies, "
            f"{self.edits} edits by people, {self.races} races of two workers\n"
            f"duplicate {self.duplicate} · missing {self.missing} · foreign cells changed "
            f"{self.foreign} · blank or mixed tabs {self.blank}\n"
            f"crashes by boundary: {dict(self.crashes)}\nerrors told: {dict(self.errors)}\n"
            + "\n".join(self.details[:10])
        )


@dataclass
class Campaign:
    """One ground, one stream of chance."""

    ground: Ground
    random: Random
    tally: Tally = field(default_factory=Tally)
    mirror: dict[str, Grid] = field(default_factory=dict)

    def fight(self, rounds: int) -> Tally:
        """All rounds, a working day each."""
        self.mirror = {
            title: [list(r) for r in grid] for title, grid in self.ground.people().items()
        }
        day = TODAY
        for number in range(rounds):
            self._round(at(day, 9), number)
            self.tally.rounds += 1
            day += timedelta(days=3 if day.weekday() == 4 else 1)
        return self.tally

    def _round(self, now: datetime, number: int) -> None:
        for attempt in range(12):
            record = self._attempt(now, f"{number:04x}{attempt:x}", attempt)
            if record is not None and all(
                m.status in {"sent", "already-sent"} for m in record.messages
            ):
                break
            now += timedelta(seconds=self.random.choice((5, 100, 200)))
        key = f"daily-followups/emea/{now.date().isoformat()}/#mso"
        self._check(key)

    def _attempt(self, now: datetime, run_id: str, attempt: int) -> RunRecord | None:
        doomed = (
            self.random.choice(BOUNDARIES) if self.random.random() < 0.7 and attempt < 8 else ""
        )
        if self.random.random() < 0.15:
            self.ground.lose_next_reply()
            self.tally.lost_replies += 1
        if self.random.random() < 0.1:
            self.ground.lose_next_write_reply()
            self.tally.lost_replies += 1
        rival = self.random.random() < 0.15
        return self._run(now, run_id, doomed, rival=rival)

    def _run(self, now: datetime, run_id: str, doomed: str, *, rival: bool) -> RunRecord | None:
        def dies(boundary: str) -> None:
            if boundary == doomed:
                self.tally.crashes[boundary] += 1
                raise KilledError

        raced = [rival]

        def meanwhile() -> None:
            if self.random.random() < 0.3:
                self._edit()
            if raced[0]:
                raced[0] = False
                self.tally.races += 1
                self._run(now, run_id + "r", "", rival=False)

        workbook, messenger = self.ground.connect()
        world = World(
            MortalWorkbook(workbook, dies, meanwhile),
            MortalMessenger(messenger, dies),
            clock=lambda: now,
            pause=lambda _: None,
        )
        job = light_job()
        try:
            return pipeline.run(job, world, moment_at(now), options_of(job, run_id))
        except KilledError:
            return None
        except MsoSheetsError as error:
            self.tally.errors[type(error).__name__] += 1
            return None

    def _edit(self) -> None:
        rows = self.ground.people()["Actions"]
        changed = self.random.choice(EDITS)(rows, self.random)
        self.ground.edit("Actions", changed)
        self._absorb("Actions", rows)
        self.mirror["Actions"] = [list(row) for row in changed]
        self.tally.edits += 1

    def _check(self, key: str) -> None:
        count = self.ground.posted().count(key)
        self.tally.duplicate += max(0, count - 1)
        self.tally.missing += count == 0
        if count != 1:
            self.tally.details.append(f"{key}: {count} posts")
        for title, grid in self.ground.people().items():
            self._absorb(title, grid)
        for title, grid in self.ground.ours().items():
            header = [row for row in grid if row and row[0]]
            if len(header) < 3:
                self.tally.blank += 1
                self.tally.details.append(f"{title} is blank at {key}")

    def _absorb(self, title: str, grid: Grid) -> None:
        """Compares with what people left; only blank ID cells may have been filled."""
        known = self.mirror[title]
        for row in range(max(len(known), len(grid))):
            for column in range(max(_width(known), _width(grid))):
                was, now = _at(known, row, column), _at(grid, row, column)
                if was == now:
                    continue
                if column == 0 and was is None and str(now).startswith("ACT-"):
                    continue
                self.tally.foreign += 1
                self.tally.details.append(f"{title} R{row + 1}C{column + 1}: {was!r} -> {now!r}")
        self.mirror[title] = [list(row) for row in grid]


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid), default=0)


def _at(grid: Grid, row: int, column: int) -> Any:
    if row >= len(grid) or column >= len(grid[row]):
        return None
    return None if grid[row][column] == "" else grid[row][column]


def main(arguments: Sequence[str]) -> int:
    """Prints the tally; 1 when anything went wrong."""
    rounds = int(next((a for a in arguments if a.isdigit()), "200"))
    ground: Ground = MemoryGround()
    if "--standin" in arguments:
        from tests.chaos.standin import StandinGround

        ground = StandinGround.fresh()
    tally = Campaign(ground, Random(rounds)).fight(rounds)
    print(tally)  # noqa: T201 -- the harness' answer
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
