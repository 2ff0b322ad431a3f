"""The promises of a run, on fakes: once, nothing twice, nobody harmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mso_sheets import pipeline
from mso_sheets.errors import ConflictError, MessengerError
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Applied, Changes
from tests.fakes.book import MemoryStore, MemoryWorkbook, contents
from tests.fakes.channel import MemoryChannel
from tests.fakes.runs import (
    at,
    moment_at,
    options_of,
    run_once,
    shipped_job,
    small_store,
    world_of,
)
from tests.making import TODAY, settings_of, tab_of


def test_a_run_writes_the_tabs_once_and_posts_one_digest() -> None:
    store, channel = small_store(), MemoryChannel()
    record = run_once(store, channel)
    assert record.status == "ok", record.notes
    assert [m.status for m in record.messages] == ["sent"]
    assert (record.requests.read, record.requests.write) == (2, 2)
    titles = {tab.title for tab in store.snapshot.tabs}
    assert {"Summary", "Follow-ups", "Data quality", "Run log", "_mso_state"} <= titles
    assert channel.keys() == ["daily-followups/emea/2026-04-14/#mso"]


def test_a_second_run_at_once_writes_nothing_and_posts_nothing() -> None:
    store, channel = small_store(), MemoryChannel()
    run_once(store, channel)
    again = run_once(store, channel, run_id="8f3a02", now=at(TODAY, 9, 5))
    assert [m.status for m in again.messages] == ["already-sent"]
    assert again.requests.write == 0
    assert set(again.tabs.values()) == {"unchanged"}
    assert len(channel.posts) == 1


def test_a_blank_id_is_minted_and_no_other_cell_of_people_changes() -> None:
    store, channel = small_store(), MemoryChannel()
    before = contents(store.snapshot, ours=False)
    run_once(store, channel)
    after = contents(store.snapshot, ours=False)
    changed = [
        (title, row, column)
        for title, grid in after.items()
        for row, line in enumerate(grid, 1)
        for column, value in enumerate(line, 1)
        if value != before[title][row - 1][column - 1]
    ]
    assert changed == [("Actions", 4, 1)]
    assert after["Actions"][3][0] == "ACT-0003"


def test_two_writers_at_once_end_in_one_digest_and_one_truth() -> None:
    store, channel = small_store(), MemoryChannel()
    job = shipped_job("daily-followups")
    first, second = world_of(store, channel), world_of(store, channel)

    def meanwhile() -> None:
        second.workbook.before_write = None  # type: ignore[attr-defined]
        pipeline.run(job, first, moment_at(at(TODAY)), options_of(job, "aaaa01"))

    second.workbook.before_write = meanwhile  # type: ignore[attr-defined]
    record = pipeline.run(job, second, moment_at(at(TODAY)), options_of(job, "bbbb02"))
    assert len(channel.posts) == 1
    assert [m.status for m in record.messages] == ["already-sent"]


def test_a_lost_reply_is_reported_and_later_found_not_posted_again() -> None:
    store, channel = small_store(), MemoryChannel()
    job = shipped_job("daily-followups")
    world = world_of(store, channel)
    world.messenger.lose_reply = True  # type: ignore[attr-defined]
    record = pipeline.run(job, world, moment_at(at(TODAY)), options_of(job))
    assert [m.status for m in record.messages] == ["unknown"]
    later = run_once(store, channel, now=at(TODAY, 9, 5), run_id="8f3a02")
    assert [m.status for m in later.messages] == ["already-sent"]
    assert len(channel.posts) == 1


def test_a_message_that_slack_refused_is_posted_by_the_next_run() -> None:
    store, channel = small_store(), MemoryChannel()
    job = shipped_job("daily-followups")
    world = world_of(store, channel)
    world.messenger.outage = MessengerError("channel_not_found", "Invite the bot.")  # type: ignore[attr-defined]
    record = pipeline.run(job, world, moment_at(at(TODAY)), options_of(job))
    assert record.status == "partial"
    later = run_once(store, channel, now=at(TODAY, 9, 5), run_id="8f3a02")
    assert [m.status for m in later.messages] == ["sent"]


def test_a_crash_after_the_claim_is_posted_after_the_lease_and_not_before() -> None:
    store, channel = small_store(), MemoryChannel()
    job = shipped_job("daily-followups")
    world = world_of(store, channel)

    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    world.workbook.after_write = die  # type: ignore[attr-defined]
    with pytest.raises(Killed):
        pipeline.run(job, world, moment_at(at(TODAY)), options_of(job, "dead01"))
    soon = run_once(store, channel, now=at(TODAY) + timedelta(seconds=30), run_id="8f3a02")
    assert [m.status for m in soon.messages] == ["skipped"]
    assert "dead01" in soon.messages[0].reason
    later = run_once(store, channel, now=at(TODAY) + timedelta(seconds=120), run_id="8f3a03")
    assert [m.status for m in later.messages] == ["sent"]
    assert len(channel.posts) == 1


def test_notes_beside_our_columns_follow_their_row_when_the_order_changes() -> None:
    store, channel = small_store(), MemoryChannel()
    run_once(store, channel)
    grid = store.grid("Follow-ups")
    width = max(n for n, value in enumerate(grid[_header(grid)], 1) if value)
    row = next(n for n, line in enumerate(grid) if line[0] == "ACT-0001")

    def write_note(cells: list[list[Cell]]) -> list[list[Cell]]:
        cells[row] = [*cells[row][:width], *[None] * (width - len(cells[row])), "ask Finance first"]
        return cells

    store.edit("Follow-ups", write_note)
    store.edit("Actions", lambda cells: [cells[0], *reversed(cells[1:])])
    store.edit("Actions", lambda cells: _set_due(cells, "ACT-0002", 46100.0))
    run_once(store, channel, run_id="8f3a02", now=at(TODAY, 10))
    after = store.grid("Follow-ups")
    noted = [line[0] for line in after if "ask Finance first" in line]
    assert noted == ["ACT-0001"]


def test_a_quiet_day_posts_nothing_and_says_so_once() -> None:
    store, channel = small_store(), MemoryChannel()
    saturday = at(TODAY + timedelta(days=4))
    record = run_once(store, channel, now=saturday)
    assert [m.status for m in record.messages] == ["skipped"]
    assert "no working day" in record.messages[0].reason
    again = run_once(store, channel, now=saturday + timedelta(minutes=5), run_id="8f3a02")
    assert (again.requests.write, channel.posts) == (0, [])


def test_to_sends_elsewhere_and_leaves_the_ledger_alone() -> None:
    store, channel = small_store(), MemoryChannel()
    run_once(store, channel, to="#test")
    record = run_once(store, channel, run_id="8f3a02", now=at(TODAY, 9, 5))
    assert [message.channel for _, message in channel.posts] == ["#test", "#mso"]
    assert [m.status for m in record.messages] == ["sent"]


def _header(grid: list[list[Cell]]) -> int:
    return next(n for n, line in enumerate(grid) if line and line[0] == "Action ID")


def _set_due(cells: list[list[Cell]], record: str, day: float) -> list[list[Cell]]:
    for line in cells:
        if line[0] == record:
            line[3] = day
    return cells


def test_a_strangers_tab_of_our_name_is_refused_and_the_rest_is_written() -> None:
    store = small_store()
    store.rename("People", "Summary")
    record = run_once(store, MemoryChannel())
    assert record.status == "refused"
    assert record.tabs["Summary"] == "failed"
    assert record.tabs["Follow-ups"] == "written"
    assert "Rename your tab 'Summary'" in " ".join(record.notes)


def test_a_copied_workbook_starts_afresh() -> None:
    store, channel = small_store(), MemoryChannel()
    run_once(store, channel)
    copied = MemoryStore(replace(store.snapshot, spreadsheet_id="1copy"))
    record = run_once(copied, channel, run_id="8f3a02", now=at(TODAY, 9, 5))
    assert [m.status for m in record.messages] == ["sent"]


def test_people_who_ask_for_it_get_their_own_digest_and_leave_the_channels() -> None:
    store, channel = small_store(), MemoryChannel()
    rules = settings_of(channel="#mso", digest={"personal": ["Ana"]})
    record = run_once(store, channel, rules=rules)
    assert [m.status for m in record.messages] == ["sent", "sent"]
    assert channel.keys() == [
        "daily-followups/emea/2026-04-14/#mso",
        "daily-followups/emea/2026-04-14/U0ANA",
    ]
    again = run_once(store, channel, rules=rules, run_id="8f3a02", now=at(TODAY, 9, 5))
    assert [m.status for m in again.messages] == ["already-sent", "already-sent"]


def test_the_digest_of_today_is_updated_in_place_when_an_item_is_closed() -> None:
    store, channel = small_store(), MemoryChannel()
    run_once(store, channel)
    before = channel.posts[0]

    def close(cells: list[list[Cell]]) -> list[list[Cell]]:
        for line in cells:
            if line[0] == "ACT-0001":
                line[4] = "Complete"
        return cells

    store.edit("Actions", close)
    record = run_once(store, channel, job="refresh", run_id="8f3a02", now=at(TODAY, 10))
    assert record.status == "ok", record.notes
    assert [ts for ts, _ in channel.posts] == [before[0]]
    assert channel.posts[0][1].content != before[1].content
    again = run_once(store, channel, job="refresh", run_id="8f3a03", now=at(TODAY, 11))
    assert (again.requests.write, again.requests.slack) == (0, 0)


@pytest.mark.parametrize(
    ("day", "status"),
    [(date(2026, 5, 1), "sent"), (date(2026, 5, 4), "skipped")],
    ids=["first working day", "second working day"],
)
def test_a_scheduled_knowledge_review_speaks_on_the_first_working_day(
    day: date, status: str
) -> None:
    store, channel = small_store(), MemoryChannel()
    spec, now = shipped_job("knowledge-review"), at(day, 10)
    moment = replace(moment_at(now)(store.snapshot), by_schedule=True)
    knowledge = """
        | Doc ID | Title   | Type | Owner | Status   | Last verified |
        | SOP-1  | Refunds | SOP  | Ana   | Verified | 2025-01-02    |
    """
    store.snapshot = replace(
        store.snapshot, tabs=(*store.snapshot.tabs, tab_of("Knowledge", knowledge, 9))
    )
    world = world_of(store, channel, now)
    record = pipeline.run(spec, world, lambda _: moment, options_of(spec))
    assert [m.status for m in record.messages] == [status], record.messages


class LeftBehind(MemoryWorkbook):
    """A workbook in which a dead run has not put right what its write met."""

    def read(self) -> Snapshot:
        """Unsettled until the first write."""
        return replace(super().read(), unsettled=not self.requests.write)

    def apply(self, changes: Changes, base: Snapshot) -> Applied:
        """Settles, and has it read again, as the port says."""
        if base.unsettled:
            self.requests.write += 1
            raise ConflictError
        return super().apply(changes, base)


def test_what_a_dead_run_left_is_put_right_by_a_run_that_has_nothing_else_to_write() -> None:
    store, channel = small_store(), MemoryChannel()
    run_once(store, channel)
    later = at(TODAY, 9, 5)
    world = replace(world_of(store, channel, later), workbook=LeftBehind(store))
    job = shipped_job("daily-followups")
    record = pipeline.run(job, world, moment_at(later), options_of(job, "8f3a02"))
    assert (record.requests.read, record.requests.write) == (4, 1)
    assert set(record.tabs.values()) == {"unchanged"}
    assert len(channel.posts) == 1


def test_a_rehearsal_writes_nothing_even_where_a_dead_run_left_something() -> None:
    store, channel = small_store(), MemoryChannel()
    world = replace(world_of(store, channel), workbook=LeftBehind(store))
    job = shipped_job("daily-followups")
    pipeline.rehearse(job, world, moment_at(at(TODAY)), options_of(job))
    assert world.workbook.requests.write == 0
