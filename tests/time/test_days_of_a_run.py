"""Which day a run believes it is, what is overdue on it, and under which key its digest goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mso_sheets import pipeline
from mso_sheets.model.run import RunRecord
from mso_sheets.plan import Moment
from mso_sheets.plan.keys import period_of
from tests.chaos.campaign import light_job
from tests.fakes.book import MemoryStore
from tests.fakes.channel import MemoryChannel
from tests.fakes.runs import options_of, world_of
from tests.making import settings_of, snapshot_of

ZONES = [
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
]
EVERY_DAY: dict[str, Any] = {"working_days": "Mon-Sun"}


def book(due: date, *, more: str = "") -> MemoryStore:
    actions = f"""
        | Action ID | Action     | Owner | Due date | Status |
        | ACT-0001  | Send draft | Ana   | {due}    | Open   |
    """
    people = more or "| Name | Country |\n| Ana | |"
    return MemoryStore(snapshot_of({"Actions": actions, "People": people}))


def run_at(
    store: MemoryStore, local: datetime, channel: MemoryChannel | None = None, **rules: object
) -> RunRecord:
    """The daily digest at a local time (aware); `rules` are the workbook's."""
    job = light_job()
    now = local.astimezone(UTC)
    moment = Moment(now, local, local.date(), local.date())
    options = options_of(job, rules=settings_of(channel="#mso", **rules))
    world = world_of(store, channel or MemoryChannel(), now)
    return pipeline.run(job, world, lambda _: moment, options)


def days_late(store: MemoryStore) -> float | None:
    grid = store.grid("Follow-ups")
    header = next(row for row in grid if row and row[0] == "Action ID")
    row = next((row for row in grid if row and row[0] == "ACT-0001"), None)
    column = next(n for n, label in enumerate(header) if "late" in str(label).lower())
    value = row[column] if row else None
    return float(str(value)) if value not in (None, "") else None


def at_local(zone: str, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(("zone", "day"), ZONES)
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_on_the_day_the_clocks_change_due_today_is_not_late_and_tomorrow_it_is(
    zone: str, day: date, hour: int
) -> None:
    store = book(day)
    run_at(store, at_local(zone, day, hour, 30), **EVERY_DAY)
    assert days_late(store) in (None, 0.0)
    run_at(store, at_local(zone, day + timedelta(days=1), hour, 30), **EVERY_DAY)
    assert days_late(store) == 1.0


@pytest.mark.parametrize(("zone", "day"), ZONES)
def test_the_hour_that_comes_twice_still_posts_once(zone: str, day: date) -> None:
    store, channel = book(day - timedelta(days=2)), MemoryChannel()
    first = at_local(zone, day, 1, 45)
    again = first.replace(fold=1)
    run_at(store, first, channel, **EVERY_DAY)
    record = run_at(store, again + timedelta(minutes=3), channel, **EVERY_DAY)
    assert [message.status for message in record.messages] == ["already-sent"]
    assert channel.keys() == [f"daily-followups/emea/{day}/#mso"]


def test_the_day_is_the_teams_not_the_servers() -> None:
    """23:30 in New York is tomorrow in UTC: what is due today there is not late."""
    store = book(date(2026, 4, 14))
    late_evening = at_local("America/New_York", date(2026, 4, 14), 23, 30)
    assert late_evening.astimezone(UTC).date() == date(2026, 4, 15)
    record = run_at(store, late_evening)
    assert record.as_of == "2026-04-14"
    assert days_late(store) in (None, 0.0)


def test_overdue_is_when_the_owners_own_day_is_past_the_due_date() -> None:
    people = "| Name | Time zone |\n| Ana | Pacific/Auckland |"
    store = book(date(2026, 4, 14), more=people)
    run_at(store, at_local("Europe/London", date(2026, 4, 14), 20))
    assert days_late(store) == 1.0


@pytest.mark.parametrize(
    ("due", "today", "holidays", "late"),
    [
        (date(2026, 4, 10), date(2026, 4, 13), (), 1.0),
        (date(2026, 4, 2), date(2026, 4, 7), ("GB-ENG",), 1.0),
        (date(2026, 4, 2), date(2026, 4, 7), ("GB-SCT",), 2.0),
        (date(2026, 12, 24), date(2026, 12, 29), ("GB-ENG",), 1.0),
        (date(2026, 12, 31), date(2027, 1, 4), ("GB-ENG",), 1.0),
        (date(2028, 2, 28), date(2028, 2, 29), (), 1.0),
        (date(2028, 2, 29), date(2028, 3, 1), (), 1.0),
        (date(2027, 2, 26), date(2027, 3, 1), (), 1.0),
    ],
    ids=["Friday on Monday", "Easter", "Easter Monday is worked in Scotland", "Christmas chain",
         "over New Year", "29 February counts", "past 29 February", "no 29 February"],
)  # fmt: skip
def test_working_days_late_over_chains_of_holidays(
    due: date, today: date, holidays: tuple[str, ...], late: float
) -> None:
    store = book(due)
    run_at(store, at_local("Europe/London", today, 9), holidays=holidays)
    assert days_late(store) == late


@pytest.mark.parametrize(
    "day", [date(2026, 4, 3), date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 6)]
)
def test_no_digest_on_any_day_of_a_holiday_chain(day: date) -> None:
    channel = MemoryChannel()
    record = run_at(
        book(date(2026, 4, 1)), at_local("Europe/London", day, 9), channel, holidays=("GB-ENG",)
    )
    assert channel.posts == []
    assert "no working day" in record.messages[0].reason


@pytest.mark.parametrize(
    ("period", "day", "expected"),
    [
        ("day", date(2026, 12, 31), "2026-12-31"),
        ("week", date(2026, 12, 31), "2026-W53"),
        ("week", date(2027, 1, 1), "2026-W53"),
        ("week", date(2027, 1, 4), "2027-W01"),
        ("week", date(2024, 12, 30), "2025-W01"),
        ("month", date(2028, 2, 29), "2028-02"),
        ("month", date(2027, 1, 1), "2027-01"),
    ],
)
def test_periods_at_years_end(period: str, day: date, expected: str) -> None:
    job = light_job().model_copy(update={"period": period})
    assert period_of(job, day, "8f3a01") == expected


def test_a_digest_that_was_due_yesterday_goes_under_yesterdays_key() -> None:
    store, channel = book(date(2026, 4, 10)), MemoryChannel()
    local = at_local("Europe/London", date(2026, 4, 15), 0, 20)
    job = light_job()
    moment = Moment(local.astimezone(UTC), local, local.date(), date(2026, 4, 14))
    options = replace(options_of(job), run_id="8f3a02")
    pipeline.run(job, world_of(store, channel, moment.now), lambda _: moment, options)
    assert channel.keys() == ["daily-followups/emea/2026-04-14/#mso"]


@pytest.mark.parametrize("jump", [timedelta(days=-2), timedelta(days=2)])
def test_a_clock_that_jumps_posts_nothing_twice(jump: timedelta) -> None:
    """A claim of the future or of long ago is looked up, not trusted and not repeated."""
    store, channel = book(date(2026, 4, 10)), MemoryChannel()
    local = at_local("Europe/London", date(2026, 4, 14), 9)
    job = light_job()
    world = world_of(store, channel, local.astimezone(UTC) + jump)
    world.messenger.lose_reply = True  # type: ignore[attr-defined]
    jumped = Moment(local.astimezone(UTC) + jump, local, local.date(), local.date())
    pipeline.run(job, world, lambda _: jumped, options_of(job, "aaaa01"))
    record = run_at(store, local + timedelta(minutes=5), channel)
    assert [message.status for message in record.messages] == ["already-sent"]
    assert len(channel.posts) == 1
