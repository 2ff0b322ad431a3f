"""The preview page and the terminal's words."""

from __future__ import annotations

import re

from mso_sheets.adapters.slack.blocks import render
from mso_sheets.digest.people import mentioned
from mso_sheets.digest.plain import terminal
from mso_sheets.digest.preview import mrkdwn, page
from tests.digest.digest_reports import a_tuesday, action, followups, message_of, report_of
from tests.digest.test_followups_digest import HOSTILE


def test_mrkdwn_is_drawn_as_slack_draws_it() -> None:
    shown = mrkdwn(
        "*b* _i_ `c`\n<https://a.b/?x=1&amp;y=2|w &lt;1&gt;> <@U1> 2 * 3 * 4", {"U1": "Ana"}
    )
    assert shown == (
        "<b>b</b> <i>i</i> <code>c</code><br>"
        '<a href="https://a.b/?x=1&amp;y=2" rel="noreferrer">w &lt;1&gt;</a> '
        '<span class="mention">@Ana</span> 2 * 3 * 4'
    )


def test_what_is_not_https_leads_nowhere_and_a_mass_mention_would_be_seen() -> None:
    assert mrkdwn("<javascript:alert(1)|x>", {}) == "x"
    assert 'class="mass"' in mrkdwn("<!channel>", {})


def test_the_page_stands_alone_in_light_and_dark() -> None:
    message = message_of(a_tuesday())
    assert message is not None
    rendered = render(message)
    html = page(rendered.main, rendered.thread, mentioned(message), note="Not sent.")
    assert "@Ana Silva" in html
    assert "prefers-color-scheme:dark" in html
    assert html.count("<details>") == 1
    assert not re.search(r"<(script|link|img|iframe)\b|src=|@import|url\(", html)


def test_a_hostile_workbook_does_nothing_on_the_page() -> None:
    rows = [
        action(
            f"ACT-00{n:02}", f"{text}<script>alert(1)</script>", text[:40], "overdue", days_late=3.0
        )
        for n, text in enumerate(HOSTILE, 10)
    ]
    message = message_of(report_of(followups(rows), title='"><script>alert(2)</script>'))
    assert message is not None
    html = page(render(message).main, (), {}, note="<script>")
    assert "<script" not in html
    assert set(re.findall(r'href="(https://[^/"]+)', html)) == {"https://docs.google.com"}


def test_the_terminal_says_the_same_without_marks() -> None:
    message = message_of(a_tuesday())
    assert message is not None
    words = terminal(message, width=80)
    assert words.startswith("Follow-ups · EMEA · Tue 14 Apr\n7 overdue (2 more than Mon)")
    assert "@Ana Silva · 3\n - 6 working days late — Send revised" in words
    assert all(len(line) <= 80 for line in words.splitlines())
    assert "In the thread: Due this week, Done since Mon, Snoozed" in words
    assert "**" not in words
