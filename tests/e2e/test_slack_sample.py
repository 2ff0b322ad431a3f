"""Every message of every shipped job over the sample workbook, accepted by Slack's strict stand-in."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mso_sheets import history
from mso_sheets.adapters.slack.blocks import render
from mso_sheets.adapters.slack.messenger import SlackMessenger
from mso_sheets.analyses.world import build_context
from mso_sheets.model.message import Message
from mso_sheets.model.result import Report
from mso_sheets.report import build_report
from mso_sheets.sample.workbook import sample_workbook
from mso_sheets.tables.reading import read_tables
from tests.digest.digest_reports import message_of
from tests.e2e.slack_cases import TOKEN, Slack
from tests.making import TODAY, Rows, settings_of, shipped_vocabulary, snapshot_of

pytestmark = pytest.mark.e2e
JOBS = Path(__file__).parents[2] / "jobs"
IDS = {"Kenji Mori": "U0ALICE01", "Priya Raman": "U0BOB0001", "Elena Petrova": "U0CAROL01"}
PERSON = "Kenji Mori"


def report_for(analyses: tuple[str, ...]) -> Report:
    """The sample's report of these analyses on a Tuesday."""
    tabs: dict[str, Rows] = {
        tab.title: [list(tab.headers), *map(list, tab.rows)] for tab in sample_workbook(TODAY)
    }
    snapshot = snapshot_of(tabs)
    rules = settings_of()
    tables = read_tables(snapshot, rules, shipped_vocabulary(), TODAY)
    now = datetime(2026, 4, 14, 8, tzinfo=UTC)
    context = build_context(tables, rules, TODAY, now, history.fold([]), snapshot)
    return build_report("emea", "EMEA tracker", tables, context, analyses)


def digests() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """(job, template, for whom, analyses) of every digest that ships."""
    found = []
    for path in sorted(JOBS.glob("*.toml")):
        job: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [
            (
                path.stem,
                digest["template"],
                PERSON if "each" in digest else "",
                tuple(job["analyses"]),
            )
            for digest in job.get("digests", [])
        ]
    return found


@pytest.mark.parametrize(("job", "template", "recipient", "analyses"), digests())
def test_a_jobs_message_over_the_sample_is_valid_and_mentions_only_whom_it_means(
    job: str, template: str, recipient: str, analyses: tuple[str, ...]
) -> None:
    slack = Slack()
    slack.start_afresh()
    report = report_for(analyses)
    broken = {name: each.unavailable for name, each in report.results.items() if each.unavailable}
    assert broken == {}
    message = message_of(
        report, template, mention=lambda name: IDS.get(name, ""), recipient=recipient
    )
    assert isinstance(message, Message), job
    message = replace(message, channel="#alerts")
    rendered = render(message)
    mentioned: list[str] = []
    for payload in (rendered.main, *rendered.thread):
        errors, findings = slack.verdict(payload)
        assert errors == []
        assert {each["kind"] for each in findings} <= {"user_mention"}
        mentioned += [each["target"] for each in findings]
    assert len(mentioned) == len(set(mentioned))
    assert set(mentioned) <= set(IDS.values())
    messenger = SlackMessenger(TOKEN, sleep=lambda seconds: None)
    messenger.reply(message, messenger.post(message))
    assert len(slack.messages()) == 1 + len(rendered.thread)
