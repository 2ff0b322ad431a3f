"""Every message of eight teams: within Slack's limits, short for many, not silly for one; its page reads."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.slack_cases import Slack
from tests.faces.browser import CHROMIUM, measure
from tests.faces.build import faces_of
from tests.faces.teams import TEAMS

pytestmark = pytest.mark.e2e
NAMES = [team.name for team in TEAMS]
ALONE = re.compile(
    r"\b1 (projects|tasks|actions|days|working days|milestones|people|others|rows|reasons|steps|cases)\b"
)


@cache
def payloads(name: str) -> list[tuple[str, dict[str, Any]]]:
    """File and content of every post and reply."""
    files = sorted((faces_of(name).folder / "outbox").rglob("*.json"))
    return [(path.name, json.loads(path.read_text("utf-8"))) for path in files]


@pytest.mark.parametrize("name", NAMES)
def test_slack_takes_every_message_without_a_finding(name: str) -> None:
    slack = Slack()
    assert payloads(name)
    for file, payload in payloads(name):
        errors, found = slack.verdict(payload)
        assert errors == [], file
        assert [each for each in found if not is_one_of_the_team(each)] == [], file


def is_one_of_the_team(finding: dict[str, Any]) -> bool:
    """Mentions of people who stand in the People tab are meant."""
    return finding["kind"] == "user_mention" and str(finding["target"]).startswith("U0FACE")


@pytest.mark.parametrize("name", NAMES)
def test_counts_of_one_are_told_as_one(name: str) -> None:
    for file, payload in payloads(name):
        said = json.dumps(payload["blocks"], ensure_ascii=False) + payload["text"]
        assert not ALONE.findall(said), file


def digest_of(name: str) -> dict[str, Any]:
    """The team's daily digest."""
    end = f"{name}.json"
    return next(p for file, p in payloads(name) if "daily-followups" in file and file.endswith(end))


@pytest.mark.parametrize("name", NAMES)
def test_the_digest_is_one_short_screen_whatever_the_team(name: str) -> None:
    digest = digest_of(name)
    lines = digest["text"].splitlines()
    assert len(digest["blocks"]) <= 16
    assert len(lines) <= 45
    assert re.match(rf"Follow-ups · {name} · Tue 14 Apr", lines[0])


def test_what_a_large_digest_leaves_out_is_counted_and_stands_in_the_thread() -> None:
    digest = digest_of("division")["text"]
    overdue = int(re.search(r"(\d+) overdue", digest).group(1))  # type: ignore[union-attr]
    more = int(re.search(r"(\d+) more in the thread", digest).group(1))  # type: ignore[union-attr]
    shown = len(re.findall(r"\d+ working days? late —", digest.partition("Due today")[0]))
    assert overdue > 200
    assert shown + more == overdue


@pytest.mark.parametrize("name", ["solo", "dozen", "division"])
@pytest.mark.parametrize(("width", "dark"), [(900, False), (900, True), (500, False)])
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_the_page_of_a_message_fits_and_reads(name: str, width: int, dark: bool) -> None:
    for page in pages(name):
        found = measure(page, width, dark=dark)
        assert found["page"] <= width, page.name
        assert found["overflowing"] == [], page.name
        assert found["pale"] == [], page.name
        assert found["bare"] == [], page.name
        assert found["fetched"] == [], page.name


def pages(name: str) -> list[Path]:
    """One page of each kind of message."""
    kinds = {re.sub(r"^[\d.]+-|U0FACE\d+", "", page.name): page for page in faces_of(name).messages}
    return list(kinds.values())
