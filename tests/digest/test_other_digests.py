"""The other messages, by their shipped templates; and every template over nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mso_sheets.digest.dialect import plain
from mso_sheets.digest.fold import items_of
from mso_sheets.model.message import Message
from mso_sheets.model.result import Report
from mso_sheets.plan.telling import REGISTRY, Failure
from tests.digest import other_reports as reports
from tests.digest.digest_reports import MESSAGES, a_tuesday, message_of, report_of
from tests.digest.golden_files import assert_golden

FAILURE = Failure(
    "#mso-emea",
    "The bot is not in #mso-emea.",
    "Invite the bot there: type /invite @mso in the channel.",
)
LEFT_OUT = Failure(
    "'Fleet'!D7 apac",
    "'Europe/Lodnon' is no time zone; left out.",
    'Write it as "Europe/London" or "UTC".',
)
NOTICE = {"lead": REGISTRY.lead, "hint": REGISTRY.hint}
CASES: dict[str, tuple[Callable[[], Report], dict[str, Any]]] = {
    "weekly-review": (reports.a_monday, {}),
    "escalation": (reports.with_escalations, {}),
    "escalation-to-a-lead": (lambda: reports.to_lead("Dev Patel"), {"recipient": "Dev Patel"}),
    "meeting-actions": (reports.meetings, {}),
    "knowledge-review": (reports.knowledge, {}),
    "process-review": (reports.workflow, {}),
    "data-quality": (reports.with_problems, {}),
    "personal": (a_tuesday, {"recipient": "Ana Silva"}),
    "home": (a_tuesday, {"recipient": "Ana Silva", "whole": True}),
    "project-card": (reports.a_monday, {"values": {"asked": "incentive"}, "whole": True}),
    "fleet-notice": (report_of, {"values": {**NOTICE, "failures": [LEFT_OUT]}}),
    "ops-failure": (report_of, {"values": {"job": "daily-followups", "failures": [FAILURE]}}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_message_as_people_see_it(name: str) -> None:
    make, more = CASES[name]
    assert_golden(name, message_of(make(), name.removesuffix("-to-a-lead"), **more))


@pytest.mark.parametrize("name", MESSAGES)
def test_over_nothing_at_all_there_is_nothing_to_say(name: str) -> None:
    assert message_of(report_of(), name, values={"asked": "x", "failures": []}) is None


def lines(message: Message | None) -> list[str]:
    assert message is not None
    return [plain(item.line) for each in message.sections for item in items_of(each)]


def test_an_escalation_shows_what_the_owner_got_and_which_rung_it_reaches() -> None:
    chloe = message_of(reports.to_lead("Chloe Martin"), "escalation", recipient="Chloe Martin")
    dev = message_of(reports.to_lead("Dev Patel"), "escalation", recipient="Dev Patel")
    assert chloe is not None
    assert dev is not None
    assert [section.title for section in chloe.sections] == ["Reaching you as lead"]
    assert [section.title for section in dev.sections] == ["Reaching you as manager"]
    details = [plain(item.detail) for each in chloe.sections for item in items_of(each)]
    assert details == [
        "Owner told in 7 digests, Thu 2 Apr to Mon 13 Apr. Moved 2 times. Carried 3 meetings",
        "Owner told in the digests of Fri 10 Apr and Mon 13 Apr",
    ]
    (told,) = [plain(item.detail) for each in dev.sections for item in items_of(each)]
    assert ". Lead Chloe Martin told on Tue 7 Apr." in told


def test_a_project_is_found_by_its_id_or_by_words_of_its_name() -> None:
    report = reports.a_monday()
    titles = [
        [section.title for section in message.sections]
        for asked in ("prj-007", "LAUNCH", "prj")
        if (message := message_of(report, "project-card", values={"asked": asked}))
    ]
    assert titles[0] == titles[1] == ["Launch in DE · PRJ-007"]
    assert len(titles[2]) == 3
    assert message_of(report, "project-card", values={"asked": "nowhere"}) is None


def test_a_document_elsewhere_is_named_and_not_linked() -> None:
    message = message_of(reports.knowledge(), "knowledge-review")
    assert message is not None
    links = [s.link for part in message.sections for i in items_of(part) for s in i.line if s.link]
    assert not any("wiki.example.com" in link for link in links)
    assert "https://docs.google.com/document/d/x" in links


def test_an_analysis_that_failed_is_said_in_the_weekly_review() -> None:
    broken = replace(reports.progress(), unavailable="could not be computed (KeyError: 'x')")
    message = message_of(report_of(broken), "weekly-review")
    assert message is not None
    assert "could not be computed (KeyError: 'x')" in message.fallback
