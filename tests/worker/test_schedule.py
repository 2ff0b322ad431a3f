"""The schedule on a clock of its own: one catch-up, retries with an end, the scheduled day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mso_sheets.worker.runner import Outcome, Runner
from mso_sheets.worker.schedule import TRIES, Schedule, Scheduled, missed

HOURLY = Scheduled("refresh", "emea", "5 * * * *", "Europe/London")
DAILY = Scheduled("daily-followups", "emea", "0 9 * * mon-fri", "Europe/London")
MONTHLY = Scheduled("knowledge-review", "emea", "0 9 1 * *", "Europe/London", "month")
GRACE = timedelta(hours=12)
TUESDAY = datetime(2026, 4, 14, 8, 0, 3, tzinfo=UTC)


@dataclass
class Runs:
    """A runner that notes what it was asked, and answers as it is told."""

    answers: list[Outcome] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def run(self, job: str, workbook: str, scheduled: str) -> Outcome:
        self.asked.append((job, scheduled))
        return self.answers.pop(0) if self.answers else Outcome(0)


@dataclass
class Calendar:
    """APScheduler's place: keeps what is to run later."""

    later: list[tuple[datetime, list[Any]]] = field(default_factory=list)

    def add_job(
        self, fire: Any, kind: str, *, run_date: datetime, args: list[Any], **_: Any
    ) -> None:
        assert kind == "date"
        self.later.append((run_date, args))


def schedule_at(now: datetime, runs: Runs, job: Scheduled = DAILY) -> tuple[Schedule, Calendar]:
    calendar = Calendar()
    made = Schedule([job], runs, lambda: now, GRACE, 90, lambda due: None)  # type: ignore[arg-type]
    made._scheduler = calendar
    return made, calendar


def test_a_worker_that_slept_for_a_day_catches_up_once_a_job_not_once_an_hour() -> None:
    good = {HOURLY.key: "2026-04-13T08:05:10+00:00", DAILY.key: "2026-04-13T08:00:09+00:00"}
    assert missed([HOURLY, DAILY], good, TUESDAY, GRACE) == [HOURLY, DAILY]


@pytest.mark.parametrize(
    ("last_good", "due"),
    [
        ("2026-04-14T08:00:02+00:00", False),
        ("2026-04-14T07:59:59+00:00", True),
        ("2026-04-10T08:00:02+00:00", True),
        ("", True),
    ],
)
def test_only_a_time_without_a_good_run_since_is_missed(last_good: str, due: bool) -> None:
    good = {DAILY.key: last_good} if last_good else {}
    assert (missed([DAILY], good, TUESDAY, GRACE) == [DAILY]) == due


def test_what_was_due_before_the_grace_began_is_not_caught_up() -> None:
    assert missed([DAILY], {}, TUESDAY.replace(hour=21), GRACE) == []


def test_the_weekend_has_no_due_time() -> None:
    assert missed([DAILY], {}, datetime(2026, 4, 18, 12, tzinfo=UTC), GRACE) == []


def test_a_late_run_is_keyed_by_the_day_it_was_due_not_by_the_day_it_runs() -> None:
    evening = Scheduled("late", "emea", "30 23 * * *", "Europe/London")
    runs = Runs()
    made, _ = schedule_at(datetime(2026, 4, 15, 1, 0, tzinfo=UTC), runs, evening)
    made.fire(evening)
    assert runs.asked == [("late", "2026-04-14")]


def test_a_good_run_is_not_repeated() -> None:
    made, calendar = schedule_at(TUESDAY, Runs())
    made.fire(DAILY)
    assert calendar.later == []


@pytest.mark.parametrize(
    ("outcome", "minutes"),
    [
        (Outcome(1, {"status": "failed"}), 10.0),
        (Outcome(None), 95 / 60),
        (Outcome(-9), 95 / 60),
        (Outcome(0, {"messages": [{"reason": "run 8f3a is posting it now"}]}), 95 / 60),
    ],
)
def test_what_may_pass_is_tried_again_after_its_wait(outcome: Outcome, minutes: float) -> None:
    made, calendar = schedule_at(TUESDAY, Runs([outcome]))
    made.fire(DAILY)
    ((when, args),) = calendar.later
    assert when - TUESDAY == timedelta(minutes=minutes)
    assert args == [DAILY, "2026-04-14", 2]


@pytest.mark.parametrize("code", [2, 3])
def test_a_refusal_or_a_mistake_of_the_settings_is_not_tried_again(code: int) -> None:
    made, calendar = schedule_at(TUESDAY, Runs([Outcome(code, {"status": "refused"})]))
    made.fire(DAILY)
    assert calendar.later == []


def test_a_partial_run_is_not_tried_again_its_failures_are_told_instead() -> None:
    made, calendar = schedule_at(TUESDAY, Runs([Outcome(1, {"status": "partial"})]))
    made.fire(DAILY)
    assert calendar.later == []


@pytest.mark.parametrize("status", ["failed", "unknown"])
def test_a_digest_that_slack_did_not_take_is_tried_again_the_same_morning(status: str) -> None:
    record = {"status": "partial", "messages": [{"status": status, "reason": "Slack answered 500"}]}
    made, calendar = schedule_at(TUESDAY, Runs([Outcome(1, record)]))
    made.fire(DAILY)
    ((when, args),) = calendar.later
    assert when - TUESDAY == timedelta(minutes=10)
    assert args == [DAILY, "2026-04-14", 2]


def test_retries_end() -> None:
    runs = Runs([Outcome(1)] * 10)
    made, calendar = schedule_at(TUESDAY, runs)
    made.fire(DAILY)
    while calendar.later:
        _, (job, day, attempt) = calendar.later.pop()
        made.fire(job, day, attempt)
    assert len(runs.asked) == TRIES
    assert {day for _, day in runs.asked} == {"2026-04-14"}


def test_a_monthly_digest_that_meets_a_holiday_waits_for_the_next_day_under_its_own_key() -> None:
    put_off = Outcome(0, {"messages": [{"reason": "Fri 1 May is no working day"}]})
    first = datetime(2026, 5, 1, 8, 0, 1, tzinfo=UTC)
    made, calendar = schedule_at(first, Runs([put_off]), MONTHLY)
    made.fire(MONTHLY)
    ((when, args),) = calendar.later
    assert (when - first, args) == (timedelta(days=1), [MONTHLY, "2026-05-01", 1 + 1])


def test_a_daily_digest_on_a_holiday_waits_for_nothing() -> None:
    put_off = Outcome(0, {"messages": [{"reason": "Mon 6 Apr is no working day"}]})
    made, calendar = schedule_at(TUESDAY, Runs([put_off]))
    made.fire(DAILY)
    assert calendar.later == []


class Hanging:
    """A process that ends only when it is made to."""

    returncode = -15

    def __init__(self, *_: object, **__: object) -> None:
        self.ended = False

    def communicate(self, timeout: float) -> tuple[str, str]:
        import subprocess

        raise subprocess.TimeoutExpired("run", timeout)

    def terminate(self) -> None:
        self.ended = True

    def wait(self, timeout: float) -> int:
        return self.returncode


def test_a_run_over_its_time_limit_is_ended_and_worth_another_try() -> None:
    started: list[Hanging] = []

    def launch(*arguments: object, **more: object) -> Hanging:
        started.append(Hanging())
        return started[-1]

    outcome = Runner(900, ".", launch).run("refresh", "emea", "2026-04-14")
    assert outcome.code is None
    assert outcome.worth_another_try
    assert started[0].ended


def test_after_stop_nothing_is_started() -> None:
    def launch(*_: object, **__: object) -> Hanging:
        raise AssertionError("started")

    runner = Runner(900, ".", launch)
    runner.stop(0)
    assert runner.run("refresh", "emea", "2026-04-14") == Outcome(0)
