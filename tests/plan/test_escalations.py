"""Escalations on fakes: to the lead by name, once a stage, with what the owner got before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mso_sheets import pipeline
from mso_sheets.digest.dialect import plain
from mso_sheets.digest.fold import items_of
from mso_sheets.errors import MessengerError
from mso_sheets.model.cells import Cell
from mso_sheets.model.message import Message
from tests.fakes.book import MemoryStore
from tests.fakes.channel import MemoryChannel
from tests.fakes.runs import at, moment_at, options_of, run_once, shipped_job, world_of
from tests.making import serial, settings_of, snapshot_of

PEOPLE = """
    | Name  | Slack ID | Manager | Active | Leave from | Leave to   | Delegate |
    | Ana   | U0ANA    | Mei     | TRUE   |            |            |          |
    | Mei   | U0MEI    | Dev     | TRUE   |            |            |          |
    | Dev   | U0DEV    |         | TRUE   |            |            |          |
    | Zoe   | U0ZOE    | Dev     | TRUE   |            |            |          |
"""
ACTIONS = """
    | Action ID | Action                 | Owner | Due date   | Status      | Priority |
    | ACT-0001  | Send policy to Finance | Ana   | 2026-04-09 | In progress | Medium   |
"""
TUESDAY, WEDNESDAY = date(2026, 4, 14), date(2026, 4, 15)


def store_of(actions: str = ACTIONS, people: str = PEOPLE) -> MemoryStore:
    return MemoryStore(snapshot_of({"Actions": actions, "People": people}))


def days(first: date, count: int) -> list[date]:
    """Working days from `first` on."""
    ahead = (first + timedelta(days=n) for n in range(count * 2 + 7))
    return [day for day in ahead if day.weekday() < 5][:count]


def live(
    store: MemoryStore, channel: MemoryChannel, first: date, count: int, **options: Any
) -> None:
    """The daily job on each of these working days."""
    for number, day in enumerate(days(first, count)):
        record = run_once(store, channel, now=at(day), run_id=f"8f{day:%m%d}{number}", **options)
        assert record.status == "ok", (record.notes, record.messages)


def to(channel: MemoryChannel, member: str) -> list[Message]:
    return [message for _, message in channel.posts if message.channel == member]


def keys(channel: MemoryChannel) -> list[str]:
    found = [message.key for _, message in channel.posts]
    return [key.removeprefix("daily-followups/emea/") for key in found if ":" in key]


def set_cell(store: MemoryStore, column: int, value: Cell) -> None:
    def edit(cells: list[list[Cell]]) -> list[list[Cell]]:
        cells[1][column] = value
        return cells

    store.edit("Actions", edit)


def test_the_lead_then_the_manager_hear_once_a_stage_and_see_what_the_owner_got() -> None:
    store, channel = store_of(), MemoryChannel()
    live(store, channel, date(2026, 4, 9), 12)
    assert keys(channel) == ["2026-04-14/U0MEI:escalation", "2026-04-20/U0DEV:escalation"]
    (lead,), (manager,) = to(channel, "U0MEI"), to(channel, "U0DEV")
    (item,) = items_of(lead.sections[0])
    assert plain(item.line).startswith("3 working days late — Send policy to Finance · Ana")
    assert plain(item.detail) == "Owner told in 3 digests, Thu 9 Apr to Mon 13 Apr"
    assert plain(items_of(manager.sections[0])[0].detail) == (
        "Owner told in 7 digests, Thu 9 Apr to Fri 17 Apr. Lead Mei told on Tue 14 Apr"
    )


def test_a_second_run_of_the_day_tells_nobody_again() -> None:
    store, channel = store_of(), MemoryChannel()
    run_once(store, channel, now=at(TUESDAY))
    again = run_once(store, channel, now=at(TUESDAY, 9, 5), run_id="8f3a02")
    assert [m.status for m in again.messages] == ["already-sent", "already-sent"]
    assert again.requests.write == 0
    assert len(to(channel, "U0MEI")) == 1


def test_a_new_date_that_is_missed_again_is_a_new_stage() -> None:
    store, channel = store_of(), MemoryChannel()
    live(store, channel, TUESDAY, 1)
    set_cell(store, 3, serial(date(2026, 4, 17)))
    live(store, channel, WEDNESDAY, 6)
    assert keys(channel) == ["2026-04-14/U0MEI:escalation", "2026-04-22/U0MEI:escalation"]
    (item,) = items_of(to(channel, "U0MEI")[1].sections[0])
    assert plain(item.detail).startswith("Owner told in 3 digests, Fri 17 Apr to Tue 21 Apr")


def test_what_was_given_to_somebody_new_is_not_said_to_have_been_told_to_them() -> None:
    store, channel = store_of(), MemoryChannel()
    live(store, channel, date(2026, 4, 9), 3)
    set_cell(store, 2, "Zoe")
    live(store, channel, TUESDAY, 1)
    (message,) = to(channel, "U0DEV")
    (item,) = items_of(message.sections[0])
    assert plain(item.detail) == ""
    assert "today is the first digest that tells the owners" in plain(message.summary)


def test_a_lead_on_leave_is_stood_in_for_and_not_told_again_on_return() -> None:
    away = PEOPLE.replace(
        "| Mei   | U0MEI    | Dev     | TRUE   |            |            |          |",
        "| Mei   | U0MEI    | Dev     | TRUE   | 2026-04-13 | 2026-04-15 | Zoe      |",
    )
    store, channel = store_of(people=away), MemoryChannel()
    live(store, channel, TUESDAY, 4)
    assert keys(channel) == ["2026-04-14/U0ZOE:escalation"]


def test_a_closed_or_snoozed_item_is_not_escalated() -> None:
    for column, value in ((4, "Complete"), (6, serial(date(2026, 4, 20)))):
        actions = ACTIONS.replace("| Priority |", "| Priority | Snooze until |").replace(
            "| Medium   |", "| Medium   |              |"
        )
        store, channel = store_of(actions), MemoryChannel()
        set_cell(store, column, value)
        live(store, channel, TUESDAY, 1)
        assert keys(channel) == []


def test_a_channel_for_leads_gets_one_message_grouped_by_lead() -> None:
    store, channel = store_of(), MemoryChannel()
    rules = settings_of(channel="#mso", leads_channel="#leads")
    live(store, channel, TUESDAY, 2, rules=rules)
    (message,) = to(channel, "#leads")
    assert message.key == "daily-followups/emea/2026-04-14/#leads:escalation"
    assert [plain(group.heading) for group in message.sections[0].groups] == ["Mei · 1"]


def test_leads_in_the_digests_own_channel_do_not_lose_either_message() -> None:
    store, channel = store_of(), MemoryChannel()
    rules = settings_of(channel="#mso", leads_channel="#mso", digest={"personal": ["Mei"]})
    record = run_once(store, channel, now=at(TUESDAY), rules=rules)
    assert [m.status for m in record.messages if m.status == "sent"] == ["sent", "sent"]
    assert len(set(channel.keys())) == len(channel.keys()) == 2


def test_a_lead_is_told_no_more_than_the_limit_a_day_and_all_in_the_end() -> None:
    lines = [
        f"| ACT-{n:04} | Task {n} | Ana | 2026-04-0{1 + n % 9} | In progress | Medium |"
        for n in range(1, 26)
    ]
    header = ACTIONS.strip().splitlines()[0]
    store, channel = store_of("\n".join([header, *lines])), MemoryChannel()
    rules = settings_of(channel="#mso", followups={"manager_after": 50, "manager_after_high": 50})
    live(store, channel, date(2026, 4, 15), 4, rules=rules)
    mine = to(channel, "U0MEI")
    told = [item.record for m in mine for s in (*m.sections, *m.thread) for item in items_of(s)]
    assert [plain(m.summary) for m in mine] == [
        "10 follow-ups need you · today is the first digest that tells the owners · "
        "15 more will follow, the worst came first",
        "10 follow-ups need you · 5 more will follow, the worst came first",
        "5 follow-ups need you",
    ]
    assert len(told) == len(set(told)) == 25


def test_nought_means_that_no_escalations_are_posted() -> None:
    store, channel = store_of(), MemoryChannel()
    live(store, channel, TUESDAY, 2, rules=settings_of(channel="#mso", digest={"escalations": 0}))
    assert keys(channel) == []


def test_a_lead_without_a_slack_id_is_skipped_with_the_remedy_and_told_once_there_is_one() -> None:
    unknown = PEOPLE.replace("U0MEI", "     ")
    store, channel = store_of(people=unknown), MemoryChannel()
    record = run_once(store, channel, now=at(TUESDAY))
    assert record.status == "ok"
    assert record.messages[1].reason == (
        "no Slack account for Mei: put the ID or e-mail of one into People, or set leads_channel "
        "under [workbooks.emea]"
    )

    def give_id(cells: list[list[Cell]]) -> list[list[Cell]]:
        cells[2][1] = "U0MEI"
        return cells

    store.edit("People", give_id)
    live(store, channel, WEDNESDAY, 1)
    assert keys(channel) == ["2026-04-15/U0MEI:escalation"]


def test_a_message_that_slack_refused_reaches_the_lead_on_the_next_run() -> None:
    store, channel = store_of(), MemoryChannel()
    job = shipped_job("daily-followups")
    world = world_of(store, channel, at(TUESDAY))
    run_once(
        store,
        channel,
        now=at(TUESDAY),
        rules=settings_of(channel="#mso", digest={"escalations": 0}),
    )
    world.messenger.outage = MessengerError("user_disabled", "Mend it.")  # type: ignore[attr-defined]
    record = pipeline.run(job, world, moment_at(at(TUESDAY)), options_of(job, "8f3a02"))
    assert [m.status for m in record.messages] == ["already-sent", "failed"]
    live(store, channel, WEDNESDAY, 2)
    assert keys(channel) == ["2026-04-15/U0MEI:escalation"]


@pytest.mark.parametrize("landed", [True, False], ids=["it had landed", "it had not"])
def test_an_answer_that_was_lost_is_looked_up_on_the_next_day_and_told_once(landed: bool) -> None:
    store, channel = store_of(), MemoryChannel()
    job = shipped_job("daily-followups")
    quiet = settings_of(channel="#mso", digest={"escalations": 0})
    run_once(store, channel, now=at(TUESDAY), rules=quiet)
    world = world_of(store, channel, at(TUESDAY))
    if landed:
        world.messenger.lose_reply = True  # type: ignore[attr-defined]
    else:
        world.messenger.outage = MessengerError("No answer.", "Wait.", unknown=True)  # type: ignore[attr-defined]
    record = pipeline.run(job, world, moment_at(at(TUESDAY)), options_of(job, "8f3a02"))
    assert [m.status for m in record.messages] == ["already-sent", "unknown"]
    live(store, channel, WEDNESDAY, 2)
    assert keys(channel) == ["2026-04-14/U0MEI:escalation"]
    assert len(to(channel, "U0MEI")) == 1
