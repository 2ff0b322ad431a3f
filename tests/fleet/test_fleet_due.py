"""What is due, when, and how long it takes."""

from datetime import UTC, datetime, timedelta

import pytest

from mso_sheets.fleet.accounts import account_for
from mso_sheets.fleet.due import Entry, Work, due_work, spread_seconds
from mso_sheets.fleet.quota import Quota, minutes_needed, pressure
from mso_sheets.worker.times import last_time

MONDAY = datetime(2026, 4, 13, 9, 10, tzinfo=UTC)
GRACE = timedelta(hours=12)
NINE = "2026-04-13T09:00:00+00:00"


def entry(workbook: str = "emea", zone: str = "UTC") -> Entry:
    return Entry("daily-followups", workbook, "0 9 * * mon-fri", zone)


def due(*entries: Entry, now: datetime = MONDAY, window: float = 0, **good: str) -> list[Work]:
    known = {f"daily-followups/{workbook}": when for workbook, when in good.items()}
    return due_work(entries, known, now, window, GRACE, last_time)


def test_a_run_is_due_at_its_moment_with_the_day_of_its_zone() -> None:
    assert due(entry()) == [Work("daily-followups", "emea", NINE, "2026-04-13")]


def test_a_zone_ahead_of_utc_has_its_own_day() -> None:
    late = datetime(2026, 4, 12, 21, 30, tzinfo=UTC)
    [work] = due(entry(zone="Pacific/Auckland"), now=late)
    assert (work.due, work.day) == ("2026-04-12T21:00:00+00:00", "2026-04-13")


def test_a_good_run_of_that_moment_is_not_due_again() -> None:
    assert due(entry(), emea=NINE) == []


def test_a_good_run_of_friday_does_not_cover_monday() -> None:
    assert len(due(entry(), emea="2026-04-10T09:00:00+00:00")) == 1


def test_what_is_older_than_the_grace_waits_for_its_next_time() -> None:
    assert due(entry(), now=MONDAY + GRACE) == []


def test_entries_wait_for_their_place_in_the_window() -> None:
    books = [entry(f"book{n}") for n in range(400)]
    nine = datetime(2026, 4, 13, 9, tzinfo=UTC)
    counts = [len(due(*books, now=nine + timedelta(seconds=s), window=100)) for s in (25, 50, 100)]
    assert counts[0] == pytest.approx(100, abs=30)
    assert counts[1] == pytest.approx(200, abs=35)
    assert counts[2] == 400


def test_the_place_in_the_window_never_moves() -> None:
    assert spread_seconds("a/b", 60) == spread_seconds("a/b", 60) < 60


def test_ten_thousand_workbooks_with_one_request_a_side_need_33_minutes_at_300_a_minute() -> None:
    assert minutes_needed(10_000, 1, Quota(300, 60, 5)) == pytest.approx(33.3, abs=0.1)


def test_the_pressure_is_told_with_its_remedy() -> None:
    one = Quota(300, 60, 1)
    assert pressure(10_000, "09:00", one, one) == (
        "10,000 workbooks at 09:00 need 334 minutes at this quota. "
        "Name more service accounts in fleet.key_files to shorten that."
    )


def test_a_small_fleet_needs_less_than_a_minute() -> None:
    one = Quota()
    assert (
        pressure(1, "09:00", one, one)
        == "1 workbook at 09:00 needs less than a minute at this quota."
    )


def test_an_account_stays_with_its_workbook_when_another_is_added() -> None:
    books = [f"book{n}" for n in range(300)]
    before = {book: account_for(book, ("a.json", "b.json")) for book in books}
    after = {book: account_for(book, ("a.json", "b.json", "c.json")) for book in books}
    moved = [book for book in books if before[book] != after[book]]
    assert {after[book] for book in moved} == {"c.json"}
    assert len(moved) == pytest.approx(100, abs=30)
