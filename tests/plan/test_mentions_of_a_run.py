"""Whom a run mentions: by the id in People, else by e-mail, and nobody who has left Slack."""

from __future__ import annotations

from mso_sheets import pipeline
from mso_sheets.digest.people import mentioned
from tests.fakes.book import MemoryStore
from tests.fakes.channel import MemoryChannel
from tests.fakes.runs import SMALL, at, moment_at, options_of, run_once, shipped_job, world_of
from tests.making import TODAY, snapshot_of


def store_with(people: str) -> MemoryStore:
    return MemoryStore(snapshot_of({**SMALL, "People": people}))


BY_EMAIL = """
    | Name | Email         | Slack ID |
    | Ana  | ana@x.example |          |
    | Ben  | ben@x.example | U0BEN    |
"""


def test_who_has_no_slack_id_is_found_by_e_mail() -> None:
    channel = MemoryChannel(members={"ana@x.example": "U0FOUND"})
    run_once(store_with(BY_EMAIL), channel)
    assert mentioned(channel.posts[0][1]) == {"U0FOUND": "Ana", "U0BEN": "Ben"}


def test_an_account_that_was_deactivated_is_named_and_not_mentioned() -> None:
    channel = MemoryChannel(left={"U0BEN"}, members={"ana@x.example": "U0FOUND"})
    run_once(store_with(BY_EMAIL), channel)
    message = channel.posts[0][1]
    assert mentioned(message) == {"U0FOUND": "Ana"}
    assert "Ben — Confirm the budget" in message.fallback


def test_when_slack_cannot_be_asked_the_people_tab_is_believed() -> None:
    store, channel = store_with(BY_EMAIL), MemoryChannel()
    job, world = shipped_job("daily-followups"), world_of(store, channel)
    world.messenger.mute = True  # type: ignore[attr-defined]
    record = pipeline.run(job, world, moment_at(at(TODAY)), options_of(job))
    assert record.status == "ok", record.notes
    assert mentioned(channel.posts[0][1]) == {"U0BEN": "Ben"}
