"""Who is mentioned: once, only with an id, never while away, never more than the cap."""

from __future__ import annotations

from mso_sheets.digest.dialect import plain
from mso_sheets.model.message import Message
from mso_sheets.settings.models import DigestRules
from tests.digest.digest_reports import SLACK_IDS, message_of, report_of
from tests.making import tables_of

TWO_SECTIONS = """
## Overdue
### **{{ person('Ana Silva') }}** · 3
- one
### **{{ person('Ben Ito') }}** · 1
- two
## Today
### **{{ person('Ana Silva') }}** · 1
- three
### **{{ person('Dev Patel') }}** · 1
- four
"""


def headings(message: Message | None) -> list[str]:
    assert message is not None
    return [plain(group.heading) for section in message.sections for group in section.groups]


def mentions(message: Message | None) -> list[str]:
    assert message is not None
    return [
        span.mention
        for section in message.sections
        for group in section.groups
        for span in group.heading
        if span.mention
    ]


def test_a_person_is_mentioned_once_and_then_named() -> None:
    message = message_of(report_of(), text=TWO_SECTIONS)
    assert mentions(message) == ["U0ALICE01", "U0BOB0001"]
    assert headings(message)[2] == "Ana Silva · 1"


def test_who_is_not_found_is_named_and_it_is_said_once() -> None:
    twice = TWO_SECTIONS + "### **{{ person('Ben Ito') }}** · 1\n- five\n"
    shown = headings(message_of(report_of(), text=twice))
    assert shown[1] == "Ben Ito (not found in Slack) · 1"
    assert shown[-1] == "Ben Ito · 1"


def test_without_any_slack_id_names_are_just_names() -> None:
    message = message_of(report_of(), text=TWO_SECTIONS, mention=lambda name: "")
    assert headings(message)[1] == "Ben Ito · 1"


def test_people_on_leave_or_gone_are_not_mentioned_and_it_is_said_why() -> None:
    tables = tables_of(
        people="""
        | Name      | Leave from | Leave to   | Delegate  | Active |
        | Ana Silva | 2026-04-10 | 2026-04-20 | Dev Patel | yes    |
        | Dev Patel |            |            |           | no     |
        """
    )
    message = message_of(report_of(tables=tables), text=TWO_SECTIONS)
    assert mentions(message) == []
    assert headings(message) == [
        "Ana Silva (on leave until Mon 20 Apr, Dev Patel stands in) · 3",
        "Ben Ito (not in People) · 1",
        "Ana Silva · 1",
        "Dev Patel (has left) · 1",
    ]


def test_mentions_are_capped() -> None:
    names = [f"Person {number}" for number in range(30)]
    text = "## S\n" + "".join(f"### {{{{ person('{name}') }}}}\n- x\n" for name in names)
    rules = DigestRules(mentions=3, lines_a_section=100)
    message = message_of(report_of(), text=text, rules=rules, mention=lambda name: "U0ALICE01")
    assert len(mentions(message)) == 3


def test_a_name_in_the_data_is_no_mention_unless_the_template_asks() -> None:
    text = "## S\n- {{ title }} <@U0ALICE01> @Ana Silva"
    message = message_of(report_of(title="<@U0ALICE01>"), text=text)
    assert message is not None
    (line,) = [item.line for group in message.sections[0].groups for item in group.items]
    assert plain(line) == "<@U0ALICE01> <@U0ALICE01> @Ana Silva"
    assert not any(span.mention for span in line)


def test_folded_people_are_still_told_once_in_the_message() -> None:
    names = list(SLACK_IDS)
    text = "## S\n" + "".join(
        f"### {{{{ person('{name}') }}}} · 3\n- a\n- b\n- c\n" for name in names
    )
    text += "+ {count} more in the thread: {people}\n"
    message = message_of(report_of(), text=text, rules=DigestRules(lines_a_section=3))
    assert message is not None
    told = [span.mention for span in message.sections[0].lines[-1] if span.mention]
    assert mentions(message) + told == list(SLACK_IDS.values())
    in_thread = [span.mention for group in message.thread[0].groups for span in group.heading]
    assert not any(in_thread)
