"""A fleet under SIGKILL: every due digest exactly once, in the time that the quota allows.

    python -m tests.chaos.fleet_campaign 2000 --workers 8

Needs the stand-ins with their quotas on (300 reads and 300 writes a minute for the project, 60 for
an account) and redis-server. Workers, the beat and Redis (append-only file) are killed at random,
replies are lost on both sides, until the last digest is posted. Ends with 1 when anything is posted
twice or not at all, is not confirmed in its workbook, is parked, harms a cell, or takes too long.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from mso_sheets.app import clock
from tests.chaos.fleet_ground import FleetGround
from tests.chaos.fleet_processes import PAUSE, Fleet

RULES = """window_seconds = 60
tick_seconds = 2
lease_seconds = 8
visibility_seconds = 20
retry_seconds = 5
tries = 20"""
CHANCES = {"worker": 1 / 45, "child": 1 / 45, "redis": 1 / 250, "beat": 1 / 250, "reply": 1 / 20}
"""Of each misfortune: in every second; of a lost or broken reply: for every run that ends well."""
LATE = 1.10
A_MINUTE = 300
REQUESTS_EACH = 2
"""A run reads twice (what is there, the values) and writes twice (tabs and claim, confirmation)."""


@dataclass
class Campaign:
    """One fleet, its ground and its bad luck."""

    ground: FleetGround
    fleet: Fleet
    workers: int
    random: Random
    chances: dict[str, float] = field(default_factory=lambda: dict(CHANCES))
    down: dict[str, float] = field(default_factory=dict)

    def begin(self) -> None:
        """Redis and the workers, all of them up."""
        self.fleet.start("redis")
        self.fleet.wait_for_redis()
        for number in range(self.workers):
            self.fleet.start(f"worker-{number}")
        self.fleet.wait_for_workers(self.workers)

    def second(self, ended: int) -> None:
        """One second's bad luck, and the supervisor who starts again what lies there.

        Replies are lost in proportion to the traffic: `ended` runs ended well in this second.
        """
        chances = {**self.chances}
        often = chances.pop("reply", 0)
        lucky = {kind for kind, chance in chances.items() if self.random.random() < chance}
        worker = f"worker-{self.random.randrange(self.workers)}"
        for kind in sorted(lucky):
            name = worker if kind in {"worker", "child"} else kind
            if name in self.down:
                continue
            if kind == "child":
                self.fleet.kill_child(name)
            else:
                self.fleet.kill(name)
                self.down[name] = time.monotonic() + self.random.uniform(0.5, 3)
        for _ in range(sum(self.random.random() < often for _ in range(ended))):
            self.ground.lose_something()
        for name in self.fleet.fallen():
            if time.monotonic() >= self.down.setdefault(name, time.monotonic() + 1):
                self.fleet.start(name)
                del self.down[name]

    def rest(self) -> None:
        """Ends workers and beat; leaves Redis up for the judge."""
        for name in [name for name in self.fleet.running if name != "redis"]:
            self.fleet.end(name)
        if "redis" in self.fleet.fallen():
            self.fleet.start("redis")
        self.fleet.wait_for_redis()

    def finished(self) -> int:
        """Runs that Redis knows to have gone well; -1 while it is away."""
        from redis import Redis
        from redis.exceptions import RedisError

        try:
            with Redis.from_url(
                f"redis://127.0.0.1:{self.fleet.port}/0", socket_timeout=2
            ) as client:
                found: Any = client.hlen("mso:good")
                return int(found)
        except RedisError:
            return -1

    def parked(self) -> dict[str, str]:
        """Runs that were set aside, and why."""
        from redis import Redis

        with Redis.from_url(f"redis://127.0.0.1:{self.fleet.port}/0") as client:
            found: Any = client.hgetall("mso:parked")
            return {key.decode(): value.decode() for key, value in found.items()}


def chances(asked: argparse.Namespace) -> dict[str, float]:
    """All misfortunes, or those that were asked for."""
    kinds = {asked.only} if asked.only else set() if asked.calm else set(CHANCES)
    return {kind: CHANCES[kind] for kind in kinds}


def say(line: str) -> None:
    """One line, at once, however it is piped."""
    print(line, flush=True)  # noqa: T201 -- the campaign's answer


def fight(campaign: Campaign, seconds: float) -> float:
    """Until every run went well, or for so many seconds; the seconds since the beat was started."""
    campaign.begin()
    started = time.monotonic()
    campaign.fleet.start("beat")
    good, before, told = 0, 0, 0.0
    while good < campaign.ground.workbooks and time.monotonic() - started < seconds:
        PAUSE.wait(1)
        campaign.second(good - before)
        before, good = good, max(good, campaign.finished())
        if time.monotonic() - told > 30:
            told = time.monotonic()
            say(f"{told - started:6.0f} s {good:6} good; killed: {dict(campaign.fleet.killed)}")
    return time.monotonic() - started


def verdict(campaign: Campaign) -> Counter[str]:
    """What is wrong in Slack, in the workbooks and in the queue, by kind."""
    ground, posted = campaign.ground, campaign.ground.posted()
    return Counter(
        missing=sum(posted[name] == 0 for name in ground.ids),
        twice=sum(count > 1 for count in posted.values()),
        strange=len(set(posted) - set(ground.ids)),
        unconfirmed=len(ground.unconfirmed()),
        harmed=len(ground.harmed()),
        parked=len(campaign.parked()),
    )


def judged(campaign: Campaign, seconds: float) -> int:
    """Prints what the judge saw; 1 when anything is wrong."""
    ground = campaign.ground
    requests = ground.requests()
    allowed = ground.workbooks * REQUESTS_EACH / A_MINUTE * 60
    wrong = verdict(campaign) + Counter(late=int(seconds > allowed * LATE))
    killed = dict(campaign.fleet.killed)
    say(f"{ground.workbooks:,} workbooks, {campaign.workers} workers; killed: {killed}")
    say(f"lost or broken replies: {sum(ground.lost.values())} {dict(ground.lost)}")
    say(f"requests: {dict(requests)}")
    ratio = seconds / allowed
    say(f"{seconds:.0f} s; the quota allows {allowed:.0f} s at least: ratio {ratio:.3f}")
    say(f"wrong: {dict(wrong) or 'nothing; each digest once'}")
    for entry, why in list(campaign.parked().items())[:5]:
        say(f"parked {entry}: {why}")
    return int(bool(wrong))


@contextmanager
def campaign_in(
    folder: Path, workbooks: int, workers: int, seed: int, day: date
) -> Iterator[Campaign]:
    """A campaign whose processes have ended when it is left."""
    home = folder / "home"
    ground = FleetGround(workbooks, home, day, random=Random(seed))
    ground.lay_out(RULES)
    known = {"MSO_SHEETS_HOME": str(home), "MSO_SHEETS_STATE": str(folder / "state")}
    fleet = Fleet(folder, {**os.environ, **known, "MSO_SHEETS_GRACE_HOURS": "30"})
    try:
        yield Campaign(ground, fleet, workers, Random(seed + 1))
    finally:
        fleet.end_all()
        ground.leave()


def main() -> int:
    """Lays out, fights, judges."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workbooks", type=int, nargs="?", default=2_000)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=3_600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calm", action="store_true", help="nothing is killed and nothing lost")
    parser.add_argument("--only", choices=sorted(CHANCES), help="one kind of misfortune alone")
    parser.add_argument("--keep", type=Path, help="where logs are left")
    asked = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        day = clock.now().date()
        with campaign_in(folder, asked.workbooks, asked.workers, asked.seed, day) as campaign:
            campaign.chances = chances(asked)
            seconds = fight(campaign, asked.seconds)
            campaign.rest()
            return judged(campaign, seconds)


if __name__ == "__main__":
    sys.exit(main())
