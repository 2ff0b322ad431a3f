"""APScheduler 3 with a memory store: the job files are the store; missed times are caught up once.

The defaults that bite are set by hand: grace of hours (the default is one second), coalesce, one
instance. https://apscheduler.readthedocs.io/en/3.x/userguide.html#missed-job-executions-and-coalescing
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mso_sheets.worker.runner import Runner
from mso_sheets.worker.times import last_time, trigger

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)
TRIES = 3
RETRY_MINUTES = 10
BEAT_SECONDS = 30
PATIENCE_SECONDS = 60
REFRESH = "refresh"
SETTLE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One job of one workbook with its cron line and zone."""

    job: str
    workbook: str
    cron: str
    zone: str
    period: str = "day"

    @property
    def key(self) -> str:
        """How it is called in health and logs."""
        return f"{self.job}/{self.workbook}"


class Schedule:
    """Runs what is due until `stop`. The clock and the notes of the last good runs come in."""

    def __init__(
        self,
        jobs: list[Scheduled],
        runner: Runner,
        clock: Callable[[], datetime],
        grace: timedelta,
        lease: float,
        note: Callable[[Mapping[str, str]], None],
    ) -> None:
        self._jobs = jobs
        self._runner = runner
        self._clock = clock
        self._grace = grace
        self._lease = lease
        self._note = note
        self._stop = threading.Event()
        self._scheduler: BackgroundScheduler | None = None

    def serve(self, last_good: Mapping[str, str]) -> None:
        """Schedules everything, catches up what was missed, and blocks until `stop`."""
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": int(self._grace.total_seconds()),
            },
            timezone="UTC",
        )
        for job in self._jobs:
            self._scheduler.add_job(
                self.fire, trigger(job.cron, job.zone), args=[job], id=job.key, name=job.key
            )
        self._scheduler.start()
        for job in missed(self._jobs, last_good, self._clock(), self._grace):
            self._once(job, self._clock(), 1)
        while not self._stop.wait(BEAT_SECONDS):
            self._beat()
        self._scheduler.shutdown(wait=False)
        self._runner.stop(PATIENCE_SECONDS)

    def stop(self, *_: object) -> None:
        """Ends `serve`; runs under way may finish."""
        self._stop.set()

    def refresh_soon(self, workbook: str) -> None:
        """Runs `refresh` of a workbook a little later: presses that come together share one run."""
        for job in self._jobs:
            if job.workbook == workbook and job.job == REFRESH:
                self._once(job, self._clock() + timedelta(seconds=SETTLE_SECONDS), 1)

    def listen(self) -> None:
        """SIGTERM and SIGINT stop the schedule cleanly."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def fire(self, job: Scheduled, day: str = "", attempt: int = 1) -> None:
        """One due run; what failed is tried again, what waits for a working day is put off."""
        now = self._clock()
        scheduled = day or self._scheduled_day(job, now)
        outcome = self._runner.run(job.job, job.workbook, scheduled)
        self._beat()
        if outcome.waits_for_lease and attempt < TRIES:
            self._again(job, scheduled, attempt, timedelta(seconds=self._lease + 5))
        elif outcome.worth_another_try and attempt < TRIES:
            crashed = outcome.code is None or outcome.code < 0
            wait = (
                timedelta(seconds=self._lease + 5) if crashed else timedelta(minutes=RETRY_MINUTES)
            )
            self._again(job, scheduled, attempt, wait)
        elif outcome.put_off and job.period in {"week", "month"}:
            self._again(job, scheduled, 1, timedelta(days=1))

    def _scheduled_day(self, job: Scheduled, now: datetime) -> str:
        due = last_time(job.cron, job.zone, now, self._grace + timedelta(hours=1)) or now
        return due.astimezone(ZoneInfo(job.zone)).date().isoformat()

    def _again(self, job: Scheduled, day: str, attempt: int, wait: timedelta) -> None:
        log.warning("will run again", extra={"fields": {"job": job.key, "in": str(wait)}})
        self._once(job, self._clock() + wait, attempt + 1, day)

    def _once(self, job: Scheduled, when: datetime, attempt: int, day: str = "") -> None:
        if self._scheduler is not None and not self._stop.is_set():
            self._scheduler.add_job(
                self.fire, "date", run_date=when, args=[job, day, attempt], id=f"{job.key}#again",
                replace_existing=True,
            )  # fmt: skip

    def _beat(self) -> None:
        now = self._clock()
        due = {job.key: last_time(job.cron, job.zone, now, timedelta(days=8)) for job in self._jobs}
        self._note({key: when.isoformat() for key, when in due.items() if when is not None})


def missed(
    jobs: list[Scheduled], last_good: Mapping[str, str], now: datetime, grace: timedelta
) -> list[Scheduled]:
    """Jobs whose last due time lies within the grace and that have had no good run since: one each."""
    late = []
    for job in jobs:
        due = last_time(job.cron, job.zone, now, grace)
        good = last_good.get(job.key, "")
        if due is not None and (not good or datetime.fromisoformat(good) < due):
            late.append(job)
    return late
