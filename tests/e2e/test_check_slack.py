"""`check` on Slack: tokens, scopes, channels, people; each remedy followed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mso_sheets.adapters.slack.checking import COSTS
from tests.e2e.broken import Broken, Setup, Step, named, verify
from tests.e2e.slack_cases import ALERTS, TOKEN

pytestmark = pytest.mark.e2e
PEOPLE = "workbook emea / people"
SET_BOT_TOKEN = r"OAuth & Permissions.*export SLACK_BOT_TOKEN=xoxb-"
NOWHERE = "http://127.0.0.1:9"
ALL = ("slack scopes",)
NEEDED = {"chat:write", "channels:read"}


def token(value: str | None) -> Any:
    return lambda setup: setup.environ(SLACK_BOT_TOKEN=value)


def export(name: str, value: str) -> Step:
    """Copies the line that the remedy ends in, with the value that Slack shows."""

    def step(setup: Setup, fix: str) -> None:
        assert re.search(rf"export {name}=x\w+-\.\.\.$", fix), fix
        setup.environ(**{name: value})

    return step


def revoke(setup: Setup) -> None:
    setup.slack.ask("/set", kind="token", id=TOKEN, patch={"state": "token_revoked"})


def reinstall(setup: Setup, fix: str) -> None:
    assert "(Re)install to Workspace" in fix
    setup.slack.start_afresh()


def secret_file_away(setup: Setup) -> None:
    setup.environ(SLACK_BOT_TOKEN=None, SLACK_BOT_TOKEN_FILE=str(setup.home / "slack-token"))


def mount(setup: Setup, fix: str) -> None:
    assert "Mount that file" in fix
    setup.write(TOKEN + "\n", "slack-token")


def scopes() -> list[str]:
    from mso_sheets.adapters.slack.checking import Checker

    return sorted(Checker(TOKEN).who().scopes)


def without(scope: str) -> Any:
    def step(setup: Setup) -> None:
        kept = [each for each in scopes() if each != scope]
        setup.slack.ask("/set", kind="token", id=TOKEN, patch={"scopes": kept})

    return step


def add_scope(setup: Setup, fix: str) -> None:
    found = re.search(r"Bot Token Scopes, add ([\w:.]+), then Reinstall to Workspace$", fix)
    assert found
    both = [*scopes(), found.group(1)]
    setup.slack.ask("/set", kind="token", id=TOKEN, patch={"scopes": both})


def channel(name: str) -> Any:
    return lambda setup: setup.replace('channel = "#alerts"', f'channel = "{name}"')


def name_another(setup: Setup, fix: str) -> None:
    assert "config/settings.toml" in fix
    was = re.search(r'\nchannel = "([^"]*)"', setup.settings)
    assert was
    setup.replace(f'\nchannel = "{was.group(1)}"', '\nchannel = "#alerts"')


def invite(channel_id: str) -> Step:
    """Types what the remedy says into the channel; it must name the bot as Slack does."""

    def step(setup: Setup, fix: str) -> None:
        assert "/invite @tested_app" in fix
        members = ["U0BOT0001", "U0ALICE01"]
        setup.slack.ask("/set", kind="channel", id=channel_id, patch={"members": members})

    return step


def archive(setup: Setup) -> None:
    setup.slack.ask("/set", kind="channel", id=ALERTS, patch={"is_archived": True})


def unarchive(setup: Setup, fix: str) -> None:
    assert fix.startswith("Unarchive it")
    setup.slack.ask("/set", kind="channel", id=ALERTS, patch={"is_archived": False})


def no_channel(setup: Setup) -> None:
    setup.replace('\nchannel = "#alerts"', "")


def set_channel(setup: Setup, fix: str) -> None:
    found = re.search(r"below \[workbooks\.emea\]: (channel = \"#)your-channel\"", fix)
    assert found
    setup.add(f'{found.group(1)}alerts"\n')


def person(column: int, value: str, row: int = 2) -> Any:
    return lambda setup: setup.google.set("People", row, column, value)


def no_address(setup: Setup) -> None:
    setup.google.edit("clear", "People", range="B2")


def correct_cell(value: str) -> Step:
    """Goes to the cell that the line names."""

    def step(setup: Setup, fix: str) -> None:
        assert "of 'People'" in fix
        found = re.search(r", ([A-C]\d)\)", setup.last[PEOPLE]["says"])
        assert found
        setup.google.edit("set", "People", cell=found.group(1), value=value)

    return step


def network_away(setup: Setup) -> None:
    setup.environ(HTTPS_PROXY=NOWHERE, https_proxy=NOWHERE, NO_PROXY=None, no_proxy=None)


def proxy_back(setup: Setup, fix: str) -> None:
    assert "HTTPS_PROXY" in fix
    setup.environ(HTTPS_PROXY=None, https_proxy=None)


def slack_is_down(setup: Setup) -> None:
    setup.slack.ask("/faults", method="auth.test", kind="503", count=99)


def wait_for_slack(setup: Setup, fix: str) -> None:
    assert "status.slack.com" in fix
    setup.slack.start_afresh()


CASES = [
    Broken("token missing", token(None), "slack", "not set; messages go to the outbox",
           r"slack-manifest\.yaml.*export SLACK_BOT_TOKEN=xoxb-", export("SLACK_BOT_TOKEN", TOKEN),
           ok=None),
    Broken("token revoked", revoke, "slack", "was revoked", SET_BOT_TOKEN, reinstall),
    Broken("token of no app", token("xoxb-fake-typo"), "slack", "does not accept the bot token",
           SET_BOT_TOKEN, export("SLACK_BOT_TOKEN", TOKEN)),
    Broken("token expired", token("xoxb-fake-expired"), "slack", "has expired", SET_BOT_TOKEN,
           export("SLACK_BOT_TOKEN", TOKEN)),
    Broken("a user's token", token("xoxp-fake-alice"), "slack", "a user's token", SET_BOT_TOKEN,
           export("SLACK_BOT_TOKEN", TOKEN)),
    Broken("the app token in the bot token's place", token("xapp-fake-1"), "slack",
           "belongs into SLACK_APP_TOKEN", SET_BOT_TOKEN, export("SLACK_BOT_TOKEN", TOKEN)),
    Broken("token file not mounted", secret_file_away, "slack", "cannot be read", "Mount that file",
           mount),
    Broken("app token without its scope", lambda s: s.environ(SLACK_APP_TOKEN="xapp-fake-noscope"),
           "slack app token", "lacks the scope connections:write", "App-Level Tokens",
           export("SLACK_APP_TOKEN", "xapp-fake-1")),
    Broken("the bot token in the app token's place", lambda s: s.environ(SLACK_APP_TOKEN=TOKEN),
           "slack app token", "not an app-level token", "App-Level Tokens",
           export("SLACK_APP_TOKEN", "xapp-fake-1")),
    Broken("channel unknown", channel("#alrts"), "channel #alrts", "does not exist", "Check the name",
           name_another, replaces=("channel #alerts",)),
    Broken("bot not in the channel", channel("#not-a-member"), "channel #not-a-member",
           "bot is not in", "/invite @tested_app", invite("C0NOTIN01"),
           replaces=("channel #alerts",)),
    Broken("bot not in the private channel", channel("#private-out"), "channel #private-out",
           "private and the bot is not in it", "/invite @tested_app", invite("C0PRIVOUT"),
           replaces=("channel #alerts",)),
    Broken("channel archived", archive, "channel #alerts", "is archived", "Unarchive", unarchive),
    Broken("channel id that is none", channel("C0NOWHERE"), "channel C0NOWHERE", "does not exist",
           "Check the name", name_another, replaces=("channel #alerts",)),
    Broken("no channel", no_channel, "channel of emea", "no digest is posted", "channel = ",
           set_channel, replaces=("channel #alerts",)),
    Broken("person not in Slack", person(2, "alicia@example.com"), PEOPLE,
           r"Alice \(Slack has no active member alicia@example.com, B2\)", "Correct these cells",
           correct_cell("alice@example.com"), ok=None),
    Broken("person who left", person(3, "U0GONE001"), PEOPLE, "no active member U0GONE001, C2",
           "Copy member ID", correct_cell("U0ALICE01"), ok=None),
    Broken("e-mail missing", no_address, PEOPLE, r"Alice \(neither e-mail nor Slack ID, B2\)",
           "fill in Slack ID", correct_cell("alice@example.com"), ok=None),
    Broken("network away", network_away, "slack", "slack.com cannot be reached", "proxy", proxy_back,
           also=("google credentials",), replaces=("clock",)),
    Broken("Slack is down", slack_is_down, "slack", "did not answer", "status.slack.com",
           wait_for_slack),
    *(Broken(f"without {scope}", without(scope), f"slack scope {scope}", f"missing: {cost}",
             f"add {scope}, then Reinstall", add_scope, ok=False if scope in NEEDED else None,
             replaces=ALL)
      for scope, cost in COSTS.items()),
]  # fmt: skip


@pytest.mark.parametrize("case", named(CASES))
def test_a_broken_slack_set_up_is_told_in_the_right_line_and_its_remedy_mends_it(
    google: Setup, case: Broken
) -> None:
    verify(google, case)


def test_without_an_app_token_nothing_is_to_mend(google: Setup) -> None:
    google.environ(SLACK_APP_TOKEN=None)
    code, lines = google.check()
    assert code == 0
    assert lines["slack app token"]["ok"] is True
    assert "no menus" in lines["slack app token"]["says"]


def test_people_are_looked_up_by_id_where_the_scope_for_addresses_is_missing(google: Setup) -> None:
    without("users:read.email")(google)
    _, lines = google.check()
    assert lines[PEOPLE]["says"].startswith("1 of 1 active people")
    assert "1 more were not looked up" in lines[PEOPLE]["says"]


def test_a_lead_who_gets_escalations_directly_is_no_channel(google: Setup) -> None:
    google.add('leads_channel = "U0ALICE01"\n')
    code, lines = google.check()
    assert (code, lines["channel U0ALICE01"]["ok"]) == (0, True)
    google.replace("U0ALICE01", "U0GONE001")
    code, lines = google.check()
    assert (code, lines["channel U0GONE001"]["ok"]) == (1, False)
